"""What decides whether a region gets an entrance's traffic: up to four signals, and all must be good.

* **Endpoint**: Route 53's checkers ask the region's own host name from outside. The host is never the shared
  name, which would be judging itself ("health check results will be unpredictable":
  https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html, Domain name).
  What the checkers cannot reach is not asked, since it would be unhealthy for ever: they stand outside every
  VPC, and an alarm judges in their place
  (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-private-hosted-zones.html, 2026-11).
* **Dependency**: one alarm in the region on a metric that clients feel. Route 53 reads the alarm's data
  stream, not its state, so ``SetAlarmState`` moves nothing
  (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html).
  It copies the alarm's settings when the check is made or updated, hence ``triggers``. It knows no
  high-resolution metric, no percentile, no "M out of N", no metric math (same page, CloudWatch alarm). The
  balancer reports 5xx answers only when there are some, so missing data is "not breaching"; the check
  takes missing data as healthy as well, since a region that has left the traffic has no answers to count and
  would otherwise stay out for good. With CloudWatch away the endpoint check decides.
* **Switch**: an object in *another* region's bucket, watched inverted. Putting it takes this region out of
  traffic without any control plane of the region that fails; a bucket that is down or empty leaves the region
  in. AWS calls it "standby takes over primary":
  https://aws.amazon.com/blogs/networking-and-content-delivery/creating-disaster-recovery-mechanisms-using-amazon-route-53/
* **Routing control**: ARC's, where one decides.

The calculated check joins them, where there are several. A new inverted check counts as unhealthy until the
first results are in, a minute at most with the usual settings, so a region that is added gets traffic only
when it was found healthy.
While all regions are new, all are unhealthy and Route 53 answers as if all were healthy
(https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-how-route-53-chooses-records.html).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NotRequired, TypedDict

import pulumi
from pulumi_aws import cloudwatch, route53

from holdfast.components.alarm_notes import AlarmNotesArgs, described, note_tags
from holdfast.components.health_checks import (
    CheckTarget,
    EndpointCheckArgs,
    all_of,
    endpoint_check_problems,
    https_check,
)
from holdfast.contracts.runbook import RunbookSection

_PERIOD_SECONDS = 60  # standard resolution, the finest that Route 53 can watch

_STATISTICS = ("Average", "Maximum", "Minimum", "SampleCount", "Sum")
"""Statistics that Route 53 can watch: https://docs.aws.amazon.com/Route53/latest/APIReference/API_AlarmIdentifier.html"""

_COMPARISONS = (
    "GreaterThanOrEqualToThreshold",
    "GreaterThanThreshold",
    "LessThanOrEqualToThreshold",
    "LessThanThreshold",
)
"""Comparisons that Route 53 can watch:
https://docs.aws.amazon.com/Route53/latest/APIReference/API_CloudWatchAlarmConfiguration.html"""


class DependencyAlarmArgs(TypedDict):
    """The alarm that says that what the region depends on fails."""

    threshold: float
    """Value that the metric is compared with, in the metric's unit for one minute."""
    evaluation_periods: int
    """Minutes in a row that must breach."""
    namespace: NotRequired[str]
    """Namespace of a metric of your own; it comes with ``metric``. Default: ``AWS/ApplicationELB``."""
    metric: NotRequired[str]
    """Name of a metric of your own, of standard resolution. Default: ``HTTPCode_Target_5XX_Count``."""
    dimensions: NotRequired[Mapping[str, pulumi.Input[str]]]
    """All dimensions of the metric. Default: ``LoadBalancer``, this region's balancer."""
    statistic: NotRequired[str]
    """``Average``, ``Maximum``, ``Minimum``, ``SampleCount`` or ``Sum``. Default: ``Sum``."""
    comparison: NotRequired[str]
    """CloudWatch's comparison operator. Default: ``GreaterThanThreshold``."""


class SwitchArgs(TypedDict):
    """The maintenance object of a region, kept in another one."""

    domain_name: pulumi.Input[str]
    """Domain name of the bucket in the other region that holds the object."""
    path: str
    """Path of the object, such as ``/maintenance/use1``: this region is out while it can be read."""


