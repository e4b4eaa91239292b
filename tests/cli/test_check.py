from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.preview_documents import document
from tests.graph.documents import digest, step, urn

if TYPE_CHECKING:
    from tests.cli.conftest import Previews, Run

VPC, BUCKET = "aws:ec2/vpc:Vpc", "aws:s3/bucket:Bucket"
DATA = Path(__file__).parents[1] / "graph" / "data"


def written(folder: Path, content: object) -> Path:
    file = folder / "document.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return file


def test_a_stack_is_previewed_and_judged(run: Run, previews: Previews) -> None:
    previews.document = document(step(BUCKET, "logs"))
    result = run("check", "prod", "--only", "DAT001", "--program", "somewhere")

    assert result.exit_code == 1
    assert result.stdout.startswith("FAIL medium DAT001-stateful-is-protected\n  logs: Pulumi may delete it")
    assert "fix: set protect" in result.stdout
    assert result.stdout.endswith("1 fail, 0 unknown, 0 pass, 0 not-applicable\n")
    assert previews.asked[0].program == Path("somewhere")


def test_a_sound_stack_exits_with_zero(run: Run, previews: Previews) -> None:
    previews.document = document(step(BUCKET, "logs", protect=True))
    result = run("check", "prod", "--only", "DAT001")

    assert (result.exit_code, result.stdout) == (0, "0 fail, 0 unknown, 1 pass, 0 not-applicable\n")
    assert "PASS medium DAT001" in run("check", "prod", "--only", "DAT001", "--all").stdout


def test_json_holds_every_field_of_a_finding(run: Run, tmp_path: Path) -> None:
    made = step(BUCKET, "logs", sourcePosition="project:///__main__.py#14")
    result = run("check", "--preview", written(tmp_path, digest(made)), "--only", "DAT001", "--json")
    told = json.loads(result.stdout)

    assert result.exit_code == 1
    assert (told["version"], told["sound"], told["partial"]) == (1, False, False)
    assert (told["expired_waivers"], told["unused_waivers"]) == ([], [])
    assert told["counts"] == {"fail": 1, "unknown": 0, "waived": 0, "pass": 0, "not-applicable": 0}
    assert next(one for one in told["findings"] if one["verdict"] == "fail") == {
        "id": "DAT001-stateful-is-protected",
        "verdict": "fail",
        "severity": "medium",
        "resource": urn(BUCKET, "logs"),
        "name": "logs",
        "message": "Pulumi may delete it (protect is off)",
        "fix": "set protect, and AWS's deletion protection where there is one; do not force the emptying",
        "source": "https://www.pulumi.com/docs/iac/concepts/options/protect/",
        "waived": None,
        "source_position": "project:///__main__.py#14",
    }


def test_markdown_is_a_table(run: Run, tmp_path: Path) -> None:
    file = written(tmp_path, digest(step(BUCKET, "lo|gs")))
    text = run("check", "--preview", file, "--only", "DAT001", "--format", "markdown").stdout

    assert "**1 fail, 0 unknown, 0 pass, 0 not-applicable**" in text
    assert "| medium | [DAT001-stateful-is-protected](https://" in text
    assert "`lo\\|gs`" in text


def test_what_the_real_engine_writes(run: Run) -> None:
    only = ("--only", "DAT001", "--only", "REG001", "--json")
    state = run("check", "--state", DATA / "state.json", *only)
    preview = run("check", "--preview", DATA / "changed_with_sames.json", *only)

    assert state.exit_code == preview.exit_code == 1
    assert json.loads(state.stdout)["counts"] == {
        "fail": 3,
        "unknown": 0,
        "waived": 0,
        "pass": 18,
        "not-applicable": 0,
    }
    assert json.loads(state.stdout)["findings"] == json.loads(preview.stdout)["findings"]


