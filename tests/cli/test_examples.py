"""The examples that the help shows: each is a command that there is, and each is run."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
import typer
from botocore.exceptions import EndpointConnectionError
from typer.testing import CliRunner

from holdfast import forge, preview
from holdfast.cli.commands import Commands
from holdfast.cli.exits import Exit
from holdfast.cli.main import app
from holdfast.operate import aws
from tests.graph.documents import digest, step
from tests.operate.restore_test.contracts import stack_with_tests
from tests.previews import previewed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.preview import PreviewRequest

ROOT = Path(__file__).parents[2]
ENDS = {
    "holdfast check --preview preview.json --format sarif --output findings.sarif": Exit.FINDINGS,
    "holdfast prices refresh --region eu-north-1": Exit.TOOL_FAILED,
    "holdfast operations prod --output 's3://runbooks-euw1/prod.json?region=eu-west-1'": Exit.USAGE,
    "holdfast status prod": Exit.FINDINGS,
    "holdfast status prod --json": Exit.FINDINGS,
    "holdfast bake prod use1": Exit.TOOL_FAILED,
    "holdfast bake prod use1 --minutes 30": Exit.TOOL_FAILED,
    "holdfast failover prod --away-from use1 --dry-run": Exit.FINDINGS,
    "holdfast failover prod --away-from use1": Exit.FINDINGS,
    "holdfast failover prod --away-from use1 --lost": Exit.FINDINGS,
    "holdfast failover prod --away-from use1 --maintenance": Exit.FINDINGS,
    "holdfast failback prod --to use1": Exit.FINDINGS,
    "holdfast restore-test prod": Exit.TOOL_FAILED,
    "holdfast restore-test prod orders --place euw1 --yes": Exit.TOOL_FAILED,
    "holdfast drill --list": Exit.FINDINGS,
    "holdfast drill leave-use1": Exit.USAGE,
    "holdfast drill leave-use1 --last --format html --output drill.html": Exit.USAGE,
    "holdfast schema --check stack-file.schema.json": Exit.FINDINGS,
}
"""How examples end that do not end well here: no AWS answers, nobody can be asked, no drill was ever run."""
ELSEWHERE = {"doctor", "init", "upgrade-check"}
"""Commands whose own tests run their examples: they make what no folder here has."""


def contract() -> dict[str, Any]:
    """What ``holdfast operations`` keeps of prod."""
    return {**stack_with_tests(), "stack": "prod"}


def examples() -> Iterator[tuple[str, str]]:
    for name, command in Commands().items():
        for example in command.examples:
            yield name, example


EXAMPLES = list(examples())


def words(example: str) -> list[str]:
    """What follows ``holdfast``, without what is piped in."""
    return shlex.split(example.rpartition("| ")[2])[1:]


@pytest.mark.parametrize("name", list(Commands()))
def test_every_command_has_examples_that_are_its_own(name: str) -> None:
    command = Commands()[name]

    assert command.examples
    for example, meaning in command.examples.items():
        assert example.rpartition("| ")[2].split()[:2] == ["holdfast", name]
        assert meaning.endswith(".")


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=[example for _, example in EXAMPLES])
def test_every_example_is_a_command_line_that_is_understood(name: str, example: str) -> None:
    group: Any = typer.main.get_command(app)
    with group.make_context("holdfast", [name, "--help"], resilient_parsing=True) as root:
        command, arguments = group.commands[name], words(example)[1:]
        if hasattr(command, "commands"):
            command, arguments = command.commands[arguments[0]], arguments[1:]

        assert command.make_context(name, arguments, parent=root).params is not None


class Nobody:
    """A client of AWS that nobody answers."""

    def __getattr__(self, name: str) -> Any:
        def call(*_: object, **__: object) -> NoReturn:
            raise EndpointConnectionError(endpoint_url=f"https://nowhere.invalid/{name}")

        return call


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with stacks, a git history and the files that examples name; no AWS, and a Pulumi CLI."""
    stacks = [f"Pulumi.{stack}.yaml" for stack in ("dev", "staging", "prod")]
    for name in ("__main__.py", "Pulumi.yaml", "holdfast.toml", *stacks):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "policies").symlink_to(ROOT / "policies")
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.com", "-C", str(tmp_path)]
    for arguments in (
        ["init", "--quiet", "-b", "main"],
        ["add", "."],
        ["commit", "--quiet", "-m", "a stack"],
    ):
        subprocess.run([*git, *arguments], check=True)  # noqa: S603  # our own
    document = previewed(ROOT, "prod")
    urns = [step["urn"] for step in document["steps"]]
    state = {
        "version": 3,
        "deployment": {"resources": [{"urn": urn, "type": urn.split("::")[2]} for urn in urns]},
    }
    files = {
        "preview.json": digest(step("aws:dynamodb/table:Table", "orders", {"hashKey": "id"})),
        "state.json": state,
        "operations.prod.json": contract(),
        "review.md": "A review.",
        "stack-file.schema.json": {},
    }
    for name, content in files.items():
        (tmp_path / name).write_text(content if isinstance(content, str) else json.dumps(content))
    pulumi = tmp_path / "bin" / "pulumi"
    pulumi.parent.mkdir()
    pulumi.write_text(f"#!/bin/sh\ncat '{tmp_path / 'operations.prod.json'}'\n")
    pulumi.chmod(0o755)
    monkeypatch.setenv("PATH", f"{pulumi.parent}:{Path(shutil.which('git') or '/').parent}:/bin")
    monkeypatch.setenv("GITHUB_REPOSITORY", "team/orders")
    monkeypatch.setenv("GITHUB_TOKEN", "a token")
    monkeypatch.chdir(tmp_path)

    def known(request: PreviewRequest, **_: object) -> dict[str, Any]:
        return previewed(ROOT, request.stack)

    monkeypatch.setattr(preview, "preview", known)
    monkeypatch.setattr(aws, "clients", lambda **_: lambda *_, **__: Nobody())
    monkeypatch.setattr(forge, "put_comment", lambda *_, **__: forge.Placed(id="7", created=True))
    return tmp_path


RUN = [(name, example) for name, example in EXAMPLES if name not in ELSEWHERE]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("name", "example"), RUN, ids=[example for _, example in RUN])
def test_every_example_runs(name: str, example: str) -> None:
    if name == "verify-reviewed":
        sides = ["--base", "preview.json", "--head", "preview.json"]
        assert CliRunner().invoke(app, ["review", *sides, "--guard", "reviewed.json"]).exit_code == 0
    piped = json.dumps(contract()) if "| " in example else ""
    result = CliRunner().invoke(app, words(example), input=piped)

    assert result.exit_code == ENDS.get(example, Exit.FINE), result.output
    assert isinstance(result.exception, SystemExit | None)
