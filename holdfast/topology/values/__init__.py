"""The plan as plain frozen values: what shapes the resource tree, known before the engine runs.

Nothing here decides anything; ``holdfast.topology.plan`` makes these values from the settings and
``holdfast.components`` declares them. Every value carries ``origin``: for each of its fields the settings
path that the field came from, so that a tool can say why something is there.
"""

from __future__ import annotations

from holdfast.topology.values.accelerator import AcceleratorPlan, ClientAffinity, EndpointGroupPlan
from holdfast.topology.values.alarms import (
    DEFAULT_BAND_WIDTH,
    DEFAULT_BANDS,
    DEFAULT_THRESHOLDS,
    AlarmsPlan,
    MutePlan,
)
from holdfast.topology.values.alerts import (
    AlertsPlan,
    AwsHealthPlan,
    ChatApplication,
    ChatChannelPlan,
    CloudflareImpact,
    CloudflareStatusPlan,
    EmailListPlan,
    HookPlan,
)
from holdfast.topology.values.api_gateway import ApiGatewayPlan
from holdfast.topology.values.apm import (
    AgentPlan,
    ApmBackend,
    ApmPlan,
    IntegrationPlan,
    MetricFormat,
    MetricStreamPlan,
)
from holdfast.topology.values.applications import (
    ApplicationsPlan,
    ImageReplication,
    KeyPlan,
    MachineImagePlan,
    PackagesPlan,
    ParameterPlan,
    RegistryPlan,
    RegistryScanning,
    RepositoryPlan,
    SecretPlan,
    SecretSource,
)
from holdfast.topology.values.authorization import (
    HEALTH_PORT,
    AuthorizationPlan,
    ClaimFormat,
    ClaimPlan,
    JwtPlan,
    MutualTlsMode,
    MutualTlsPlan,
    TrustObject,
    TrustPlan,
)
from holdfast.topology.values.backup import (
    AirGappedPlan,
    BackupClassPlan,
    BackupPlan,
    BunkerPlan,
    HourlyBackupPlan,
    VaultLockPlan,
    VaultPlan,
)
from holdfast.topology.values.backup_audit import AuditedPlacePlan, BackupAuditPlan
from holdfast.topology.values.backup_types import (
    BACKUP_TYPE_OF,
    BACKUP_TYPES,
    BackupType,
    has_continuous_backups,
)
from holdfast.topology.values.cache import (
    CacheAuthentication,
    CacheEngine,
    CacheLimitsPlan,
    CacheMode,
    CacheNodesPlan,
    CachePlan,
    cache_family,
    is_global_node_type,
)
from holdfast.topology.values.canaries import (
    CANARY_RETENTION_DAYS,
    DNS_PROVIDERS,
    LONGEST_RUN_SECONDS,
    LONGEST_RUN_WITH_TWO_RETRIES_SECONDS,
    CanariesPlan,
    CanaryEntrancePlan,
    majority,
    run_seconds,
)
from holdfast.topology.values.cloudflare import (
    ALL_CLOUDFLARE_REGIONS,
    CLOUDFLARE_PERIODS,
    CLOUDFLARE_REGIONS,
    CloudflareAffinity,
    CloudflareAffinityPlan,
    CloudflareEcs,
    CloudflareFailover,
    CloudflareLocationMode,
    CloudflareLocationPlan,
    CloudflareManagedRules,
    CloudflareMonitorPlan,
    CloudflarePlan,
    CloudflareRateLimitPlan,
    CloudflareSteering,
    CloudflareZonePlan,
)
from holdfast.topology.values.cloudfront import (
    CloudfrontPathsPlan,
    CloudfrontPlan,
    MinimumTls,
    OriginLock,
    PriceClass,
)
from holdfast.topology.values.dashboards import DashboardsPlan, TracesPlan
from holdfast.topology.values.dsql import DsqlPlan
from holdfast.topology.values.ecs import (
    FARGATE_MEMORY_MIB,
    ContainerInsights,
    DeploymentStrategy,
    EcsClusterPlan,
    EcsDeploymentPlan,
    EcsInstancesPlan,
    EcsServicePlan,
    TaskCapacity,
)
from holdfast.topology.values.edge_logs import EdgeLogsPlan
from holdfast.topology.values.eks import (
    EksAccessLevel,
    EksAccessPlan,
    EksClusterPlan,
    EksNodesPlan,
    EksServicePlan,
    EksSupport,
    NodeOs,
)
from holdfast.topology.values.entrance import (
    DependencyAlarm,
    EndpointPlan,
    EntrancePlan,
    FailoverSlots,
    HealthPlan,
    LoadBalancerPlan,
    OwnMetric,
    ZonePlan,
)
from holdfast.topology.values.experiments import (
    EXPERIMENT_SECTIONS,
    ChaosPlan,
    ExperimentKind,
    ExperimentPlan,
    ExperimentsPlan,
)
from holdfast.topology.values.function import FunctionPlan
from holdfast.topology.values.internet_monitor import InternetMonitorPlan
from holdfast.topology.values.managed_rules import BASE_CAPACITY, MANAGED_GROUPS, MOST_CAPACITY, ManagedGroup
from holdfast.topology.values.network import AdoptedNetwork, FlowLogs, NetworkPlan, Subnet, admits_everybody
from holdfast.topology.values.openapi import (
    DESCRIPTION_KEY,
    DESCRIPTION_PRIORITY,
    HEAD_BYTES,
    LARGEST_ANSWER_BYTES,
    LARGEST_HAPROXY_BYTES,
    DescriptionAccess,
    OpenapiPlan,
)
from holdfast.topology.values.origin import Origin
from holdfast.topology.values.private_access import (
    MOST_ASN,
    DirectConnectLinePlan,
    DirectConnectPlan,
    PrivateAccessPlan,
    VpnPlan,
    is_private_asn,
)
from holdfast.topology.values.proxy import (
    ProxyAlgorithm,
    ProxyCookie,
    ProxyPlan,
    ProxyRegionPlan,
    ProxySoftware,
)
from holdfast.topology.values.rds import (
    DATABASE_CLUSTER_CHARACTERS,
    RDS_STORAGE,
    RdsBackupCopyPlan,
    RdsMemberPlan,
    RdsPlan,
    RdsShape,
    RdsStoragePlan,
    StorageBounds,
    least_max_gib,
    most_throughput_mibps,
)
from holdfast.topology.values.recovery import (
    RecoveryAction,
    RecoveryBy,
    RecoveryPlan,
    RecoveryRouting,
    RecoveryStepPlan,
    RecoverySubject,
    RecoveryWorkflowPlan,
    RegionSwitchSettingsPlan,
    RegionSwitchTriggerPlan,
    RoutingControlPlan,
    ZonalAutoshiftPlan,
    worst_seconds,
)
from holdfast.topology.values.recovery_automation import RecoveryAutomationPlan, WatchdogPlan
from holdfast.topology.values.restore_testing import (
    RestoreChecksPlan,
    RestoreFrequency,
    RestorePick,
    RestoreQueryPlan,
    RestoreTestingPlan,
    RestoreTestPlan,
)
from holdfast.topology.values.runbook import ContactPlan, RunbookPlan
from holdfast.topology.values.s3 import (
    AccessPoint,
    AccessPointRoutes,
    BucketMemberPlan,
    ObjectLockMode,
    ObjectLockPlan,
    S3Plan,
)
from holdfast.topology.values.service import (
    Capacity,
    InstancesPlan,
    ScalingPlan,
    Schedule,
    ServicePlan,
    Stickiness,
    TargetPlan,
    WarmPool,
)
from holdfast.topology.values.shield import ShieldContact, ShieldPlan
from holdfast.topology.values.stack import BudgetPlan, Objectives, RegionPlan, ReleasesPlan, Topology
from holdfast.topology.values.store import (
    AdoptedAuroraPlan,
    AdoptedBucketPlan,
    AdoptedStorePlan,
    AttributePlan,
    AuroraMemberPlan,
    AuroraPlan,
    DatabaseInstancePlan,
    DynamodbPlan,
    IndexPlan,
    ReplicationEdge,
    StorePlan,
    TableReplicaPlan,
    ThroughputPlan,
)
from holdfast.topology.values.store_traits import STORE_TRAITS, Promotion, StoreTraits
from holdfast.topology.values.waf import EDGE_PLACE, PathLimit, WafAttachment, WafGroup, WafLimits, WafPlan
from holdfast.topology.values.words import (
    CHECKER_REGIONS,
    CONTINENTS,
    LOG_RETENTION_DAYS,
    Architecture,
    AttributeType,
    BackupCopies,
    BackupSources,
    Consistency,
    Door,
    FlowLogTraffic,
    IndexProjection,
    InsightsMode,
    LoadBalancingAlgorithm,
    Mode,
    NatStrategy,
    ReplicationKind,
    Role,
    RoutingPolicy,
    ServiceKind,
    Severity,
    StoreKind,
    Strategy,
    SubnetTier,
    Survives,
    TableClass,
    VaultLockMode,
    WriteRouting,
    ZoneDistribution,
)
from holdfast.topology.values.zone_export import ZoneExportPlan

