"""The alarms of one place, and the one that pages for all of them."""

from collections.abc import Iterator

import pulumi
from pulumi_aws import cloudwatch

from holdfast.components import alarm_kinds as kinds
from holdfast.components.alarm_scope import MOST_METRICS, AlarmScope, Metric
from holdfast.components.composite_alarm import MOST_CHILDREN, declare_composite
from holdfast.components.door_alarms import (
    declare_api_alarms,
    declare_balancer_alarms,
    declare_error_alarm,
    declare_proxy_alarms,
)
from holdfast.components.network_alarms import declare_nat_alarms, declare_queue_alarms, declare_waf_alarms
from holdfast.components.refusals import refuse_if_any
from holdfast.components.regional_alarms_args import RegionalAlarmsArgs
from holdfast.components.service_alarms import (
    declare_eks_alarms,
    declare_function_alarms,
    declare_instance_alarms,
    declare_task_alarms,
)
from holdfast.components.store_alarms import (
    declare_bucket_alarms,
    declare_cache_alarms,
    declare_database_alarms,
    declare_dsql_alarms,
    declare_table_alarms,
)
from holdfast.topology.values import DEFAULT_BAND_WIDTH, DEFAULT_BANDS, Severity

_SETTINGS = frozenset(kind.setting for kind in kinds.KINDS if kind.setting) | {"error_requests_per_minute"}


