from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.preview_documents import document
from tests.graph.documents import UNKNOWN, digest, step

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Previews, Run

BUCKET, POOL = "aws:s3/bucket:Bucket", "aws:cognito/userPool:UserPool"
ONLY = ("--only", "DAT001")
WAIVER = '[[waivers]]\ncheck = "DAT001"\nstack = "prod"\nreason = "a test | stack"\n'


@pytest.fixture
def program(tmp_path: Path, previews: Previews) -> Path:
    """A program with a bucket that fails, one that passes and a user pool of which nothing is known."""
    previews.document = document(
        step(BUCKET, "logs"),
        step(BUCKET, "kept", protect=True),
        step(POOL, "users", {"deletionProtection": UNKNOWN}, protect=True),
    )
    (tmp_path / "Pulumi.yaml").write_text("name: orders\nruntime: python\n", encoding="utf-8")
    return tmp_path


def waive(program: Path, text: str = WAIVER) -> None:
    (program / "holdfast.toml").write_text(text, encoding="utf-8")


def test_without_a_file_nothing_is_waived(run: Run, program: Path) -> None:
    assert run("check", "prod", *ONLY, "--program", program).exit_code == 1


def test_a_waived_failure_is_listed_and_does_not_count(run: Run, program: Path) -> None:
    waive(program)
    result = run("check", "prod", *ONLY, "--program", program)

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "UNKNOWN medium DAT001-stateful-is-protected\n"
        "  users: not known yet: deletionProtection\n"
        "  fix: set protect, and AWS's deletion protection where there is one; do not force the emptying\n"
        "  see: https://www.pulumi.com/docs/iac/concepts/options/protect/\n"
        "\n"
        "WAIVED medium DAT001-stateful-is-protected\n"
        "  logs: Pulumi may delete it (protect is off)\n"
        "  waived: a test | stack\n"
        "\n"
        "0 fail, 1 unknown, 1 waived, 1 pass, 0 not-applicable\n"
    )


def test_json_gives_the_reason(run: Run, program: Path) -> None:
    waive(program)
    told = json.loads(run("check", "prod", *ONLY, "--program", program, "--json").stdout)

    assert told["counts"] == {"fail": 0, "unknown": 1, "waived": 1, "pass": 1, "not-applicable": 0}
    assert {one["name"]: (one["verdict"], one["waived"]) for one in told["findings"]} == {
        "logs": ("fail", "a test | stack"),
        "kept": ("pass", None),
        "users": ("unknown", None),
    }


def test_markdown_has_a_table_of_its_own(run: Run, program: Path) -> None:
    waive(program)
    text = run("check", "prod", *ONLY, "--program", program, "--format", "markdown").stdout

    assert "**0 fail, 1 unknown, 1 waived, 1 pass, 0 not-applicable**" in text
    assert "### Failed" not in text
    assert "### Waived\n\n| severity | check | resource | what | waived |\n" in text
    assert "| `logs` | Pulumi may delete it (protect is off) | a test \\| stack |\n" in text


def test_what_no_waiver_names_still_fails(run: Run, program: Path) -> None:
    waive(program, WAIVER + 'resource = "other"\n')
    result = run("check", "prod", *ONLY, "--program", program)

    assert result.exit_code == 1
    assert result.stdout.startswith("FAIL medium DAT001-stateful-is-protected\n")
    assert result.stderr == (
        "warning: holdfast.toml: the waiver of DAT001 for 'other' in stack prod is unused: nothing fails "
        "under it; remove it\n"
    )


def test_a_waiver_that_is_over_excuses_nothing(run: Run, program: Path) -> None:
    waive(program, WAIVER + "until = 2001-01-31\n")
    result = run("check", "prod", *ONLY, "--program", program)

    assert result.exit_code == 1
    assert result.stdout.startswith(
        "EXPIRED waiver of DAT001 for '*' in stack prod\n"
        "  it ended on 2001-01-31 and excuses nothing (line 1 of holdfast.toml); it said: a test | stack\n"
        "  fix: mend what it excused, or decide on a new last day; then change or remove the waiver\n"
        "\n"
        "FAIL medium DAT001-stateful-is-protected\n"
    )
    assert result.stdout.endswith("1 fail, 1 unknown, 1 pass, 0 not-applicable, 1 expired waiver\n")


def test_a_waiver_that_is_over_fails_even_where_nothing_else_does(
    run: Run, program: Path, previews: Previews
) -> None:
    previews.document = document(step(BUCKET, "kept", protect=True))
    waive(program, WAIVER + "until = 2001-01-31\n")
    result = run("check", "prod", *ONLY, "--program", program)

    assert result.exit_code == 1
    assert result.stdout.endswith("0 fail, 0 unknown, 1 pass, 0 not-applicable, 1 expired waiver\n")


