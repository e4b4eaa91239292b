"""Words and tables that every report of a review uses."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.checks import Severity
from holdfast.graph import place_order
from holdfast.review.attention.context import only_tags
from holdfast.review.model import Conclusion, Group, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from holdfast.review.model import Attention, Change, Review, StackReview

KINDS = tuple(Kind)
SIGNS = {Kind.CREATE: "+", Kind.UPDATE: "~", Kind.REPLACE: "±", Kind.DELETE: "−"}  # noqa: RUF001  # a minus
"""What stands for a kind where there is no room for the word."""
DONE = {Kind.CREATE: "new", Kind.UPDATE: "changed", Kind.REPLACE: "replaced", Kind.DELETE: "deleted"}
"""What is said of something to which a kind of change happens."""
WORST_FIRST = (Kind.DELETE, Kind.REPLACE, Kind.UPDATE, Kind.CREATE)
SEVERITIES = tuple(reversed(Severity))
"""Worst first."""
VERDICTS = {
    Conclusion.UNCHANGED: "No change",
    Conclusion.CLEAR: "Clear",
    Conclusion.ATTENTION: "Needs a look",
    Conclusion.DANGER: "Danger",
}
NONE = "–"  # noqa: RUF001  # a dash, meant for people
_FEW = 10
"""Groups that touch tags alone and are told one by one."""
_FOLLOWS = "; it is made of "
"""Stands in a reason before what is replaced itself."""


def flat(text: str) -> str:
    """A text in one line, without characters that steer a terminal or turn the direction of writing."""
    kept = "".join(one if one.isprintable() else " " for one in text)
    return " ".join(kept.split())


def changed(stack: StackReview) -> tuple[Change, ...]:
    """The changed resources; components, which only group them, left out."""
    return tuple(one for one in stack.changes if not one.resource.component)


def groups(stack: StackReview) -> tuple[Group, ...]:
    """The groups of changed resources, those of components left out; many that touch tags alone are one."""
    every = tuple(one for one in stack.groups if not one.changes[0].resource.component)
    labelled = [one for one in every if only_tags(one.changes[0])]
    if len(labelled) <= _FEW:
        return every
    alike: defaultdict[tuple[str, ...], list[Change]] = defaultdict(list)
    for one in labelled:
        alike[tuple(each.path for each in one.changes[0].properties)].extend(one.changes)
    rest = (one for one in every if not only_tags(one.changes[0]))
    return (*rest, *(Group(changes=tuple(members), missing=()) for members in alike.values()))


def totals(changes: Iterable[Change]) -> Mapping[Kind, int]:
    """How many there are of each kind."""
    return Counter(one.kind for one in changes)


def tally(counts: Mapping[Kind, int]) -> str:
    """Counts in words, worst first: ``1 deleted, 3 changed``."""
    return ", ".join(f"{counts[kind]} {DONE[kind]}" for kind in WORST_FIRST if counts.get(kind))


def headline(review: Review) -> str:
    """The verdict in one line; names in it are the program's own and are to be escaped."""
    return " ".join(one for one in headlines(review) if one)


def headlines(review: Review) -> tuple[str, str]:
    """The verdict in two: what to look at, and how much changes; either can be empty.

    Args:
        review: What is told.
    """
    names = " and ".join(one.stack for one in review.stacks)
    if review.conclusion is Conclusion.UNCHANGED:
        return (f"Nothing changes in {names}." if names else "There is no stack to review."), ""
    found = Counter(one.severity for stack in review.stacks for one in stack.attention)
    levels = ", ".join(f"{found[one]} {one.value}" for one in SEVERITIES if found[one])
    parts = [f"To look at: {levels}."] if levels else []
    if review.failed:
        parts.append(f"{' and '.join(sorted(review.failed))} could not be previewed.")
    per = [(stack.stack, _said(stack)) for stack in review.stacks]
    told = "; ".join(f"{name}: {words}" for name, words in per if words)
    return (
        " ".join(parts) or "Nothing needs attention.",
        f"{told}." if told else "No resource changes." if review.stacks else "",
    )


