from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.graph import read_preview
from holdfast.inventory import take_inventory
from holdfast.report.inventory_text import inventory_lines
from holdfast.report.lines import plain
from tests.cli.preview_documents import document
from tests.cli.said import warned
from tests.components.golden import assert_golden
from tests.graph.documents import UNKNOWN, digest, step, urn

if TYPE_CHECKING:
    from tests.cli.conftest import Previews, Run

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "graph" / "data"
TABLE, KEY, ROLE = "aws:dynamodb/table:Table", "aws:kms/key:Key", "aws:iam/role:Role"


def table(**inputs: Any) -> dict[str, Any]:
    return step(TABLE, "orders", {"region": "us-east-1", **inputs})


def lossy() -> list[dict[str, Any]]:
    """A stack in two regions in which a good deal would not come back."""
    whole, cluster = "aws:rds/globalCluster:GlobalCluster", "aws:rds/cluster:Cluster"
    vault, plan = "aws:backup/vault:Vault", "aws:backup/plan:Plan"
    rule = {
        "schedule": "cron(0 3 * * ? *)",
        "startWindow": 60,
        "completionWindow": 180,
        "targetVaultName": UNKNOWN,
    }
    copied = {**rule, "copyActions": [{"destinationVaultArn": UNKNOWN}]}
    role = '[{"roleArn":"arn:aws:iam::222233334444:role/deploy"}]'

    def member(name: str, region: str, **inputs: Any) -> dict[str, Any]:
        links = {"globalClusterIdentifier": [urn(whole, "ledger")], "kmsKeyId": [urn(KEY, "use1-key")]}
        return step(cluster, name, {"region": region, "kmsKeyId": UNKNOWN, **inputs}, links=links)

    return [
        step("pulumi:providers:aws", "bunker", {"region": "us-east-2", "assumeRoles": role}),
        step(KEY, "use1-key", {"region": "us-east-1"}),
        step(whole, "ledger", {"region": "us-east-1", "globalClusterIdentifier": "ledger"}),
        member("use1-ledger", "us-east-1", masterUsername="admin", clusterIdentifier="ledger-use1"),
        member("euw1-ledger", "eu-west-1"),
        table(tags={"backup": "daily"}),
        step("aws:cognito/userPool:UserPool", "customers", {"region": "us-east-1"}),
        step("aws:secretsmanager/secret:Secret", "token", {"region": "us-east-1"}),
        step(vault, "use1-vault", {"region": "us-east-1"}),
        step(vault, "bunker-vault", {"region": "us-east-2"}, provider=urn("pulumi:providers:aws", "bunker")),
        step(
            plan,
            "daily",
            {"region": "us-east-1", "rules": [copied]},
            links={"rules": [urn(vault, "use1-vault"), urn(vault, "bunker-vault")]},
        ),
        step(
            "aws:backup/selection:Selection",
            "daily",
            {
                "region": "us-east-1",
                "selectionTags": [{"type": "STRINGEQUALS", "key": "backup", "value": "daily"}],
            },
            links={"planId": [urn(plan, "daily")]},
        ),
        step("aws:cloudwatch/logGroup:LogGroup", "logs", {"region": "us-east-1"}),
    ]


def table_of_audit() -> dict[str, Any]:
    """A table that the plan takes too, of another kind, so that it is told by itself."""
    replicas = [{"regionName": "eu-west-1"}]
    return step(TABLE, "audit", {"region": "us-east-1", "tags": {"backup": "daily"}, "replicas": replicas})


def written(folder: Path, content: object) -> Path:
    file = folder / "document.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


def test_gaps_are_found_and_told_by_the_exit_code(run: Run, previews: Previews) -> None:
    previews.document = document(table())
    result = run("inventory", "prod", "--program", "somewhere")

    assert result.exit_code == 1
    assert "  DynamoDB table: orders\n" in result.stdout
    reason = "no-backup: nothing keeps what was before a wrong change: no backup is declared\n"
    assert f"GAPS (1)\n  {reason}    DynamoDB table: orders\n" in result.stdout
    assert f"    GAP {reason}" in result.stdout
    assert result.stdout.endswith("2 items, 1 gap, 1 with something unknown\n")
    assert previews.asked[0].program == Path("somewhere")
    assert run("inventory", "prod", "--exit-zero").exit_code == 0


def test_without_gaps_it_is_fine(run: Run, previews: Previews) -> None:
    previews.document = document(step(KEY, "key", {"region": "us-east-1"}))

    assert run("inventory", "prod").exit_code == 0


