"""What is left of the capacity when something is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.review.model import Scope
from tests.graph.documents import UNKNOWN, step, urn
from tests.review.outlook_samples import EUW1, FAST, USE1, region, told, zone
from tests.review.outlook_stacks import (
    REGIONS,
    SHORT,
    failover,
    group,
    site,
    weighted,
)

if TYPE_CHECKING:
    from tests.review.outlook_stacks import Steps


@pytest.mark.parametrize(("zones", "factor"), [(2, 2.0), (3, 1.5), (4, 4 / 3)])
def test_n_zones_need_n_by_n_minus_one_of_the_load(zones: int, factor: float) -> None:
    found = zone("us-east-1a", *group(USE1, 12, zones))

    assert found.capacity == pytest.approx(1 / factor)


def test_what_does_not_divide_evenly_loses_the_fuller_zone() -> None:
    assert zone("us-east-1a", *group(USE1, 4, 3)).capacity_text == "2 of 4 instances"


def test_two_regions_leave_half_and_may_grow() -> None:
    found = region(USE1, *group(USE1, 6, 3), *group(EUW1, 6, 3, most=12))

    assert (found.capacity, found.capacity_text) == (0.5, "6 of 12 instances; may grow to 12")


def test_a_standby_adds_to_what_is_left_but_not_to_what_serves() -> None:
    stack = [
        *site(USE1, failover("PRIMARY"), check=FAST, least=9),
        *site(EUW1, failover("SECONDARY"), check=FAST, least=3),
    ]

    assert region(USE1, *stack).capacity == pytest.approx(1 / 3)
    assert region(EUW1, *stack).capacity_text == "all: it serves no requests now"


def test_unlike_sizes_are_not_compared() -> None:
    stack = [*group(USE1, 6, 3), *group(EUW1, 6, 3)]
    for one, size in ((stack[3], "m7g.large"), (stack[7], "t4g.small")):
        one["newState"]["inputs"]["mixedInstancesPolicy"] = {
            "launchTemplate": {"overrides": [{"instanceType": size}]}
        }

    found = region(USE1, *stack)

    assert (found.capacity, found.capacity_text) == (None, "unknown")
    assert found.unknowns[0] == "how m7g.large and t4g.small compare"


def test_the_service_that_is_left_least_counts() -> None:
    found = zone("us-east-1a", *group(USE1, 6, 3), *group(USE1, 2, 2, name="search"))

    assert found.capacity_text == "1 of 2 instances"


FUNCTION = "aws:lambda/function:Function"


def function(where: str, *, served: bool = True) -> Steps:
    """A function behind a function URL, or behind nothing."""
    name = f"{SHORT[where]}-orders"
    url = step(
        "aws:lambda/functionUrl:FunctionUrl",
        name,
        {"region": where, "functionName": UNKNOWN},
        links={"functionName": [urn(FUNCTION, name)]},
    )
    return [step(FUNCTION, name, {"region": where}), *([url] if served else [])]


def test_functions_lose_nothing_with_a_zone_and_nothing_with_one_of_two_regions() -> None:
    found = told(*function(USE1), *function(EUW1))

    assert found[Scope.ZONE, "a zone of us-east-1"].capacity == 1
    assert found[Scope.ZONE, "a zone of us-east-1"].recovery.seconds == 0
    assert found[Scope.REGION, USE1].capacity == 1


def test_a_function_that_no_request_reaches_serves_nothing() -> None:
    assert told(*function(USE1, served=False)) == {}


def test_zones_that_are_not_known_are_said() -> None:
    stack = [step("aws:autoscaling/group:Group", "web", {"region": USE1, "minSize": 2, "maxSize": 4})]
    stack[0]["newState"]["inputs"]["vpcZoneIdentifiers"] = UNKNOWN

    found = zone("a zone of us-east-1", *stack)

    assert found.capacity is None
    assert "in which zones web runs" in found.unknowns


def test_a_count_that_is_not_known_is_said() -> None:
    stack = group(USE1, 6, 3)
    stack[-1]["newState"]["inputs"]["minSize"] = UNKNOWN

    assert zone("us-east-1a", *stack).unknowns[0] == "how many instances use1-web runs"


COUNTS = st.integers(min_value=1, max_value=40)


@settings(max_examples=60, deadline=None)
@given(least=COUNTS, zones=st.integers(min_value=1, max_value=5))
def test_adding_a_zone_never_lowers_what_is_left(least: int, zones: int) -> None:
    before = zone("us-east-1a", *group(USE1, least, zones)).capacity
    after = zone("us-east-1a", *group(USE1, least, zones + 1)).capacity

    assert before is not None
    assert after is not None
    assert after >= before


@settings(max_examples=60, deadline=None)
@given(counts=st.lists(COUNTS, min_size=2, max_size=4))
def test_adding_a_region_never_lowers_what_is_left(counts: list[int]) -> None:
    stacks = [group(one, count, 3) for one, count in zip(REGIONS, counts, strict=False)]
    for fewer in range(1, len(stacks)):
        before = told(*(part for one in stacks[:fewer] for part in one))
        after = told(*(part for one in stacks[: fewer + 1] for part in one))
        for key, outcome in before.items():
            assert (after[key].capacity or 0) >= (outcome.capacity or 0), key


@settings(max_examples=40, deadline=None)
@given(
    weights=st.lists(st.sampled_from([0, 1, 10]), min_size=2, max_size=4),
    counts=st.lists(COUNTS, min_size=4),
)
def test_adding_a_region_that_takes_no_requests_never_lowers_what_is_left(
    weights: list[int], counts: list[int]
) -> None:
    regions = list(zip(REGIONS, [10, *weights], counts, strict=False))
    stacks = [site(one, weighted(weight), check=FAST, least=count) for one, weight, count in regions]
    before = told(*(part for one in stacks[:-1] for part in one))
    after = told(*(part for one in stacks for part in one))
    for key, outcome in before.items():
        assert (after[key].capacity or 0) >= (outcome.capacity or 0), key
