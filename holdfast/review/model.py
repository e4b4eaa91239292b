"""What a review says of a change: values that renderers print and pipelines read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.checks import Finding, Severity
    from holdfast.cost import Estimate
    from holdfast.graph import Resource, ResourceGraph, Value


class Kind(StrEnum):
    """What an update does to a resource, worst last."""

    CREATE = "create"
    UPDATE = "update"
    REPLACE = "replace"
    DELETE = "delete"


class Edit(StrEnum):
    """What happens to one property."""

    ADD = "add"
    CHANGE = "change"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyChange:
    """One input that differs."""

    path: str
    """Engine name and path, such as ``healthCheck.interval`` or ``tags.owner``."""
    edit: Edit
    """What happens to it."""
    before: Value
    """What it was; None where it was absent."""
    after: Value
    """What it will be; None where it is taken away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forcing:
    """Why a change replaces instead of updating."""

    path: str
    """Engine name of the input."""
    certain: bool
    """False where it depends on the value, or no source was found that says so."""
    reason: str
    """In words, such as ``a change of engine replaces``."""
    source: str
    """Address of the page that says so; ``the engine`` where a real preview said it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One resource that differs."""

    kind: Kind
    """What happens to it; ``replace`` only where that is certain."""
    resource: Resource
    """As it will be; as it was where it is deleted."""
    before: Resource | None
    """As it was; None where it is new."""
    properties: tuple[PropertyChange, ...]
    """What differs, by path; empty where it is new or deleted."""
    forced_by: tuple[Forcing, ...]
    """What replaces it, or could."""
    components: tuple[str, ...]
    """Logical names of the components that hold it, outermost first, without the stack."""
    place: str
    """AWS region, ``global``, or ``region not known yet``."""
    renamed_from: str | None = None
    """The URN that it had, where an alias keeps it; None where it has the same."""

    @property
    def may_replace(self) -> bool:
        """Whether it is an update that could turn out a replacement."""
        return self.kind is Kind.UPDATE and bool(self.forced_by)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The same change in several places, shown once."""

    changes: tuple[Change, ...]
    """One a place and name, by place; one alone where nothing is like it."""
    missing: tuple[str, ...]
    """Places that have the like resource, in which it does not change: the odd ones out."""

    @property
    def places(self) -> tuple[str, ...]:
        """Where it happens."""
        return tuple(dict.fromkeys(one.place for one in self.changes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """A component that is given something else, while no resource in it is seen to change."""

    component: str
    """Its logical name."""
    place: str
    """Where most of what it holds is."""
    paths: tuple[str, ...]
    """What differs of what it is given, such as ``workload.image``."""
    version: str
    """Of nothing but another release: ``1.4.0 -> 1.5.0``; else empty."""
    holders: tuple[str, ...]
    """Resources that can hold it in what only deployment knows."""
    documents: tuple[str, ...]
    """Which of their inputs, such as ``userData``."""
    ignoring: tuple[str, ...]
    """Resources that it reaches and that are told to stay as they are."""
    ignored: tuple[str, ...]
    """Which of their inputs."""


class Scope(StrEnum):
    """What is lost in an outlook."""

    ZONE = "zone"
    REGION = "region"
    STORE = "store"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A time, and where it comes from."""

    seconds: float | None
    """None where none is known: then ``text`` says why."""
    text: str
    """In words, such as ``90 s: 10 s x 3 + TTL 60 s``."""
    bounded: bool
    """Whether it is never more than that; otherwise it is typical, or the least."""
    source: str
    """Address of the page, or the settings path, that it rests on; empty where the graph alone gives it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one loss would do."""

    capacity: float | None
    """Part of the capacity serving before that is left without anybody's act, 0 to 1; None where unknown."""
    capacity_text: str
    """In words, such as ``4 of 6 instances``."""
    recovery: Figure
    """Until clients are served again."""
    data_loss: Figure
    """Age of what comes back: what was written in that time is lost."""
    breaks: tuple[str, ...]
    """Objectives that do not hold, such as ``RTO 300 s``."""
    unknowns: tuple[str, ...] = ()
    """What the graph does not tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What one loss would do, before the change and after it."""

    scope: Scope
    """What kind of thing is lost."""
    what: str
    """Which: a zone's or region's name, a store's logical name."""
    before: Outcome | None
    """None where there was no such thing."""
    after: Outcome | None
    """None where there is no such thing any more."""

    @property
    def changed(self) -> bool:
        """Whether the change makes a difference."""
        return self.before != self.after


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """Something that a reviewer must see."""

    id: str
    """Which kind, such as ``replaces-stateful``; stable."""
    severity: Severity
    """How much it matters."""
    title: str
    """In one line, without values of properties that are not allowed."""
    details: tuple[str, ...] = ()
    """More lines: the forcing property, before and after, figures."""
    resources: tuple[str, ...] = ()
    """URNs of what it is about."""
    fix: str = ""
    """What to do about it; empty where nothing but looking."""
    source: str = ""
    """Address of the page that it rests on; empty where it follows from the graph."""


