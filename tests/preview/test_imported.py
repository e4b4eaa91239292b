"""Resources with the ``import_`` option are told as imports, with the program's inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from holdfast.graph import read_preview
from holdfast.graph.summary import summarise
from holdfast.preview import PreviewRequest, preview
from holdfast.report.preview_text import preview_lines

from .conftest import PROGRAMS, state_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Program


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return preview(PreviewRequest(program=PROGRAMS / "imported", stack="dev", timeout_seconds=60))


def test_the_exported_document_names_what_is_imported(document: dict[str, Any]) -> None:
    imported = {
        step["urn"].rpartition("::")[2]: step["newState"]["importID"]
        for step in document["steps"]
        if step["op"] == "import"
    }
    assert imported == {
        "direct": "logs-live",
        "orders-key": "1234abcd-12ab-34cd-56ef-1234567890ab",
        "orders-table": "orders-live",
    }
    assert document["changeSummary"] == {"create": 4, "import": 3}


def test_an_import_has_the_inputs_of_the_program_and_no_id(document: dict[str, Any]) -> None:
    state = state_of(document, "orders-table")
    assert state["inputs"]["billingMode"] == "PAY_PER_REQUEST"
    assert "id" not in state


def test_the_graph_holds_what_is_imported(document: dict[str, Any]) -> None:
    ops = {one.name: one.op for one in read_preview(document).resources.values()}
    assert (ops["orders-table"], ops["vault"]) == ("import", "create")


@pytest.mark.parametrize("full", [False, True])
def test_the_text_tells_imports(document: dict[str, Any], full: bool) -> None:
    lines = preview_lines(document, summarise(read_preview(document)), full=full)
    text = "\n".join(line.text for line in lines)
    assert "import 3" in lines[0].text
    assert ("= dynamodb.Table" if full else "=2 import, ") in text


def test_the_inputs_of_an_import_are_judged_too(program: Callable[..., Program]) -> None:
    source = """
import pulumi_aws as aws
aws.ebs.Volume("v", availability_zone="a", size="big", opts=pulumi.ResourceOptions(import_="vol-1"))
"""
    assert "size: expected a whole number, got 'big'" in str(program(source).fails())


def test_a_component_is_never_imported(program: Callable[..., Program]) -> None:
    source = 'pulumi.ComponentResource("a:b:C", "c", opts=pulumi.ResourceOptions(import_="x"))\n'
    assert program(source).preview()["changeSummary"] == {"create": 2}
