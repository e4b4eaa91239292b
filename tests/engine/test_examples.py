"""Examples of each way to run the API and to reach it, made on the real engine against the stand-in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.engine.engine import Stack, copy_program
from tests.engine.standin import Cloud, serve
from tests.needs import needs_engine

pytestmark = needs_engine

EXAMPLES = Path(__file__).parents[2] / "examples"
SHOWN = (
    "cached-reads",
    "cloudflare-in-front",
    "documents-s3",
    "dsql-active-active",
    "eks",
    "everything-replicated",
    "fargate-active-active",
    "own-proxy-haproxy",
    "private-partners",
    "rds-cluster",
    "rds-replicas",
    "recovers-by-itself",
    "serverless-dynamodb",
)
DESCRIBED = {"cached-reads", "serverless-dynamodb"}
"""Examples whose entrance serves the API's description."""


def lifted(folder: Path) -> dict[str, Any]:
    config = yaml.safe_load((folder / "Pulumi.prod.yaml").read_text(encoding="utf-8"))["config"]
    return {**config, "holdfast:protection": "lifted"}


@pytest.mark.parametrize("name", SHOWN)
def test_it_is_made_as_declared_and_goes_again(name: str, tmp_path: Path) -> None:
    files = ("__main__.py", "Pulumi.prod.yaml", *(("openapi.yaml",) if name in DESCRIBED else ()))
    folder = copy_program(EXAMPLES / name, tmp_path / name, *files)
    cloud = Cloud()
    for access in lifted(folder).get("holdfast:eks", {}).get("access", {}).values():
        role = access["principal"].rpartition("/")[2]
        cloud.adopt("aws:iam/role:Role", role, {"name": role, "arn": access["principal"]})
    with serve(cloud) as providers:
        stack = Stack(folder, "prod", providers)
        stack.configure(lifted(folder))
        stack.up()
        assert stack.preview() == []
        stack.destroy()
    assert cloud.is_empty()