def test_every_format_tells_the_waivers_that_are_over(run: Run, program: Path) -> None:
    waive(program, WAIVER + "until = 2001-01-31\n")

    def told(name: str) -> str:
        result = run("check", "prod", *ONLY, "--program", program, "--format", name)
        assert result.exit_code == 1
        return result.stdout

    markdown = (
        "| DAT001 for '*' in stack prod | it ended on 2001-01-31 and excuses nothing (line 1 of holdfast"
    )
    assert f"### Waivers that are over\n\n| waiver | what |\n|---|---|\n{markdown}" in told("markdown")
    (expired,) = json.loads(told("json"))["expired_waivers"]
    assert (expired["check"], expired["until"], expired["line"]) == (
        "DAT001-stateful-is-protected",
        "2001-01-31",
        1,
    )
    result = json.loads(told("sarif"))["runs"][0]["results"][0]
    assert (result["ruleId"], result["level"]) == ("WAIVER-expired", "error")
    assert '<testcase name="DAT001 for \'*\' in stack prod" classname="waivers">' in told("junit")


def test_the_waivers_of_checks_that_are_not_asked_for_are_left_alone(run: Run, program: Path) -> None:
    waive(program, WAIVER + "until = 2001-01-31\n")
    result = run("check", "prod", "--only", "DNS002", "--program", program)

    assert (result.exit_code, result.stderr) == (0, "")


def test_a_waiver_that_is_not_over_excuses(run: Run, program: Path) -> None:
    waive(program, WAIVER + "until = 9999-12-31\n")

    assert run("check", "prod", *ONLY, "--program", program).exit_code == 0


def test_a_waiver_of_another_stack_is_left_alone(run: Run, program: Path) -> None:
    waive(program, WAIVER.replace("prod", "dev"))
    result = run("check", "prod", *ONLY, "--program", program)

    assert (result.exit_code, result.stderr) == (1, "")


def test_every_mistake_is_told_before_the_program_runs(run: Run, program: Path, previews: Previews) -> None:
    waive(program, WAIVER.replace("DAT001", "DAT0001").replace("prod", "prd"))
    result = run("check", "prod", "--program", program)

    assert (result.exit_code, result.stdout, previews.asked) == (2, "", [])
    assert f"error: {program / 'holdfast.toml'} cannot be used\n" in result.stderr
    assert "there is no check 'DAT0001'; did you mean 'DAT001'?" in result.stderr
    assert "there is no stack 'prd'; did you mean 'prod'? (stacks: dev, prod, staging)" in result.stderr


@pytest.mark.usefixtures("previews")
@pytest.mark.parametrize("make", [lambda file: file.mkdir(), lambda file: file.write_bytes(b"\xff\xfe")])
def test_fails_on_a_file_that_cannot_be_read(run: Run, program: Path, make: object) -> None:
    assert callable(make)
    make(program / "holdfast.toml")
    result = run("check", "prod", *ONLY, "--program", program)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "cannot read" in result.stderr


def test_a_preview_file_is_waived_by_the_stack_of_its_urns(run: Run, program: Path) -> None:
    file = program / "preview.json"
    file.write_text(json.dumps(digest(step(BUCKET, "logs"))), encoding="utf-8")
    waive(program)

    assert run("check", "--preview", file, *ONLY, "--program", program).exit_code == 0
    waive(program, WAIVER.replace("prod", "dev"))
    assert run("check", "--preview", file, *ONLY, "--program", program).exit_code == 1


def test_the_waivers_of_another_project_are_left_out(run: Run, program: Path) -> None:
    file = program / "preview.json"
    file.write_text(json.dumps(digest(step(BUCKET, "logs"))), encoding="utf-8")
    waive(program)
    (program / "Pulumi.yaml").write_text("name: shop\nruntime: python\n", encoding="utf-8")
    result = run("check", "--preview", file, *ONLY, "--program", program)

    assert result.exit_code == 1
    assert "those of project shop, this is orders: they are left out" in result.stderr


def test_a_program_of_another_language_has_waivers_too(run: Run, tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: orders\nruntime: nodejs\n", encoding="utf-8")
    file = tmp_path / "preview.json"
    file.write_text(json.dumps(digest(step(BUCKET, "logs"))), encoding="utf-8")
    waive(tmp_path)

    assert run("check", "--preview", file, *ONLY, "--program", tmp_path).exit_code == 0


def test_in_a_partial_preview_no_waiver_is_called_unused(run: Run, program: Path) -> None:
    file = program / "preview.json"
    file.write_text(json.dumps(digest(step(BUCKET, "logs", protect=True), partial=True)), encoding="utf-8")
    waive(program)

    assert "unused" not in run("check", "--preview", file, *ONLY, "--program", program).stderr


def test_a_team_changes_the_figure_of_a_check(run: Run, program: Path, previews: Previews) -> None:
    previews.document = document(step("aws:cloudwatch/logGroup:LogGroup", "short", {"retentionInDays": 5}))

    assert run("check", "prod", "--only", "LOG004", "--program", program).exit_code == 1
    waive(program, "[checks.LOG004]\nleast_days = 5\n")
    assert run("check", "prod", "--only", "LOG004", "--program", program).exit_code == 0
