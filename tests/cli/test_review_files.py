"""Reviews of files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.programs import commit
from tests.cli.review_runs import changed, table, told, written
from tests.graph.documents import digest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


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