def _said(stack: StackReview) -> str:
    """How many resources change, how many of them in tags alone, and what is released."""
    every = changed(stack)
    told = [tally(totals(every))] if every else []
    labels = sum(map(only_tags, every))
    if labels:
        told[0] += " in tags alone" if labels == len(every) else f" ({labels} of them in tags alone)"
    released: defaultdict[str, list[str]] = defaultdict(list)
    for one in stack.unseen:
        if one.version:
            released[one.version].append(one.component)
    told += [f"another release of {' and '.join(who)} ({version})" for version, who in released.items()]
    if any(not one.ignored for one in stack.unseen) and not told:
        told.append("no resource is seen to change, but some may")
    return ", ".join(told)


@dataclass(frozen=True, slots=True)
class CountRow:
    """How many resources change in a place."""

    stack: str
    place: str
    counts: tuple[int, ...]
    """By kind."""


def count_rows(review: Review) -> tuple[CountRow, ...]:
    """The table stack by place, without places in which nothing changes."""
    return tuple(
        CountRow(stack.stack, place, tuple(kinds[kind] for kind in KINDS))
        for stack in review.stacks
        for place, kinds in sorted(stack.counts().items(), key=lambda one: place_order(one[0]))
        if any(kinds.values())
    )


def quiet(review: Review) -> tuple[str, ...]:
    """Stacks in which nothing changes."""
    return tuple(one.stack for one in review.stacks if not one.changes)


@dataclass(frozen=True, slots=True)
class Holder:
    """Changes of one component, or of alike components of several places."""

    names: tuple[str, ...]
    """Components; empty for what is in none."""
    groups: tuple[Group, ...]

    @property
    def title(self) -> str:
        """What it is called."""
        return ", ".join(self.names) or "in no component"

    @property
    def counts(self) -> Mapping[Kind, int]:
        """How many resources change."""
        return totals(change for one in self.groups for change in one.changes)


def holders(stack: StackReview) -> tuple[Holder, ...]:
    """The changed resources by component, worst first."""
    found: defaultdict[tuple[str, ...], list[Group]] = defaultdict(list)
    for one in groups(stack):
        names = dict.fromkeys(change.components[-1] for change in one.changes if change.components)
        if only_tags(one.changes[0]) and len(names) > _FEW:
            names = {"tags alone": None}
        found[tuple(names)].append(one)
    held = [Holder(names, tuple(members)) for names, members in found.items()]
    return tuple(sorted(held, key=lambda one: (_worst(one.groups), not one.names, one.names)))


def _worst(members: Iterable[Group]) -> int:
    return min(WORST_FIRST.index(one.changes[0].kind) for one in members)


def resource_names(item: Attention) -> tuple[str, ...]:
    """Names of the resources that something is about and that it does not name itself."""
    told = " ".join((item.title, *item.details))
    names = dict.fromkeys(urn.rsplit("::", 1)[-1] for urn in item.resources)
    return tuple(one for one in names if one not in told)


def forced(change: Change, path: str) -> str:
    """What a property does to the resource: replaces it, could, or nothing; with what moves it."""
    for one in change.forced_by:
        if one.path == path:
            source = one.reason.partition(_FOLLOWS)[2]
            return (
                f"{'replaces' if one.certain else 'could replace'}{f': made of {source}' if source else ''}"
            )
    return ""


def forcing_rest(change: Change) -> Iterator[str]:
    """What replaces a resource and is not among the properties that differ."""
    named = {one.path for one in change.properties}
    for one in change.forced_by:
        if one.path not in named:
            yield f"{one.path} {'replaces' if one.certain else 'could replace'}: {one.reason}"


def short_type(token: str) -> str:
    """A type token without what it repeats: ``aws:rds/Cluster`` of ``aws:rds/cluster:Cluster``."""
    package, _, rest = token.partition(":")
    module, _, name = rest.rpartition(":")
    return f"{package}:{module.partition('/')[0]}/{name}" if module else token
