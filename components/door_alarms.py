"""Alarms on what clients of an entrance get in one region: errors, latency, rejections, healthy targets."""

from collections.abc import Mapping

import pulumi
from pulumi_aws import cloudwatch

from holdfast.components import alarm_kinds as kinds
from holdfast.components.alarm_kind import AlarmKind
from holdfast.components.alarm_scope import AT_LEAST, BELOW, AlarmScope, Judged, Metric
from holdfast.components.regional_alarms_args import (
    WatchedApiArgs,
    WatchedBalancerArgs,
    WatchedProxiesArgs,
    WatchedTargetsArgs,
)

_THRICE_OF_FIVE = Judged(of=5, least=3)
_REJECTIONS = Judged(of=5, least=3, comparison=AT_LEAST)
_LATENCIES: tuple[tuple[AlarmKind, str], ...] = ((kinds.LATENCY_P50, "p50"), (kinds.LATENCY_P99, "p99"))
_MILLISECONDS = 1000


def declare_balancer_alarms(
    scope: AlarmScope, entrance: str, args: WatchedBalancerArgs
) -> dict[str, tuple[list[Metric], list[Metric]]]:
    """Declare the alarms of an entrance's Application Load Balancer.

    Metrics: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/
    load-balancer-cloudwatch-metrics.html (2026-11). Requests that found no target count as failed and not as
    requests, hence the sum of both below the line.

    Args:
        scope: What the alarms of the place share.
        entrance: Its key.
        args: The load balancer.

    Returns:
        The metrics of failed answers, and those that together count all requests, by the entrance.
    """
    here = {"LoadBalancer": args["arn_suffix"]}
    own, targets = (
        _sum("AWS/ApplicationELB", name, here)
        for name in ("HTTPCode_ELB_5XX_Count", "HTTPCode_Target_5XX_Count")
    )
    requests = _sum("AWS/ApplicationELB", "RequestCount", here)
    failed, asked = ([targets], [requests]) if args.get("idle", False) else ([own, targets], [requests, own])
    declare_error_alarm(scope, entrance, kinds.ERRORS, failed, asked)
    declare_latency_alarms(
        scope,
        entrance,
        Metric(namespace="AWS/ApplicationELB", name="TargetResponseTime", dimensions=here),
        in_seconds=True,
    )
    scope.alarm(
        entrance,
        kinds.REJECTED,
        _sum("AWS/ApplicationELB", "RejectedConnectionCount", here),
        judged=_REJECTIONS,
    )
    for service, watched in sorted(args["services"].items()):
        _hosts(scope, f"{entrance}-{service}", "AWS/ApplicationELB", args["arn_suffix"], watched)
    return {entrance: (failed, asked)}


def declare_api_alarms(
    scope: AlarmScope, entrance: str, args: WatchedApiArgs
) -> dict[str, tuple[list[Metric], list[Metric]]]:
    """Declare the alarms of an entrance's API, and the count of its answers 429, which it has no metric for.

    Metrics: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html and
    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
    (2026-11).

    Args:
        scope: What the alarms of the place share.
        entrance: Its key.
        args: The API.

    Returns:
        The metrics of failed answers, and those that together count all requests, by the entrance.
    """
    failed = _sum("AWS/ApiGateway", "5xx" if args["kind"] == "http-api" else "5XXError", args["dimensions"])
    requests = Metric(
        namespace="AWS/ApiGateway", name="Count", dimensions=args["dimensions"], stat="SampleCount"
    )
    declare_error_alarm(scope, entrance, kinds.ERRORS, [failed], [requests])
    declare_latency_alarms(
        scope,
        entrance,
        Metric(namespace="AWS/ApiGateway", name="Latency", dimensions=args["dimensions"]),
    )
    if scope.threshold(kinds.REJECTED) is not None:
        refused = log_metric(
            scope,
            f"{scope.place}-{entrance}-429",
            args["log_group_name"],
            pattern='{ $.status = "429" }',
            default=True,
        )
        scope.alarm(entrance, kinds.REJECTED, refused, judged=_REJECTIONS)
    return {entrance: ([failed], [requests])}


def declare_proxy_alarms(
    scope: AlarmScope, entrance: str, args: WatchedProxiesArgs
) -> dict[str, tuple[list[Metric], list[Metric]]]:
    """Declare the alarms of an entrance's proxies, and the metric of how long their answers take.

    Metrics of the load balancer before them: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/
    load-balancer-cloudwatch-metrics.html (2026-11).

    Args:
        scope: What the alarms of the place share.
        entrance: Its key.
        args: The proxies.

    Returns:
        The metrics of failed answers, and those that together count all requests, by the entrance.
    """
    took = log_metric(
        scope,
        f"{scope.place}-{entrance}-proxy-latency",
        args["log_group_name"],
        pattern=f"{{ {args['milliseconds']} >= 0 }}",
        value=args["milliseconds"],
    )
    failed = _sum(args["error_namespace"], args["error_metric"], {})
    requests = Metric(namespace=took.namespace, name=took.name, dimensions={}, stat="SampleCount")
    idle = args.get("idle", False)
    if not idle:
        declare_error_alarm(scope, entrance, kinds.ERRORS, [failed], [requests])
    declare_latency_alarms(scope, entrance, took, in_seconds=args["milliseconds"] == "$.seconds")
    balancer = {"LoadBalancer": args["balancer_arn_suffix"]}
    scope.alarm(
        entrance, kinds.REJECTED, _sum("AWS/NetworkELB", "RejectedFlowCount", balancer), judged=_REJECTIONS
    )
    watched: WatchedTargetsArgs = {"groups": [args["group"]], "zones": args.get("zones", ())}
    _hosts(scope, f"{entrance}-proxy", "AWS/NetworkELB", args["balancer_arn_suffix"], watched)
    return {} if idle else {entrance: ([failed], [requests])}


