"""What AWS refuses about a target group, so that it is said before anything is deployed."""

from collections.abc import Iterator

from holdfast.components.target_group import (
    HealthThresholdsArgs,
    StickinessKind,
    TargetGroupArgs,
    TargetType,
    algorithm_of,
)
from holdfast.topology.values import LoadBalancingAlgorithm

_GUIDE = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/"
_ATTRIBUTES, _STICKY = f"{_GUIDE}edit-target-group-attributes.html", f"{_GUIDE}sticky-sessions.html"
_HEALTH, _CHECKS = f"{_GUIDE}target-group-health.html", f"{_GUIDE}target-group-health-checks.html"
_RULES = f"{_GUIDE}listener-rules.html"


def target_problems(args: TargetGroupArgs) -> Iterator[str]:
    """Say what AWS would refuse about one service's target group.

    Args:
        args: The service's target group.

    Yields:
        One sentence each, with the page that says so.
    """
    yield from _out_of_range(args)
    yield from _combinations(args)
    yield from _stickiness_problems(args)
    yield from _threshold_problems(args.get("health_thresholds", {}))
    yield from _condition_problems(args)


def _out_of_range(args: TargetGroupArgs) -> Iterator[str]:
    check, sticky = args["health_check"], args.get("stickiness")
    limits = args.get("health_thresholds", {})
    for what, value, low, high in (
        ("port", args["port"], 1, 65535),
        ("priority", args["priority"], 1, 50000),
        ("health_check.interval_seconds", check.get("interval_seconds"), 5, 300),
        ("health_check.timeout_seconds", check.get("timeout_seconds"), 2, 120),
        ("health_check.healthy_threshold", check.get("healthy_threshold"), 2, 10),
        ("health_check.unhealthy_threshold", check.get("unhealthy_threshold"), 2, 10),
        ("deregistration_delay_seconds", args.get("deregistration_delay_seconds"), 0, 3600),
        ("slow_start_seconds", args.get("slow_start_seconds") or None, 30, 900),
        ("stickiness.duration_seconds", sticky.get("duration_seconds") if sticky else None, 1, 604800),
        ("health_thresholds.dns_failover_count", limits.get("dns_failover_count"), 1, 1000),
        ("health_thresholds.dns_failover_percent", limits.get("dns_failover_percent"), 1, 100),
        ("health_thresholds.routing_failover_count", limits.get("routing_failover_count"), 1, 1000),
        ("health_thresholds.routing_failover_percent", limits.get("routing_failover_percent"), 1, 100),
    ):
        if value is not None and not low <= value <= high:
            yield f"'{what}' must be {low} to {high}, got {value} ({_ATTRIBUTES})"
    interval, timeout = check.get("interval_seconds", 10), check.get("timeout_seconds", 5)
    if timeout >= interval:
        yield (
            f"'health_check.timeout_seconds' ({timeout}) must be less than 'interval_seconds' ({interval}): "
            f"a check ends before the next one starts ({_CHECKS})"
        )


def _combinations(args: TargetGroupArgs) -> Iterator[str]:
    algorithm = algorithm_of(args)
    if args.get("slow_start_seconds", 0) and algorithm is not LoadBalancingAlgorithm.ROUND_ROBIN:
        yield (
            f"'slow_start_seconds' needs the algorithm 'round_robin', got '{algorithm}': the others choose a "
            f"target by its load or at random and know no growing share ({_ATTRIBUTES})"
        )
    if args.get("anomaly_mitigation", False) and algorithm is not LoadBalancingAlgorithm.WEIGHTED_RANDOM:
        yield (
            f"'anomaly_mitigation' needs the algorithm 'weighted_random', got '{algorithm}': it works by "
            f"lowering a target's weight ({_ATTRIBUTES})"
        )
    target_type = TargetType(args.get("target_type", TargetType.INSTANCE))
    if args.get("blue_green", False) and target_type is not TargetType.IP:
        yield (
            f"'blue_green' needs the target type 'ip', got '{target_type}': ECS registers tasks by address "
            "(https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb-resources-for-blue-green.html)"
        )
    if "stickiness" in args and not args.get("cross_zone", True):
        yield (
            "'stickiness' needs 'cross_zone': a client that comes by another zone's node could not reach its "
            f"target ({_STICKY})"
        )


def _stickiness_problems(args: TargetGroupArgs) -> Iterator[str]:
    sticky = args.get("stickiness")
    if sticky is None:
        return
    by_application = StickinessKind(sticky["kind"]) is StickinessKind.APP_COOKIE
    cookie = sticky.get("cookie_name") or ""
    if by_application and not cookie:
        yield f"'stickiness.cookie_name' is needed with 'app_cookie', the application's cookie ({_STICKY})"
    if cookie and not by_application:
        yield f"'stickiness.cookie_name' is refused with 'lb_cookie': that cookie is AWSALB ({_STICKY})"
    if cookie.upper().startswith("AWSALB"):
        yield (
            f"'stickiness.cookie_name' is '{cookie}', but names starting with AWSALB, AWSALBAPP or AWSALBTG "
            f"are the load balancer's own ({_STICKY})"
        )


def _threshold_problems(args: HealthThresholdsArgs) -> Iterator[str]:
    for unit, dns, routing in (
        ("count", args.get("dns_failover_count"), args.get("routing_failover_count")),
        ("percent", args.get("dns_failover_percent"), args.get("routing_failover_percent")),
    ):
        if dns is not None and routing is not None and dns < routing:
            yield (
                f"'health_thresholds.dns_failover_{unit}' ({dns}) must not be lower than "
                f"'routing_failover_{unit}' ({routing}): a zone leaves DNS with or before the moment when "
                f"unhealthy targets get traffic ({_HEALTH})"
            )


def _condition_problems(args: TargetGroupArgs) -> Iterator[str]:
    paths, hosts = args.get("paths", ("/*",)), args.get("hosts", ())
    if not paths:
        yield f"'paths' is empty: a rule needs a condition; leave it out to match every path ({_RULES})"
    for path in (*paths, args["health_check"]["path"]):
        if not path.startswith("/"):
            yield f"path '{path}' must start with '/' ({_RULES})"
    if len(paths) + len(hosts) > 5:  # noqa: PLR2004  # AWS: a rule can only have 5 condition values
        yield (
            f"'paths' and 'hosts' hold {len(paths) + len(hosts)} patterns together, and a rule takes 5; use "
            f"wildcards ({_RULES})"
        )
