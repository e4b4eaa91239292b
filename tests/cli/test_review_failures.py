"""Reviews of what cannot be previewed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.cli.programs import PROGRAM, PROJECT, commit, git
from tests.cli.review_runs import told

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


class TestFailures:
    def test_a_program_that_is_broken_is_named_and_the_exit_code_is_3(self, run: Run, work: Path) -> None:
        commit(work, {"__main__.py": "raise RuntimeError('boom')\n"})
        found = told(run, work, "--base", "HEAD~1", "--head", "HEAD", "--fail-on", "never")

        assert (found["exit"], found["stacks"], found["conclusion"]) == (3, [], "danger")
        assert found["failed"]["dev"].startswith('RuntimeError: boom ("__main__.py", line 1')
        assert "holdfast-review-" not in found["failed"]["dev"]

    def test_the_change_that_mends_a_program_can_go_on(self, run: Run, work: Path, tmp_path: Path) -> None:
        """Nobody can compare it; the digest holds what it declares, for a pipeline that goes on."""
        commit(work, {"__main__.py": "raise RuntimeError('boom')\n"})
        commit(work, {"__main__.py": PROGRAM})
        guard = tmp_path / "guard.json"
        base = ("--base", "HEAD~1")
        found = told(run, work, *base)

        assert found["exit"] == 3
        assert found["failed"]["dev"].startswith("HEAD~1 (")
        assert told(run, work, *base, "--fail-on", "never", "--guard", guard)["exit"] == 0
        digest_of = json.loads(guard.read_text(encoding="utf-8"))["stacks"]["dev"]
        assert digest_of["changes"] is None
        assert [urn.rpartition("::")[2] for urn in digest_of["resources"]] == ["orders"]

    def test_one_stack_fails_and_the_other_is_reviewed(self, run: Run, work: Path) -> None:
        program = PROGRAM + 'if config.get("broken"):\n    raise RuntimeError("boom")\n'
        commit(work, {"Pulumi.prod.yaml": "config: { orders:broken: yes }\n", "__main__.py": program})
        found = told(run, work, "--base", "HEAD~1")

        assert (found["exit"], list(found["failed"])) == (3, ["prod"])
        assert [one["stack"] for one in found["stacks"]] == ["dev"]

    @pytest.mark.parametrize("broken", ["name: [", "runtime: python\n", "name: x\nruntime: nodejs\n"])
    def test_a_project_file_that_cannot_be_read_is_not_a_program_that_is_gone(
        self, run: Run, work: Path, broken: str
    ) -> None:
        commit(work, {"Pulumi.yaml": broken})
        found = told(run, work, "--base", "HEAD~1", "--head", "HEAD")

        assert (found["exit"], found["stacks"]) == (3, [])
        assert "Pulumi.yaml" in found["failed"]["dev"]
        assert "holdfast-review-" not in found["failed"]["dev"]

    def test_a_broken_project_file_is_mended(self, run: Run, work: Path) -> None:
        commit(work, {"Pulumi.yaml": "name: ["})
        commit(work, {"Pulumi.yaml": PROJECT})

        assert told(run, work, "--base", "HEAD~1")["exit"] == 3
        assert told(run, work, "--base", "HEAD~1", "--fail-on", "never")["exit"] == 0

    def test_a_broken_toolfile_is_mended(self, run: Run, work: Path) -> None:
        commit(work, {"holdfast.toml": "[[waivers]\n"})
        commit(work, {"holdfast.toml": ""})
        found = told(run, work, "--base", "HEAD~1")
        (note,) = found["stacks"][0]["notes"]

        assert found["exit"] == 0
        assert note.startswith("HEAD~1 (")
        assert "holdfast.toml cannot be used" in note
        assert "holdfast-review-" not in note

    def test_a_toolfile_that_is_broken_now_ends_it(self, run: Run, work: Path) -> None:
        commit(work, {"holdfast.toml": "[[waivers]\n"})
        result = run("review", "--program", work, "--base", "HEAD~1", "--head", "HEAD")

        assert (result.exit_code, result.stdout) == (2, "")
        assert "holdfast.toml cannot be used" in result.stderr

    def test_submodules_are_not_there(self, run: Run, work: Path, tmp_path: Path) -> None:
        library = tmp_path / "library"
        library.mkdir()
        git(library, "init", "--quiet", "--initial-branch=main")
        commit(library, {"shared.py": "KEY = 'id'\n"})
        git(work, "submodule", "--quiet", "add", str(library), "library")
        commit(work, {"__main__.py": "from library.shared import KEY\n" + PROGRAM.replace('"id"', "KEY")})
        found = told(run, work, "--base", "HEAD", "--head", "HEAD")

        assert found["exit"] == 3
        assert "submodules are not checked out" in found["failed"]["dev"]

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_what_is_interrupted_leaves_nothing_and_ends_at_once(self, work: Path, number: int) -> None:
        pids = work / "pids"
        waiting = f"import os, time\nopen({str(pids)!r}, 'a').write(f'{{os.getpid()}} ')\ntime.sleep(120)\n"
        commit(work, {"__main__.py": waiting})
        commit(work, {})
        with subprocess.Popen(  # noqa: S603  # its own interpreter
            [sys.executable, "-m", "holdfast", "review", "--program", str(work), "--base", "HEAD~1"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            patience = time.monotonic() + 60
            while not pids.exists() or len(pids.read_text(encoding="utf-8").split()) < min(
                2, os.cpu_count() or 1
            ):
                assert process.poll() is None
                assert time.monotonic() < patience
                time.sleep(0.05)
            began = time.monotonic()
            process.send_signal(number)
            process.wait(30)

        assert process.returncode == 130
        assert time.monotonic() - began < 15
        assert git(work, "worktree", "list").count("\n") == 0
        for pid in map(int, pids.read_text(encoding="utf-8").split()):
            with pytest.raises(ProcessLookupError):
                os.kill(pid, 0)
