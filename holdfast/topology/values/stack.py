"""A whole stack, planned: regions, stores, what it promises."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.topology.values.origin import no_origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.topology.values.entrance import EntrancePlan
    from holdfast.topology.values.network import NetworkPlan
    from holdfast.topology.values.origin import Origin
    from holdfast.topology.values.service import ServicePlan
    from holdfast.topology.values.words import (
        Consistency,
        ReplicationKind,
        Role,
        StoreKind,
        Survives,
        WriteRouting,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class RegionPlan:
    """One region: its place, its role, its network and the services that run in it.

    A ``backup`` region has no network and no services. ``held`` leaves its resources as they are.
    """

    place: str
    region: str
    role: Role
    held: bool
    network: NetworkPlan | None
    services: tuple[ServicePlan, ...]
    origin: Origin = field(default_factory=no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class StorePlan:
    """A replicated store: its kind, its home (create-only arguments), its places, its writer now."""

    key: str
    kind: StoreKind
    home: str
    places: tuple[str, ...]
    writer: str | None
    consistency: Consistency
    write_routing: WriteRouting | None
    origin: Origin = field(default_factory=no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class ReplicationEdge:
    """Data that flows from one place to another; ``lag_seconds`` is the published typical lag, if any."""

    kind: ReplicationKind
    key: str
    source: str
    target: str
    synchronous: bool
    lag_seconds: float | None
    origin: Origin = field(default_factory=no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class BackupPlan:
    """Backups: the places that receive copies, and for how many days they are kept."""

    copy_to: tuple[str, ...]
    retention_days: int
    origin: Origin = field(default_factory=no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class Objectives:
    """What the stack promises: availability in percent, RTO and RPO in seconds, losses, residency."""

    availability_percent: float | None
    rto_seconds: int | None
    rpo_seconds: int | None
    survives: Survives
    residency: tuple[str, ...]
    origin: Origin = field(default_factory=no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class BudgetPlan:
    """A monthly cost budget in USD and who is told."""

    monthly_usd: float
    emails: tuple[str, ...]
    origin: Origin = field(default_factory=no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class Topology:
    """A stack, planned: regions, entrances, stores and the edges between them, each sorted by key."""

    project: str
    stack: str
    account_id: str
    protection: bool
    tags: Mapping[str, str]
    regions: tuple[RegionPlan, ...]
    entrances: tuple[EntrancePlan, ...]
    stores: tuple[StorePlan, ...]
    edges: tuple[ReplicationEdge, ...]
    backups: BackupPlan | None
    objectives: Objectives
    budget: BudgetPlan | None