class RegionalHealthArgs(TypedDict):
    """What the health of one region, as one entrance sees it, needs."""

    region: str
    """AWS region that is judged, in which the alarm is declared; health checks are global."""
    fqdn: str
    """The region's own host name, such as ``use1.api.example.com``; never the shared name."""
    endpoint: NotRequired[EndpointCheckArgs]
    """How the endpoint is asked; the switch is asked at the same pace, from the same regions. Default: not at
    all, for one that clients reach only privately: the alarm judges alone."""
    dependency: DependencyAlarmArgs
    """The alarm on what the region depends on."""
    load_balancer_arn_suffix: NotRequired[pulumi.Input[str]]
    """ARN suffix of the region's balancer, the metric dimension ``LoadBalancer``; needed where ``dependency``
    names no dimensions. Default: none."""
    switch: NotRequired[SwitchArgs]
    """The maintenance switch; it needs ``endpoint``. Default: none, for a region that has no other."""
    routing_control_arn: NotRequired[pulumi.Input[str]]
    """Routing control of ARC that lets traffic in while it is On; a new one is Off. Default: none."""
    notes: NotRequired[AlarmNotesArgs]
    """Owner and runbook, which each alarm names. Default: none."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class RegionalHealth(pulumi.ComponentResource):
    """Whether a region gets an entrance's traffic.

    Declares: the endpoint's health check where checkers reach it, an alarm in the region and the check that
    reads it, the check of the maintenance switch where there is another region, that of a routing control
    where one decides, and the calculated check of them all where there are several.
    Survives: the loss of the region it judges, control planes included: every status comes from Route 53's
    checkers, and the switch is moved by one S3 write in the other region. The loss of the other region: an
    unreadable switch leaves this region in.
    Does not survive: a fault that all regions' endpoints share (all unhealthy counts as all healthy). An
    alarm on traffic is quiet once traffic has left, so a region that still fails comes back and leaves
    again: hold it out with the switch. Of an endpoint that is not asked, silence: without answers to count
    the alarm is quiet, so no record may be led by it alone.
    """

    health_check_id: pulumi.Output[str]
    """Id of the calculated check, or of the only one: what routed records carry."""
    endpoint_health_check_id: pulumi.Output[str | None]
    """Id of the check of the region's host name; none where checkers do not reach it."""
    dependency_health_check_id: pulumi.Output[str]
    """Id of the check that reads the alarm."""
    switch_health_check_id: pulumi.Output[str | None]
    """Id of the inverted check of the maintenance object; none for a region that has no other."""
    alarm_arn: pulumi.Output[str]
    """ARN of the dependency alarm."""

    def __init__(
        self, name: str, args: RegionalHealthArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        """See ``RegionalHealthArgs``.

        Raises:
            ValueError: Route 53 would refuse a check; every reason is listed.
        """
        super().__init__("holdfast:index:RegionalHealth", name, {**args}, opts)
        _refuse_mistakes(name, args)
        tags, child = args.get("tags", {}), pulumi.ResourceOptions(parent=self)
        self._endpoint = _endpoint_check(f"{name}-endpoint", args, tags, child)
        alarm = _alarm(f"{name}-dependency", args, child)
        dependency = _alarm_check(f"{name}-dependency-check", args, alarm, child)
        self._shared = [dependency.id]
        self.switch_health_check_id = pulumi.Output.from_input(None)
        if "switch" in args:
            self.switch_health_check_id = _switch_check(f"{name}-switch", args, args["switch"], child).id
            self._shared.append(self.switch_health_check_id)
        if "routing_control_arn" in args:
            control = _control_check(f"{name}-control", args["routing_control_arn"], tags, child)
            self._shared.append(control.id)
        signals = [*([] if self._endpoint is None else [self._endpoint.id]), *self._shared]
        self.health_check_id = (
            signals[0] if len(signals) == 1 else all_of(f"{name}-health", signals, tags, child).id
        )
        self.endpoint_health_check_id = pulumi.Output.from_input(self.asked_health_check_id)
        self.dependency_health_check_id = dependency.id
        self.alarm_arn = alarm.arn
        self.register_outputs(
            {
                "health_check_id": self.health_check_id,
                "endpoint_health_check_id": self.endpoint_health_check_id,
                "dependency_health_check_id": self.dependency_health_check_id,
                "switch_health_check_id": self.switch_health_check_id,
                "alarm_arn": self.alarm_arn,
                "origin": dict(args.get("origin", {})),
            }
        )

    @property
    def shared_health_check_ids(self) -> list[pulumi.Output[str]]:
        """Ids of the checks that hold for every address of the region: the alarm's, and any switch's.

        ``FailoverDns`` joins them with each address's own, since a calculated check cannot watch another.
        """
        return list(self._shared)

    @property
    def asked_health_check_id(self) -> pulumi.Output[str] | None:
        """Id of the check of the region's host name; None, known before deployment, where there is none."""
        return None if self._endpoint is None else self._endpoint.id


def _refuse_mistakes(name: str, args: RegionalHealthArgs) -> None:
    alarm = args["dependency"]
    problems = endpoint_check_problems(args["endpoint"]) if "endpoint" in args else []
    if "switch" in args and "endpoint" not in args:
        problems.append("'switch' needs 'endpoint', at whose pace it is asked")
    if "switch" in args and not args["switch"]["path"].startswith("/"):
        problems.append(f"the switch's 'path' starts with /, got {args['switch']['path']!r}")
    if alarm.get("statistic", "Sum") not in _STATISTICS:
        problems.append(f"'statistic' is one of {', '.join(_STATISTICS)}, got {alarm.get('statistic')!r}")
    if alarm.get("comparison", _COMPARISONS[1]) not in _COMPARISONS:
        problems.append(f"'comparison' is one of {', '.join(_COMPARISONS)}, got {alarm.get('comparison')!r}")
    if "dimensions" not in alarm and "load_balancer_arn_suffix" not in args:
        problems.append("'load_balancer_arn_suffix' or 'dependency.dimensions' says what the alarm watches")
    if ("namespace" in alarm) != ("metric" in alarm):
        problems.append("a metric of your own needs both 'namespace' and 'metric'")
    if int(alarm["evaluation_periods"]) < 1:
        problems.append(f"'evaluation_periods' is at least 1, got {int(alarm['evaluation_periods'])}")
    if problems:
        raise ValueError(f"{name}: " + "; ".join(problems))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Watched:
    """The alarm's settings with their defaults, which alarm and check must both have."""

    namespace: str
    metric: str
    statistic: str
    comparison: str
    threshold: float
    evaluation_periods: int
    dimensions: Mapping[str, pulumi.Input[str]]


def _watched(args: RegionalHealthArgs) -> _Watched:
    alarm = args["dependency"]
    return _Watched(
        namespace=alarm.get("namespace", "AWS/ApplicationELB"),
        metric=alarm.get("metric", "HTTPCode_Target_5XX_Count"),
        statistic=alarm.get("statistic", "Sum"),
        comparison=alarm.get("comparison", "GreaterThanThreshold"),
        threshold=float(alarm["threshold"]),
        evaluation_periods=int(alarm["evaluation_periods"]),
        dimensions=alarm["dimensions"]
        if "dimensions" in alarm
        else {"LoadBalancer": args["load_balancer_arn_suffix"]},
    )


def _alarm(name: str, args: RegionalHealthArgs, opts: pulumi.ResourceOptions) -> "cloudwatch.MetricAlarm":
    watched = _watched(args)
    return cloudwatch.MetricAlarm(
        name,
        region=args["region"],
        alarm_description=described(
            f"While this breaches, {args['fqdn']} is out of traffic."
            if "endpoint" in args
            else f"While this breaches, {args['fqdn']} fails, to those who reach it privately.",
            RunbookSection.ERRORS,
            args.get("notes"),
        ),
        namespace=watched.namespace,
        metric_name=watched.metric,
        dimensions=watched.dimensions,
        statistic=watched.statistic,
        period=_PERIOD_SECONDS,
        evaluation_periods=watched.evaluation_periods,
        threshold=watched.threshold,
        comparison_operator=watched.comparison,
        treat_missing_data="notBreaching",
        tags={
            **args.get("tags", {}),
            **note_tags(RunbookSection.ERRORS, args.get("notes")),
            "Name": name,
        },
        opts=opts,
    )


def _endpoint_check(
    name: str, args: RegionalHealthArgs, tags: Mapping[str, str], opts: pulumi.ResourceOptions
) -> "route53.HealthCheck | None":
    if "endpoint" not in args:
        return None
    return https_check(name, args["endpoint"], CheckTarget(fqdn=args["fqdn"]), tags, opts)


def _alarm_check(
    name: str, args: RegionalHealthArgs, alarm: "cloudwatch.MetricAlarm", opts: pulumi.ResourceOptions
) -> "route53.HealthCheck":
    watched = _watched(args)
    return route53.HealthCheck(
        name,
        type="CLOUDWATCH_METRIC",
        cloudwatch_alarm_name=alarm.name,
        cloudwatch_alarm_region=args["region"],
        insufficient_data_health_status="Healthy",
        triggers={
            "namespace": watched.namespace,
            "metric": watched.metric,
            "statistic": watched.statistic,
            "comparison": watched.comparison,
            "threshold": str(watched.threshold),
            "evaluation_periods": str(watched.evaluation_periods),
            **{f"dimension {key}": value for key, value in sorted(watched.dimensions.items())},
        },
        tags={**args.get("tags", {}), "Name": name},
        opts=opts,
    )


def _switch_check(
    name: str, args: RegionalHealthArgs, switch: SwitchArgs, opts: pulumi.ResourceOptions
) -> "route53.HealthCheck":
    target = CheckTarget(fqdn=switch["domain_name"], inverted=True)
    return https_check(name, _switch_request(args, switch), target, args.get("tags", {}), opts)


def _control_check(
    name: str, arn: pulumi.Input[str], tags: Mapping[str, str], opts: pulumi.ResourceOptions
) -> "route53.HealthCheck":
    return route53.HealthCheck(
        name,
        type="RECOVERY_CONTROL",
        routing_control_arn=arn,
        tags={**tags, "Name": name},
        opts=opts,
    )


def _switch_request(args: RegionalHealthArgs, switch: SwitchArgs) -> EndpointCheckArgs:
    return EndpointCheckArgs(
        resource_path=switch["path"],
        interval_seconds=args["endpoint"]["interval_seconds"],
        failure_threshold=args["endpoint"]["failure_threshold"],
        checker_regions=args["endpoint"]["checker_regions"],
    )
