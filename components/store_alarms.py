"""Alarms on the stores and caches of one region."""

from collections.abc import Iterator, Mapping, Sequence

import pulumi
from pulumi_aws import s3

from holdfast.components import alarm_kinds as kinds
from holdfast.components.alarm_kind import AlarmKind
from holdfast.components.alarm_scope import AT_LEAST, BELOW, MOST_METRICS, AlarmScope, Judged, Metric
from holdfast.components.regional_alarms_args import (
    WatchedCacheArgs,
    WatchedDatabaseArgs,
    WatchedTableArgs,
)

_GIB = 1024**3
_GB = 1000**3
_ACU_GIB = 2
"""Memory of an Aurora capacity unit (https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/
aurora-serverless-v2.how-it-works.html, 2026-11)."""
_MILLISECONDS = 1000
_FIVE = Judged()
_FIVE_AT_LEAST = Judged(comparison=AT_LEAST)


def declare_database_alarms(scope: AlarmScope, key: str, args: WatchedDatabaseArgs) -> None:
    """Declare the alarms of one region's part of an Aurora or an RDS database.

    Those of a cluster look at its busiest instance. Metrics: https://docs.aws.amazon.com/AmazonRDS/latest/
    AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html and https://docs.aws.amazon.com/AmazonRDS/latest/
    UserGuide/rds-metrics.html (2026-11).

    Args:
        scope: What the alarms of the place share.
        key: The store.
        args: What is there.
    """
    here: dict[str, pulumi.Input[str]] = (
        {"DBClusterIdentifier": args["cluster"]}
        if "cluster" in args
        else {"DBInstanceIdentifier": args["instance"]}
    )
    scope.alarm(key, kinds.DATABASE_CPU, _rds("CPUUtilization", here, "Maximum"), judged=_FIVE)
    _memory(scope, key, args, here)
    _connections(scope, key, args, here)
    if "max_acu" in args:
        scope.alarm(key, kinds.ACU, _rds("ACUUtilization", here, "Maximum"), judged=_FIVE)
    percent = scope.threshold(kinds.DATABASE_STORAGE)
    if "storage_gib" in args and percent is not None:
        scope.alarm(
            key,
            kinds.DATABASE_STORAGE,
            _rds("FreeStorageSpace", here, "Minimum"),
            judged=Judged(comparison=BELOW),
            threshold=percent / 100 * int(args["storage_gib"]) * _GIB,
        )
    if args.get("postgresql", False):
        scope.alarm(
            key,
            kinds.TRANSACTION_IDS,
            _rds("MaximumUsedTransactionIDs", here, "Maximum"),
            judged=Judged(of=1, least=1, period=300),
        )
    if args.get("replicates", False):
        _database_lag(scope, key, args, here)


def _memory(
    scope: AlarmScope, key: str, args: WatchedDatabaseArgs, here: Mapping[str, pulumi.Input[str]]
) -> None:
    percent = scope.threshold(kinds.DATABASE_MEMORY)
    if percent is None:
        return
    scope.alarm(
        key,
        kinds.DATABASE_MEMORY,
        _rds("FreeableMemory", here, "Minimum"),
        judged=Judged(of=15, least=15, comparison=BELOW),
        threshold=percent / 100 * float(args["max_acu"]) * _ACU_GIB * _GIB if "max_acu" in args else None,
        band="free_memory",
    )


def _connections(
    scope: AlarmScope, key: str, args: WatchedDatabaseArgs, here: Mapping[str, pulumi.Input[str]]
) -> None:
    percent = scope.threshold(kinds.DATABASE_CONNECTIONS)
    if percent is None:
        return
    scope.alarm(
        key,
        kinds.DATABASE_CONNECTIONS,
        _rds("DatabaseConnections", here, "Maximum"),
        judged=_FIVE,
        threshold=percent / 100 * int(args["max_connections"]) if "max_connections" in args else None,
        band="connections",
    )


