"""An installed wheel is all that a program of somebody else needs: the components and the tool."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from tests.package.distributions import PROJECT, ROOT
from tests.package.snippets import python_of, smallest_program, smallest_project

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.xdist_group("package")  # built once, not once per worker

DECLARED = {
    "aws:dynamodb/table:Table use1-orders-table",
    "aws:dynamodb/tableReplica:TableReplica euw1-orders-table",
    *(
        f"aws:kms/{kind} {place}-{noun}"
        for place in ("euw1", "use1")
        for kind, noun in (("key:Key", "key"), ("alias:Alias", "key-alias"))
    ),
}


def run(environment: Path, folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command of an environment, far from the repository."""
    clean = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    return subprocess.run(  # noqa: S603  # what was just installed
        [environment / "bin" / command[0], *command[1:]],
        cwd=folder,
        env=clean,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture
def program(tmp_path: Path) -> Path:
    return smallest_project(tmp_path / "program")


def previewed(environment: Path, program: Path, *options: str) -> dict[str, Any]:
    done = run(
        environment,
        program.parent,
        "holdfast",
        "preview",
        "dev",
        "--program",
        str(program),
        "--json",
        *options,
    )
    assert done.returncode == 0, done.stderr
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def declared(document: dict[str, Any]) -> set[str]:
    states = (step["newState"] for step in document["steps"])
    return {f"{one['type']} {one['urn'].rpartition('::')[2]}" for one in states if one["custom"]}


def test_what_is_imported_is_what_was_installed(installed: Path, tmp_path: Path) -> None:
    code = (
        "import holdfast, holdfast.components.network as one, importlib.metadata as m;"
        "print(holdfast.__file__, one.__file__, m.version('holdfast'), sep='\\n')"
    )
    package, component, version = run(installed, tmp_path, "python", "-c", code).stdout.split()

    assert package.startswith(f"{installed}/")
    assert component.startswith(f"{installed}/")
    assert version == PROJECT["project"]["version"]


def test_code_that_runs_in_lambda_is_found_in_what_was_installed(installed: Path, tmp_path: Path) -> None:
    code = (
        "from holdfast.components.restore_testing_code import validation_code as one;"
        "from holdfast.components.lambda_archive import lambda_archive as other;"
        "print(*one({'a': {'type': 'RDS'}}, None).assets, *other('zone_export').assets)"
    )
    done = run(installed, tmp_path, "python", "-c", code)

    assert done.returncode == 0, done.stderr
    assert {
        "restore_validation/handler.py",
        "restore_validation/verdicts.py",
        "zone_export/handler.py",
        "pg8000/native.py",
    } <= set(done.stdout.split())


def test_the_smallest_program_is_previewed(installed: Path, program: Path) -> None:
    document = previewed(installed, program)

    assert declared(document) == DECLARED
    assert document["diagnostics"] == document["holdfast"]["assumptions"] == []


def test_a_program_with_an_environment_of_its_own_is_previewed_in_it(installed: Path, program: Path) -> None:
    runtime = {"name": "python", "options": {"virtualenv": str(installed)}}
    project = json.dumps({"name": "app", "runtime": runtime})
    (program / "Pulumi.yaml").write_text(project, encoding="utf-8")
    (program / "__main__.py").write_text(
        "import pulumi, sys\npulumi.export('python', sys.prefix)\n" + smallest_program(), encoding="utf-8"
    )

    document = previewed(installed, program)

    assert document["holdfast"]["outputs"]["python"] == str(installed)


def test_the_tool_judges_the_program_with_what_it_brings(installed: Path, program: Path) -> None:
    done = run(installed, program.parent, "holdfast", "check", "dev", "--program", str(program), "--json")

    assert done.returncode == 1, done.stderr
    failed = [one["id"] for one in json.loads(done.stdout)["findings"] if one["verdict"] == "fail"]
    assert failed == ["BKP007-a-backup-outlives-the-account"]


def test_the_tool_is_a_module_as_well_and_prints_the_schema_of_the_repository(
    installed: Path, tmp_path: Path
) -> None:
    command = run(installed, tmp_path, "holdfast", "schema")
    module = run(installed, tmp_path, "python", "-m", "holdfast", "schema")

    assert (
        command.stdout
        == module.stdout
        == (ROOT / "docs" / "stack-file.schema.json").read_text(encoding="utf-8")
    )


def test_the_whole_api_is_previewed_by_a_copy_of_the_program_and_its_settings(
    installed: Path, tmp_path: Path
) -> None:
    for name in ("__main__.py", "Pulumi.yaml", "Pulumi.dev.yaml"):
        shutil.copy(ROOT / name, tmp_path)

    document = previewed(installed, tmp_path)

    golden = (ROOT / "tests" / "golden" / "dev-resources.txt").read_text(encoding="utf-8")
    named = {line for line in golden.splitlines() if line and not line.startswith("#")}
    assert declared(document) == {line for line in named if not line.startswith("holdfast:")}


def test_programs_in_the_readme_are_those_that_run_here() -> None:
    assert set(python_of(ROOT / "README.md")) <= {smallest_program()}
