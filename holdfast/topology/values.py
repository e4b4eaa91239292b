"""The plan as plain frozen values: what shapes the resource tree, known before the engine runs.

Nothing here decides anything; ``holdfast.topology.plan`` makes these values from the settings and
``holdfast.components`` declares them. Every value carries ``origin``: for each of its fields the settings
path that the field came from, so that a tool can say why something is there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

Origin: TypeAlias = "Mapping[str, str]"
"""Field name to the settings path it came from, such as ``holdfast:regions.use1.cidr``; several paths are
joined by ``, `` and a value that nobody set ends in `` (default)``."""

CHECKER_REGIONS = (
    "ap-northeast-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "eu-west-1",
    "sa-east-1",
    "us-east-1",
    "us-west-1",
    "us-west-2",
)
"""Regions from which Route 53 checks health.

Source: https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html (Regions).
"""

LOG_RETENTION_DAYS = (
    *(0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096),
    *(1827, 2192, 2557, 2922, 3288, 3653),
)
"""Days for which CloudWatch Logs can keep a log group; 0 stands for ever.

Source: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html.
"""


class Role(StrEnum):
    """What a region does now; it can change and is never part of a name."""

    ACTIVE = "active"
    STANDBY = "standby"
    BACKUP = "backup"


class Mode(StrEnum):
    """How many regions serve an entrance, and how."""

    SINGLE_REGION = "single-region"
    ACTIVE_PASSIVE = "active-passive"
    ACTIVE_ACTIVE = "active-active"


class Strategy(StrEnum):
    """How much of a standby region runs before it is needed, in AWS's words."""

    BACKUP_AND_RESTORE = "backup-and-restore"
    PILOT_LIGHT = "pilot-light"
    WARM_STANDBY = "warm-standby"
    HOT_STANDBY = "hot-standby"


class Survives(StrEnum):
    """The largest thing whose loss the running capacity absorbs without scaling."""

    INSTANCE = "instance"
    ZONE = "zone"
    REGION = "region"


class RoutingPolicy(StrEnum):
    """Route 53's routing policies, as an entrance uses them."""

    SIMPLE = "simple"
    FAILOVER = "failover"
    LATENCY = "latency"
    WEIGHTED = "weighted"
    GEOLOCATION = "geolocation"
    MULTIVALUE = "multivalue"


class SubnetTier(StrEnum):
    """Who can reach a subnet: the internet, the VPC and out through NAT, or the VPC alone."""

    PUBLIC = "public"
    PRIVATE = "private"
    ISOLATED = "isolated"


class NatStrategy(StrEnum):
    """How private subnets reach the internet."""

    PER_ZONE = "per-zone"
    SHARED = "shared"
    REGIONAL = "regional"
    NONE = "none"


class FlowLogTraffic(StrEnum):
    """Which traffic a VPC flow log records."""

    ACCEPT = "ACCEPT"
    REJECT = "REJECT"
    ALL = "ALL"


class Architecture(StrEnum):
    """Processor architecture of an instance type, as AMI parameter names spell it."""

    ARM64 = "arm64"
    X86_64 = "x86_64"


class LoadBalancingAlgorithm(StrEnum):
    """How an Application Load Balancer picks a target."""

    ROUND_ROBIN = "round_robin"
    LEAST_OUTSTANDING_REQUESTS = "least_outstanding_requests"
    WEIGHTED_RANDOM = "weighted_random"


class ZoneDistribution(StrEnum):
    """How an Auto Scaling group spreads instances when a zone cannot launch."""

    BALANCED_BEST_EFFORT = "balanced-best-effort"
    BALANCED_ONLY = "balanced-only"


class StoreKind(StrEnum):
    """A replicated store that holdfast knows."""

    AURORA_POSTGRESQL = "aurora-postgresql"
    AURORA_MYSQL = "aurora-mysql"
    DYNAMODB = "dynamodb"


class Consistency(StrEnum):
    """Whether a write waits for other regions: asynchronous (``eventual``) or synchronous (``strong``)."""

    EVENTUAL = "eventual"
    STRONG = "strong"


class WriteRouting(StrEnum):
    """How a write that arrives in a region without the writer reaches it."""

    FORWARDED = "forwarded"
    APPLICATION = "application"
    ANY_REGION = "any-region"


class ReplicationKind(StrEnum):
    """What flows along a replication edge."""

    STORE = "store"
    BACKUP = "backup"


def _no_origin() -> Origin:
    return MappingProxyType({})


@dataclass(frozen=True, kw_only=True, slots=True)
class Subnet:
    """One subnet: its tier, its zone's full name, the zone's letter (its key) and its IPv4 block."""

    tier: SubnetTier
    zone: str
    key: str
    cidr: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FlowLogs:
    """VPC flow logs: traffic recorded, aggregation interval in seconds (60 or 600), retention in days."""

    traffic: FlowLogTraffic
    interval_seconds: int
    retention_days: int