def declare_error_alarm(
    scope: AlarmScope, subject: str, kind: AlarmKind, failed: list[Metric], asked: list[Metric]
) -> None:
    """Declare an alarm on failed answers in percent, quiet while there are few requests.

    Args:
        scope: What the alarms of the place share.
        subject: Middle of its name.
        kind: The kind of the alarm.
        failed: Metrics that count what failed.
        asked: Metrics that count all requests together.
    """
    metrics = {f"f{number}": metric for number, metric in enumerate(failed)}
    metrics |= {f"r{number}": metric for number, metric in enumerate(asked) if metric not in failed}
    bad = " + ".join(f"FILL(f{number}, 0)" for number in range(len(failed)))
    whole = " + ".join(
        f"FILL({'f' + str(failed.index(metric)) if metric in failed else 'r' + str(number)}, 0)"
        for number, metric in enumerate(asked)
    )
    floor = scope.thresholds.get("error_requests_per_minute", 1)
    scope.computed(
        subject,
        kind,
        metrics,
        f"IF(({whole}) >= {floor:g}, 100 * ({bad}) / ({whole}), 0)",
        judged=_THRICE_OF_FIVE,
    )


def declare_latency_alarms(
    scope: AlarmScope, subject: str, metric: Metric, *, in_seconds: bool = False
) -> None:
    """Declare the alarms on the middle and on the slowest requests.

    Args:
        scope: What the alarms of the place share.
        subject: Middle of their names.
        metric: How long answers take.
        in_seconds: Whether the metric is in seconds, not in milliseconds.
    """
    for kind, percentile in _LATENCIES:
        limit = scope.threshold(kind)
        scope.alarm(
            subject,
            kind,
            Metric(
                namespace=metric.namespace, name=metric.name, dimensions=metric.dimensions, stat=percentile
            ),
            judged=Judged(),
            threshold=None if limit is None else limit / (_MILLISECONDS if in_seconds else 1),
        )


def log_metric(
    scope: AlarmScope,
    name: str,
    log_group_name: pulumi.Input[str],
    *,
    pattern: str,
    value: str = "1",
    default: bool = False,
) -> Metric:
    """Declare ``<name>-filter``, which makes a metric of the lines of a log.

    Args:
        scope: What the alarms of the place share.
        name: Name of the metric.
        log_group_name: The log group.
        pattern: Lines that count.
        value: What of a line is the metric's value.
        default: Whether other lines count as 0.

    Returns:
        The metric, to be summed.
    """
    # Project and stack: two stacks of an account share neither namespace nor count.
    namespace = f"Holdfast/{pulumi.get_project()}-{pulumi.get_stack()}"
    cloudwatch.LogMetricFilter(
        f"{name}-filter",
        region=scope.region,
        log_group_name=log_group_name,
        pattern=pattern,
        metric_transformation={
            "namespace": namespace,
            "name": name,
            "value": value,
            "default_value": "0" if default else None,
        },
        opts=scope.child,
    )
    return _sum(namespace, name, {})


def _hosts(
    scope: AlarmScope,
    subject: str,
    namespace: str,
    balancer: pulumi.Input[str],
    watched: WatchedTargetsArgs,
) -> None:
    """Declare the alarms on healthy targets: of the region, and of each zone that must have some."""
    groups = dict(enumerate(watched["groups"]))

    def healthy(stat: str, **more: pulumi.Input[str]) -> dict[str, Metric]:
        return {
            f"h{number}": Metric(
                namespace=namespace,
                name="HealthyHostCount",
                dimensions={"LoadBalancer": balancer, "TargetGroup": group, **more},
                stat=stat,
            )
            for number, group in groups.items()
        }

    both = " + ".join(f"FILL(h{number}, 0)" for number in groups)
    scope.computed(
        subject,
        kinds.NO_HOSTS,
        healthy("Maximum"),
        both,
        judged=Judged(of=2, least=2, comparison=BELOW),
        threshold=1,
    )
    for zone in sorted(watched.get("zones", ())):
        scope.computed(
            f"{subject}-{zone[-1]}",
            kinds.ZONE_HOSTS,
            healthy("Minimum", AvailabilityZone=zone),
            both,
            judged=Judged(comparison=BELOW),
        )


def _sum(namespace: str, name: str, dimensions: Mapping[str, pulumi.Input[str]]) -> Metric:
    return Metric(namespace=namespace, name=name, dimensions=dimensions, stat="Sum")
