"""Every alarm that a stack can have: what it means, when it rings, why then, and what to do.

``AWS recommends`` means AWS's recommended alarms, with their thresholds (https://docs.aws.amazon.com/
AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html, 2026-11).
"""

from holdfast.components.alarm_kind import AlarmKind, MissingData
from holdfast.contracts.runbook import RunbookSection
from holdfast.topology.values import Severity

ERRORS = AlarmKind(
    noun="errors",
    setting="error_percent",
    purpose="Clients of an entrance get errors from this region.",
    rings="above N % of a minute's answers, in 3 of 5 minutes of error_requests_per_minute or more",
    why="AWS recommends 5 % in 3 minutes for API Gateway; the least number of requests is an assumption, "
    "so that one failed request at night wakes nobody",
    section=RunbookSection.ERRORS,
    severity=Severity.PAGE,
)
PLACE_ERRORS = AlarmKind(
    noun="client-errors",
    setting="error_percent",
    purpose="Clients of all entrances of this region together get errors: experiments and shifts stop.",
    rings="as errors; there where the region has several entrances, of the first whose metrics fit one alarm",
    why="as errors",
    section=RunbookSection.ERRORS,
    severity=None,
)
LATENCY_P50 = AlarmKind(
    noun="latency-p50",
    setting="latency_p50_ms",
    purpose="Half of the requests take longer than they should.",
    rings="above the band, or N ms, in 5 of 5 minutes; pages with N",
    why="AWS recommends a threshold from history: the band is that, and a number is the team's promise",
    section=RunbookSection.LATENCY,
)
LATENCY_P99 = AlarmKind(
    noun="latency-p99",
    setting="latency_p99_ms",
    purpose="The slowest hundredth of the requests takes longer than it should.",
    rings="above the band, or N ms, in 5 of 5 minutes; pages with N",
    why="as latency-p50",
    section=RunbookSection.LATENCY,
)
NO_HOSTS = AlarmKind(
    noun="no-hosts",
    setting="hosts_per_zone",
    purpose="No target of a service is healthy in this region, or none reports.",
    rings="below 1 in 2 of 2 minutes",
    why="without a healthy target a load balancer sends requests to all of them "
    "(https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html)",
    section=RunbookSection.INSTANCE_LOST,
    severity=Severity.PAGE,
    missing=MissingData.BREACHING,
)
ZONE_HOSTS = AlarmKind(
    noun="zone-hosts",
    setting="hosts_per_zone",
    purpose="A service has too few healthy targets in one zone; the others carry its share.",
    rings="below N in 5 of 5 minutes; there where the service's minimum reaches every zone",
    why="capacity is sized for the loss of a zone "
    "(https://aws.amazon.com/builders-library/static-stability-using-availability-zones/), so it can wait "
    "for the day, but no second zone may follow; 5 minutes let a new instance come",
    section=RunbookSection.ZONE_LOST,
    missing=MissingData.BREACHING,
)
REJECTED = AlarmKind(
    noun="rejected",
    setting="rejected_per_minute",
    purpose="Clients are turned away: connections that a load balancer rejected, or requests that an API "
    "refused as too many.",
    rings="N or more a minute in 3 of 5 minutes",
    why="a load balancer rejects connections only at its own limit "
    "(https://docs.aws.amazon.com/elasticloadbalancing/latest/application/"
    "load-balancer-cloudwatch-metrics.html)",
    section=RunbookSection.THROTTLED,
)
CPU = AlarmKind(
    noun="cpu",
    setting="cpu_percent",
    purpose="A service's processors are nearly used up, though it scales.",
    rings="above N % in 3 of 3 periods of 5 minutes",
    why="AWS recommends 80 % for EC2, ECS and the nodes of EKS",
    section=RunbookSection.SATURATION,
)
MEMORY = AlarmKind(
    noun="memory",
    setting="memory_percent",
    purpose="A service's memory is nearly used up.",
    rings="above N % in 3 of 3 periods of 5 minutes",
    why="AWS recommends 80 % for ECS and the nodes of EKS",
    section=RunbookSection.SATURATION,
)
DISK = AlarmKind(
    noun="disk",
    setting="disk_percent",
    purpose="The root disk of an instance is nearly full.",
    rings="above N % of the fullest, in 3 of 3 periods of 5 minutes",
    why="AWS recommends 80 % for disks of ECS tasks; the kubelet evicts pods when 10 % is left "
    "(https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/)",
    section=RunbookSection.SATURATION,
)
AT_MAXIMUM = AlarmKind(
    noun="at-maximum",
    setting="at_maximum_minutes",
    purpose="A service runs at the maximum of its scaling: more load would find no more capacity.",
    rings="in N of N minutes; there where minimum and maximum differ",
    why="15 minutes are an assumption: longer than a deployment, shorter than a day's peak",
    section=RunbookSection.SATURATION,
)
FUNCTION_ERRORS = AlarmKind(
    noun="function-errors",
    setting="function_error_percent",
    purpose="Calls of a function fail, those among them that no client waits for.",
    rings="above N % in 3 of 3 minutes",
    why="AWS recommends more than 0 by tolerance; 5 % is that of an entrance",
    section=RunbookSection.ERRORS,
)
FUNCTION_THROTTLES = AlarmKind(
    noun="function-throttles",
    setting="throttles_per_minute",
    purpose="Lambda refuses calls of a function, for want of concurrent executions.",
    rings="N or more a minute in 5 of 5 minutes",
    why="AWS recommends more than 0, in 5 minutes",
    section=RunbookSection.THROTTLED,
)
CONCURRENCY = AlarmKind(
    noun="concurrency",
    setting="concurrency_percent",
    purpose="A function nears the concurrent executions that it is planned for.",
    rings="above N % in 10 of 10 minutes",
    why="AWS recommends 90 % of the quota, in 10 minutes",
    section=RunbookSection.SATURATION,
)
FAILED_NODES = AlarmKind(
    noun="failed-nodes",
    setting="failed_nodes",
    purpose="Nodes of an EKS cluster fail.",
    rings="N or more in 5 of 5 minutes",
    why="a healthy cluster has none (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/"
    "Container-Insights-metrics-EKS.html); 5 minutes let a node be replaced",
    section=RunbookSection.INSTANCE_LOST,
)
DATABASE_CPU = AlarmKind(
    noun="database-cpu",
    setting="database_cpu_percent",
    purpose="The busiest instance of a database has no processor time left.",
    rings="above N % in 5 of 5 minutes",
    why="AWS recommends 90 % in 5 minutes",
    section=RunbookSection.SATURATION,
)
DATABASE_MEMORY = AlarmKind(
    noun="database-memory",
    setting="database_free_memory_percent",
    purpose="An instance of a database has little memory left.",
    rings="below N % of the largest capacity of a serverless one, of others below the band, in 15 of 15 "
    "minutes",
    why="AWS recommends 5 % for Aurora, in 15 minutes, and for others a threshold from history",
    section=RunbookSection.SATURATION,
)
DATABASE_STORAGE = AlarmKind(
    noun="database-storage",
    setting="database_free_storage_percent",
    purpose="The storage of a database is nearly full; when it is, the database stops.",
    rings="below N % of what it has, in 5 of 5 minutes; there where storage does not grow by itself",
    why="AWS recommends 10 % in 5 minutes, and none with storage that grows by itself",
    section=RunbookSection.SATURATION,
    severity=Severity.PAGE,
    missing=MissingData.IGNORE,
)
DATABASE_CONNECTIONS = AlarmKind(
    noun="database-connections",
    setting="database_connections_percent",
    purpose="A database has nearly as many connections as it takes, or more than usual.",
    rings="above N % of max_connections, or above the band where that is not set, in 5 of 5 minutes",
    why="AWS recommends 90 to 95 % in 5 minutes",
    section=RunbookSection.SATURATION,
)
ACU = AlarmKind(
    noun="acu",
    setting="acu_percent",
    purpose="A serverless Aurora database nears its largest capacity.",
    rings="above N % in 5 of 5 minutes",
    why="AWS's goal is to stay below 100 % at any time (https://docs.aws.amazon.com/AmazonRDS/latest/"
    "AuroraUserGuide/aurora-serverless-v2.setting-capacity.html); 90 % leaves time to act",
    section=RunbookSection.SATURATION,
)
TRANSACTION_IDS = AlarmKind(
    noun="transaction-ids",
    setting="transaction_ids",
    purpose="PostgreSQL does not freeze transaction IDs as fast as it uses them; without any it stops.",
    rings="above N in 1 of 1 periods of 5 minutes",
    why="AWS recommends 1,000,000,000",
    section=RunbookSection.SATURATION,
    missing=MissingData.IGNORE,
)
QUERY_TIMEOUTS = AlarmKind(
    noun="query-timeouts",
    setting="query_timeouts_per_minute",
    purpose="Queries of a DSQL database reach the longest time of a transaction.",
    rings="N or more a minute in 3 of 5 minutes",
    why="a query that is too long never succeeds "
    "(https://docs.aws.amazon.com/aurora-dsql/latest/userguide/cloudwatch-monitoring.html)",
    section=RunbookSection.SATURATION,
)
CONFLICTS = AlarmKind(
    noun="conflicts",
    setting="conflicts_per_minute",
    purpose="More transactions of a DSQL database conflict than usual.",
    rings="above the band, or N a minute, in 5 of 5 minutes",
    why="some conflicts are normal with optimistic concurrency "
    "(https://docs.aws.amazon.com/aurora-dsql/latest/userguide/cloudwatch-monitoring.html)",
    section=RunbookSection.LATENCY,
)
TABLE_THROTTLES = AlarmKind(
    noun="table-throttles",
    setting="throttles_per_minute",
    purpose="DynamoDB throttles reads or writes of a table or of its indexes.",
    rings="N or more a minute in 5 of 5 minutes",
    why="AWS recommends 5 minutes; clients try again by themselves, so single ones pass unseen",
    section=RunbookSection.THROTTLED,
)
TABLE_ERRORS = AlarmKind(
    noun="table-errors",
    setting="system_errors_per_minute",
    purpose="DynamoDB fails requests to a table in this region.",
    rings="N or more a minute in 5 of 5 minutes",
    why="AWS recommends to allow for some; 10 is an assumption",
    section=RunbookSection.STORE_LOST,
    severity=Severity.PAGE,
)
REPLICATION_LAG = AlarmKind(
    noun="lag",
    setting="replication_lag_seconds",
    purpose="A copy of a store lags behind: a failover now would lose what has not arrived.",
    rings="above N seconds in 5 of 5 minutes, or where a replica of RDS has stopped; pages where N is the "
    "RPO or was set",
    why="the RPO of holdfast:objectives; without one 60 s, which AWS recommends for replicas. Who writes "
    "tells no lag, so an alarm that a promotion found ringing ends, and what else pages can page anew",
    section=RunbookSection.REPLICATION,
    missing=MissingData.MISSING,
)
CACHE_CPU = AlarmKind(
    noun="cache-cpu",
    setting="cache_cpu_percent",
    purpose="The engine of a cache's busiest node has no time left.",
    rings="above N % in 5 of 5 minutes",
    why="AWS recommends 90 % in 5 minutes",
    section=RunbookSection.SATURATION,
)
CACHE_MEMORY = AlarmKind(
    noun="cache-memory",
    setting="cache_memory_percent",
    purpose="The memory of a cache is nearly full; then it evicts keys, or refuses writes.",
    rings="above N % in 5 of 5 minutes",
    why="AWS recommends 5 minutes and a threshold by need; 80 % is an assumption",
    section=RunbookSection.SATURATION,
)
CACHE_THROTTLES = AlarmKind(
    noun="cache-throttles",
    setting="throttles_per_minute",
    purpose="A serverless cache throttles commands: it grows more slowly than the load.",
    rings="N or more a minute in 5 of 5 minutes",
    why="as table-throttles (https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/"
    "serverless-metrics-events-redis.html)",
    section=RunbookSection.THROTTLED,
)
EVICTIONS = AlarmKind(
    noun="evictions",
    setting="evictions_per_minute",
    purpose="A cache throws keys out for want of memory.",
    rings="above the band, or N a minute, in 5 of 5 minutes; of a store any",
    why="a cache may live with evictions, a store loses data by them "
    "(https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.WhichShouldIMonitor.html)",
    section=RunbookSection.SATURATION,
)
BUCKET_ERRORS = AlarmKind(
    noun="bucket-errors",
    setting="bucket_error_percent",
    purpose="S3 fails requests to a bucket.",
    rings="above N % in 15 of 15 minutes; only where asked for",
    why="AWS recommends 5 % in 15 minutes",
    section=RunbookSection.STORE_LOST,
)
PORT_ERRORS = AlarmKind(
    noun="nat-ports",
    setting="port_errors_per_minute",
    purpose="NAT gateways have no port left for new connections to some destination.",
    rings="N or more a minute in 15 of 15 minutes",
    why="AWS recommends more than 0 in 15 minutes",
    section=RunbookSection.SATURATION,
)
DROPPED_PACKETS = AlarmKind(
    noun="nat-drops",
    setting="dropped_packets_percent",
    purpose="NAT gateways drop packets.",
    rings="above N % in 5 of 5 minutes",
    why="AWS recommends 0.01 % of the traffic, in 5 minutes",
    section=RunbookSection.NETWORK_PATH,
)
QUEUE_AGE = AlarmKind(
    noun="queue-age",
    setting="queue_age_seconds",
    purpose="Messages wait in a queue for longer than they should; one of what was given up waits for you.",
    rings="above N seconds of the oldest, in 3 of 3 minutes",
    why="5 minutes are an assumption: longer than a retry, shorter than a shift",
    section=RunbookSection.QUEUE,
)
WAF_BLOCKED = AlarmKind(
    noun="waf-blocked",
    setting="waf_blocked_per_minute",
    purpose="AWS WAF blocks more requests than usual: an attack, or a rule that refuses those it should not.",
    rings="above the band, or N a minute, in 3 of 5 minutes",
    why="what is blocked follows the traffic, so no number holds by day and night",
    section=RunbookSection.ATTACK,
)
UNREACHABLE = AlarmKind(
    noun="unreachable",
    setting="unreachable_minutes",
    purpose="Route 53's checkers do not reach an entrance in a region, from outside.",
    rings="in N of N minutes",
    why="the check has its own threshold of failures; 2 minutes keep a single flap quiet, an assumption",
    section=RunbookSection.REGION_LOST,
    severity=Severity.PAGE,
    missing=MissingData.MISSING,
)
OUT_OF_TRAFFIC = AlarmKind(
    noun="out-of-traffic",
    setting="unreachable_minutes",
    purpose="A region is out of an entrance's traffic: the health check of its records is unhealthy.",
    rings="in N of N minutes",
    why="as unreachable",
    section=RunbookSection.DNS,
    missing=MissingData.MISSING,
)
NO_REGION = AlarmKind(
    noun="no-region",
    setting="unreachable_minutes",
    purpose="No region of an entrance is healthy to Route 53, which then answers as if all were.",
    rings="in N of N minutes",
    why="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/"
    "health-checks-how-route-53-chooses-records.html",
    section=RunbookSection.DNS,
    severity=Severity.PAGE,
    missing=MissingData.MISSING,
)
MAINTENANCE = AlarmKind(
    noun="maintenance",
    setting=None,
    purpose="A region is out on purpose, by its maintenance switch: nobody is woken because of it.",
    rings="in 1 of 1 minutes; it silences outside",
    why="the check of the switch is inverted, so a calculated check says what Route 53 makes of it",
    section=RunbookSection.MAINTENANCE,
    severity=None,
    missing=MissingData.NOT_BREACHING,
)
PAGING = AlarmKind(
    noun="paging",
    setting=None,
    purpose="Something in this region must be acted on now; the alarms in it say what.",
    rings="while any alarm of the region that pages rings; it pages once for all of them",
    why="one page for one incident",
    section=RunbookSection.REGION_LOST,
    severity=Severity.PAGE,
)
OUTSIDE = AlarmKind(
    noun="outside",
    setting=None,
    purpose="A region is not reached from outside by any of its entrances that ring.",
    rings="while unreachable of any entrance rings and the region is not in maintenance",
    why="one page for one region",
    section=RunbookSection.REGION_LOST,
    severity=Severity.PAGE,
)

KINDS = tuple(
    kind for name, kind in sorted(globals().items()) if isinstance(kind, AlarmKind) and name.isupper()
)
"""Every kind that ``holdfast:alarms`` governs, sorted by the name of its constant."""
