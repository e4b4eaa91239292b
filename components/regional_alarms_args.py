"""What the alarms of one place are told of everything that they watch."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from holdfast.components.alarm_notes import AlarmNotesArgs


class WatchedTargetsArgs(TypedDict):
    """A service behind a load balancer."""

    groups: Sequence[pulumi.Input[str]]
    """Ends of the ARNs of its target groups: one, or two between which deployments move requests."""
    zones: NotRequired[Sequence[str]]
    """Availability Zones of which each must have healthy targets. Default: none, the region as a whole."""


class WatchedBalancerArgs(TypedDict):
    """An Application Load Balancer."""

    arn_suffix: pulumi.Input[str]
    """End of its ARN."""
    services: Mapping[str, WatchedTargetsArgs]
    """Services behind it that always run, by key."""
    idle: NotRequired[bool]
    """Whether nothing runs behind it before it is needed: then its own answers 503 to health checkers are no
    errors, and those of targets alone count. Default: False."""


class WatchedApiArgs(TypedDict):
    """An API of API Gateway."""

    kind: str
    """``http-api`` or ``rest-api``."""
    dimensions: Mapping[str, pulumi.Input[str]]
    """Dimensions of its metrics."""
    log_group_name: pulumi.Input[str]
    """Log group of its access logs."""


class WatchedProxiesArgs(TypedDict):
    """Proxies of one's own behind a Network Load Balancer."""

    balancer_arn_suffix: pulumi.Input[str]
    """End of the load balancer's ARN."""
    group: pulumi.Input[str]
    """End of the ARN of the target group that takes HTTPS."""
    zones: NotRequired[Sequence[str]]
    """Availability Zones of which each must have a healthy proxy. Default: none."""
    log_group_name: pulumi.Input[str]
    """Log group of their access logs."""
    milliseconds: str
    """How a line of the log is made to say milliseconds: ``$.ms`` of HAProxy, ``$.seconds`` of nginx."""
    error_namespace: str
    """Namespace of the metric that counts answers of 500 and more."""
    error_metric: str
    """Name of that metric."""
    idle: NotRequired[bool]
    """Whether nothing runs behind them before it is needed: then nobody watches errors, since health checkers
    get them all the time. Default: False."""


class WatchedInstancesArgs(TypedDict):
    """A service, or proxies, on EC2 instances."""

    auto_scaling_group: pulumi.Input[str]
    """Name of the Auto Scaling group."""
    metrics_namespace: str
    """Namespace in which the CloudWatch agent tells memory and disk."""
    scales: bool
    """Whether its maximum lies above its minimum."""


class WatchedTasksArgs(TypedDict):
    """A service on ECS."""

    cluster: pulumi.Input[str]
    """Name of the cluster."""
    service: pulumi.Input[str]
    """Name of the ECS service."""
    maximum: NotRequired[int]
    """Most tasks that it scales to. Default: none is watched: it does not scale, or Container Insights is
    off, which alone tells how many there are."""


class WatchedFunctionArgs(TypedDict):
    """A service on Lambda."""

    name: pulumi.Input[str]
    """Name of the function."""
    concurrency: int
    """Concurrent executions that it is planned for at most."""


class WatchedDatabaseArgs(TypedDict):
    """A member of an Aurora or an RDS database."""

    cluster: NotRequired[pulumi.Input[str]]
    """Identifier of its cluster; either this or ``instance``. Default: none."""
    instance: NotRequired[pulumi.Input[str]]
    """Identifier of its only instance. Default: none."""
    postgresql: NotRequired[bool]
    """Whether it is PostgreSQL. Default: False."""
    max_acu: NotRequired[float]
    """Largest capacity of serverless instances. Default: none, its instances have a class."""
    max_connections: NotRequired[int]
    """Its parameter of that name. Default: none, AWS's own."""
    storage_gib: NotRequired[int]
    """Storage that does not grow by itself. Default: none, nobody watches it."""
    replicates: NotRequired[bool]
    """Whether it has members in other regions. Default: False."""


