"""``holdfast explain``: of our own stack, of a preview's file, of what is not there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.explain.samples import steps
from tests.graph.documents import digest, urn
from tests.previews import previewed

if TYPE_CHECKING:
    from tests.cli.conftest import Previews, Run

ROOT = Path(__file__).parents[2]


@pytest.fixture
def prod(previews: Previews) -> Previews:
    """Our own stack prod, previewed once for all tests."""
    previews.document = previewed(ROOT, "prod")
    return previews


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    file = tmp_path / "preview.json"
    file.write_text(json.dumps(digest(*steps())), encoding="utf-8")
    return file


def told(run: Run, *arguments: object) -> Any:
    result = run("explain", *arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.mark.usefixtures("prod")
def test_prod_is_told_on_one_page_with_every_setting_s_line(run: Run) -> None:
    result = run("explain", "prod", "--program", ROOT)
    lines = (ROOT / "Pulumi.prod.yaml").read_text(encoding="utf-8").splitlines()

    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) < 60
    line = next(number for number, text in enumerate(lines, 1) if text.startswith("  holdfast:stores:")) + 1
    (row,) = (text for text in result.stdout.splitlines() if "holdfast:stores.orders " in text)
    assert f" Pulumi.prod.yaml:{line} " in row
    assert "GlobalTable" in row


def test_in_prod_each_resource_comes_from_a_setting_and_once(run: Run, prod: Previews) -> None:
    found = told(run, "prod", "--program", ROOT, "--no-cost")
    custom = {one["urn"] for one in prod.document["steps"] if one["newState"].get("custom")}
    made = [one for row in found["makers"] for one in row["resources"]]

    assert sorted(made) == sorted(custom)
    assert [row["setting"] for row in found["makers"] if not row["setting"]] == []
    assert found["without_purpose"] == {}
    assert found["cost"] is None


@pytest.mark.usefixtures("prod")
def test_a_setting_of_prod_tells_what_it_makes_by_region_and_its_cost(run: Run) -> None:
    result = run("explain", "prod", "holdfast:stores.orders", "--program", ROOT)

    assert "us-east-1: 1 resource, " in result.stdout
    assert "use1-orders-table" in result.stdout
    assert "eu-west-1: 1 resource, " in result.stdout
    assert "euw1-orders-table" in result.stdout
    assert "USD a month" in result.stdout


@pytest.mark.usefixtures("prod")
def test_a_resource_of_prod_fits_on_a_page(run: Run) -> None:
    result = run("explain", "prod", "use1-orders-asg", "--program", ROOT)

    assert len(result.stdout.splitlines()) < 70
    for said in (
        "Replaces instances that die",
        "AutoScalingService use1-orders, in RegionalApi use1",
        "holdfast/components/auto_scaling_group.py:",
        "holdfast:services.orders.peak_rps",
        "use1-orders-lt",
        "Judged by ",
        "Costs ",
    ):
        assert said in result.stdout


@pytest.mark.parametrize("name", ["AutoScalingService", "euw1", "euw1-*", "holdfast:regions.euw1", "Vpc"])
@pytest.mark.parametrize("form", ["text", "markdown", "json"])
@pytest.mark.usefixtures("prod")
def test_whatever_is_asked_is_answered_in_every_form(run: Run, name: str, form: str) -> None:
    result = run("explain", "prod", name, "--program", ROOT, "--format", form, "--no-cost")

    assert result.exit_code == 0
    assert "euw1" in result.stdout


def test_with_a_file_the_one_name_is_what_is_asked_for(run: Run, sample: Path) -> None:
    found = told(run, "use1-orders-table", "--preview", sample)

    assert (found["kind"], found["urn"]) == ("resource", urn("aws:dynamodb/table:Table", "use1-orders-table"))
    assert found["maker"]["setting"] == "holdfast:stores.orders"
    assert found["needs"][0]["name"] == "use1-key"
    assert found["declared"] == "project:///__main__.py#14"


def test_json_has_a_version_and_says_what_is_told(run: Run, sample: Path) -> None:
    kinds = {
        name: told(run, *([name] if name else []), "--preview", sample)
        for name in ("", "holdfast:stores.orders", "global-orders", "use1-vpc", "use1", "*-table", "Queue")
    }

    assert {one["version"] for one in kinds.values()} == {1}
    assert {one["stack"] for one in kinds.values()} == {"prod"}
    assert [one["kind"] for one in kinds.values()] == [
        "stack",
        "setting",
        "component",
        "resource",
        "name",
        "pattern",
        "resource",
    ]


def test_a_state_tells_its_settings_too(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    resources = [one["newState"] for one in digest(*steps())["steps"]]
    file.write_text(json.dumps({"version": 3, "deployment": {"resources": resources}}), encoding="utf-8")
    found = told(run, "--state", file)

    assert [row["setting"] for row in found["makers"]] == [
        "holdfast:regions.use1",
        "holdfast:stores.orders",
        None,
    ]


@pytest.mark.usefixtures("previews")
def test_a_program_of_somebody_else_says_that_it_tells_no_settings(run: Run) -> None:
    result = run("explain", "prod")

    assert result.exit_code == 0
    assert "No component says which settings it comes from" in result.stdout
    assert "Network use1-network" in result.stdout
    assert "Nothing is written here of what these protect from" in result.stdout


def test_of_what_is_not_there_the_nearest_is_told(run: Run, sample: Path) -> None:
    result = run("explain", "use1-order-table", "--preview", sample)

    assert result.exit_code == 2
    assert "Did you mean 'use1-orders-table'" in result.stderr
    assert "'holdfast explain prod' tells what there is" in result.stderr


@pytest.mark.usefixtures("prod")
def test_all_lists_what_is_folded(run: Run) -> None:
    short = run("explain", "prod", "use1-orders-asg", "--program", ROOT, "--no-cost").stdout
    full = run("explain", "prod", "use1-orders-asg", "--program", ROOT, "--no-cost", "--all").stdout

    assert "Nobody set" in short
    assert "Nobody set" not in full
    assert "passed: " in short
    assert len(full.splitlines()) > len(short.splitlines())
