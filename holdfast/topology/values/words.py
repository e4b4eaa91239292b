"""The words of a plan: closed sets of terms, AWS's own where it has one, and what AWS lists."""

from __future__ import annotations

from enum import StrEnum

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

CONTINENTS = ("AF", "AN", "AS", "EU", "NA", "OC", "SA")
"""Continents of Route 53's geolocation records.

Source: https://docs.aws.amazon.com/Route53/latest/APIReference/API_GeoLocation.html.
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


class Severity(StrEnum):
    """How soon somebody must act on an alarm."""

    PAGE = "page"
    TICKET = "ticket"


class Survives(StrEnum):
    """The largest thing whose loss the running capacity absorbs without scaling."""

    INSTANCE = "instance"
    ZONE = "zone"
    REGION = "region"


class ServiceKind(StrEnum):
    """How a service runs: on instances, as containers on ECS, as a Lambda function, or on Kubernetes."""

    INSTANCES = "instances"
    ECS = "ecs"
    LAMBDA = "lambda"
    EKS = "eks"


class Door(StrEnum):
    """What receives an entrance's requests in a region."""

    LOAD_BALANCER = "load-balancer"
    PROXY = "proxy"
    HTTP_API = "http-api"
    REST_API = "rest-api"


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
    RDS_POSTGRESQL = "rds-postgresql"
    RDS_MYSQL = "rds-mysql"
    DSQL = "dsql"
    ELASTICACHE = "elasticache"
    S3 = "s3"


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


class InsightsMode(StrEnum):
    """CloudWatch Database Insights' modes."""

    STANDARD = "standard"
    ADVANCED = "advanced"


class AttributeType(StrEnum):
    """Types of a DynamoDB key attribute: string, number, binary."""

    STRING = "S"
    NUMBER = "N"
    BINARY = "B"


class IndexProjection(StrEnum):
    """What a DynamoDB index holds of each item."""

    ALL = "ALL"
    KEYS_ONLY = "KEYS_ONLY"
    INCLUDE = "INCLUDE"


class TableClass(StrEnum):
    """DynamoDB's table classes."""

    STANDARD = "STANDARD"
    STANDARD_INFREQUENT_ACCESS = "STANDARD_INFREQUENT_ACCESS"


class VaultLockMode(StrEnum):
    """Who can undo a backup vault's lock: privileged people (``governance``), or nobody (``compliance``)."""

    GOVERNANCE = "governance"
    COMPLIANCE = "compliance"


class BackupCopies(StrEnum):
    """Where copies of backups go: other regions, a second account's vault, a logically air-gapped vault."""

    REGIONS = "regions"
    BUNKER = "bunker"
    AIR_GAPPED = "air-gapped"


class BackupSources(StrEnum):
    """Which of a store's places are backed up: its home, or every one."""

    HOME = "home"
    EVERYWHERE = "everywhere"
