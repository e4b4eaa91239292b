"""Whether what is about to be deployed is what was reviewed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.graph.documents import digest, step

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

TABLE = "aws:dynamodb/table:Table"
SECRET = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "value": "hunter2"}


def table(**inputs: Any) -> dict[str, Any]:
    return step(TABLE, "orders", {"hashKey": "id", "readCapacity": 5, **inputs})


def written(file: Path, content: object) -> Path:
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return file


@pytest.fixture
def reviewed(run: Run, tmp_path: Path) -> Path:
    """The digest of a review in which a table was changed."""
    old = written(tmp_path / "old.json", digest(table()))
    new = written(tmp_path / "new.json", digest(table(readCapacity=6, password=SECRET)))
    guard = tmp_path / "guard.json"
    sides = ("--program", tmp_path, "--base", old, "--head", new)
    assert run("review", *sides, "--no-cost", "--fail-on", "never", "--guard", guard).exit_code == 0
    return guard


def test_what_was_reviewed(run: Run, reviewed: Path) -> None:
    result = run("verify-reviewed", reviewed, "--preview", reviewed.with_name("new.json"))

    assert (result.exit_code, result.stdout) == (0, "this is what was reviewed\n")


def test_something_else(run: Run, reviewed: Path) -> None:
    now = written(reviewed.with_name("now.json"), digest(table(readCapacity=7)))
    result = run("verify-reviewed", reviewed, "--preview", now)

    assert (result.exit_code, result.stdout) == (1, "orders: readCapacity is not what was reviewed\n")
    assert result.stderr == "this is not what was reviewed: review it again\n"


def test_more_than_was_reviewed_by_the_engine_s_own_word(run: Run, reviewed: Path) -> None:
    made = table(readCapacity=6)
    old = table(readCapacity=6, hashKey="key")["newState"]
    replaced = {**made, "op": "replace", "oldState": old, "replaceReasons": ["hashKey"]}
    now = written(
        reviewed.with_name("now.json"), {**digest(replaced), "changeSummary": {"replace": 1, "create": 1}}
    )
    result = run("verify-reviewed", reviewed, "--preview", now)

    assert result.exit_code == 1
    assert result.stdout == "orders: it would be replaced, and was reviewed as updated\n"


def test_json_says_the_same_without_a_value(run: Run, reviewed: Path) -> None:
    now = written(reviewed.with_name("now.json"), digest(table(readCapacity=7777)))
    result = run("verify-reviewed", reviewed, "--preview", now, "--json")

    difference = {
        "name": "orders",
        "urn": f"urn:pulumi:prod::orders::{TABLE}::orders",
        "what": "readCapacity is not what was reviewed",
    }
    assert json.loads(result.stdout) == {"version": 1, "reviewed": False, "differences": [difference]}
    assert result.exit_code == 1


def test_many_differences_are_cut_unless_all_are_asked_for(run: Run, reviewed: Path) -> None:
    topics = [step("aws:sns/topic:Topic", f"alarms-{number:02}") for number in range(30)]
    now = written(reviewed.with_name("now.json"), digest(table(readCapacity=6), *topics))
    short = run("verify-reviewed", reviewed, "--preview", now).stdout.splitlines()

    assert (len(short), short[-1]) == (21, "… and 10 more (--all lists them)")
    assert len(run("verify-reviewed", reviewed, "--preview", now, "--all").stdout.splitlines()) == 30


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "this is no JSON"),
        ("{}", "this is no digest of a review"),
        ('{"version": 2, "stacks": {}}', "has version 2"),
        ('{"version": 1, "stacks": {"prod": 5}}', "is damaged"),
        ('{"version": 1, "stacks": {"prod": {"resources": {"x": 1}}}}', "is damaged"),
        (
            '{"version": 1, "stacks": {"prod": {"resources": {}, "changes": {"x": "y"}, "may_replace": []}}}',
            "is damaged",
        ),
        ('{"version": 1, "stacks": {}}', "stack 'prod' was not reviewed (reviewed: none)"),
    ],
)
def test_what_is_no_digest(run: Run, reviewed: Path, content: str, message: str) -> None:
    preview = reviewed.with_name("new.json")
    result = run("verify-reviewed", written(reviewed, content), "--preview", preview)

    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "the file is empty"),
        ("{", "it is no JSON"),
        ("{}", "this is no preview"),
        (json.dumps(digest(table(), partial=True)), "--show-sames"),
        (json.dumps(digest(table())).replace(":prod:", ":dev:"), "stack 'dev' was not reviewed"),
        (
            json.dumps(
                digest(table(), diagnostics=[{"severity": "error", "message": "error: no credentials"}])
            ),
            "the preview failed on its way: no credentials",
        ),
    ],
)
def test_what_is_no_whole_preview(run: Run, reviewed: Path, content: str, message: str) -> None:
    result = run("verify-reviewed", reviewed, "--preview", written(reviewed.with_name("now.json"), content))

    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_files_that_are_not_there(run: Run, reviewed: Path, tmp_path: Path) -> None:
    for guard, preview in (
        (tmp_path / "none", reviewed),
        (reviewed, tmp_path / "none"),
        (tmp_path, reviewed),
    ):
        result = run("verify-reviewed", guard, "--preview", preview)
        assert result.exit_code == 2
        assert "cannot read" in result.stderr


def test_the_preview_of_another_stack(run: Run, reviewed: Path) -> None:
    result = run("verify-reviewed", reviewed, "--preview", reviewed.with_name("new.json"), "--stack", "dev")

    assert result.exit_code == 2
    assert "is of stack 'prod', not of 'dev'" in result.stderr