def test_a_partial_preview_is_said_to_be_one(run: Run) -> None:
    result = run("check", "--preview", DATA / "changed.json", "--json")

    assert "--show-sames" in result.stderr
    assert json.loads(result.stdout)["partial"]


def test_many_findings_are_cut_unless_all_are_asked_for(run: Run, tmp_path: Path) -> None:
    file = written(tmp_path, digest(*(step(BUCKET, f"logs-{number:02}") for number in range(12))))

    short = run("check", "--preview", file, "--only", "DAT001").stdout

    assert "… and 2 more (--all lists them)" in short
    assert "logs-11" not in short
    assert "logs-11" in run("check", "--preview", file, "--only", "DAT001", "--all").stdout


@pytest.mark.parametrize("option", ["--preview", "--state"])
@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "it is no JSON"),
        ("[]", "should be an object, got list"),
        ("{}", "this is no"),
        (b"\xff".decode("latin-1"), "it is no JSON"),
    ],
)
def test_fails_on_a_file_that_is_neither(
    run: Run, tmp_path: Path, option: str, content: str, words: str
) -> None:
    result = run("check", option, written(tmp_path, content))

    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr


def test_fails_on_a_file_that_is_not_there(run: Run, tmp_path: Path) -> None:
    result = run("check", "--preview", tmp_path / "none.json")

    assert result.exit_code == 2
    assert "cannot read" in result.stderr


def test_fails_on_two_sources(run: Run, tmp_path: Path) -> None:
    result = run("check", "prod", "--preview", tmp_path / "x.json")

    assert result.exit_code == 2
    assert "not several" in result.stderr


def test_vpcs_of_two_regions_are_judged(run: Run, tmp_path: Path) -> None:
    stack = [step(VPC, "us", {"region": "us-east-1"}), step(VPC, "eu", {"region": "eu-west-1"})]

    assert run("check", "--preview", written(tmp_path, digest(*stack)), "--only", "REG001").exit_code == 0


def test_a_report_of_many_failures_fits_on_a_screen(run: Run, tmp_path: Path) -> None:
    record = "aws:route53/record:Record"
    names = [f"{number:02}" for number in range(30)]
    routed = {"weightedRoutingPolicies": [{"weight": 1}], "type": "A"}
    file = written(
        tmp_path,
        digest(
            *(step(BUCKET, f"logs-{name}") for name in names),
            *(step(record, f"record-{name}", {**routed, "name": name}) for name in names),
            *(step(VPC, f"vpc-{name}") for name in names),
            step(VPC, "eu", {"region": "eu-west-1"}),
        ),
    )
    only = [each for code in ("DAT001", "DNS001", "REG001") for each in ("--only", code)]
    lines = run("check", "--preview", file, *only).stdout.splitlines()

    assert len(lines) <= 40
    assert [line for line in lines if line.startswith("FAIL")] == [
        "FAIL high DNS001-alias-evaluates-target-health",
        "FAIL medium DAT001-stateful-is-protected",
        "FAIL medium REG001-region-is-explicit",
    ]
    assert len(run("check", "--preview", file, *only, "--all").stdout.splitlines()) > 100


def test_one_check_is_judged_by_its_code_or_its_id(run: Run, tmp_path: Path) -> None:
    file = written(tmp_path, digest(step(BUCKET, "logs")))

    for name in ("DAT001", "DAT001-stateful-is-protected"):
        told = json.loads(run("check", "--preview", file, "--only", name, "--json").stdout)
        assert {one["id"] for one in told["findings"]} == {"DAT001-stateful-is-protected"}


def test_fails_on_a_check_that_there_is_not(run: Run, previews: Previews) -> None:
    result = run("check", "prod", "--only", "DAT001x", "--only", "DNS001", "--only", "zzz")

    assert (result.exit_code, result.stdout, previews.asked) == (2, "", [])
    assert result.stderr == (
        "error: there is no check 'DAT001x'; did you mean 'DAT001'?\nthere is no check 'zzz'\n"
    )
