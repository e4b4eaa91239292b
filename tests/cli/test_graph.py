from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from holdfast.report.graph_text import graph_lines
from holdfast.report.lines import plain
from tests.browser.stacks import charted, spread
from tests.cli.preview_documents import document
from tests.graph.documents import digest, graph, step
from tests.report.reviews import HOSTILE, SECRET
from tests.review.test_picture import records, service

if TYPE_CHECKING:
    from tests.cli.conftest import Previews, Run

DATA = Path(__file__).parents[2] / "tests" / "graph" / "data"
TABLE = "aws:dynamodb/table:Table"


@pytest.fixture
def two(previews: Previews) -> Previews:
    """A stack in two regions, one of which stands by."""
    roles = (("use1", "PRIMARY"), ("euw1", "SECONDARY"))
    steps = [*service("us-east-1", "use1"), *service("eu-west-1", "euw1"), *records(*roles)]
    previews.document = document(*steps)
    return previews


@pytest.mark.usefixtures("two")
def test_text_tells_each_region_and_where_requests_go(run: Run) -> None:
    result = run("graph", "prod")

    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == "orders prod"
    assert "2 regions, 5 entrances, 2 services" in result.stdout
    assert "    -> sends requests to use1-lb in us-east-1 (primary)\n" in result.stdout
    assert "    -> sends requests on failure to euw1-lb in eu-west-1 (on failure)\n" in result.stdout
    order = [result.stdout.index(one) for one in ("\nGLOBAL", "\neu-west-1", "\nus-east-1")]
    assert order == sorted(order)  # where requests come in stands first


@pytest.mark.parametrize("width", [40, 80, 110])
def test_text_fits_its_width(width: int) -> None:
    assert max(len(line.text) for line in graph_lines(*charted(spread(3)), width=width)) <= width


def test_copies_of_a_store_and_of_backups_have_their_own_words(run: Run) -> None:
    state = run("graph", "--state", DATA / "state.json")
    assert state.exit_code == 0
    told = plain(graph_lines(*charted(spread(2))))
    assert "use1-orders: DynamoDB table\n              -> replicates to euw1-orders in eu-west-1" in told
    assert "(global table)" in told


def test_without_a_cost_none_is_told() -> None:
    assert "$" not in plain(graph_lines(charted(spread(2))[0], None))


@pytest.mark.usefixtures("two")
def test_json_holds_parts_arrows_and_what_stands_behind_them(run: Run) -> None:
    found = json.loads(run("graph", "prod", "--json").stdout)

    assert (found["version"], found["project"], found["stack"], found["partial"]) == (
        1,
        "orders",
        "prod",
        False,
    )
    assert [one["name"] for one in found["places"]] == ["eu-west-1", "us-east-1", "global"]
    nodes = {one["label"]: one for one in found["nodes"]}
    serving = nodes["use1-asg"]
    assert (serving["kind"], serving["noun"], serving["place"]) == ("compute", "service", "us-east-1")
    first = serving["resources"][0]
    assert (first["name"], first["type"]) == ("use1-asg", "aws:autoscaling/group:Group")
    assert (first["properties"]["minSize"], first["properties"]["maxSize"]) == ("2", "6")
    edge = next(one for one in found["edges"] if one["kind"] == "failover")
    assert edge == {
        "start": nodes["api-euw1"]["id"],
        "end": nodes["euw1-lb"]["id"],
        "kind": "failover",
        "label": "on failure",
        "sends": "sends requests on failure to",
        "gets": "gets requests on failure from",
    }
    every = [one["urn"] for node in found["nodes"] for one in node["resources"]]
    every += [one["urn"] for place in found["places"] for one in place["beside"]]
    assert len(every) == len(set(every)) == sum(place["count"] for place in found["places"])


def test_amounts_of_parts_and_of_what_is_beside_them_are_those_of_the_stack() -> None:
    from decimal import Decimal  # noqa: PLC0415

    from holdfast.report.graph_data import graph_data  # noqa: PLC0415

    atlas, cost = charted(spread(3))
    found = graph_data(atlas, cost)
    places = sum((Decimal(one["monthly"]) for one in found["places"]), Decimal())
    assert places + Decimal(found["transfer"]) == Decimal(found["monthly"]) == cost.monthly


def test_no_secret_and_no_free_text_is_told(run: Run, previews: Previews) -> None:
    held = {"region": "us-east-1", "billingMode": "PROVISIONED", "tags": {"note": SECRET}, "hashKey": SECRET}
    previews.document = document(step(TABLE, "orders", held))
    for name in ("text", "mermaid", "svg", "html", "json"):
        result = run("graph", "prod", "--format", name)
        assert (result.exit_code, SECRET in result.stdout) == (0, False)


def test_a_drawing_is_whole_xml_whatever_things_are_called(run: Run, previews: Previews) -> None:
    previews.document = document(step(TABLE, HOSTILE, {"region": "us-east-1"}))
    root = ET.fromstring(run("graph", "prod", "--format", "svg").stdout)  # noqa: S314  # our own
    assert {one.tag.rpartition("}")[2] for one in root.iter()}.isdisjoint({"script", "img", "a", "image"})
    page = run("graph", "prod", "--format", "html").stdout
    assert page.count("<script") == 2
    assert "<img" not in page


@pytest.mark.usefixtures("two")
def test_the_page_names_nothing_from_elsewhere(run: Run, tmp_path: Path) -> None:
    run("graph", "prod", "--format", "html", "--output", tmp_path / "prod.html")
    page = (tmp_path / "prod.html").read_text(encoding="utf-8")
    assert not re.findall(r'(?:src|href)="(?!data:,)[^"#]', page)
    assert "url(http" not in page
    assert "default-src &#39;none&#39;" in page


@pytest.mark.usefixtures("two")
def test_mermaid_is_a_flowchart(run: Run) -> None:
    text = run("graph", "prod", "--format", "mermaid").stdout
    assert text.startswith("flowchart TB\n")
    assert '-.->|"on failure"|' in text


def test_nothing_to_draw_is_said(run: Run, previews: Previews) -> None:
    previews.document = document(step("aws:sqs/queue:Queue", "jobs", {"region": "us-east-1"}))
    for name in ("text", "mermaid", "svg", "html"):
        assert "Nothing here serves requests or keeps data." in run("graph", "prod", "--format", name).stdout


def test_a_partial_preview_is_said_to_be_one(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "preview.json"
    file.write_text(json.dumps(digest(*service("us-east-1", "use1"), partial=True)), encoding="utf-8")
    for name in ("text", "html"):
        assert "is not all there is" in " ".join(
            run("graph", "--preview", file, "--format", name).stdout.split()
        )


def test_one_thing_to_read(run: Run, tmp_path: Path) -> None:
    assert run("graph", "prod", "--preview", tmp_path / "x.json").exit_code == 2


def test_an_empty_stack_is_no_fault() -> None:
    assert "No stack" not in plain(graph_lines(*charted(graph())))