class WatchedTableArgs(TypedDict):
    """A copy of a DynamoDB table."""

    name: pulumi.Input[str]
    """Name of the table."""
    receiving_regions: NotRequired[Sequence[str]]
    """AWS regions that it replicates to, eventually. Default: none."""


class WatchedCacheArgs(TypedDict):
    """A cache, or a cache that counts as a store."""

    replication_group: NotRequired[pulumi.Input[str]]
    """Id of its replication group; either this or ``serverless``. Default: none."""
    nodes: NotRequired[Sequence[str]]
    """Ends of its nodes' ids, such as ``001`` or ``0001-001``. Default: none."""
    serverless: NotRequired[pulumi.Input[str]]
    """Name of the serverless cache. Default: none."""
    max_storage_gb: NotRequired[int]
    """Most data of a serverless cache. Default: none."""
    store: NotRequired[bool]
    """Whether what it holds may not be lost. Default: False."""
    spans: NotRequired[bool]
    """Whether it has members in other regions. Default: False."""


class MuteArgs(TypedDict):
    """A window in which alarms tell nobody."""

    expression: str
    """``cron(…)`` with five fields, or ``at(…)``."""
    minutes: int
    """Its length."""
    time_zone: NotRequired[str]
    """Its time zone. Default: UTC."""


class RegionalAlarmsArgs(TypedDict):
    """What the alarms of one place need; what is not named is not watched."""

    region: str
    """AWS region of everything that is watched."""
    topic_arns: Mapping[str, pulumi.Input[str]]
    """``page`` and ``ticket`` → topic of the region."""
    thresholds: Mapping[str, float]
    """Threshold by the name of the setting of ``holdfast:alarms``; what has none has no alarm."""
    bands: NotRequired[Sequence[str]]
    """Names of settings that are compared with the band of what is usual. Default: none."""
    band_width: NotRequired[float]
    """Standard deviations of bands on each side. Default: 3."""
    promised: NotRequired[Sequence[str]]
    """Names of settings whose alarms page, since somebody promised the number. Default: none."""
    balancers: NotRequired[Mapping[str, WatchedBalancerArgs]]
    """Load balancers by entrance. Default: none."""
    apis: NotRequired[Mapping[str, WatchedApiArgs]]
    """APIs by entrance. Default: none."""
    proxies: NotRequired[Mapping[str, WatchedProxiesArgs]]
    """Proxies by entrance. Default: none."""
    instances: NotRequired[Mapping[str, WatchedInstancesArgs]]
    """Services on instances by key. Default: none."""
    tasks: NotRequired[Mapping[str, WatchedTasksArgs]]
    """Services on ECS by key. Default: none."""
    functions: NotRequired[Mapping[str, WatchedFunctionArgs]]
    """Services on Lambda by key. Default: none."""
    eks_cluster: NotRequired[pulumi.Input[str]]
    """Name of an EKS cluster with Container Insights. Default: none."""
    databases: NotRequired[Mapping[str, WatchedDatabaseArgs]]
    """Members of databases by store. Default: none."""
    tables: NotRequired[Mapping[str, WatchedTableArgs]]
    """Copies of tables by store. Default: none."""
    dsql: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Identifiers of DSQL clusters by store. Default: none."""
    caches: NotRequired[Mapping[str, WatchedCacheArgs]]
    """Caches by key. Default: none."""
    buckets: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Names of buckets by store. Default: none."""
    nat_gateways: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Ids of NAT gateways by key. Default: none."""
    queues: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Names of SQS queues by what they are for. Default: none."""
    web_acls: NotRequired[Mapping[str, str]]
    """Metric names of web ACLs by entrance. Default: none."""
    mutes: NotRequired[Mapping[str, MuteArgs]]
    """Windows in which nobody is told. Default: none."""
    notes: NotRequired[AlarmNotesArgs]
    """Owner and runbook. Default: none."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""
