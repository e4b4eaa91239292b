"""The shape of the stack output ``operations``: what tools need to operate a running API.

Versioned and additive only: a key that was published keeps its name and its meaning. Everything in it is
readable without AWS's control planes, so that it can be written to a file before an event and used during it.
"""

from __future__ import annotations

from typing import NotRequired, TypedDict

from holdfast.contracts.operations.applications import (
    ApplicationKey,
    Applications,
    ReplicatedSecret,
)
from holdfast.contracts.operations.backups import (
    AirGappedVault,
    BackupReports,
    Backups,
    BunkerVault,
    RestoreTests,
    Vault,
    ZoneExports,
)
from holdfast.contracts.operations.entrances import (
    Accelerator,
    Cloudflare,
    Distribution,
    Endpoint,
    Entrance,
    PrivateAccess,
    Proxies,
    Switch,
)
from holdfast.contracts.operations.recovery import (
    Experiment,
    Recovery,
    RecoveryAutomation,
    RecoveryStep,
    RecoveryWatchdog,
    RecoveryWorkflow,
    RegionSwitch,
    RoutingControls,
)
from holdfast.contracts.operations.services import (
    EcsService,
    Function,
    Kubernetes,
    Region,
    Releases,
    Service,
)
from holdfast.contracts.operations.stores import (
    AccessPoint,
    Cache,
    CacheMember,
    Cluster,
    DsqlCluster,
    RdsMember,
    Store,
)
from holdfast.contracts.operations.watching import (
    AlarmElsewhere,
    Alerts,
    AlertTopics,
    Apm,
    Canaries,
    CanaryPlace,
    CanaryRun,
    Contact,
    Dashboards,
    InternetMonitor,
    PlaceAlarms,
    Runbook,
)

__all__ = [
    "OPERATIONS_VERSION",
    "Accelerator",
    "AccessPoint",
    "AirGappedVault",
    "AlarmElsewhere",
    "AlertTopics",
    "Alerts",
    "Apm",
    "ApplicationKey",
    "Applications",
    "BackupReports",
    "Backups",
    "BunkerVault",
    "Cache",
    "CacheMember",
    "Canaries",
    "CanaryPlace",
    "CanaryRun",
    "Cloudflare",
    "Cluster",
    "Contact",
    "Dashboards",
    "Distribution",
    "DsqlCluster",
    "EcsService",
    "Endpoint",
    "Entrance",
    "Experiment",
    "Function",
    "InternetMonitor",
    "Kubernetes",
    "Operations",
    "PlaceAlarms",
    "PrivateAccess",
    "Proxies",
    "RdsMember",
    "Recovery",
    "RecoveryAutomation",
    "RecoveryStep",
    "RecoveryWatchdog",
    "RecoveryWorkflow",
    "Region",
    "RegionSwitch",
    "Releases",
    "ReplicatedSecret",
    "RestoreTests",
    "RoutingControls",
    "Runbook",
    "Service",
    "StackObjectives",
    "Store",
    "Switch",
    "Vault",
    "ZoneExports",
]

OPERATIONS_VERSION = 1


class StackObjectives(TypedDict):
    """What the stack promises."""

    availability_percent: float | None
    rto_seconds: int | None
    rpo_seconds: int | None
    survives: str
    residency: list[str]


class Operations(TypedDict):
    """The whole contract.

    ``written`` is when ``holdfast operations`` wrote it to a file (UTC, ISO 8601); the output has none.
    """

    version: int
    written: NotRequired[str]
    project: str
    stack: str
    account_id: str
    regions: dict[str, Region]
    entrances: dict[str, Entrance]
    stores: dict[str, Store]
    caches: dict[str, Cache]
    applications: Applications
    private_access: dict[str, PrivateAccess]
    releases: Releases
    backups: Backups | None
    zone_export: ZoneExports | None
    objectives: StackObjectives
    runbook: Runbook
    dashboards: Dashboards | None
    alarms: dict[str, PlaceAlarms]
    canaries: Canaries | None
    internet_monitors: dict[str, InternetMonitor]
    alerts: Alerts
    apm: Apm | None
    recovery: Recovery | None
    experiments: dict[str, dict[str, Experiment]]
