"""What every form of a topology says in the same words."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from holdfast.graph.summary import GLOBAL
from holdfast.report.lines import plural
from holdfast.report.review_costs import money
from holdfast.report.review_words import flat
from holdfast.review.model import EdgeKind, NodeKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from holdfast.cost import Estimate
    from holdfast.review.atlas import Atlas
    from holdfast.review.model import Edge, Node

KINDS = {
    NodeKind.CLIENTS: "Clients",
    NodeKind.ENTRANCE: "Entrances",
    NodeKind.COMPUTE: "Services",
    NodeKind.STORE: "Stores",
    NodeKind.BACKUP: "Backups",
    NodeKind.NETWORK: "Networks",
    NodeKind.OTHER: "Other",
}
"""What nodes of a kind are called together."""
NOUNS = {
    NodeKind.CLIENTS: "clients",
    NodeKind.ENTRANCE: "entrance",
    NodeKind.COMPUTE: "service",
    NodeKind.STORE: "store",
    NodeKind.BACKUP: "backup",
    NodeKind.NETWORK: "network",
    NodeKind.OTHER: "other",
}
"""What one of them is called."""
WAYS = {
    EdgeKind.TRAFFIC: "requests",
    EdgeKind.FAILOVER: "requests on failure",
    EdgeKind.DATA: "data",
    EdgeKind.REPLICATION: "replication",
    EdgeKind.BACKUP: "backup",
}
"""What goes along a way of a kind."""
SENDS = {
    EdgeKind.TRAFFIC: "sends requests to",
    EdgeKind.FAILOVER: "sends requests on failure to",
    EdgeKind.DATA: "uses",
    EdgeKind.REPLICATION: "replicates to",
    EdgeKind.BACKUP: "is backed up to",
}
"""What stands between the two ends of a way in a sentence."""

_GETS = {
    EdgeKind.TRAFFIC: "gets requests from",
    EdgeKind.FAILOVER: "gets requests on failure from",
    EdgeKind.DATA: "is used by",
    EdgeKind.REPLICATION: "is replicated from",
    EdgeKind.BACKUP: "keeps backups of",
}
"""The same, seen from the other end."""
_PLACE = re.compile(r"^(?:global|[a-z]{2,5}\d|[a-z]{2}(?:-[a-z]+)+-\d)-(?=.)")
"""Codes and names of regions, as they stand before a name."""
_COPIED = ("is copied to", "keeps copies from")
"""What is said of a way between two vaults, from either end."""
NOTHING = "Nothing here serves requests or keeps data."
"""What is said in place of an empty picture."""


def spoken(edge: Edge, start: Node) -> tuple[str, str]:
    """What is said of a way at its start, and what at its end.

    Args:
        edge: The way.
        start: The node that it leaves.
    """
    if edge.kind is EdgeKind.BACKUP and start.kind is NodeKind.BACKUP:
        return _COPIED
    return SENDS[edge.kind], _GETS[edge.kind]


def component(node: Node) -> str:
    """The name of a part without the place that it begins with, so that it is the same in every region.

    Args:
        node: The part.
    """
    return _PLACE.sub("", flat(node.label))


def title(atlas: Atlas) -> str:
    """What it is a picture of."""
    return flat(f"{atlas.project} {atlas.stack}".strip()) or "No stack"


def summary(atlas: Atlas, cost: Estimate | None) -> str:
    """How much there is, in one line.

    Args:
        atlas: What is drawn.
        cost: What it costs; None where no cost is told.
    """
    regions = [one for one in atlas.picture.places if one != GLOBAL]
    counts = Counter(one.kind for one in atlas.picture.nodes)
    told = [plural(len(regions), "region")]
    told += [
        plural(counts[kind], noun)
        for kind, noun in (
            (NodeKind.ENTRANCE, "entrance"),
            (NodeKind.COMPUTE, "service"),
            (NodeKind.STORE, "store"),
            (NodeKind.BACKUP, "backup vault"),
        )
        if counts[kind]
    ]
    if cost is not None:
        told.append(amount(cost.monthly, complete=cost.complete))
    return ", ".join(told)


def amount(usd: Decimal, *, complete: bool) -> str:
    """What something costs a month; ``at least`` where prices are missing.

    Args:
        usd: US dollars.
        complete: Whether everything of it has a price.
    """
    return f"{'' if complete else 'at least '}{money(usd)} a month"


def notes(atlas: Atlas, cost: Estimate | None) -> Mapping[str, str]:
    """What stands beside the name of each region: what it costs.

    Args:
        atlas: What is drawn.
        cost: What it costs; None where no cost is told.
    """
    if cost is None:
        return {}
    found, open_places = cost.by_place(), cost.open_places()
    return {
        one: f"{'≥ ' if one in open_places else ''}{money(found[one])}/month"
        for one in atlas.picture.places
        if one in found
    }