class NodeKind(StrEnum):
    """What a node of the picture stands for."""

    CLIENTS = "clients"
    ENTRANCE = "entrance"
    COMPUTE = "compute"
    STORE = "store"
    BACKUP = "backup"
    NETWORK = "network"
    OTHER = "other"


class EdgeKind(StrEnum):
    """What an edge of the picture stands for."""

    TRAFFIC = "traffic"
    FAILOVER = "failover"
    DATA = "data"
    REPLICATION = "replication"
    BACKUP = "backup"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A component, or a resource in none, in the picture."""

    id: str
    """Stable: letters, digits and underscores, from place and name."""
    label: str
    """What it is called."""
    detail: str
    """A second line, such as ``2 to 6 of t4g.large in 3 zones``; empty for none."""
    kind: NodeKind
    """What it stands for."""
    place: str
    """Region, or ``global``."""
    change: Kind | None
    """``create`` or ``delete`` where all of it comes or goes, ``replace`` where a part is replaced, else
    ``update``; None where nothing changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A way that requests or data take."""

    start: str
    """Id of a node."""
    end: str
    """Id of a node."""
    kind: EdgeKind
    """What goes that way."""
    change: Kind | None
    """``create`` or ``delete`` where the way comes or goes; None otherwise."""
    label: str = ""
    """Such as ``latency`` or ``~1 s``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The topology, coloured by change."""

    places: tuple[str, ...]
    """Regions by name, then ``global`` where anything is there."""
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


class Conclusion(StrEnum):
    """The verdict line, worst last."""

    UNCHANGED = "unchanged"
    """Nothing differs."""
    CLEAR = "clear"
    """Something differs, nothing of it needs attention."""
    ATTENTION = "attention"
    """Somebody must look: the worst is of severity medium or low."""
    DANGER = "danger"
    """The worst is high or critical: data, traffic or an objective is at stake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StackReview:
    """What a change does to one stack."""

    stack: str
    """Its name."""
    before: ResourceGraph | None
    """What was; None for a new stack."""
    after: ResourceGraph | None
    """What will be; None for a stack that is taken away."""
    changes: tuple[Change, ...]
    """By place, component and name."""
    groups: tuple[Group, ...]
    """The same changes, alike ones together, worst kind first."""
    attention: tuple[Attention, ...]
    """Worst first."""
    outlooks: tuple[Outlook, ...]
    """Zones, regions, stores."""
    new_findings: tuple[Finding, ...]
    """Failures and unknowns that were not there before."""
    resolved_findings: tuple[Finding, ...]
    """Failures that are gone."""
    waived: tuple[Finding, ...]
    """All failures that a waiver excuses."""
    picture: Picture
    cost_before: Estimate | None
    cost_after: Estimate | None
    """None where no cost was asked for."""
    partial: bool
    """Whether what was read leaves resources out, so that absence cannot be judged."""
    notes: tuple[str, ...] = ()
    """What else there is to know, such as assumptions of the preview."""
    unseen: tuple[Unseen, ...] = ()
    """What changes though no resource is seen to."""

    def counts(self) -> Mapping[str, Mapping[Kind, int]]:
        """How many resources (components left out) of each kind in each place."""
        found: dict[str, dict[Kind, int]] = {}
        for one in self.changes:
            if not one.resource.component:
                kinds = found.setdefault(one.place, dict.fromkeys(Kind, 0))
                kinds[one.kind] += 1
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What a change does to every stack that was asked for."""

    base: str
    """What it is compared with: a revision or a file."""
    head: str
    """What is compared."""
    stacks: tuple[StackReview, ...]
    """By name."""
    failed: Mapping[str, str]
    """Stacks of which a side could not be previewed, with the reason."""

    @property
    def conclusion(self) -> Conclusion:
        """The verdict."""
        levels = {one.severity.value for stack in self.stacks for one in stack.attention}
        if levels & {"high", "critical"} or self.failed:
            return Conclusion.DANGER
        if levels:
            return Conclusion.ATTENTION
        changed = any(stack.changes for stack in self.stacks)
        return Conclusion.CLEAR if changed else Conclusion.UNCHANGED