def _database_lag(
    scope: AlarmScope, key: str, args: WatchedDatabaseArgs, here: Mapping[str, pulumi.Input[str]]
) -> None:
    """Declare the alarm on lag in every place alike: only who follows tells any, whoever that is now."""
    limit = scope.threshold(kinds.REPLICATION_LAG)
    if limit is None:
        return
    if "instance" in args:
        # A replica whose replication stopped says -1, the longest lag of all:
        # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_MySQL.Replication.ReadReplicas.Monitor.html
        scope.computed(
            key,
            kinds.REPLICATION_LAG,
            {"lag": _rds("ReplicaLag", here, "Maximum"), "least": _rds("ReplicaLag", here, "Minimum")},
            f"IF(least < 0, {limit + 1:g}, lag)",
            judged=_FIVE,
        )
        return
    # CloudWatch keeps it by cluster and by the region that leads, which changes with a failover:
    # https://awsauroralabsmy.com/global/cw/ (2026-11)
    scope.queried(
        key,
        kinds.REPLICATION_LAG,
        pulumi.Output.concat(
            'SELECT MAX(AuroraGlobalDBRPOLag) FROM "AWS/RDS" WHERE DBClusterIdentifier = \'',
            args["cluster"],
            "'",
        ),
        judged=_FIVE,
        threshold=limit * _MILLISECONDS,
    )


def declare_table_alarms(scope: AlarmScope, key: str, args: WatchedTableArgs) -> None:
    """Declare the alarms of one region's copy of a table.

    Throttles and errors are told by operation, hence the queries. Metrics:
    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html (2026-11).

    Args:
        scope: What the alarms of the place share.
        key: The store.
        args: The copy.
    """
    for kind, metric in (
        (kinds.TABLE_THROTTLES, "ThrottledRequests"),
        (kinds.TABLE_ERRORS, "SystemErrors"),
    ):
        query = pulumi.Output.concat(
            "SELECT SUM(", metric, ') FROM "AWS/DynamoDB" WHERE TableName = \'', args["name"], "'"
        )
        scope.queried(key, kind, query, judged=_FIVE_AT_LEAST)
    limit = scope.threshold(kinds.REPLICATION_LAG)
    regions = sorted(args.get("receiving_regions", ()))
    if not regions or limit is None:
        return
    lags = {
        f"to{number}": Metric(
            namespace="AWS/DynamoDB",
            name="ReplicationLatency",
            dimensions={"TableName": args["name"], "ReceivingRegion": region},
        )
        for number, region in enumerate(regions)
    }
    _highest(scope, key, kinds.REPLICATION_LAG, lags, threshold=limit * _MILLISECONDS)


def declare_dsql_alarms(scope: AlarmScope, key: str, identifier: pulumi.Input[str]) -> None:
    """Declare the alarms of one region's cluster of a DSQL database.

    Metrics: https://docs.aws.amazon.com/aurora-dsql/latest/userguide/cloudwatch-monitoring.html (2026-11).

    Args:
        scope: What the alarms of the place share.
        key: The store.
        identifier: The cluster.
    """
    for kind, name, judged in (
        (kinds.QUERY_TIMEOUTS, "QueryTimeouts", Judged(of=5, least=3, comparison=AT_LEAST)),
        (kinds.CONFLICTS, "OccConflicts", _FIVE),
    ):
        metric = Metric(
            namespace="AWS/AuroraDSQL", name=name, dimensions={"ClusterId": identifier}, stat="Sum"
        )
        scope.alarm(key, kind, metric, judged=judged)


def declare_cache_alarms(scope: AlarmScope, key: str, args: WatchedCacheArgs) -> None:
    """Declare the alarms of one region's cache.

    ElastiCache tells nodes apart, by ids made of the group's: the highest of them counts. Metrics:
    https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.Redis.html and
    https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/serverless-metrics-events-redis.html (2026-11).

    Args:
        scope: What the alarms of the place share.
        key: The cache, or the store.
        args: What is there.
    """
    if "serverless" in args:
        _serverless(scope, key, args, args["serverless"])
        return
    group, nodes = args["replication_group"], args.get("nodes", ())
    for kind, name in (
        (kinds.CACHE_CPU, "EngineCPUUtilization"),
        (kinds.CACHE_MEMORY, "DatabaseMemoryUsagePercentage"),
    ):
        for subject, metrics in _by_node(key, group, nodes, name, "Average"):
            _highest(scope, subject, kind, metrics)
    _evictions(scope, key, args, [_node(group, node, "Evictions", "Sum") for node in nodes])
    lag = "GlobalDatastoreReplicationLag" if args.get("spans", False) else "ReplicationLag"
    if args.get("spans", False) or args.get("store", False):
        for subject, metrics in _by_node(key, group, nodes, lag, "Maximum"):
            _highest(scope, subject, kinds.REPLICATION_LAG, metrics)


