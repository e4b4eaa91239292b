"""The plan as plain frozen values: what shapes the resource tree, known before the engine runs.

Nothing here decides anything; ``holdfast.topology.plan`` makes these values from the settings and
``holdfast.components`` declares them. Every value carries ``origin``: for each of its fields the settings
path that the field came from, so that a tool can say why something is there.
"""

from __future__ import annotations

from holdfast.topology.values.entrance import (
    DependencyAlarm,
    EndpointPlan,
    EntrancePlan,
    FailoverSlots,
    HealthPlan,
    LoadBalancerPlan,
    ZonePlan,
)
from holdfast.topology.values.network import AdoptedNetwork, FlowLogs, NetworkPlan, Subnet
from holdfast.topology.values.origin import Origin
from holdfast.topology.values.service import (
    Capacity,
    ScalingPlan,
    Schedule,
    ServicePlan,
    Stickiness,
    TargetPlan,
    WarmPool,
)
from holdfast.topology.values.stack import (
    BackupPlan,
    BudgetPlan,
    Objectives,
    RegionPlan,
    ReplicationEdge,
    StorePlan,
    Topology,
)
from holdfast.topology.values.words import (
    CHECKER_REGIONS,
    CONTINENTS,
    LOG_RETENTION_DAYS,
    Architecture,
    Consistency,
    FlowLogTraffic,
    LoadBalancingAlgorithm,
    Mode,
    NatStrategy,
    ReplicationKind,
    Role,
    RoutingPolicy,
    StoreKind,
    Strategy,
    SubnetTier,
    Survives,
    WriteRouting,
    ZoneDistribution,
)

__all__ = [
    "CHECKER_REGIONS",
    "CONTINENTS",
    "LOG_RETENTION_DAYS",
    "AdoptedNetwork",
    "Architecture",
    "BackupPlan",
    "BudgetPlan",
    "Capacity",
    "Consistency",
    "DependencyAlarm",
    "EndpointPlan",
    "EntrancePlan",
    "FailoverSlots",
    "FlowLogTraffic",
    "FlowLogs",
    "HealthPlan",
    "LoadBalancerPlan",
    "LoadBalancingAlgorithm",
    "Mode",
    "NatStrategy",
    "NetworkPlan",
    "Objectives",
    "Origin",
    "RegionPlan",
    "ReplicationEdge",
    "ReplicationKind",
    "Role",
    "RoutingPolicy",
    "ScalingPlan",
    "Schedule",
    "ServicePlan",
    "Stickiness",
    "StoreKind",
    "StorePlan",
    "Strategy",
    "Subnet",
    "SubnetTier",
    "Survives",
    "TargetPlan",
    "Topology",
    "WarmPool",
    "WriteRouting",
    "ZoneDistribution",
    "ZonePlan",
]
