"""Reviews of revisions of a small program, and of files."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.programs import PARTS, PROGRAM, PROJECT, REPLACED, SECRET, commit, git, repository, save
from tests.graph.documents import digest, step

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

TABLE = "aws:dynamodb/table:Table"
NOTHING = "0" * 40
PRICE = '"dynamodb/read-capacity/RCU-hour@eu-west-1" = 0.0001\n'


@pytest.fixture
def work(tmp_path: Path) -> Path:
    return repository(tmp_path / "work")


def told(run: Run, work: Path, *arguments: object) -> dict[str, Any]:
    """The review as JSON."""
    result = run("review", "--program", work, "--json", "--no-cost", *arguments)
    found = json.loads(result.stdout)
    assert isinstance(found, dict)
    return {**found, "exit": result.exit_code}


def changed(found: dict[str, Any], stack: int = 0) -> dict[str, str]:
    groups = found["stacks"][stack]["groups"]
    return {one["name"]: group["kind"] for group in groups for one in group["changes"]}


def written(file: Path, content: object) -> Path:
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return file


def table(**inputs: Any) -> dict[str, Any]:
    return step(TABLE, "orders", {"hashKey": "id", "region": "eu-west-1", **inputs}, protect=True)


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
                "there is no stack 'div'. Did you mean 'dev'? Stacks: dev",
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


class TestFiles:
    def test_two_previews(self, run: Run, tmp_path: Path) -> None:
        old = written(tmp_path / "old.json", digest(table()))
        new = written(tmp_path / "new.json", digest(table(hashKey="key")))
        found = told(run, tmp_path, "--base", old, "--head", new)

        assert (found["exit"], found["base"], changed(found)) == (1, old.name, {"orders": "replace"})

    def test_what_a_preview_took_for_granted_is_said(self, run: Run, tmp_path: Path) -> None:
        old = written(tmp_path / "old.json", digest(table()))
        assumed = {"kind": "look-up", "subject": "aws:getZones", "assumed": "us-east-1 has a, b, c"}
        taken = {"holdfast": {"version": 1, "assumptions": [assumed]}}
        new = written(tmp_path / "new.json", {**digest(table(hashKey="key")), **taken})
        result = run("review", "--program", tmp_path, "--no-cost", "--base", old, "--head", new)

        assert "assumed: look-up aws:getZones: us-east-1 has a, b, c" in result.stdout

    def test_a_preview_against_a_state_needs_no_base(self, run: Run, tmp_path: Path) -> None:
        made = table(billingMode="PROVISIONED")
        one = {**made, "op": "update", "oldState": table()["newState"]}
        file = written(tmp_path / "preview.json", {**digest(one), "changeSummary": {"update": 1}})
        found = told(run, tmp_path, "--head", file)

        assert (found["exit"], found["base"], changed(found)) == (0, "its state", {"orders": "update"})

    def test_a_preview_of_a_stack_that_is_not_there_yet(self, run: Run, tmp_path: Path) -> None:
        file = written(tmp_path / "preview.json", digest(table()))
        found = told(run, tmp_path, "--head", file)

        assert (found["exit"], found["base"], changed(found)) == (0, "nothing", {"orders": "create"})

    def test_a_stream_of_events(self, run: Run, tmp_path: Path) -> None:
        made = table()["newState"]
        told_of = {
            "op": "update",
            "urn": made["urn"],
            "old": made,
            "new": {**made, "inputs": {"hashKey": "key"}},
        }
        events: list[dict[str, Any]] = [
            {"preludeEvent": {"config": {}}},
            {"resourcePreEvent": {"metadata": told_of}},
        ]
        lines = [json.dumps({"sequence": number, **one}) for number, one in enumerate(events)]
        found = told(run, tmp_path, "--head", written(tmp_path / "events", "\n".join(lines)))

        assert (found["stacks"][0]["partial"], list(changed(found))) == (True, ["orders"])

    def test_a_pipe(self, run: Run, tmp_path: Path) -> None:
        pipe = tmp_path / "pipe"
        os.mkfifo(pipe)
        with subprocess.Popen(  # noqa: S603  # its own interpreter
            [sys.executable, "-c", f"open({str(pipe)!r}, 'w').write({json.dumps(digest(table()))!r})"]
        ):
            found = told(run, tmp_path, "--head", pipe)

        assert changed(found) == {"orders": "create"}

    def test_a_mark_of_its_encoding_is_passed_over(self, run: Run, tmp_path: Path) -> None:
        file = written(tmp_path / "preview.json", "\ufeff" + json.dumps(digest(table())))

        assert told(run, tmp_path, "--base", file, "--head", file)["exit"] == 0

    def test_an_empty_state_is_one_of_the_stack_that_is_previewed(self, run: Run, tmp_path: Path) -> None:
        state = written(tmp_path / "state.json", {"version": 3, "deployment": {}})
        new = written(tmp_path / "new.json", digest(table()))
        found = told(run, tmp_path, "--base", state, "--head", new)

        assert [one["stack"] for one in found["stacks"]] == ["prod"]
        assert changed(found) == {"orders": "create"}

    def test_a_revision_and_a_file(self, run: Run, work: Path, tmp_path: Path) -> None:
        (work / "Pulumi.dev.yaml").rename(work / "Pulumi.prod.yaml")
        commit(work, {"Pulumi.dev.yaml": "config: {}\n"})
        file = written(tmp_path / "state.json", digest(table(readCapacity=1)))
        found = told(run, work, "--base", file, "--head", "HEAD")

        assert [one["stack"] for one in found["stacks"]] == ["prod"]
        assert changed(found) == {"orders": "update"}

    def test_a_preview_that_failed_on_its_way(self, run: Run, tmp_path: Path) -> None:
        wrong = [{"severity": "error", "message": "error: no credentials\n"}]
        file = written(tmp_path / "preview.json", {**digest(table()), "diagnostics": wrong})
        found = told(run, tmp_path, "--head", file)

        assert (found["exit"], found["stacks"]) == (3, [])
        assert found["failed"] == {"prod": "the preview failed on its way: no credentials"}

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            ("", "the file is empty"),
            (" \n", "the file is empty"),
            ("{", "it is no JSON"),
            ("[]", "expected the JSON of a preview or of a state"),
            ("{}", "this is no preview"),
            ('{"steps": []}', "tells of no resource at all"),
            ('{"sequence": 1}', "tells of no resource at all"),
            ('{"sequence": 1}\n{"sequence": 2, "preludeEv', "line 2 is no event"),
            ('{"deployment": 5}', "'deployment' should be an object"),
            ('{"steps": [], "holdfast": {"policies": 5}}', "'holdfast.policies' should be a list"),
        ],
    )
    def test_what_is_neither(self, run: Run, tmp_path: Path, content: str, message: str) -> None:
        good = written(tmp_path / "good.json", digest(table()))
        bad = written(tmp_path / "bad.json", content)

        for sides in (("--base", good, "--head", bad), ("--base", bad, "--head", good)):
            result = run("review", "--program", tmp_path, *sides)
            assert (result.exit_code, result.stdout) == (2, "")
            assert message in result.stderr

    def test_what_no_person_can_read(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "bytes").write_bytes(b"\xff\xfe{\x00}\x00")
        result = run("review", "--program", tmp_path, "--head", tmp_path / "bytes")

        assert result.exit_code == 2
        assert "no UTF-8 text" in result.stderr

    @pytest.mark.parametrize(
        ("was", "message"),
        [
            ("urn:pulumi:dev::orders::", "two stacks: 'dev'"),
            ("urn:pulumi:prod::payments::", "two projects: 'payments'"),
        ],
    )
    def test_files_that_have_nothing_in_common(
        self, run: Run, tmp_path: Path, was: str, message: str
    ) -> None:
        text = json.dumps(digest(table()))
        old = written(tmp_path / "old.json", text.replace("urn:pulumi:prod::orders::", was))
        result = run(
            "review", "--program", tmp_path, "--base", old, "--head", written(tmp_path / "new.json", text)
        )

        assert result.exit_code == 2
        assert message in result.stderr

    def test_a_state_of_another_project(self, run: Run, work: Path, tmp_path: Path) -> None:
        text = json.dumps(digest(table())).replace("::orders::", "::payments::")
        result = run("review", "--program", work, "--base", written(tmp_path / "old.json", text))

        assert result.exit_code == 2
        assert "is of project 'payments', and the working tree is 'orders'" in result.stderr

    def test_another_stack_than_the_one_that_is_asked_for(self, run: Run, tmp_path: Path) -> None:
        file = written(tmp_path / "one.json", digest(table()))
        result = run("review", "--base", file, "--head", file, "--stack", "dev")

        assert result.exit_code == 2
        assert "is of stack 'prod', and --stack asks for dev" in result.stderr

    def test_what_was_made_without_a_state_needs_a_base(self, run: Run, tmp_path: Path) -> None:
        offline = written(tmp_path / "offline.json", {**digest(table()), "holdfast": {"version": 1}})
        result = run("review", "--program", tmp_path, "--head", offline)

        assert result.exit_code == 2
        assert "holds no state: name what to compare it with by --base" in result.stderr


class TestReports:
    @pytest.fixture
    def sides(self, tmp_path: Path) -> tuple[object, ...]:
        old = written(tmp_path / "old.json", digest(table(tags={"owner": "one"})))
        new = written(tmp_path / "new.json", digest(table(tags={"owner": "two"})))
        return ("--program", tmp_path, "--base", old, "--head", new)

    def test_each_format(self, run: Run, sides: tuple[object, ...], tmp_path: Path) -> None:
        page, comment, text = tmp_path / "r.html", tmp_path / "r.md", tmp_path / "r.txt"
        result = run("review", *sides, "--html", page, "--markdown", comment, "--output", text)

        assert (result.exit_code, result.stdout) == (0, "")
        assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
        for form, file in (("html", page), ("markdown", comment), ("text", text)):
            assert run("review", *sides, "--format", form).stdout == file.read_text(encoding="utf-8")
        as_json = run("review", *sides, "--json").stdout
        assert as_json == run("review", *sides, "--format", "json").stdout
        assert json.loads(as_json)["conclusion"] == "clear"

    def test_the_comment_keeps_to_its_budget(self, run: Run, sides: tuple[object, ...]) -> None:
        assert len(run("review", *sides, "--format", "markdown", "--budget", "2000").stdout) <= 2000

    @pytest.mark.parametrize(
        ("fail_on", "code"), [("changes", 1), ("attention", 0), ("danger", 0), ("never", 0)]
    )
    def test_what_a_pipeline_can_stop_at(
        self, run: Run, sides: tuple[object, ...], fail_on: str, code: int
    ) -> None:
        assert run("review", *sides, "--fail-on", fail_on).exit_code == code

    @pytest.mark.parametrize(
        ("fail_on", "code"), [("changes", 1), ("attention", 1), ("danger", 1), ("never", 0)]
    )
    def test_danger(self, run: Run, sides: tuple[object, ...], fail_on: str, code: int) -> None:
        gone = written(sides[1] / "gone.json", digest())  # type: ignore[operator]  # a path

        assert run("review", *sides[:4], "--head", gone, "--fail-on", fail_on).exit_code == code

    def test_the_cost_can_be_left_out(self, run: Run, sides: tuple[object, ...]) -> None:
        assert "a month" in run("review", *sides).stdout
        assert "a month" not in run("review", *sides, "--no-cost").stdout

    def test_both_sides_are_priced_by_the_head_s_file(self, run: Run, work: Path) -> None:
        commit(work, {"holdfast.toml": '[usage]\nsize = "small"\n'})
        commit(work, {"holdfast.toml": '[usage]\nsize = "large"\n'})
        result = run("review", "--program", work, "--base", "HEAD~1", "--head", "HEAD", "--json")
        cost = json.loads(result.stdout)["stacks"][0]["cost"]

        assert cost["before"] == cost["after"]

    def test_a_threshold_of_the_cost(self, run: Run, tmp_path: Path) -> None:
        written(tmp_path / "holdfast.toml", "[cost]\nfail_monthly_increase = 1\n[prices]\n" + PRICE)
        old = written(tmp_path / "old.json", digest(table(billingMode="PROVISIONED", readCapacity=5)))
        new = written(tmp_path / "new.json", digest(table(billingMode="PROVISIONED", readCapacity=5000)))
        result = run("review", "--program", tmp_path, "--base", old, "--head", new)

        assert result.exit_code == 1
        assert "Costs" in result.stdout

    def test_a_waiver_is_told_in_its_stack_alone(self, run: Run, work: Path) -> None:
        waiver = '[[waivers]]\ncheck = "DAT001"\nstack = "prod"\nreason = "for now"\n'
        commit(work, {"Pulumi.prod.yaml": "config: {}\n"})
        commit(work, {"holdfast.toml": waiver})
        stacks = told(run, work, "--base", "HEAD~1")["stacks"]
        new = {one["stack"]: [each["id"] for each in one["attention"]] for one in stacks}

        assert new["dev"] == []
        assert len(new["prod"]) == 1

    def test_policies_are_run(self, run: Run, work: Path) -> None:
        pack = (
            "from pulumi_policy import *\n"
            "def judge(args, report):\n"
            "    if args.props.get('readCapacity', 0) > 5:\n"
            "        report('too much')\n"
            "level = EnforcementLevel.MANDATORY\n"
            "few = ResourceValidationPolicy(\n"
            "    name='reads', description='few', validate=judge, enforcement_level=level)\n"
            "PolicyPack('limits', policies=[few])\n"
        )
        commit(work, {"pack/PulumiPolicy.yaml": "runtime: python\n", "pack/__main__.py": pack})
        commit(work, {"Pulumi.dev.yaml": "config: { orders:reads: 7 }\n"})
        found = told(run, work, "--base", "HEAD~1", "--policy-pack", work / "pack")

        assert any("reads" in one["title"] for one in found["stacks"][0]["attention"]), found

    def test_a_file_that_cannot_be_written(self, run: Run, sides: tuple[object, ...], tmp_path: Path) -> None:
        result = run("review", *sides, "--html", tmp_path / "none" / "r.html")

        assert result.exit_code == 2
        assert "cannot write" in result.stderr

    def test_no_report_and_no_digest_holds_a_secret(self, run: Run, work: Path, tmp_path: Path) -> None:
        commit(work, {"holdfast.toml": '[review]\nshow_values = ["*"]\n', "__main__.py": REPLACED})
        files = {name: tmp_path / name for name in ("html", "markdown", "guard", "output")}
        options = [word for name, file in files.items() for word in (f"--{name}", file)]
        run("review", "--program", work, "--base", "HEAD~1", *options)
        texts = [file.read_text(encoding="utf-8") for file in files.values()]
        texts.append(run("review", "--program", work, "--base", "HEAD~1", "--json").stdout)

        assert "eu-west-1" in texts[0]
        for text in texts:
            assert SECRET not in text