def _serverless(scope: AlarmScope, key: str, args: WatchedCacheArgs, name: pulumi.Input[str]) -> None:
    here = {"clusterId": name}
    percent = scope.threshold(kinds.CACHE_MEMORY)
    if "max_storage_gb" in args and percent is not None:
        scope.alarm(
            key,
            kinds.CACHE_MEMORY,
            Metric(namespace="AWS/ElastiCache", name="BytesUsedForCache", dimensions=here, stat="Maximum"),
            judged=_FIVE,
            threshold=percent / 100 * int(args["max_storage_gb"]) * _GB,
        )
    scope.alarm(
        key,
        kinds.CACHE_THROTTLES,
        Metric(namespace="AWS/ElastiCache", name="ThrottledCmds", dimensions=here, stat="Sum"),
        judged=_FIVE_AT_LEAST,
    )
    _evictions(
        scope,
        key,
        args,
        [Metric(namespace="AWS/ElastiCache", name="Evictions", dimensions=here, stat="Sum")],
    )


def _evictions(scope: AlarmScope, key: str, args: WatchedCacheArgs, metrics: Sequence[Metric]) -> None:
    setting = kinds.EVICTIONS.setting or ""
    if setting not in scope.bands and scope.threshold(kinds.EVICTIONS) is None:
        return
    # A band is of one metric, so each node has its own; what a store may not lose needs none.
    for number, metric in enumerate(metrics, start=1):
        subject = key if len(metrics) == 1 else f"{key}-node{number}"
        scope.alarm(
            subject,
            kinds.EVICTIONS,
            metric,
            judged=_FIVE,
            threshold=0.0 if args.get("store", False) else None,
        )


def declare_bucket_alarms(scope: AlarmScope, key: str, bucket: pulumi.Input[str]) -> None:
    """Declare the alarm of one region's bucket and the request metrics that it takes; nothing unless asked.

    Metrics: https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html (2026-11).

    Args:
        scope: What the alarms of the place share.
        key: The store.
        bucket: The bucket.
    """
    percent = scope.threshold(kinds.BUCKET_ERRORS)
    if percent is None:
        return
    whole = "EntireBucket"
    s3.BucketMetric(
        f"{scope.place}-{key}-request-metrics",
        region=scope.region,
        bucket=bucket,
        name=whole,
        opts=scope.child,
    )
    scope.alarm(
        key,
        kinds.BUCKET_ERRORS,
        Metric(namespace="AWS/S3", name="5xxErrors", dimensions={"BucketName": bucket, "FilterId": whole}),
        judged=Judged(of=15, least=15),
        # Each request counts as 0 or 1, so the average is a share.
        threshold=percent / 100,
    )


def _highest(
    scope: AlarmScope,
    subject: str,
    kind: AlarmKind,
    metrics: Mapping[str, Metric],
    *,
    threshold: float | None = None,
) -> None:
    """Declare an alarm on the highest of several metrics of one kind."""
    if len(metrics) == 1:
        scope.alarm(subject, kind, *metrics.values(), judged=_FIVE, threshold=threshold)
        return
    scope.computed(
        subject, kind, metrics, f"MAX([{', '.join(sorted(metrics))}])", judged=_FIVE, threshold=threshold
    )


def _by_node(
    key: str, group: pulumi.Input[str], nodes: Sequence[str], name: str, stat: str
) -> Iterator[tuple[str, dict[str, Metric]]]:
    """Yield the metrics of so many nodes as fit one alarm, and what that alarm is named after."""
    ordered = sorted(nodes)
    for first in range(0, len(ordered), MOST_METRICS):
        some = ordered[first : first + MOST_METRICS]
        subject = key if first == 0 else f"{key}-{first // MOST_METRICS + 1}"
        yield subject, {f"n{node.replace('-', '_')}": _node(group, node, name, stat) for node in some}


def _node(group: pulumi.Input[str], node: str, name: str, stat: str) -> Metric:
    return Metric(
        namespace="AWS/ElastiCache",
        name=name,
        dimensions={"CacheClusterId": pulumi.Output.concat(group, "-", node)},
        stat=stat,
    )


def _rds(name: str, dimensions: Mapping[str, pulumi.Input[str]], stat: str) -> Metric:
    return Metric(namespace="AWS/RDS", name=name, dimensions=dimensions, stat=stat)
