"""DAT002: what a store may lose with its region is no more than the stack's RPO."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.inventoried import view_of
from holdfast.checks.model import Judgement, Parameter, Rule, Severity, fails, passes, unknown
from holdfast.checks.promises import promises
from holdfast.checks.stored import stored
from holdfast.inventory import BACKUP_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph
    from holdfast.inventory import Copy, Item

NONE_PROMISED = -1


def check(graph: ResourceGraph, *, rpo_seconds: int) -> Iterator[Judgement]:
    """Judge each store of a stack that is to outlive the loss of a region."""
    promised = promises(graph)
    rpo = promised.rpo_seconds if promised.stated else None if rpo_seconds == NONE_PROMISED else rpo_seconds
    if rpo is None or not promised.of_a_region or not (promised.stated or view_of(graph).spans):
        return
    for resource, item in stored(graph):
        yield _judge(graph, resource, item, rpo)


def _judge(graph: ResourceGraph, resource: Resource, item: Item, rpo: int) -> Judgement:
    home = item.copies[0].region
    away = [one for one in item.copies if one.region not in {home, None}]
    if home is None or (not away and (graph.partial or item.unknowns)):
        return unknown(resource, "not known yet: where its copies are")
    if not away:
        return fails(
            resource, f"all of it is in {home}: with that region all is lost, where {rpo} s are promised"
        )
    timed = [one for one in away if one.age.seconds is not None]
    if not timed:
        return _without_figure(resource, away[0], rpo)
    best = min(timed, key=lambda one: (one.age.seconds or 0, not one.age.bounded))
    told = f"the {_kind(best)} in {best.region} is behind by {best.age.text}"
    if (best.age.seconds or 0) > rpo:
        return fails(resource, f"{told}; {rpo} s are promised")
    if rpo == 0 and not best.age.bounded:
        return fails(resource, f"{told}; a loss of nothing is promised, which only a synchronous store keeps")
    caution = "" if best.age.bounded else ", which AWS measures and does not promise"
    return passes(resource, f"{told}{caution}; {rpo} s are promised")


def _without_figure(resource: Resource, one: Copy, rpo: int) -> Judgement:
    told = f"the {_kind(one)} in {one.region} follows asynchronously"
    if rpo == 0:
        return fails(resource, f"{told}; a loss of nothing is promised")
    return unknown(resource, f"{told}, and no figure is published to hold against the {rpo} s promised")


def _kind(one: Copy) -> str:
    return "backup" if one.role in BACKUP_ROLES else "replica"


RULE = Rule(
    id="DAT002-stores-keep-the-rpo",
    title="What a store may lose with its region is no more than the stack promises.",
    explanation=(
        "An asynchronous replica is behind by what had not left the region, and a backup by its schedule and "
        "the time of its copy. An objective that the store's mode cannot keep is found out with the data."
    ),
    severity=Severity.HIGH,
    fix=(
        "choose a mode that keeps the RPO (a replica, strong consistency, Aurora DSQL), or state the "
        "RPO that is kept"
    ),
    source="https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_objective_defined_recovery.html",
    subject="stores of a stack that promises an RPO for the loss of a region",
    check=check,
    frameworks=("REL13-BP01", "REL09-BP01"),
    parameters=(
        Parameter(
            name="rpo_seconds",
            default=NONE_PROMISED,
            minimum=NONE_PROMISED,
            text="seconds of data that may be lost with a region, where the program states none; -1: any",
        ),
    ),
)
