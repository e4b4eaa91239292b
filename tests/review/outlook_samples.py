"""Parts of stacks, and what is told of losing them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.review.model import Outcome, Scope
from holdfast.review.outlook import Objectives, outlooks
from tests.graph.documents import UNKNOWN, graph, step, urn
from tests.review.outlook_stacks import (
    BALANCER,
    REGIONS,
    SHORT,
)

if TYPE_CHECKING:
    from tests.review.outlook_stacks import Steps

FAST = {"requestInterval": 10, "failureThreshold": 3}
SLOW = {"requestInterval": 30, "failureThreshold": 3}
USE1, EUW1, *_ = REGIONS


def told(*steps: dict[str, Any], objectives: Objectives | None = None) -> dict[tuple[Scope, str], Outcome]:
    """What each loss would do to one stack."""
    one = graph(*steps)
    found = outlooks(None, one, objectives) if objectives else outlooks(None, one)
    return {(each.scope, each.what): each.after for each in found if each.after is not None}


def region(name: str, *steps: dict[str, Any], objectives: Objectives | None = None) -> Outcome:
    """What the loss of a region would do."""
    return told(*steps, objectives=objectives)[Scope.REGION, name]


def zone(name: str, *steps: dict[str, Any], objectives: Objectives | None = None) -> Outcome:
    """What the loss of a zone would do."""
    return told(*steps, objectives=objectives)[Scope.ZONE, name]


def accelerated(where: str) -> Steps:
    """An endpoint group of an accelerator in front of a load balancer."""
    return [
        step(
            "aws:globalaccelerator/endpointGroup:EndpointGroup",
            f"{SHORT[where]}-endpoints",
            {
                "endpointGroupRegion": where,
                "listenerArn": "one",
                "endpointConfigurations": [{"endpointId": UNKNOWN}],
            },
            links={"endpointConfigurations": [urn(BALANCER, f"{SHORT[where]}-lb")]},
        )
    ]
