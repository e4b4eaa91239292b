"""BKP002: the backups of what keeps data are not all in the region of what they are backups of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.model import Judgement, Rule, Severity, fails, not_applicable, passes, unknown
from holdfast.checks.promises import promises
from holdfast.checks.stored import stored
from holdfast.inventory import BACKUP_ROLES
from holdfast.inventory.families.databases import MULTI_AZ_CLUSTER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph
    from holdfast.inventory import Item


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each store with backups, where the loss of a region is to be outlived."""
    if not promises(graph).of_a_region:
        return
    for resource, item in stored(graph):
        if any(one.role in BACKUP_ROLES for one in item.copies):
            yield _judge(graph, resource, item)


def _judge(graph: ResourceGraph, resource: Resource, item: Item) -> Judgement:
    home = item.copies[0].region
    places = {one.region for one in item.copies if one.role in BACKUP_ROLES}
    away = sorted(one for one in places if one not in {home, None})
    if home is None or (None in places and not away):
        return unknown(resource, "the regions of the backups are not known yet")
    if away:
        return passes(resource, f"there are backups in {', '.join(away)}")
    if item.what == MULTI_AZ_CLUSTER:
        return not_applicable(resource, "AWS copies no backup of a Multi-AZ DB cluster to another region")
    if graph.partial or item.unknowns:
        return unknown(resource, f"not known yet: {'; '.join(item.unknowns) or 'what else backs it up'}")
    return fails(resource, f"its backups are in {home} alone, as it is itself")


RULE = Rule(
    id="BKP002-backups-leave-the-region",
    title="Backups have a copy in another region.",
    explanation=(
        "Backups that lie in the region of the data are lost with it, or out of reach for as long as the "
        "region is. A replica elsewhere helps while it is right; it has no backup to go back to."
    ),
    severity=Severity.MEDIUM,
    fix="add a copy action to a vault of another region, or point-in-time recovery to a replica there",
    source="https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-region-backup.html",
    subject="databases, tables and file systems with backups",
    check=check,
    frameworks=("REL09-BP02", "REL13-BP02"),
)
