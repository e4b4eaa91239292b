"""Reviews of revisions of a small program, and of files."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.programs import PARTS, PROGRAM, REPLACED, SECRET, commit, git, repository, save
from tests.cli.review_runs import changed, table, told, written
from tests.graph.documents import digest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

NOTHING = "0" * 40


class TestRevisions:
    def test_each_is_previewed_with_its_own_code_beside_the_users_files(self, run: Run, work: Path) -> None:
        commit(work, {"__main__.py": REPLACED})
        save(work, {"parts.py": "raise RuntimeError('not committed')"})
        found = told(run, work, "--base", "HEAD~1", "--head", "HEAD")

        assert (found["exit"], found["conclusion"], changed(found)) == (1, "danger", {"orders": "replace"})
        assert found["base"].startswith("HEAD~1 (")
        assert git(work, "status", "--porcelain") == "M parts.py"
        assert git(work, "worktree", "list").count("\n") == 0

    def test_a_module_of_the_program_is_that_of_the_revision(self, run: Run, work: Path) -> None:
        commit(work, {"parts.py": PARTS.replace("eu-west-1", "eu-central-1")})
        found = told(run, work, "--base", "main~1", "--head", "main")

        assert changed(found) == {"orders": "replace"}

    def test_by_default_the_files_as_they_are_with_where_they_left_the_default_branch(
        self, run: Run, work: Path
    ) -> None:
        git(work, "switch", "--quiet", "--create", "change")
        commit(work, {"__main__.py": REPLACED})
        git(work, "switch", "--quiet", "main")
        commit(work, {"Pulumi.dev.yaml": "config: { orders:reads: 7 }\n"}, "main goes on")
        git(work, "switch", "--quiet", "change")
        save(work, {"__main__.py": PROGRAM.replace("or 5", "or 9")})
        found = told(run, work)

        assert (found["exit"], found["head"], changed(found)) == (0, "the working tree", {"orders": "update"})

    def test_what_changes_nothing(self, run: Run, work: Path) -> None:
        found = told(run, work, "--base", "HEAD", "--fail-on", "changes")

        assert (found["exit"], found["conclusion"]) == (0, "unchanged")

    def test_the_folder_in_which_a_revision_lies_is_no_change(self, run: Run, work: Path) -> None:
        program = PROGRAM.replace("import pulumi\n", "import os\nimport pulumi\n", 1)
        program = program.replace(
            f'pulumi.Output.secret("{SECRET}"))',
            f'"{SECRET}", folder=os.getcwd(), base=os.path.basename(os.getcwd()))',
        )
        commit(work, {"__main__.py": program})
        commit(work, {})

        assert told(run, work, "--base", "HEAD~1", "--fail-on", "changes")["conclusion"] == "unchanged"
        assert (
            told(run, work, "--base", "HEAD~1", "--head", "HEAD", "--fail-on", "changes")["conclusion"]
            == "unchanged"
        )

    def test_a_program_in_a_folder_of_the_repository(self, run: Run, tmp_path: Path) -> None:
        work = repository(tmp_path / "mono", "teams/orders")
        commit(work, {"teams/orders/__main__.py": REPLACED})
        found = told(run, work / "teams" / "orders", "--base", "HEAD~1", "--head", "HEAD")

        assert changed(found) == {"orders": "replace"}

    def test_a_program_behind_a_link(self, run: Run, work: Path, tmp_path: Path) -> None:
        commit(work, {"__main__.py": REPLACED})
        (tmp_path / "link").symlink_to(work)

        assert changed(told(run, tmp_path / "link", "--base", "HEAD~1")) == {"orders": "replace"}

    def test_both_run_in_the_environment_that_the_program_has(self, run: Run, work: Path) -> None:
        """git ignores it, so no revision holds it."""
        python = work / ".venv" / "bin" / "python"
        save(work, {".venv/bin/python": f'#!/bin/sh\nVIA=venv exec "{sys.executable}" "$@"\n'})
        python.chmod(0o755)
        program = "import os\n" + PROGRAM.replace('"id"', 'os.environ["VIA"]')
        commit(
            work,
            {
                "__main__.py": program,
                "Pulumi.yaml": "name: orders\nruntime: { name: python, options: { virtualenv: .venv } }\n",
            },
        )
        found = told(run, work, "--base", "HEAD", "--head", "HEAD")

        assert (found["exit"], found["failed"]) == (0, {})

    def test_other_packages_are_said_to_be_those_of_now(self, run: Run, work: Path) -> None:
        commit(work, {"requirements.txt": "pulumi==3\n"})
        found = told(run, work, "--base", "HEAD~1")

        assert found["stacks"][0]["notes"] == [
            "requirements.txt: changed, and both sides ran with the packages that are installed here"
        ]

    def test_git_s_own_variables_of_a_hook_do_not_lead_elsewhere(
        self, run: Run, work: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        commit(work, {"__main__.py": REPLACED})
        monkeypatch.setenv("GIT_DIR", ".git")
        monkeypatch.setenv("GIT_INDEX_FILE", ".git/index.lock")

        assert changed(told(run, work, "--base", "HEAD~1", "--head", "HEAD")) == {"orders": "replace"}

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (("--base", "nowhere"), "there is no file and no revision 'nowhere'"),
            (("--base", ""), "--base is empty"),
            (("--base", "HEAD", "--head", " "), "--head is empty"),
            (
                ("--base", "HEAD", "--stack", "div"),
                "there is no stack 'div'; did you mean dev?\nstacks: dev",
            ),
        ],
    )
    def test_what_is_not_there(self, run: Run, work: Path, arguments: tuple[str, ...], message: str) -> None:
        result = run("review", "--program", work, *arguments)

        assert (result.exit_code, result.stdout) == (2, "")
        assert message in result.stderr

    def test_a_folder_without_a_program(self, run: Run, tmp_path: Path) -> None:
        folder = tmp_path / "empty"
        folder.mkdir()
        git(folder, "init", "--quiet", "--initial-branch=main")
        commit(folder, {"README.md": "nothing\n"})
        result = run("review", "--program", folder, "--base", "HEAD")

        assert result.exit_code == 2
        assert "there is no stack in" in result.stderr

    def test_without_git_revisions_cannot_be_had_and_files_can(
        self, run: Run, work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = written(tmp_path / "one.json", digest(table()))
        monkeypatch.setenv("PATH", str(tmp_path))
        result = run("review", "--program", work, "--base", "HEAD")

        assert result.exit_code == 2
        assert "git is not on PATH" in result.stderr
        assert run("review", "--program", work, "--base", file, "--head", file).exit_code == 0


class TestStacks:
    def test_one_that_comes_and_one_that_goes(self, run: Run, work: Path) -> None:
        commit(work, {"Pulumi.dev.yaml": None, "Pulumi.prod.yaml": "config: {}\n"})
        found = told(run, work, "--base", "HEAD~1")

        assert [one["stack"] for one in found["stacks"]] == ["dev", "prod"]
        assert (changed(found, 0), changed(found, 1)) == ({"orders": "delete"}, {"orders": "create"})

    def test_those_that_are_asked_for(self, run: Run, work: Path) -> None:
        commit(work, {"Pulumi.prod.yaml": "config: {}\n"})
        found = told(run, work, "--base", "HEAD~1", "--stack", "prod", "--stack", "prod")

        assert [one["stack"] for one in found["stacks"]] == ["prod"]

    def test_a_program_that_there_was_not(self, run: Run, work: Path) -> None:
        kept = {
            name: (work / name).read_text(encoding="utf-8") for name in ("Pulumi.yaml", "Pulumi.dev.yaml")
        }
        commit(work, dict.fromkeys(kept))
        commit(work, kept)
        found = told(run, work, "--base", "HEAD~1")

        assert (found["exit"], found["failed"], changed(found)) == (0, {}, {"orders": "create"})

    def test_the_first_commit_of_all(self, run: Run, work: Path) -> None:
        found = told(run, work, "--base", NOTHING)

        assert (found["base"], changed(found)) == ("nothing", {"orders": "create"})
