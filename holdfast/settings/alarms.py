"""Settings of alarms: from which value each rings, or that it does not."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from holdfast.settings.base import Key, SettingsModel

Percent = Annotated[float, Field(gt=0, le=100)]
Count = Annotated[float, Field(gt=0, le=1_000_000_000)]
Minutes = Annotated[int, Field(ge=1, le=180)]


def _tag(value: object) -> str:
    return "<text>" if isinstance(value, str) else "<number>"


CountOrBand = Annotated[
    Annotated[Count, Tag("<number>")] | Annotated[Literal["band"], Tag("<text>")], Discriminator(_tag)
]
"""A number, or what is usual."""
CountOrObjective = Annotated[
    Annotated[Count, Tag("<number>")] | Annotated[Literal["objective"], Tag("<text>")], Discriminator(_tag)
]
"""A number, or what the stack promises."""


class MuteSettings(SettingsModel):
    """A window in which alarms tell nobody; they go on being evaluated."""

    expression: Annotated[
        str,
        Field(
            pattern=r"^(cron|at)\([^()]+\)$",
            max_length=256,
            json_schema_extra={
                "patternErrorMessage": "when a mute begins is cron(…) with five fields, or at(…) for once"
            },
        ),
    ]
    """When it begins: `cron(0 2 * * SUN)`, with five fields, or once, `at(2026-12-24T22:00)`."""
    minutes: Annotated[int, Field(ge=1, le=1440)]
    """How long it lasts, in minutes, 1440 at most."""
    time_zone: Annotated[
        str,
        Field(
            pattern=r"^[A-Za-z0-9_+/-]+$",
            max_length=50,
            json_schema_extra={"patternErrorMessage": "a time zone is a name such as Europe/Berlin"},
        ),
    ] = "UTC"
    """Time zone of the expression, such as `Europe/Berlin`. Default: `UTC`."""


class AlarmSettings(SettingsModel):
    """From which value each alarm rings; null leaves the alarm out, `band` compares with what is usual.

    docs/alarms.md has every alarm, with the source of each default.
    """

    error_percent: Percent | None = 5
    """Answers of 500 and more, in percent of all, through which a region of an entrance pages. Experiments,
    zonal shifts and failovers stop by this alarm. Default: 5."""
    error_requests_per_minute: Annotated[int, Field(ge=1, le=1_000_000)] = 20
    """Requests in a minute below which the rate of errors is not judged. Default: 20."""
    latency_p50_ms: CountOrBand | None = "band"
    """Milliseconds of the middle request; a number is a promise, and pages. Default: `band`."""
    latency_p99_ms: CountOrBand | None = "band"
    """Milliseconds of the slowest hundredth of requests; a number is a promise, and pages. Default:
    `band`."""
    hosts_per_zone: Annotated[int, Field(ge=1, le=1000)] | None = 1
    """Healthy targets of a service that each zone must have. Default: 1."""
    rejected_per_minute: Count | None = 1
    """Connections that a load balancer rejected, or requests that an API refused as too many. Default: 1."""
    cpu_percent: Percent | None = 80
    """Processors of a service. Default: 80."""
    memory_percent: Percent | None = 80
    """Memory of a service. Default: 80."""
    disk_percent: Percent | None = 80
    """Root disk of instances and nodes. Default: 80."""
    at_maximum_minutes: Minutes | None = 15
    """Minutes for which a service runs at the maximum of its scaling. Default: 15."""
    function_error_percent: Percent | None = 5
    """Failed calls of a function, in percent. Default: 5."""
    concurrency_percent: Percent | None = 90
    """Concurrent executions of a function, in percent of the most that it is planned for. Default: 90."""
    throttles_per_minute: Count | None = 1
    """Calls of a function or requests to a table that AWS throttled. Default: 1."""
    failed_nodes: Count | None = 1
    """Nodes of an EKS cluster that fail. Default: 1."""
    database_cpu_percent: Percent | None = 90
    """Processors of a database. Default: 90."""
    database_free_memory_percent: Percent | None = 5
    """Memory that a serverless Aurora database has left at its largest; of other databases a band. Default:
    5."""
    database_free_storage_percent: Percent | None = 10
    """Storage that an RDS database has left, of all that it may grow to. Default: 10."""
    database_connections_percent: Percent | None = 90
    """Connections to a database, in percent of its parameter `max_connections`; a band where that is not set.
    Default: 90."""
    acu_percent: Percent | None = 90
    """Capacity of a serverless Aurora database, in percent of its largest. Default: 90."""
    transaction_ids: Count | None = 1_000_000_000
    """Transaction IDs that PostgreSQL has not frozen. Default: 1000000000."""
    query_timeouts_per_minute: Count | None = 1
    """Queries of a DSQL database that took too long. Default: 1."""
    conflicts_per_minute: CountOrBand | None = "band"
    """Transactions of a DSQL database that were aborted since they conflicted. Default: `band`."""
    system_errors_per_minute: Count | None = 10
    """Requests to a table that DynamoDB failed. Default: 10."""
    replication_lag_seconds: CountOrObjective | None = "objective"
    """Seconds by which a copy of a store may lag. Default: `objective`, the RPO, and 60 where none is
    promised."""
    cache_cpu_percent: Percent | None = 90
    """Engine of a cache. Default: 90."""
    cache_memory_percent: Percent | None = 80
    """Memory of a cache. Default: 80."""
    evictions_per_minute: CountOrBand | None = "band"
    """Keys that a cache threw out for want of memory; a cache that counts as a store must throw out none.
    Default: `band`."""
    bucket_error_percent: Percent | None = None
    """Requests to a bucket that S3 failed, in percent. It switches request metrics on, which S3 charges for.
    Default: none."""
    port_errors_per_minute: Count | None = 1
    """Connections that a NAT gateway had no port for. Default: 1."""
    dropped_packets_percent: Percent | None = 0.01
    """Packets that NAT gateways dropped, in percent. Default: 0.01."""
    queue_age_seconds: Annotated[int, Field(ge=60, le=1_209_600)] | None = 300
    """Seconds for which the oldest message of a queue waits. Default: 300."""
    waf_blocked_per_minute: CountOrBand | None = "band"
    """Requests that AWS WAF blocked. Default: `band`."""
    unreachable_minutes: Minutes | None = 2
    """Minutes for which Route 53's checkers do not reach a region of an entrance. Default: 2."""
    band_width: Annotated[float, Field(ge=1, le=20)] = 3
    """Standard deviations of bands, on each side. Default: 3."""
    cost_anomaly_usd: Annotated[float, Field(gt=0, le=10_000_000)] | None = None
    """US dollars by which the stack's costs rise above what is usual. The tag `Stack` must be a cost
    allocation tag of the account. Default: none."""
    mute: Annotated[dict[Key, MuteSettings], Field(max_length=10)] = Field(default_factory=dict)
    """Windows in which alarms tell nobody, such as planned maintenance. Default: none."""
