"""The pipelines are what their forges take, run commands that exist, and give nothing to strangers."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.command_lines import holdfast_cli

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
ACTION = ROOT / ".github" / "actions" / "setup" / "action.yml"
GITLAB = ROOT / "docs" / "gitlab-ci.yml"
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
EVERY_WORKFLOW = pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
EVERY_FILE = pytest.mark.parametrize("file", [*WORKFLOWS, ACTION, GITLAB], ids=lambda file: file.stem)
WRITES = {
    "comment": {"pull-requests": "write"},
    "deploy-stack": {"id-token": "write"},
    "release": {"contents": "write"},
}
OF_A_CALLER = {"deploy": {"id-token": "write"}, "drift": {"id-token": "write"}}


def content(file: Path) -> dict[Any, Any]:
    found = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def scripts(file: Path) -> Iterator[str]:
    found = content(file)
    if file == GITLAB:
        for job in found.values():
            if isinstance(job, dict):
                yield "\n".join([*job.get("before_script", ()), *job.get("script", ())])
        return
    steps = found["runs"]["steps"] if file == ACTION else all_steps(found)
    yield from (step["run"] for step in steps if "run" in step)


def all_steps(workflow: dict[Any, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job.get("steps", ())]


def commands(script: str) -> Iterator[list[str]]:
    """Calls of the tool in a script, as the shell would split them."""
    for line in script.replace("\\\n", " ").splitlines():
        for part in re.split(r"&&|\|\||;|\bthen\b", line):
            words = shlex.split(part.split(" > ")[0])
            if words and words[0] == "holdfast":
                yield words


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.github-workflows", WORKFLOWS),
        ("vendor.github-actions", [ACTION]),
        ("vendor.gitlab-ci", [GITLAB]),
        ("vendor.github-issue-forms", [one for one in FORMS if one.stem != "config"]),
        ("vendor.github-issue-config", [one for one in FORMS if one.stem == "config"]),
    ],
)
def test_its_forge_takes_it(schema: str, files: list[Path]) -> None:
    transform = ["--data-transform", "gitlab-ci"] if schema == "vendor.gitlab-ci" else []
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *transform]
    done = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, check=False)  # noqa: S603  # its own interpreter

    assert done.returncode == 0, done.stdout


@EVERY_FILE
def test_a_shell_can_read_its_scripts(file: Path) -> None:
    found = list(scripts(file))
    for script in found:
        subprocess.run(["bash", "-n"], input=script, text=True, check=True)  # noqa: S607  # the shell that is there

    assert found or file.stem == "deploy"


@EVERY_FILE
def test_commands_of_holdfast_parse(file: Path) -> None:
    found = [
        [re.sub(r"\$\w+", "7", word) for word in words if word != "${note[@]}"]
        for script in scripts(file)
        for words in commands(script)
    ]

    assert {shlex.join(one): wrong for one in found if (wrong := holdfast_cli.mistakes(one))} == {}


def test_commands_are_found_at_all() -> None:
    found = {
        words[1] for file in [*WORKFLOWS, GITLAB] for script in scripts(file) for words in commands(script)
    }

    assert found == {"review", "comment", "verify-reviewed", "operations", "check"}


@EVERY_WORKFLOW
def test_what_others_wrote_is_pinned_by_commit(file: Path) -> None:
    used = [step["uses"] for step in all_steps(content(file)) if "uses" in step]
    used += [job["uses"] for job in content(file)["jobs"].values() if "uses" in job]

    for one in used:
        assert one.startswith("./") or re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", one), one


@EVERY_WORKFLOW
def test_it_may_write_no_more_than_it_has_to(file: Path) -> None:
    found = content(file)
    writes: dict[str, str] = {}
    for given in (found["permissions"], *(job.get("permissions", {}) for job in found["jobs"].values())):
        assert isinstance(given, dict)
        writes |= {key: value for key, value in given.items() if value == "write"}

    assert writes == {**WRITES, **OF_A_CALLER}.get(file.stem, {})


@EVERY_WORKFLOW
def test_no_script_holds_what_a_stranger_can_write(file: Path) -> None:
    """A title or a branch that is put into a script's text is run; one in the environment is not."""
    for script in scripts(file):
        assert "${{" not in script


