"""What a reviewer of this repository sees of a change that is worse than it looks."""

from __future__ import annotations

import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from holdfast.cli.main import app
from tests.cli.programs import commit, git

if TYPE_CHECKING:
    from pytest import TempPathFactory  # noqa: PT013  # a type alone

ROOT = Path(__file__).parents[2]
FILES = (
    "__main__.py",
    "Pulumi.yaml",
    "Pulumi.dev.yaml",
    "Pulumi.staging.yaml",
    "Pulumi.prod.yaml",
    "holdfast.toml",
)
FORMATS = ("html", "markdown", "json", "guard")
OLD_SECRET, NEW_SECRET = "hunter2-before", "hunter2-after"
EDIT = {
    "environment: { LOG_LEVEL: info }": "environment: { LOG_LEVEL: info, GREETING: %s }",
    "stores: [orders]": "stores: [purchases]",
    "  holdfast:stores:\n    orders:": "  holdfast:stores:\n    purchases:",
    "standby: { strategy: warm-standby, percent: 25 }": "standby: { strategy: pilot-light }",
}
pytestmark = pytest.mark.xdist_group("review-demonstration")  # the review is made once, not once per worker


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: TempPathFactory) -> Path:
    """A clone in which staging gets a smaller standby and its database another name."""
    folder = tmp_path_factory.mktemp("demonstration") / "clone"
    folder.mkdir()
    for name in FILES:
        shutil.copy(ROOT / name, folder)
    for name in ("holdfast", "components"):
        shutil.copytree(
            ROOT / name, folder / name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__")
        )
    git(folder, "init", "--quiet", "--initial-branch=main")
    text = (folder / "Pulumi.staging.yaml").read_text(encoding="utf-8")
    first, *others = EDIT
    commit(folder, {"Pulumi.staging.yaml": text.replace(first, EDIT[first] % OLD_SECRET)}, "as it is")
    text = text.replace(first, EDIT[first] % NEW_SECRET)
    for was in others:
        assert text.count(was) == 1
        text = text.replace(was, EDIT[was])
    commit(folder, {"Pulumi.staging.yaml": text}, "Shrink the standby, rename the database")
    return folder


def made(folder: Path, where: Path) -> dict[str, str]:
    """The review in every format."""
    files = {name: where / name for name in FORMATS}
    options = ["--html", files["html"], "--markdown", files["markdown"], "--guard", files["guard"]]
    sides = ["review", "--program", folder, "--base", "HEAD^", "--head", "HEAD", "--stack", "staging"]
    as_json = ["--format", "json", "--output", files["json"]]
    result = CliRunner().invoke(app, [str(one) for one in (*sides, *options, *as_json)])
    assert result.exit_code == 1, result.output
    return {name: file.read_text(encoding="utf-8") for name, file in files.items() if file.exists()}


@pytest.fixture(scope="module")
def reviewed(demonstration: Path, tmp_path_factory: TempPathFactory) -> dict[str, str]:
    return made(demonstration, tmp_path_factory.mktemp("first"))


@pytest.fixture(scope="module")
def told(reviewed: dict[str, str]) -> dict[str, Any]:
    found = json.loads(reviewed["json"])
    (stack,) = found["stacks"]
    assert isinstance(stack, dict)
    return stack


def test_the_comment_says_first_what_matters_most(reviewed: dict[str, str]) -> None:
    lines = [line for line in reviewed["markdown"].splitlines() if line]

    assert re.match(r"🔴 \*\*Danger\*\* To look at: \d+ critical, ", lines[0])
    assert lines[1].startswith("`HEAD^ (")
    first = lines[lines.index("### Needs attention") + 1 :]
    assert first[0].startswith("- 🔴 **critical: ")
    assert "database" in first[0]
    assert "orders" in first[0]
    assert "purchases" in " ".join(first[:10])
    assert lines.index("### Needs attention") < 15


def test_the_table_tells_both_regions(told: dict[str, Any]) -> None:
    assert {place for place, kinds in told["counts"].items() if kinds["delete"]} == {
        "eu-west-1",
        "us-east-1",
        "global",
    }


def test_the_same_in_both_regions_is_told_once(told: dict[str, Any]) -> None:
    titles = [one["title"] for one in told["attention"] if one["severity"] == "critical"]
    clusters = [
        [change["name"] for change in group["changes"]]
        for group in told["groups"]
        if group["kind"] == "delete" and group["type"] == "aws:rds/cluster:Cluster"
    ]

    assert clusters == [["euw1-orders-db", "use1-orders-db"]]
    assert sum("euw1-orders-db" in one or "use1-orders-db" in one for one in titles) <= 1


def test_a_lost_region_leaves_less(told: dict[str, Any]) -> None:
    (one,) = (each for each in told["outlooks"] if (each["scope"], each["what"]) == ("region", "us-east-1"))

    assert one["after"]["capacity"] < one["before"]["capacity"]
    assert any(each["title"].startswith("Losing us-east-1") for each in told["attention"])


def test_the_cost_is_told(told: dict[str, Any]) -> None:
    assert float(told["cost"]["after"]) < float(told["cost"]["before"])


class Loaded(HTMLParser):
    """What a browser would fetch to show a page; what a person can click is not among it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.in_style = tag == "style"
        clicked = tag == "a"
        self.found += [
            f"{tag} {name}={value}"
            for name, value in attrs
            if (name in {"src", "srcset", "poster", "data", "background", "xlink:href"})
            or (name == "href" and not clicked and not (value or "").startswith("#"))
            or (name == "style" and "url(" in (value or ""))
        ]
        if tag in {"script", "iframe", "object", "embed", "link", "base"}:
            self.found.append(tag)

    def handle_data(self, data: str) -> None:
        if self.in_style and ("url(" in data or "@import" in data):
            self.found.append(data)


def test_the_page_loads_nothing(reviewed: dict[str, str]) -> None:
    page = Loaded()
    page.feed(reviewed["html"])

    assert page.found == []


def test_no_format_holds_a_secret_of_the_settings(reviewed: dict[str, str]) -> None:
    assert {"html", "markdown", "json", "guard"} <= reviewed.keys()
    for text in reviewed.values():
        assert OLD_SECRET not in text
        assert NEW_SECRET not in text


def test_the_comment_fits_under_a_pull_request(reviewed: dict[str, str]) -> None:
    assert len(reviewed["markdown"]) <= 60_000


def test_two_runs_are_equal_to_the_byte(
    demonstration: Path, reviewed: dict[str, str], tmp_path: Path
) -> None:
    assert made(demonstration, tmp_path) == reviewed
