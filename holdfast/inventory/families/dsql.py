"""Aurora DSQL: clusters, alone or peered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.inventory import figures
from holdfast.inventory.items import copy_of, data
from holdfast.inventory.keys import encryption
from holdfast.inventory.model import Item, Role, Way

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource
    from holdfast.inventory.view import View

CLUSTER = "aws:dsql/cluster:Cluster"
PEERING = "aws:dsql/clusterPeering:ClusterPeering"


def find(view: View) -> Iterator[Item]:
    """Every database: a cluster with the clusters that it is peered with."""
    seen: set[str] = set()
    for one in view.graph.of_type(CLUSTER):
        if one.urn in seen:
            continue
        members = _peers(view, one)
        seen |= {each.urn for each in members}
        yield _item(view, members)


def _peers(view: View, cluster: Resource) -> list[Resource]:
    found = {cluster.urn: cluster}
    waiting = [cluster]
    while waiting:
        one = waiting.pop()
        linked = [*view.made_of(one, "multiRegionProperties", CLUSTER)]
        for peering in view.graph.of_type(PEERING):
            ends = [
                *view.made_of(peering, "identifier", CLUSTER),
                *view.made_of(peering, "clusters", CLUSTER),
            ]
            linked += ends if one in ends else []
        for each in linked:
            if each.urn not in found:
                found[each.urn] = each
                waiting.append(each)
    return sorted(found.values(), key=lambda one: one.name)


def _item(view: View, members: list[Resource]) -> Item:
    peered = len(members) > 1
    copies = [
        copy_of(
            view,
            one,
            Role.PEER if peered else Role.PRIMARY,
            encryption(view, one, "kmsEncryptionKey"),
            figures.DSQL_PEER if peered else figures.ORIGINAL,
        )
        for one in members
    ]
    witnesses = {one.at("multiRegionProperties", "witnessRegion") for one in members}
    notes = [
        f"the witness is in {one}: it keeps the log, and serves nobody"
        for one in witnesses
        if isinstance(one, str)
    ]
    ways = (
        [Way(when="a region is lost", how="nothing to do, the peer takes reads and writes")] if peered else []
    )
    return data(
        view,
        members,
        "Aurora DSQL, peered" if peered else "Aurora DSQL cluster",
        copies,
        ways=ways,
        notes=notes,
    )