@EVERY_WORKFLOW
def test_a_checkout_leaves_no_token(file: Path) -> None:
    for step in all_steps(content(file)):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("name", ["review", "check"])
def test_what_runs_the_code_of_a_pull_request_has_no_secret_and_no_token(name: str) -> None:
    workflow = ROOT / ".github" / "workflows" / f"{name}.yml"
    text = workflow.read_text(encoding="utf-8")

    assert content(workflow)["permissions"] == {"contents": "read"}
    assert "pull_request_target" not in text
    assert "secrets." not in text
    assert "github.token" not in text


def test_what_has_the_token_runs_nothing_of_the_pull_request() -> None:
    workflow = content(ROOT / ".github" / "workflows" / "comment.yml")
    (job,) = workflow["jobs"].values()
    checkout = job["steps"][0]

    assert workflow[True] == {"workflow_run": {"workflows": ["review"], "types": ["completed"]}}
    assert checkout["with"].keys() == {"persist-credentials"}  # no ref: the default branch
    download = next(step for step in job["steps"] if "download-artifact" in step.get("uses", ""))
    assert download["with"]["path"].startswith("${{ runner.temp }}/")  # not over what is run


def test_a_review_that_fails_leaves_no_older_one_under_the_pull_request(tmp_path: Path) -> None:
    (script,) = (one for one in scripts(ROOT / ".github" / "workflows" / "review.yml") if "--markdown" in one)
    tool = tmp_path / "holdfast"
    tool.write_text("#!/bin/sh\nexit 2\n", encoding="utf-8")
    tool.chmod(0o755)
    environment = {
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        "GITHUB_SERVER_URL": "https://github.com",
        "GITHUB_REPOSITORY": "acme/orders",
        "GITHUB_RUN_ID": "7",
    }
    bash = ["bash", "-e"]  # the shell that is there
    subprocess.run(bash, input=script, text=True, check=True, cwd=tmp_path, env=environment)  # noqa: S603
    run = "https://github.com/acme/orders/actions/runs/7"
    told = f"This change could not be reviewed: [the run]({run}) says why.\n"

    assert (tmp_path / "output").read_text(encoding="utf-8") == "code=2\n"
    assert (tmp_path / "review" / "comment.md").read_text(encoding="utf-8") == told
    assert (tmp_path / "summary").read_text(encoding="utf-8") == told


@pytest.mark.parametrize(("tag", "code"), [("v0.1.0", 0), ("v9.9.9", 1)])
def test_a_release_has_the_section_of_its_version_and_the_checksum_of_its_wheel(
    tag: str, code: int, tmp_path: Path
) -> None:
    (script,) = (one for one in scripts(ROOT / ".github" / "workflows" / "release.yml") if "awk" in one)
    lines = [line for line in script.splitlines() if "pip wheel" not in line]
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "0.1.0"\n', encoding="utf-8")
    changes = "# Change log\n\n## 0.1.0\n\nmends this\n\n## 0.0.9\n\nmended that\n"
    (tmp_path / "CHANGELOG.md").write_text(changes, encoding="utf-8")
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "holdfast.whl").write_bytes(b"a wheel")

    environment = {**os.environ, "GITHUB_REF_NAME": tag}
    bash, text = ["bash", "-e"], "\n".join(lines)
    done = subprocess.run(bash, input=text, text=True, cwd=tmp_path, env=environment, check=False)  # noqa: S603
    assert done.returncode == code
    if code == 0:
        assert (tmp_path / "notes.md").read_text(encoding="utf-8") == "## 0.1.0\n\nmends this\n\n"
        assert "holdfast.whl" in (tmp_path / "dist" / "SHA256SUMS").read_text(encoding="utf-8")
