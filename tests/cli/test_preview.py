from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.preview import PreviewError
from tests.cli.preview_documents import document, two_regions
from tests.graph.documents import UNKNOWN, step, urn

if TYPE_CHECKING:
    from tests.cli.conftest import Previews, Run

GOLDEN = Path(__file__).parent / "golden" / "two_regions.txt"
VIOLATION = {
    "policy": "DNS001-alias-evaluates-target-health",
    "pack": "holdfast",
    "urn": urn("aws:route53/record:Record", "public-0"),
    "message": "Records are taken out of service.\nit answers for ever",
    "level": "mandatory",
    "severity": "high",
}


def test_two_regions_fit_on_one_screen(run: Run, previews: Previews) -> None:
    result = run("preview", "prod")

    assert result.exit_code == 0
    assert result.stdout == GOLDEN.read_text(encoding="utf-8")
    assert len(result.stdout.splitlines()) <= 40
    assert max(map(len, result.stdout.splitlines())) <= 110
    assert "246 resources" in result.stdout
    assert previews.asked[0].stack == "prod"


def test_a_small_terminal_cuts_no_line_count(run: Run, previews: Previews) -> None:
    previews.document = document(step("aws:ec2/vpc:Vpc", "loose", {"region": "eu-west-1"}))

    assert "(in no component)" in run("preview", "prod").stdout


@pytest.mark.usefixtures("previews")
def test_all_lists_every_resource_with_its_line(run: Run) -> None:
    text = run("preview", "prod", "--all").stdout

    assert all(made["newState"]["urn"].rsplit("::", 1)[1] in text for made in two_regions())
    assert "__main__.py:14" in text
    assert "operations.regions.use1.lb  (known after deployment)" in text
    assert text == run("preview", "prod", "--full").stdout


@pytest.mark.usefixtures("previews")
def test_secrets_are_named_and_not_told(run: Run) -> None:
    assert "password    (secret)" in run("preview", "prod").stdout


def test_many_regions_and_components_are_cut_to_the_largest_picture(run: Run, previews: Previews) -> None:
    steps = []
    for number in range(30):
        name = f"part{number:02}"
        steps.append(step("orders:index:Part", name, component=True))
        steps += [
            step(
                "aws:ec2/vpc:Vpc",
                f"{name}-{place}",
                {"region": f"eu-west-{place}"},
                parent=urn("orders:index:Part", name),
            )
            for place in range(8)
        ]
    previews.document = document(*steps)
    text = run("preview", "prod").stdout

    assert "… and 22 components more with 22 resources" in text
    assert len(text.splitlines()) < 110


def test_changes_are_told_with_their_operation(run: Run, previews: Previews) -> None:
    gone = step("aws:ec2/vpc:Vpc", "gone", op="delete")
    gone["oldState"] = gone.pop("newState")
    previews.document = document(step("aws:ec2/vpc:Vpc", "x", op="update"), gone)
    text = run("preview", "prod").stdout

    assert "(create 1, delete 1, update 1)" in text
    assert "~1 update" in text
    assert "- ec2.Vpc" in text


def test_replaced_and_updated_resources_are_named_with_the_properties_that_it_is_for(
    run: Run, previews: Previews
) -> None:
    replaced = step("aws:rds/cluster:Cluster", "orders", op="replace")
    replaced["detailedDiff"] = {"tags": {"kind": "update"}, "masterUsername": {"kind": "update-replace"}}
    updated = step("aws:ec2/vpc:Vpc", "net", op="update")
    updated["detailedDiff"] = {"tags": {"kind": "update"}, "enableDnsSupport": {"kind": "add"}}
    many = [step("aws:ec2/subnet:Subnet", f"s{number}", op="update") for number in range(6)]
    component = step("orders:index:Api", "api", op="update", component=True)
    previews.document = document(replaced, updated, *many, component)
    lines = run("preview", "prod").stdout.splitlines()
    start = lines.index("replaced  1 resource")

    assert [line.split() for line in lines[start + 1 : start + 5]] == [
        ["±", "rds.Cluster", "orders", "masterUsername"],
        [],
        ["updated", "7", "resources"],
        ["~", "ec2.Vpc", "net", "enableDnsSupport,", "tags"],
    ]
    assert "… and 2 more (--all lists them)" in lines[start + 9]
    assert "s5" in run("preview", "prod", "--all").stdout


