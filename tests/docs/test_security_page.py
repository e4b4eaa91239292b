"""What the pages on security show works: files of policies, what makes them, the pipeline's settings."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from holdfast.permissions import boundary, permissions
from holdfast.report.permissions_json import policy_json
from holdfast.settings.bootstrap_loading import load_bootstrap
from tests.graph.documents import graph, step

if TYPE_CHECKING:
    from collections.abc import Mapping

DOCS = Path(__file__).parents[2] / "docs"
AWS = '#!/bin/sh\nprintf "%s\\n" "$*" >> calls\n'


def test_the_loop_makes_each_policy_from_its_file(tmp_path: Path) -> None:
    found = permissions(graph(step("aws:sqs/queue:Queue", "jobs", {"region": "us-east-1"})))
    (tmp_path / "deploy-policies").mkdir()
    for one in (*found.policies, boundary(found)):
        (tmp_path / "deploy-policies" / f"{one.name}.json").write_text(policy_json(one))
    (tmp_path / "aws").write_text(AWS)
    (tmp_path / "aws").chmod(0o755)
    loop = next(code for code in _code("security", "sh") if "create-policy" in code)
    subprocess.run(  # noqa: S603  # our own page
        ["/bin/sh", "-ec", loop], cwd=tmp_path, env={"PATH": f"{tmp_path}:/usr/bin:/bin"}, check=True
    )
    assert (tmp_path / "calls").read_text().splitlines() == [
        f"iam create-policy --policy-name {name} --policy-document file://deploy-policies/{name}.json"
        for name in ("boundary-orders-prod", "deploy-orders-prod-1")
    ]


def test_the_pipeline_with_these_policies_is_one_that_bootstrap_takes() -> None:
    whole, narrow = (
        yaml.safe_load(code)["config"] for code in _code("bootstrap", "yaml") if "config:" in code
    )
    config: Mapping[str, str] = {
        key: value if isinstance(value, str) else json.dumps(value)
        for key, value in {**whole, **narrow}.items()
    }
    pipeline = load_bootstrap(config, stack="prod").deployments["orders"]
    assert pipeline.stacks == ()
    assert all(arn.endswith(("-1", "-2")) for arn in pipeline.policy_arns)
    assert pipeline.permissions_boundary_arn == "arn:aws:iam::111122223333:policy/boundary-holdfast-prod"


def _code(page: str, language: str) -> list[str]:
    text = (DOCS / f"{page}.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
