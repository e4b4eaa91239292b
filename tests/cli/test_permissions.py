from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from holdfast.cli.naming import naming_of
from holdfast.graph.resource import Resource, ResourceGraph, Source
from holdfast.permissions import Naming
from tests.graph.documents import digest, step

if TYPE_CHECKING:
    from tests.cli.conftest import Previews, Run

ROOT = Path(__file__).parents[2]
QUEUE = "aws:sqs/queue:Queue"


def given(previews: Previews, *steps: dict[str, Any]) -> None:
    previews.document = digest(*steps)


def graph_of(project: str) -> ResourceGraph:
    urn = f"urn:pulumi:prod::{project}::{QUEUE}::one"
    return ResourceGraph(resources={urn: Resource(urn=urn, type=QUEUE, name="one")}, source=Source.PREVIEW)


def test_prints_what_deploying_takes(run: Run, previews: Previews) -> None:
    given(previews, step(QUEUE, "use1-jobs", {"region": "us-east-1"}))
    said = run("permissions", "prod", "--account", "111122223333")
    assert said.exit_code == 0
    assert said.stdout.startswith("Deploying orders/prod takes 8 actions in one policy\n")
    assert "sqs:CreateQueue" in said.stdout
    assert "arn:aws:sqs:*:111122223333:use1-jobs-*" in said.stdout


def test_json_is_pure_and_its_policies_are_iam_s(run: Run, previews: Previews) -> None:
    given(previews, step(QUEUE, "use1-jobs", {"region": "us-east-1"}))
    said = json.loads(run("permissions", "prod", "--json").stdout)
    assert said["version"] == 1
    assert said["levels"] == {"Permissions management": 1, "Read": 3, "Tagging": 2, "Write": 2}
    (name, document), *others = said["policies"].items()
    assert name == "deploy-orders-prod-1"
    assert others == []
    assert document["Version"] == "2012-10-17"
    assert said["characters"][name] == len("".join(json.dumps(document, separators=(",", ":")).split()))


def test_markdown_holds_each_policy(run: Run, previews: Previews) -> None:
    given(previews, step(QUEUE, "use1-jobs", {"region": "us-east-1"}))
    text = run("permissions", "prod", "--format", "markdown").stdout
    block = text.partition("```json\n")[2].partition("\n```")[0]
    assert json.loads(block)["Statement"][0]["Effect"] == "Allow"


def test_writes_each_policy_to_a_file(run: Run, previews: Previews, tmp_path: Path) -> None:
    given(previews, step(QUEUE, "use1-jobs", {"region": "us-east-1"}))
    folder = tmp_path / "new" / "policies"
    said = run("permissions", "prod", "--policies", folder, "--json")
    assert {file.name: json.loads(file.read_text()) for file in folder.iterdir()} == {
        f"{name}.json": one for name, one in json.loads(said.stdout)["policies"].items()
    }


def test_a_folder_can_be_held_to_the_stack(run: Run, previews: Previews, tmp_path: Path) -> None:
    given(previews, step(QUEUE, "use1-jobs", {"region": "us-east-1"}))
    held = ("permissions", "prod", "--policies", tmp_path, "--check", "--json")
    missing = run(*held)
    assert missing.exit_code == 1
    assert "deploy-orders-prod-1.json is not what the stack takes" in missing.stderr
    assert list(tmp_path.iterdir()) == []
    run("permissions", "prod", "--policies", tmp_path)
    assert run(*held).exit_code == 0
    (tmp_path / "deploy-orders-prod-2.json").write_text("{}")
    assert "deploy-orders-prod-2.json is not" in run(*held).stderr
    (tmp_path / "deploy-orders-prod-2.json").unlink()
    given(previews, step("aws:sns/topic:Topic", "use1-news", {"region": "us-east-1"}))
    assert run(*held).exit_code == 1


def test_a_check_needs_a_folder(run: Run) -> None:
    said = run("permissions", "prod", "--check")
    assert said.exit_code == 2
    assert "name it with --policies" in said.stderr


def test_a_folder_that_cannot_be_made_is_told(run: Run, previews: Previews, tmp_path: Path) -> None:
    given(previews, step(QUEUE, "use1-jobs", {"region": "us-east-1"}))
    (tmp_path / "file").write_text("")
    said = run("permissions", "prod", "--policies", tmp_path / "file")
    assert said.exit_code == 2
    assert "give another folder to --policies" in said.stderr


def test_the_boundary_is_one_policy(run: Run, previews: Previews) -> None:
    given(previews, step(QUEUE, "use1-jobs", {"region": "us-east-1"}))
    said = json.loads(run("permissions", "prod", "--boundary", "--json").stdout)
    assert list(said["policies"]) == ["boundary-orders-prod"]


def test_a_type_that_nobody_knows_fails(run: Run, previews: Previews) -> None:
    given(previews, step("aws:quantum/thing:Thing", "one", {"region": "us-east-1"}))
    said = run("permissions", "prod")
    assert said.exit_code == 1
    assert "NOT KNOWN WHAT THESE TAKE\n  aws:quantum/thing:Thing" in said.stdout


def test_an_account_is_twelve_digits(run: Run, previews: Previews) -> None:
    said = run("permissions", "prod", "--account", "orders")
    assert said.exit_code == 2
    assert "twelve digits, got 'orders'" in said.stderr
    assert previews.asked == []


def test_names_are_those_of_our_own_project() -> None:
    naming = naming_of(ROOT, None, graph_of("holdfast"))
    assert naming.pattern == "${project}-${stack}-${name}-${hex(4)}"
    assert naming.pattern_of("aws:lb/targetGroup:TargetGroup") == "${name}-${hex(4)}"


@pytest.mark.parametrize(
    ("project", "stack", "found"),
    [
        (None, None, Naming()),
        ({"pulumi:autonaming": {"value": {"mode": "verbatim"}}}, None, Naming(pattern="${name}")),
        ({"pulumi:autonaming": {"value": {"pattern": "a-${name}"}}}, None, Naming(pattern="a-${name}")),
        (
            {"pulumi:autonaming": {"value": {"pattern": "a-${name}"}}},
            {"pulumi:autonaming": {"pattern": "b-${name}"}},
            Naming(pattern="b-${name}"),
        ),
        (
            {"pulumi:autonaming": {"providers": {"aws": {"pattern": "c-${name}", "resources": {QUEUE: {}}}}}},
            None,
            Naming(pattern="c-${name}", by_type={QUEUE: "c-${name}"}),
        ),
    ],
    ids=["neither", "verbatim", "project", "stack wins", "provider"],
)
def test_names_are_as_the_files_say(
    tmp_path: Path, project: dict[str, Any] | None, stack: dict[str, Any] | None, found: Naming
) -> None:
    for name, config in (("Pulumi.yaml", project), ("Pulumi.prod.yaml", stack)):
        if config is not None:
            (tmp_path / name).write_text(yaml.safe_dump({"name": "orders", "config": config}))
    assert naming_of(tmp_path, None, graph_of("orders")) == found
    assert naming_of(tmp_path, None, graph_of("payments")) == Naming()