class RegionalAlarms(pulumi.ComponentResource):
    """The alarms on everything that one place has.

    Declares: what ``holdfast.components.alarm_kinds`` lists of what is there, each with its owner and the
    section of the runbook, and a composite alarm that pages once while any alarm that pages rings. The
    others tell the topic of tickets by themselves. A setting without a threshold has no alarm.
    Survives: the loss of any other region. Does not survive: the loss of its region, which alarms elsewhere
    tell of: ``OutsideAlarms``, canaries.
    """

    paging_alarm_arn: pulumi.Output[str | None]
    """ARN of the composite alarm; none where nothing pages."""
    stop_alarm_arn: pulumi.Output[str | None]
    """ARN of the alarm on what clients get from the region, by which experiments and shifts stop; none where
    nothing of it is watched."""

    def __init__(
        self, name: str, args: RegionalAlarmsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        """See ``RegionalAlarmsArgs``.

        Raises:
            ValueError: A threshold or a topic is wrong; every reason is listed.
        """
        super().__init__("holdfast:index:RegionalAlarms", name, {**args}, opts)
        refuse_if_any(f"alarms '{name}'", _problems(args))
        scope = AlarmScope(
            place=name,
            region=args["region"],
            topic_arns=args["topic_arns"],
            thresholds={key: float(value) for key, value in args["thresholds"].items()},
            bands=frozenset(args.get("bands", ())),
            band_width=float(args.get("band_width", DEFAULT_BAND_WIDTH)),
            promised=frozenset(args.get("promised", ())),
            notes=args.get("notes"),
            tags=args.get("tags", {}),
            child=pulumi.ResourceOptions(parent=self),
        )
        stop = _declare_doors(scope, args)
        _declare_services(scope, args)
        _declare_stores(scope, args)
        declare_nat_alarms(scope, args.get("nat_gateways", {}))
        declare_queue_alarms(scope, args.get("queues", {}))
        declare_waf_alarms(scope, args.get("web_acls", {}))
        paging = scope.paging()
        self.paging = (
            declare_composite(scope, kinds.PAGING, paging, topic_arn=args["topic_arns"][Severity.PAGE])
            if paging
            else None
        )
        self.stop = stop
        self.declared = dict(sorted(scope.declared.items()))
        self.alarm_names = {key: alarm.name for key, (_, _, alarm) in sorted(scope.declared.items())}
        _declare_mutes(scope, args, self.paging)
        self.paging_alarm_arn = pulumi.Output.from_input(self.paging.arn if self.paging else None)
        self.stop_alarm_arn = pulumi.Output.from_input(stop.arn if stop else None)
        self.register_outputs(
            {
                "paging_alarm_arn": self.paging_alarm_arn,
                "stop_alarm_arn": self.stop_alarm_arn,
                "origin": dict(args.get("origin", {})),
            }
        )


def _declare_doors(scope: AlarmScope, args: RegionalAlarmsArgs) -> "cloudwatch.MetricAlarm | None":
    """Declare the alarms of every entrance, and return the one on what all of their clients get."""
    answers: dict[str, tuple[list[Metric], list[Metric]]] = {}
    for key, balancer in sorted(args.get("balancers", {}).items()):
        answers |= declare_balancer_alarms(scope, key, balancer)
    for key, api in sorted(args.get("apis", {}).items()):
        answers |= declare_api_alarms(scope, key, api)
    for key, proxies in sorted(args.get("proxies", {}).items()):
        answers |= declare_proxy_alarms(scope, key, proxies)
    if not answers:
        return None
    if len(answers) == 1:
        return scope.named(f"{scope.place}-{next(iter(answers))}-{kinds.ERRORS.noun}")
    failed: list[Metric] = []
    asked: list[Metric] = []
    for _, (some, requests) in sorted(answers.items()):
        more_failed, more_asked = [*failed, *some], [*asked, *requests]
        counted_apart = [metric for metric in more_asked if metric not in more_failed]
        if len(more_failed) + len(counted_apart) <= MOST_METRICS:
            failed, asked = more_failed, more_asked
    declare_error_alarm(scope, "", kinds.PLACE_ERRORS, failed, asked)
    return scope.named(f"{scope.place}-{kinds.PLACE_ERRORS.noun}")


def _declare_services(scope: AlarmScope, args: RegionalAlarmsArgs) -> None:
    for key, instances in sorted(args.get("instances", {}).items()):
        declare_instance_alarms(scope, key, instances)
    for key, tasks in sorted(args.get("tasks", {}).items()):
        declare_task_alarms(scope, key, tasks)
    for key, function in sorted(args.get("functions", {}).items()):
        declare_function_alarms(scope, key, function)
    if "eks_cluster" in args:
        declare_eks_alarms(scope, args["eks_cluster"])


def _declare_stores(scope: AlarmScope, args: RegionalAlarmsArgs) -> None:
    for key, database in sorted(args.get("databases", {}).items()):
        declare_database_alarms(scope, key, database)
    for key, table in sorted(args.get("tables", {}).items()):
        declare_table_alarms(scope, key, table)
    for key, identifier in sorted(args.get("dsql", {}).items()):
        declare_dsql_alarms(scope, key, identifier)
    for key, cache in sorted(args.get("caches", {}).items()):
        declare_cache_alarms(scope, key, cache)
    for key, bucket in sorted(args.get("buckets", {}).items()):
        declare_bucket_alarms(scope, key, bucket)


def _declare_mutes(
    scope: AlarmScope, args: RegionalAlarmsArgs, paging: "cloudwatch.CompositeAlarm | None"
) -> None:
    """Declare the windows in which nobody is told: of the alarm that pages, and of those with tickets."""
    tickets = [
        alarm.name
        for _, (_, severity, alarm) in sorted(scope.declared.items())
        if severity is Severity.TICKET
    ]
    names = [*([paging.alarm_name] if paging else []), *tickets]
    for key, mute in sorted(args.get("mutes", {}).items()):
        # A rule names 100 alarms at most (docs of AWS::CloudWatch::AlarmMuteRule, 2026-11).
        for first in range(0, len(names), MOST_CHILDREN):
            number = first // MOST_CHILDREN + 1
            noun = f"{scope.place}-mute-{key}" + ("" if number == 1 else f"-{number}")
            cloudwatch.AlarmMuteRule(
                noun,
                region=scope.region,
                description=f"Nobody is told of alarms of {scope.place}: {key}",
                rule={
                    "schedule": {
                        "expression": mute["expression"],
                        "duration": f"PT{int(mute['minutes'])}M",
                        "timezone": mute.get("time_zone", "UTC"),
                    }
                },
                mute_targets={"alarm_names": names[first : first + MOST_CHILDREN]},
                tags={**scope.tags, "Name": noun},
                opts=scope.child,
            )


def _problems(args: RegionalAlarmsArgs) -> Iterator[str]:
    for severity in Severity:
        if severity.value not in args["topic_arns"]:
            yield f"'topic_arns' has a topic for {severity.value!r} too"
    known = ", ".join(sorted(_SETTINGS))
    for key, value in sorted(args["thresholds"].items()):
        if key not in _SETTINGS:
            yield f"'thresholds' has no {key!r}; there are {known}"
        elif float(value) <= 0:
            yield f"the threshold {key!r} is above 0, got {value!r}"
    for key in sorted(set(args.get("bands", ())) - DEFAULT_BANDS):
        yield f"'bands' has no {key!r}; there are {', '.join(sorted(DEFAULT_BANDS))}"
    for key in sorted(set(args.get("promised", ())) - set(args["thresholds"])):
        yield f"'promised' names {key!r}, which has no threshold"