# fmt: off
__all__ = [
    "ALL_CLOUDFLARE_REGIONS", "BACKUP_TYPES", "BACKUP_TYPE_OF", "BASE_CAPACITY", "CANARY_RETENTION_DAYS",
    "CHECKER_REGIONS", "CLOUDFLARE_PERIODS", "CLOUDFLARE_REGIONS", "CONTINENTS",
    "DATABASE_CLUSTER_CHARACTERS", "DEFAULT_BANDS", "DEFAULT_BAND_WIDTH", "DEFAULT_THRESHOLDS",
    "DESCRIPTION_KEY", "DESCRIPTION_PRIORITY", "DNS_PROVIDERS", "EDGE_PLACE", "EXPERIMENT_SECTIONS",
    "FARGATE_MEMORY_MIB", "HEAD_BYTES", "HEALTH_PORT", "LARGEST_ANSWER_BYTES", "LARGEST_HAPROXY_BYTES",
    "LOG_RETENTION_DAYS", "LONGEST_RUN_SECONDS", "LONGEST_RUN_WITH_TWO_RETRIES_SECONDS", "MANAGED_GROUPS",
    "MOST_ASN", "MOST_CAPACITY", "RDS_STORAGE", "STORE_TRAITS", "AcceleratorPlan", "AccessPoint",
    "AccessPointRoutes", "AdoptedAuroraPlan", "AdoptedBucketPlan", "AdoptedNetwork", "AdoptedStorePlan",
    "AgentPlan", "AirGappedPlan", "AlarmsPlan", "AlertsPlan", "ApiGatewayPlan", "ApmBackend", "ApmPlan",
    "ApplicationsPlan", "Architecture", "AttributePlan", "AttributeType", "AuditedPlacePlan",
    "AuroraMemberPlan", "AuroraPlan", "AuthorizationPlan", "AwsHealthPlan", "BackupAuditPlan",
    "BackupClassPlan", "BackupCopies", "BackupPlan", "BackupSources", "BackupType", "BucketMemberPlan",
    "BudgetPlan", "BunkerPlan", "CacheAuthentication", "CacheEngine", "CacheLimitsPlan", "CacheMode",
    "CacheNodesPlan", "CachePlan", "CanariesPlan", "CanaryEntrancePlan", "Capacity", "ChaosPlan",
    "ChatApplication", "ChatChannelPlan", "ClaimFormat", "ClaimPlan", "ClientAffinity", "CloudflareAffinity",
    "CloudflareAffinityPlan", "CloudflareEcs", "CloudflareFailover", "CloudflareImpact",
    "CloudflareLocationMode", "CloudflareLocationPlan", "CloudflareManagedRules", "CloudflareMonitorPlan",
    "CloudflarePlan", "CloudflareRateLimitPlan", "CloudflareStatusPlan", "CloudflareSteering",
    "CloudflareZonePlan", "CloudfrontPathsPlan", "CloudfrontPlan", "Consistency", "ContactPlan",
    "ContainerInsights", "DashboardsPlan", "DatabaseInstancePlan", "DependencyAlarm", "DeploymentStrategy",
    "DescriptionAccess", "DirectConnectLinePlan", "DirectConnectPlan", "Door", "DsqlPlan", "DynamodbPlan",
    "EcsClusterPlan", "EcsDeploymentPlan", "EcsInstancesPlan", "EcsServicePlan", "EdgeLogsPlan",
    "EksAccessLevel", "EksAccessPlan", "EksClusterPlan", "EksNodesPlan", "EksServicePlan", "EksSupport",
    "EmailListPlan", "EndpointGroupPlan", "EndpointPlan", "EntrancePlan", "ExperimentKind", "ExperimentPlan",
    "ExperimentsPlan", "FailoverSlots", "FlowLogTraffic", "FlowLogs", "FunctionPlan", "HealthPlan",
    "HookPlan", "HourlyBackupPlan", "ImageReplication", "IndexPlan", "IndexProjection", "InsightsMode",
    "InstancesPlan", "IntegrationPlan", "InternetMonitorPlan", "JwtPlan", "KeyPlan", "LoadBalancerPlan",
    "LoadBalancingAlgorithm", "MachineImagePlan", "ManagedGroup", "MetricFormat", "MetricStreamPlan",
    "MinimumTls", "Mode", "MutePlan", "MutualTlsMode", "MutualTlsPlan", "NatStrategy", "NetworkPlan",
    "NodeOs", "ObjectLockMode", "ObjectLockPlan", "Objectives", "OpenapiPlan", "Origin", "OriginLock",
    "OwnMetric", "PackagesPlan", "ParameterPlan", "PathLimit", "PriceClass", "PrivateAccessPlan", "Promotion",
    "ProxyAlgorithm", "ProxyCookie", "ProxyPlan", "ProxyRegionPlan", "ProxySoftware", "RdsBackupCopyPlan",
    "RdsMemberPlan", "RdsPlan", "RdsShape", "RdsStoragePlan", "RecoveryAction", "RecoveryAutomationPlan",
    "RecoveryBy", "RecoveryPlan", "RecoveryRouting", "RecoveryStepPlan", "RecoverySubject",
    "RecoveryWorkflowPlan", "RegionPlan", "RegionSwitchSettingsPlan", "RegionSwitchTriggerPlan",
    "RegistryPlan", "RegistryScanning", "ReleasesPlan", "ReplicationEdge", "ReplicationKind",
    "RepositoryPlan", "RestoreChecksPlan", "RestoreFrequency", "RestorePick", "RestoreQueryPlan",
    "RestoreTestPlan", "RestoreTestingPlan", "Role", "RoutingControlPlan", "RoutingPolicy", "RunbookPlan",
    "S3Plan", "ScalingPlan", "Schedule", "SecretPlan", "SecretSource", "ServiceKind", "ServicePlan",
    "Severity", "ShieldContact", "ShieldPlan", "Stickiness", "StorageBounds", "StoreKind", "StorePlan",
    "StoreTraits", "Strategy", "Subnet", "SubnetTier", "Survives", "TableClass", "TableReplicaPlan",
    "TargetPlan", "TaskCapacity", "ThroughputPlan", "Topology", "TracesPlan", "TrustObject", "TrustPlan",
    "VaultLockMode", "VaultLockPlan", "VaultPlan", "VpnPlan", "WafAttachment", "WafGroup", "WafLimits",
    "WafPlan", "WarmPool", "WatchdogPlan", "WriteRouting", "ZonalAutoshiftPlan", "ZoneDistribution",
    "ZoneExportPlan", "ZonePlan", "admits_everybody", "cache_family", "has_continuous_backups",
    "is_global_node_type", "is_private_asn", "least_max_gib", "majority", "most_throughput_mibps",
    "run_seconds", "worst_seconds",
]
# fmt: on
