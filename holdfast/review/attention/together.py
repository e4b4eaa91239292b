"""What should not change in one update.

That is: both regions; the failover path with the data; an entrance with what it leads to.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from holdfast.checks import Severity
from holdfast.checks.twins import part_of
from holdfast.graph import place_order
from holdfast.graph.summary import GLOBAL, NOT_KNOWN
from holdfast.review.attention.protection import only_protection
from holdfast.review.attention.telling import names, noun, places, shortened, urns
from holdfast.review.attention.types import DATA, ENTRANCES, FAILOVER, STATEFUL, TRAFFIC, watches
from holdfast.review.model import Attention, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from holdfast.review.attention.context import Context
    from holdfast.review.model import Change, Unseen

_ONE_BOX = "https://aws.amazon.com/builders-library/automating-safe-hands-off-deployments/"
_GROUP = "aws:autoscaling/group:Group"
_RENEWING = frozenset({"launchTemplate", "mixedInstancesPolicy"})
"""Inputs whose change starts an instance refresh, where the group has one:
https://github.com/hashicorp/terraform-provider-aws/blob/main/website/docs/r/autoscaling_group.html.markdown
(2026-11)."""
_SEVERAL = 2
_KINDS = 4


def regions_together(context: Context) -> Iterator[Attention]:
    """One item for the components that change in several regions at once.

    Args:
        context: The change.
    """
    regions = tuple(sorted({one.place for one in context.resources if one.place not in {GLOBAL, NOT_KNOWN}}))
    found: defaultdict[tuple[str, ...], list[Change]] = defaultdict(list)
    for one in context.resources:
        if one.place in regions and _matters(one) and one.kind is not Kind.CREATE:
            whole = one.components[-1] if one.components else one.resource.name
            found[part_of(whole, regions)].append(one)
    both = {
        part: changes for part, changes in found.items() if len({one.place for one in changes}) >= _SEVERAL
    }
    changes = [one for part in sorted(both) for one in both[part]]
    hidden = _hidden(context)
    released_to = {one.place for found_ones in hidden.values() for one in found_ones}
    where = sorted({one.place for one in changes} | released_to, key=place_order)
    if where:
        released = [f"{names(_components(found))}: {version}" for version, found in hidden.items()]
        title = f"Releases to {names(where)} in one update" if not changes else None
        yield Attention(
            id="regions-together",
            severity=Severity.MEDIUM,
            title=title or f"Changes {names(where)} in one update",
            details=shortened(
                [
                    *(
                        f"{' '.join(part) or 'the whole region'}: {_counted(members)}{_renews(members)}"
                        for part, members in sorted(both.items())
                    ),
                    *released,
                ]
            ),
            resources=urns(changes),
            fix="change one region and watch it; hold the other in the settings, or deploy by target",
            source=_ONE_BOX,
        )


def _hidden(context: Context) -> Mapping[str, tuple[Unseen, ...]]:
    """What is released to several regions though no resource shows it, by version."""
    found: defaultdict[str, list[Unseen]] = defaultdict(list)
    for one in context.unseen:
        if one.version and one.place not in {GLOBAL, NOT_KNOWN}:
            found[one.version].append(one)
    return {
        version: tuple(members)
        for version, members in found.items()
        if len({one.place for one in members}) >= _SEVERAL
    }


def _components(found: Iterable[Unseen]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.component for one in found))


def _renews(changes: Iterable[Change]) -> str:
    """That the instances of a group are all replaced, which no count of resources shows."""
    groups = (one for one in changes if one.resource.type == _GROUP and one.resource.at("instanceRefresh"))
    touched = {each.path.partition(".")[0] for one in groups for each in one.properties}
    return "; every instance is replaced, some at a time" if touched & _RENEWING else ""


def failover_with_data(context: Context) -> Iterator[Attention]:
    """One item where what moves clients and what keeps data change in one update.

    Args:
        context: The change.
    """
    moving = [one for one in context.resources if one.resource.type in FAILOVER and _changes(one)]
    data = [one for one in context.resources if one.resource.type in DATA and _changes(one)]
    if moving and data:
        yield Attention(
            id="failover-with-data",
            severity=Severity.MEDIUM,
            title="Changes the failover path and the data together",
            details=(
                f"failover: {names(one.resource.name for one in moving)}",
                f"data: {names(one.resource.name for one in data)}",
            ),
            resources=urns([*moving, *data]),
            fix="split it: while the data changes, the way out must be the one that has been tested",
            source=_ONE_BOX,
        )


def entrance_with_region(context: Context) -> Iterator[Attention]:
    """One item where DNS or load balancers change while something else in a region does.

    Args:
        context: The change.
    """
    entrances = [one for one in context.resources if one.resource.type in ENTRANCES and _changes(one)]
    others = [
        one
        for one in context.resources
        if one.resource.type not in ENTRANCES and one.place not in {GLOBAL, NOT_KNOWN} and _changes(one)
    ]
    told = {one.place for one in others}
    touching = [one for one in entrances if one.place in told or one.place == GLOBAL]
    if touching and others:
        yield Attention(
            id="entrance-with-region",
            severity=Severity.MEDIUM,
            title=f"Changes entrances and {places(others)} in one update",
            details=(f"entrances: {_counted(touching)}", f"the rest: {_counted(others)}"),
            resources=urns(touching),
            fix="change entrances in an update of their own, when the regions behind them are steady",
            source=_ONE_BOX,
        )


def _changes(change: Change) -> bool:
    """Whether something that was there before becomes another or goes."""
    return change.kind is not Kind.CREATE and _matters(change)


def _matters(change: Change) -> bool:
    return not only_protection(change) and not watches(change.resource.type)


def _counted(changes: list[Change]) -> str:
    """The changes by kind: first what holds data, then what traffic depends on."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for one in sorted(changes, key=_rank):
        found[noun(one.resource.type)].append(one.resource.name)
    listed = [f"{kind} {names(members)}" for kind, members in found.items()]
    more = len(listed) - _KINDS
    return "; ".join(listed if more <= 0 else [*listed[:_KINDS], f"{more} more kinds"])


def _rank(change: Change) -> tuple[int, str]:
    token = change.resource.type
    return (token not in DATA) + (token not in STATEFUL) + (token not in STATEFUL | TRAFFIC), noun(token)
