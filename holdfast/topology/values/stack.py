"""A whole stack, planned: regions, what it promises, and all else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.topology.values.origin import no_origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.topology.values.alarms import AlarmsPlan
    from holdfast.topology.values.alerts import AlertsPlan
    from holdfast.topology.values.apm import ApmPlan
    from holdfast.topology.values.applications import ApplicationsPlan
    from holdfast.topology.values.backup import BackupPlan
    from holdfast.topology.values.cache import CachePlan
    from holdfast.topology.values.canaries import CanariesPlan
    from holdfast.topology.values.dashboards import DashboardsPlan, TracesPlan
    from holdfast.topology.values.ecs import EcsClusterPlan
    from holdfast.topology.values.eks import EksClusterPlan
    from holdfast.topology.values.entrance import EntrancePlan
    from holdfast.topology.values.experiments import ExperimentsPlan
    from holdfast.topology.values.internet_monitor import InternetMonitorPlan
    from holdfast.topology.values.network import NetworkPlan
    from holdfast.topology.values.origin import Origin
    from holdfast.topology.values.private_access import PrivateAccessPlan
    from holdfast.topology.values.recovery import RecoveryPlan, ZonalAutoshiftPlan
    from holdfast.topology.values.runbook import RunbookPlan
    from holdfast.topology.values.service import ServicePlan
    from holdfast.topology.values.shield import ShieldPlan
    from holdfast.topology.values.store import ReplicationEdge, StorePlan
    from holdfast.topology.values.words import Role, Survives
    from holdfast.topology.values.zone_export import ZoneExportPlan


@dataclass(frozen=True, kw_only=True, slots=True)
class RegionPlan:
    """One region: its place, its role, its network and the services that run in it.

    A ``backup`` region has no network and no services. ``ecs`` and ``eks`` are the clusters of services of
    that kind, None where none runs. ``held`` leaves its resources as they are.
    ``key_arn`` is an existing customer key to use instead of making one.
    """

    place: str
    region: str
    role: Role
    held: bool
    key_arn: str | None
    network: NetworkPlan | None
    services: tuple[ServicePlan, ...]
    ecs: EcsClusterPlan | None
    eks: EksClusterPlan | None
    private_access: PrivateAccessPlan | None
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
class ReleasesPlan:
    """How a new release reaches the regions: places in order, and minutes of quiet before the next."""

    order: tuple[str, ...]
    bake_minutes: int
    origin: Origin = field(default_factory=no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class BudgetPlan:
    """A monthly cost budget in USD and who is told."""

    monthly_usd: float
    emails: tuple[str, ...]
    origin: Origin = field(default_factory=no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class Topology:
    """A stack, planned: regions, entrances, stores and the edges between them, each sorted by key.

    ``imports`` are ids of existing AWS resources by the logical name of the resource that takes them over.
    """

    project: str
    stack: str
    account_id: str
    protection: bool
    tags: Mapping[str, str]
    regions: tuple[RegionPlan, ...]
    entrances: tuple[EntrancePlan, ...]
    stores: tuple[StorePlan, ...]
    caches: tuple[CachePlan, ...]
    edges: tuple[ReplicationEdge, ...]
    backups: BackupPlan | None
    objectives: Objectives
    releases: ReleasesPlan
    budget: BudgetPlan | None
    shield: ShieldPlan | None
    alerts: AlertsPlan
    runbook: RunbookPlan
    alarms: AlarmsPlan | None = None
    recovery: RecoveryPlan | None = None
    zonal_autoshift: ZonalAutoshiftPlan | None = None
    canaries: CanariesPlan | None = None
    internet_monitor: InternetMonitorPlan | None = None
    zone_export: ZoneExportPlan | None = None
    imports: Mapping[str, str]
    applications: ApplicationsPlan | None = None
    dashboards: DashboardsPlan | None = None
    traces: TracesPlan | None = None
    apm: ApmPlan | None = None
    experiments: ExperimentsPlan | None = None