def test_the_engine_is_refused_without_its_cli(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: app\nruntime: python\n")
    (tmp_path / "Pulumi.dev.yaml").write_text("config: {}\n")
    monkeypatch.setenv("PATH", str(tmp_path))
    result = run("preview", "dev", "--engine", "--program", tmp_path)

    assert (result.exit_code, result.stdout) == (3, "")
    assert (
        "--engine needs the Pulumi CLI, and PATH has no pulumi and no pulumi-language-python" in result.stderr
    )
    assert "https://www.pulumi.com/docs/install/" in result.stderr
    assert "without --engine" in result.stderr


def test_a_state_is_for_the_engine_alone(run: Run, previews: Previews) -> None:
    result = run("preview", "prod", "--state", "state.json")

    assert (result.exit_code, previews.asked) == (2, [])
    assert "--state needs --engine" in result.stderr


def test_json_is_the_document_and_nothing_else(run: Run, previews: Previews) -> None:
    for option in (["--json"], ["--format", "json"]):
        assert json.loads(run("preview", "prod", *option).stdout) == previews.document


def test_json_stays_pure_when_policies_fail(run: Run, previews: Previews) -> None:
    previews.document = document(policies=[VIOLATION])
    result = run("preview", "prod", "--json")

    assert result.exit_code == 1
    assert json.loads(result.stdout) == previews.document
    assert "1 violation of mandatory policies" in result.stderr


@pytest.mark.parametrize(("level", "code"), [("mandatory", 1), ("advisory", 0)])
def test_only_mandatory_violations_fail(run: Run, previews: Previews, level: str, code: int) -> None:
    previews.document = document(policies=[{**VIOLATION, "level": level}])
    result = run("preview", "prod", "--policy-pack", "policies", "--policy-pack", "more")

    assert result.exit_code == code
    assert f"{level} DNS001-alias-evaluates-target-health public-0: it answers for ever" in result.stdout
    assert previews.asked[0].policy_packs == (Path("policies"), Path("more"))


@pytest.mark.usefixtures("previews")
def test_policies_that_find_nothing_say_so(run: Run) -> None:
    assert run("preview", "prod", "--policy-pack", "policies").stdout.endswith("policies  none violated\n")


def test_output_goes_to_a_file(run: Run, previews: Previews, tmp_path: Path) -> None:
    del previews
    file = tmp_path / "preview.txt"
    result = run("preview", "prod", "--output", file)

    assert (result.stdout, result.stderr) == ("", f"wrote {file}\n")
    assert file.read_text(encoding="utf-8") == GOLDEN.read_text(encoding="utf-8")


def test_fails_on_an_output_that_cannot_be_written(run: Run, previews: Previews, tmp_path: Path) -> None:
    del previews
    result = run("preview", "prod", "--output", tmp_path / "none" / "x.txt")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "cannot write" in result.stderr


def test_the_request_carries_every_option(run: Run, previews: Previews, tmp_path: Path) -> None:
    run(
        "preview", "other", "--program", tmp_path, "--stack-file", tmp_path / "s.yaml", "--answers", "a.json",
        "--timeout", 5,
    )  # fmt: skip
    asked = previews.asked[0]

    assert (asked.program, asked.stack, asked.stack_file) == (tmp_path, "other", tmp_path / "s.yaml")
    assert (asked.answers, asked.timeout_seconds) == (Path("a.json"), 5)


def test_the_only_stack_needs_no_name(run: Run, previews: Previews) -> None:
    previews.stacks = ["only"]

    assert run("preview").exit_code == 0
    assert previews.asked[0].stack == "only"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], ["which stack?", "dev, prod, staging"]),
        (["prd"], ["there is no stack 'prd'", "did you mean prod?", "dev, prod, staging"]),
        (["xyzzy"], ["there is no stack 'xyzzy'", "dev, prod, staging"]),
    ],
)
def test_fails_on_a_stack_that_is_not_there(
    run: Run, previews: Previews, arguments: list[str], words: list[str]
) -> None:
    result = run("preview", *arguments)

    assert (result.exit_code, result.stdout, previews.asked) == (2, "", [])
    assert all(word in result.stderr for word in words)


@pytest.mark.parametrize(("kind", "code"), [("usage", 2), ("program", 3)])
def test_fails_as_the_preview_fails(run: Run, previews: Previews, kind: Any, code: int) -> None:
    said = [{"severity": "warning", "message": "warning: hm"}]
    previews.error = PreviewError("__main__.py:3: it is wrong", kind=kind, diagnostics=said)
    result = run("preview", "prod")

    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr == "warning: hm\nerror: __main__.py:3: it is wrong\n"


def test_fails_on_an_option_that_is_not_there(run: Run) -> None:
    result = run("preview", "prod", "--nothing")

    assert (result.exit_code, result.stdout) == (2, "")


def test_unknown_values_are_never_printed_as_they_are(run: Run, previews: Previews) -> None:
    del previews

    assert UNKNOWN not in run("preview", "prod", "--all").stdout
