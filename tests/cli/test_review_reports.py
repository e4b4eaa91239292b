"""What a review writes, and how it ends."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.programs import REPLACED, SECRET, commit
from tests.cli.review_runs import table, told, written
from tests.graph.documents import digest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

PRICE = '"dynamodb/read-capacity/RCU-hour@eu-west-1" = 0.0001\n'


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
