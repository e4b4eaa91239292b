"""The comment under a pull or merge request, against a forge on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.programs import PROJECT
from tests.forge.server import OTHERS, Answer, Forge, Note

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.conftest import Run

TOKEN = "a-token-of-no-one"  # noqa: S105  # it opens nothing
MARKER = "<!-- holdfast:review:orders -->"
VARIABLES = (
    "GITHUB_TOKEN",
    "GITHUB_REPOSITORY",
    "GITHUB_API_URL",
    "GITLAB_CI",
    "GITLAB_TOKEN",
    "CI_PROJECT_ID",
    "CI_API_V4_URL",
)


@pytest.fixture
def server() -> Iterator[Forge]:
    forge = Forge()
    yield forge
    forge.close()


@pytest.fixture(autouse=True)
def nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(params=["github", "gitlab"])
def forge(request: pytest.FixtureRequest, server: Forge, monkeypatch: pytest.MonkeyPatch) -> str:
    """The environment of a pipeline of that forge."""
    if request.param == "github":
        given = {"GITHUB_REPOSITORY": "acme/orders", "GITHUB_API_URL": server.url, "GITHUB_TOKEN": TOKEN}
    else:
        given = {
            "GITLAB_CI": "true",
            "CI_PROJECT_ID": "42",
            "CI_API_V4_URL": server.url,
            "GITLAB_TOKEN": TOKEN,
        }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return str(request.param)


@pytest.fixture
def program(tmp_path: Path) -> Path:
    (tmp_path / "Pulumi.yaml").write_text(PROJECT, encoding="utf-8")
    (tmp_path / "comment.md").write_text("all is well\n", encoding="utf-8")
    return tmp_path


@pytest.mark.usefixtures("forge")
def test_it_is_written_and_then_edited_in_place(run: Run, program: Path, server: Forge) -> None:
    server.notes = [Note(1, "please look at this", author=OTHERS)]
    first = run("comment", "12", "--file", program / "comment.md", "--program", program)
    (program / "comment.md").write_text("it deletes a database\n", encoding="utf-8")
    second = run("comment", "12", "--file", program / "comment.md", "--program", program)

    assert (first.exit_code, first.stdout, first.stderr) == (0, "", "wrote comment 2 of orders\n")
    assert (second.exit_code, second.stderr) == (0, "edited comment 2 of orders\n")
    assert [one.body for one in server.notes] == [
        "please look at this",
        f"{MARKER}\nit deletes a database\n",
    ]


@pytest.mark.usefixtures("forge")
def test_a_line_says_who_made_it(run: Run, program: Path, server: Forge) -> None:
    options = ("--project", "payments", "--note", "Made by\ncode of a fork.")
    run("comment", "12", "--file", program / "comment.md", *options)

    assert server.notes[0].body == (
        "<!-- holdfast:review:payments -->\n> Made by code of a fork.\n\nall is well\n"
    )


def test_the_forge_and_the_repository_can_be_named(
    run: Run, program: Path, server: Forge, forge: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITLAB_CI", raising=False)
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
    monkeypatch.delenv("CI_PROJECT_ID", raising=False)
    options = ("--forge", forge, "--repository", "acme/payments")
    result = run("comment", "12", "--file", program / "comment.md", "--program", program, *options)

    assert result.exit_code == 0
    assert "acme/payments" in server.asked[-1].path


@pytest.mark.usefixtures("forge")
def test_a_refusal_is_told_without_the_token(run: Run, program: Path, server: Forge) -> None:
    server.before = [lambda _: Answer(403, {"message": "Resource not accessible by integration"})]
    result = run("comment", "12", "--file", program / "comment.md", "--program", program)

    assert (result.exit_code, result.stdout) == (3, "")
    assert "403 Resource not accessible by integration" in result.stderr
    assert TOKEN not in result.output


@pytest.mark.usefixtures("forge")
def test_a_forge_that_is_unwell_for_a_moment(run: Run, program: Path, server: Forge) -> None:
    server.before = [lambda _: Answer(502, {"message": "unicorn"}, {"retry-after": "0"})]
    result = run("comment", "12", "--file", program / "comment.md", "--program", program)

    assert (result.exit_code, len(server.notes)) == (0, 1)


@pytest.mark.usefixtures("forge")
def test_what_is_no_comment(run: Run, program: Path, server: Forge) -> None:
    (program / "empty.md").write_text(" \n", encoding="utf-8")
    (program / "bytes").write_bytes(b"\xff\xfe")
    for name, message in (
        ("none.md", "cannot read"),
        ("empty.md", "is empty: nothing is written"),
        ("bytes", "it is no UTF-8 text"),
        (".", "cannot read"),
    ):
        result = run("comment", "12", "--file", program / name, "--program", program)
        assert (result.exit_code, result.stdout) == (2, "")
        assert message in result.stderr
    assert server.asked == []


@pytest.mark.parametrize("missing", ["GITHUB_TOKEN", "GITHUB_REPOSITORY"])
def test_what_the_pipeline_has_to_tell(
    run: Run, program: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    given = {"GITHUB_TOKEN": TOKEN, "GITHUB_REPOSITORY": "acme/orders"}
    for name in given.keys() - {missing}:
        monkeypatch.setenv(name, given[name])
    result = run("comment", "12", "--file", program / "comment.md", "--program", program)

    assert result.exit_code == 2
    assert f"${missing} is not set" in result.stderr


@pytest.mark.usefixtures("forge")
def test_without_a_program_the_project_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "comment.md").write_text("all is well\n", encoding="utf-8")
    arguments = ("comment", "12", "--file", tmp_path / "comment.md", "--program", tmp_path)
    result = run(*arguments)

    assert result.exit_code == 2
    assert "name the project by --project" in result.stderr
    assert run(*arguments, "--project", "orders").exit_code == 0
