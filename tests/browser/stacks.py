"""Stacks to draw: a table that is copied from the first region to all others, in as many as are asked for."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from holdfast.cost import Estimate, estimate, stated_usage
from holdfast.graph import read_preview
from holdfast.prices import shipped
from holdfast.report.graph_html import graph_html
from holdfast.review.atlas import Atlas, make_atlas
from tests.checks.production import production
from tests.graph.documents import UNKNOWN, graph, step, urn
from tests.review.test_picture import REPLICA, TABLE, link, records, service

if TYPE_CHECKING:
    from holdfast.graph import ResourceGraph

REGIONS = {
    "use1": "us-east-1",
    "euw1": "eu-west-1",
    "apne1": "ap-northeast-1",
    "apse1": "ap-southeast-1",
    "apse2": "ap-southeast-2",
    "sae1": "sa-east-1",
    "euc1": "eu-central-1",
    "usw2": "us-west-2",
    "use2": "us-east-2",
    "usw1": "us-west-1",
    "euw2": "eu-west-2",
    "euw3": "eu-west-3",
    "eun1": "eu-north-1",
    "apne2": "ap-northeast-2",
    "aps1": "ap-south-1",
    "cac1": "ca-central-1",
}
HOLDER = "shop:index:Names"
SERVICE = "shop:index:Service"


def spread(number: int) -> ResourceGraph:
    """A stack in so many regions.

    Args:
        number: 1 to 16.
    """
    places = dict(list(REGIONS.items())[:number])
    if not places:
        return graph()
    home = next(iter(places))
    origin = {"orders": "shop:services.orders.size, shop:regions (default)"}
    steps: list[dict[str, Any]] = [
        step(
            TABLE,
            f"{home}-orders",
            {"region": places[home], "hashKey": "id", "billingMode": "PAY_PER_REQUEST"},
        ),
        step(HOLDER, "names", component=True),
    ]
    for code, region in places.items():
        holder = step(SERVICE, f"{code}-orders", {"origin": origin}, component=True)
        members = service(region, code, table=f"{home}-orders", most=6)
        for one in members:
            if "autoscaling" in one["newState"]["type"]:
                one["newState"]["parent"] = holder["urn"]
        steps += [holder, *members]
        if code != home:
            links = link(globalTableArn=(TABLE, f"{home}-orders"))
            steps.append(
                step(REPLICA, f"{code}-orders", {"region": region, "globalTableArn": UNKNOWN}, links=links)
            )
    roles = [(code, "PRIMARY" if code == home else "SECONDARY") for code in places]
    for one in records(*roles):
        one["newState"]["parent"] = urn(HOLDER, "names")
        if number > 2 and one["newState"]["inputs"].pop("failoverRoutingPolicies", None):
            one["newState"]["inputs"]["latencyRoutingPolicies"] = [{"region": "us-east-1"}]
        steps.append(one)
    return graph(*steps)


def charted(of: ResourceGraph) -> tuple[Atlas, Estimate]:
    """A stack's atlas and cost."""
    return make_atlas(of), estimate(of, stated_usage("small"), shipped())


@cache
def page(number: int) -> str:
    """The page of a stack in so many regions."""
    return graph_html(*charted(spread(number)))


@cache
def production_page() -> str:
    """The page of the stack ``prod``."""
    return graph_html(*charted(read_preview(json.loads(production()))))