def test_what_is_wrong_comes_first() -> None:
    """In the summary at the top, and in each part."""
    fine = step(TABLE, "accounts", {"region": "us-east-1", "pointInTimeRecovery": {"enabled": True}})
    copied = {"region": "us-east-1", "replicas": [{"regionName": "eu-west-1", "pointInTimeRecovery": True}]}
    lines = [
        line.text
        for line in inventory_lines(
            take_inventory(read_preview(digest(step(TABLE, "audit", copied), fine, table())))
        )
    ]

    assert lines[2] == "GAPS (2)"
    heads = [line for line in lines if line.startswith("  DynamoDB")]
    assert heads == [
        "  DynamoDB table: accounts",
        "  DynamoDB table: orders",
        "  DynamoDB global table: audit",
    ]


def test_what_is_alike_in_two_regions_is_told_once_and_each_region_is_in_the_json(
    run: Run, tmp_path: Path
) -> None:
    keys = [step(KEY, f"{place}-key", {"region": place}) for place in ("us-east-1", "eu-west-1")]
    file = written(tmp_path, digest(*keys))
    text = run("inventory", "--preview", file).stdout
    items = json.loads(run("inventory", "--preview", file, "--json").stdout)["items"]

    assert text.count("cancel-key-deletion --region REGION") == 1
    assert [one["ways"][1]["command"].split()[4] for one in items[:2]] == ["eu-west-1", "us-east-1"]


def test_commands_that_were_told_are_not_told_again() -> None:
    text = plain(inventory_lines(take_inventory(read_preview(digest(*lossy(), table_of_audit())))))

    assert text.count("start-restore-job --region us-east-1") == 1
    assert "      as for audit, above\n" in text


@pytest.mark.parametrize("width", [80, 160])
def test_text_as_a_person_reads_it(width: int) -> None:
    lines = inventory_lines(take_inventory(read_preview(digest(*lossy()))), width=width)

    assert max(len(line.text) for line in lines) <= width
    assert {line.style for line in lines if line.text.strip().startswith("GAP")} == {"bold red"}
    assert_golden(f"inventory-lossy-{width}.txt", plain(lines))


def test_markdown_as_a_person_reads_it(run: Run, tmp_path: Path) -> None:
    result = run("inventory", "--preview", written(tmp_path, digest(*lossy())), "--format", "markdown")

    assert result.exit_code == 1
    assert_golden("inventory-lossy.md", result.stdout)


def test_json_holds_every_field(run: Run, tmp_path: Path) -> None:
    result = run("inventory", "--preview", written(tmp_path, digest(table())), "--json")
    told = json.loads(result.stdout)

    assert (told["version"], told["project"], told["stack"]) == (1, "orders", "prod")
    assert (told["regions"], told["partial"], told["left_out"]) == (["us-east-1"], False, {})
    assert told["counts"] == {"items": 2, "gaps": 1, "unknown": 1}
    assert told["items"][0] == {
        "category": "data",
        "what": "DynamoDB table",
        "name": "orders",
        "resource": urn(TABLE, "orders"),
        "component": None,
        "copies": [
            {
                "role": "primary",
                "region": "us-east-1",
                "account": None,
                "encryption": {"by": "AWS's key", "key": None, "regions": []},
                "age": {"text": "0", "seconds": 0, "bounded": True, "source": ""},
                "name": "orders",
            }
        ],
        "ways": [],
        "gaps": [
            {
                "id": "no-backup",
                "reason": "nothing keeps what was before a wrong change: no backup is declared",
            }
        ],
        "notes": [],
        "unknowns": [],
        "backed_up": "nothing",
        "gap": True,
    }


def test_what_the_real_engine_writes(run: Run) -> None:
    state = run("inventory", "--state", DATA / "state.json", "--json")
    preview = run("inventory", "--preview", DATA / "changed_with_sames.json", "--json")

    assert json.loads(state.stdout)["counts"] == json.loads(preview.stdout)["counts"]
    assert json.loads(state.stdout)["counts"]["gaps"] == 2


def test_a_partial_preview_is_said_to_be_one(run: Run) -> None:
    result = run("inventory", "--preview", DATA / "changed.json", "--exit-zero")

    assert "--show-sames" in result.stderr
    assert "unchanged resources are missing" in result.stdout


def test_fails_on_two_sources_and_on_none(run: Run, tmp_path: Path) -> None:
    assert run("inventory", "prod", "--preview", tmp_path / "x.json").exit_code == 2
    assert run("inventory", "--preview", tmp_path / "x.json").exit_code == 2


def test_it_goes_to_a_file(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "inventory.json"
    run("inventory", "--preview", written(tmp_path, digest(table())), "--json", "--output", out)

    assert json.loads(out.read_text(encoding="utf-8"))["version"] == 1


@pytest.mark.parametrize("stack", ["dev", "staging", "prod"])
def test_our_own_stacks_have_no_gaps(run: Run, stack: str) -> None:
    result = run("inventory", stack, "--program", ROOT)

    assert (result.exit_code, warned(result.stderr)) == (0, "")
    assert_golden(f"{stack}-inventory.txt", result.stdout)