@dataclass(frozen=True, kw_only=True, slots=True)
class AdoptedNetwork:
    """An existing VPC, by ids; subnets in the order of their zones."""

    vpc_id: str
    public_subnet_ids: tuple[str, ...]
    private_subnet_ids: tuple[str, ...]
    isolated_subnet_ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class NetworkPlan:
    """The network of one region: its block, its subnets, its ways out; or the VPC that it adopts."""

    cidr: str
    zones: tuple[str, ...]
    subnets: tuple[Subnet, ...]
    nat: NatStrategy
    gateway_endpoints: tuple[str, ...]
    interface_endpoints: tuple[str, ...]
    flow_logs: FlowLogs | None
    adopted: AdoptedNetwork | None = None
    origin: Origin = field(default_factory=_no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class Capacity:
    """Instances of a service in one region.

    ``minimum`` always runs; ``needed`` is what carries the region's share of the peak after the loss that the
    stack survives; ``maximum`` is the ceiling of scaling. A standby's minimum can be below ``needed``.
    """

    minimum: int
    needed: int
    maximum: int
    origin: Origin = field(default_factory=_no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class Schedule:
    """A scheduled change of an Auto Scaling group's size; a size of None is left alone."""

    recurrence: str
    time_zone: str
    minimum: int | None
    maximum: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class WarmPool:
    """Instances kept ready: their state (``Stopped`` or ``Running``) and the least of them."""

    state: str
    minimum: int
    reuse_on_scale_in: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ScalingPlan:
    """How a service scales and how its instances are replaced."""

    cpu_target_percent: int
    requests_per_target_per_minute: float | None
    grace_period_seconds: int
    warmup_seconds: int
    distribution: ZoneDistribution
    spot_percent_above_minimum: int
    capacity_reservations: bool
    warm_pool: WarmPool | None
    schedules: Mapping[str, Schedule]
    min_healthy_percentage: int
    max_healthy_percentage: int
    max_instance_lifetime_days: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Stickiness:
    """Session persistence: ``lb_cookie`` or ``app_cookie``, seconds, the application's cookie."""

    kind: str
    duration_seconds: int
    cookie_name: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class TargetPlan:
    """How an entrance's load balancer treats a service: routing rule, health check, drain, algorithm."""

    paths: tuple[str, ...]
    hosts: tuple[str, ...]
    priority: int
    health_path: str
    health_interval_seconds: int
    health_timeout_seconds: int
    healthy_threshold: int
    unhealthy_threshold: int
    health_matcher: str
    drain_seconds: int
    slow_start_seconds: int
    algorithm: LoadBalancingAlgorithm
    anomaly_mitigation: bool
    stickiness: Stickiness | None
    dns_failover_percent: int | None
    routing_failover_percent: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ServicePlan:
    """A service as it runs in one region."""

    key: str
    port: int
    image: str | None
    artefact: str | None
    environment: Mapping[str, str]
    secrets: Mapping[str, str]
    health_path: str
    instance_types: tuple[str, ...]
    architecture: Architecture
    ami_id: str | None
    volume_gib: int
    capacity: Capacity
    scaling: ScalingPlan
    target: TargetPlan
    log_retention_days: int
    origin: Origin = field(default_factory=_no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class LoadBalancerPlan:
    """The load balancer of one entrance, alike in every region."""

    internal: bool
    allowed_cidrs: tuple[str, ...]
    ssl_policy: str
    hsts_seconds: int
    idle_timeout_seconds: int
    client_keep_alive_seconds: int
    zonal_shift: bool
    log_retention_days: int


@dataclass(frozen=True, kw_only=True, slots=True)
class DependencyAlarm:
    """The one alarm per region that says whether what the region depends on fails.

    ``metric`` None watches the load balancer's own ``HTTPCode_Target_5XX_Count``.
    """

    threshold: float
    evaluation_periods: int
    namespace: str
    metric: str
    statistic: str
    comparison: str
    dimensions: Mapping[str, str]
    watches_load_balancer: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class HealthPlan:
    """How Route 53 judges a region of an entrance."""

    path: str
    search_string: str | None
    interval_seconds: int
    failure_threshold: int
    checker_regions: tuple[str, ...]
    dependency: DependencyAlarm


@dataclass(frozen=True, kw_only=True, slots=True)
class EndpointPlan:
    """One region behind an entrance: its own host name, its share, and where its maintenance switch lies.

    ``switch_place`` is the *other* region whose bucket holds the switch; None where there is no other.
    """

    place: str
    region: str
    host: str
    weight: int | None
    locations: tuple[str, ...]
    addresses: tuple[str, ...]
    switch_place: str | None
    switch_path: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FailoverSlots:
    """The two constant record slots of a failover pair and the places that they lead to now."""

    primary: str
    secondary: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ZonePlan:
    """The hosted zone of an entrance: adopted when ``zone_id`` is given, made otherwise.

    ``delegated`` says that the parent domain delegates to it: only then can certificates be validated.
    """

    name: str
    zone_id: str | None
    delegated: bool
    accelerated_recovery: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class EntrancePlan:
    """What clients reach: a name, the records behind it and the regions that answer."""

    key: str
    domain: str
    zone: ZonePlan
    mode: Mode
    strategy: Strategy | None
    policy: RoutingPolicy
    services: tuple[str, ...]
    endpoints: tuple[EndpointPlan, ...]
    slots: FailoverSlots | None
    load_balancer: LoadBalancerPlan
    health: HealthPlan
    ttl_seconds: int
    origin: Origin = field(default_factory=_no_origin)


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
    origin: Origin = field(default_factory=_no_origin)


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
    origin: Origin = field(default_factory=_no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class ReplicationEdge:
    """Data that flows from one place to another; ``lag_seconds`` is the published typical lag, if any."""

    kind: ReplicationKind
    key: str
    source: str
    target: str
    synchronous: bool
    lag_seconds: float | None
    origin: Origin = field(default_factory=_no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class BackupPlan:
    """Backups: the places that receive copies, and for how many days they are kept."""

    copy_to: tuple[str, ...]
    retention_days: int
    origin: Origin = field(default_factory=_no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class Objectives:
    """What the stack promises: availability in percent, RTO and RPO in seconds, losses, residency."""

    availability_percent: float | None
    rto_seconds: int | None
    rpo_seconds: int | None
    survives: Survives
    residency: tuple[str, ...]
    origin: Origin = field(default_factory=_no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class BudgetPlan:
    """A monthly cost budget in USD and who is told."""

    monthly_usd: float
    emails: tuple[str, ...]
    origin: Origin = field(default_factory=_no_origin)


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
