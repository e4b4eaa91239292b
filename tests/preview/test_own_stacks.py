"""Our own stacks under the offline preview: they ask AWS nothing, and name what the golden lists name."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from holdfast.preview import PreviewRequest, preview
from tests.previews import ROOT, previewed

STACKS = ("dev", "staging", "prod")


@cache
def document(stack: str) -> dict[str, Any]:
    return previewed(ROOT, stack)


@pytest.mark.parametrize("stack", STACKS)
def test_a_preview_assumes_nothing_and_warns_of_nothing(stack: str) -> None:
    assert document(stack)["holdfast"]["assumptions"] == []
    assert document(stack)["diagnostics"] == []


@pytest.mark.parametrize("stack", STACKS)
def test_two_previews_are_alike(stack: str) -> None:
    again = preview(PreviewRequest(program=ROOT, stack=stack))
    assert {**again, "duration": 0} == {**document(stack), "duration": 0}


@pytest.mark.parametrize("stack", STACKS)
def test_every_resource_of_the_golden_list_is_there_and_no_other(stack: str) -> None:
    golden = (ROOT / "tests" / "golden" / f"{stack}-resources.txt").read_text()
    expected = sorted(line for line in golden.splitlines() if line and not line.startswith("#"))
    found = sorted(
        f"{state['type']} {state['urn'].rpartition('::')[2]}"
        for step in document(stack)["steps"]
        if (state := step["newState"])["type"] != "pulumi:pulumi:Stack"
    )
    assert found == expected


@pytest.mark.parametrize("stack", STACKS)
def test_each_regional_resource_lies_below_its_own_region(stack: str) -> None:
    """A resource named after a place is in that place's region: nothing falls to the provider's own."""
    regions = {"use1": "us-east-1", "euw1": "eu-west-1"}
    for step in document(stack)["steps"]:
        state = step["newState"]
        place = state["urn"].rpartition("::")[2].partition("-")[0]
        if state["custom"] and place in regions and "region" in state["inputs"]:
            assert state["inputs"]["region"] == regions[place], state["urn"]
