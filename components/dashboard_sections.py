"""What stands on a stack's dashboards, in the order in which a person looks."""

from collections.abc import Iterator, Mapping
from typing import Any

import pulumi

from holdfast.components import dashboard_widgets as widgets
from holdfast.components.alarm_topic import GLOBAL_REGION
from holdfast.components.alarms_plan_args import Alarms
from holdfast.components.canaries_plan_args import Canaries
from holdfast.components.incident_dashboard import DashboardSectionArgs
from holdfast.components.observed import Observed
from holdfast.components.regional_alarms import RegionalAlarms
from holdfast.components.service_logs import NAMESPACE, error_metric, latest_errors
from holdfast.contracts.runbook import RunbookSection
from holdfast.topology.values import DashboardsPlan, EntrancePlan

_REQUESTS = {"AWS/ApplicationELB": "RequestCount", "AWS/ApiGateway": "Count"}
"""The metric of all requests beside the one of failed ones, by namespace
(https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html and
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html)."""
_IN_ORDER: tuple[tuple[str, frozenset[RunbookSection]], ...] = (
    ("What do clients get?", frozenset({RunbookSection.ERRORS, RunbookSection.LATENCY})),
    (
        "Does enough of it run?",
        frozenset({RunbookSection.INSTANCE_LOST, RunbookSection.ZONE_LOST, RunbookSection.RELEASE}),
    ),
    ("Does something run full?", frozenset({RunbookSection.SATURATION, RunbookSection.THROTTLED})),
    ("Is the data there?", frozenset({RunbookSection.STORE_LOST, RunbookSection.REPLICATION})),
    (
        "Is it the way here?",
        frozenset(
            {
                RunbookSection.DNS,
                RunbookSection.NETWORK_PATH,
                RunbookSection.PRIVATE_ACCESS,
                RunbookSection.ATTACK,
            }
        ),
    ),
)
"""What a person looks at first, and then; what is left comes last."""
_LAST = "What else rings?"
_LINES = 20


def log_folder(observed: Observed, place: str) -> str:
    """Name the folder of a place's saved queries."""
    return f"{observed.topology.project}-{observed.topology.stack}/{place}"


def log_groups(observed: Observed, place: str) -> dict[str, pulumi.Output[str]]:
    """Return the names of the log groups of a place's services, by key."""
    return {
        service.key: observed.regions[place].service(service.key).log_group_name
        for service in observed.region(place).services
    }


def _doors(observed: Observed, place: str) -> Iterator[tuple[EntrancePlan, str, str, Mapping[str, Any]]]:
    """Yield each entrance of a place with the namespace, name and dimensions of its failed answers."""
    for entrance in observed.topology.entrances:
        if any(endpoint.place == place for endpoint in entrance.endpoints):
            failed = observed.regions[place].door(entrance.key).error_metric
            yield entrance, failed.namespace, failed.metric, failed.dimensions


def _traffic(observed: Observed, places: list[str], region: str) -> list[widgets.Widget]:
    """Requests of each entrance, and answers that failed, a line per place."""
    asked: dict[str, list[widgets.Line]] = {}
    failed: dict[str, list[widgets.Line]] = {}
    for place in places:
        for entrance, namespace, metric, dimensions in _doors(observed, place):
            here = observed.region(place).region
            failed.setdefault(entrance.key, []).append(
                widgets.Line(
                    label=place, region=here, namespace=namespace, metric=metric, dimensions=dimensions
                )
            )
            if namespace in _REQUESTS:
                asked.setdefault(entrance.key, []).append(
                    widgets.Line(
                        label=place,
                        region=here,
                        namespace=namespace,
                        metric=_REQUESTS[namespace],
                        dimensions=dimensions,
                    )
                )
    return [
        *(widgets.metric_chart(f"{key}: requests a minute", one, region) for key, one in asked.items()),
        *(widgets.metric_chart(f"{key}: failed a minute", one, region) for key, one in failed.items()),
    ]


def whole_sections(
    observed: Observed, alarms: Alarms, canaries: Canaries | None
) -> list[DashboardSectionArgs]:
    """Return what stands on the dashboard of all regions.

    Args:
        observed: Everything that the stack declares.
        alarms: Its alarms.
        canaries: Its canaries, if there are any.
    """
    places = sorted(observed.regions)
    region = observed.region(places[0]).region
    ringing: dict[str, list[pulumi.Output[str]]] = {}
    for place in places:
        if (paging := alarms.paging(place)) is not None:
            ringing.setdefault(alarms.regions[place], []).append(paging)
        if (outside := alarms.outside(place)) is not None:
            ringing.setdefault(outside.region, []).append(outside.alarm_arn)
    replicas = [
        widgets.alarm_chart(f"{place}: {name.removeprefix(f'{place}-')}", alarm.arn, alarms.regions[place])
        for place, one in sorted(alarms.places.items())
        for name, (kind, _, alarm) in sorted(one.declared.items())
        if kind.section is RunbookSection.REPLICATION
    ]
    return [
        {
            "title": "Is somebody paged, and what is seen from elsewhere?",
            "wide": [
                widget
                for where, arns in sorted(ringing.items())
                for widget in widgets.alarm_states(f"{where}: pages, and what it sees of other regions", arns)
            ],
        },
        {"title": "Who answers, and who fails?", "charts": _traffic(observed, places, region)},
        {
            "title": "What do the world's names and checks say?",
            "charts": [*_checks(observed), *_canaries(canaries, region)],
        },
        {"title": "Do the copies keep up?", "charts": replicas},
    ]


def _checks(observed: Observed) -> list[widgets.Widget]:
    """What Route 53's checkers say of each region, 1 for healthy, and how often zones are asked."""
    found: dict[str, list[widgets.Line]] = {}
    for (entrance, place), health in sorted(observed.health.items()):
        found.setdefault(entrance, []).append(
            widgets.Line(
                label=place,
                region=GLOBAL_REGION,
                namespace="AWS/Route53",
                metric="HealthCheckStatus",
                dimensions={"HealthCheckId": health.health_check_id},
                stat="Minimum",
            )
        )
    charts = [
        widgets.metric_chart(f"{key}: healthy to Route 53", lines, GLOBAL_REGION)
        for key, lines in found.items()
    ]
    zones = [
        widgets.Line(
            label=name,
            region=GLOBAL_REGION,
            namespace="AWS/Route53",
            metric="DNSQueries",
            dimensions={"HostedZoneId": zone_id},
        )
        for name, zone_id in sorted(observed.zone_ids.items())
    ]
    return (
        [*charts, widgets.metric_chart("Questions to each zone", zones, GLOBAL_REGION)] if zones else charts
    )


def _canaries(canaries: Canaries | None, region: str) -> list[widgets.Widget]:
    if canaries is None:
        return []
    return [
        widgets.metric_chart(
            f"{entrance.key}: canaries that succeed, %",
            [
                widgets.Line(
                    label=f"from {place}",
                    region=where,
                    namespace="CloudWatchSynthetics",
                    metric="SuccessPercent",
                    dimensions={"CanaryName": canaries.canaries[place, entrance.key].canary_name},
                    stat="Average",
                )
                for place, where in sorted(canaries.plan.places.items())
            ],
            region,
            minutes=canaries.plan.every_minutes,
        )
        for entrance in canaries.plan.entrances
    ]


def regional_sections(
    observed: Observed, alarms: RegionalAlarms | None, place: str, plan: DashboardsPlan
) -> list[DashboardSectionArgs]:
    """Return what stands on the dashboard of one region.

    Args:
        observed: Everything that the stack declares.
        alarms: The region's alarms; None where the stack wants none.
        place: The region.
        plan: What the team says of dashboards.
    """
    region = observed.region(place).region
    declared = {} if alarms is None else alarms.declared
    paging = [] if alarms is None or alarms.paging is None else [alarms.paging.arn]
    states = [*paging, *(alarm.arn for _, (_, _, alarm) in sorted(declared.items()))]
    charts: dict[str, list[widgets.Widget]] = {title: [] for title in (*(one for one, _ in _IN_ORDER), _LAST)}
    for name, (kind, _, alarm) in sorted(declared.items()):
        title = next((title for title, sections in _IN_ORDER if kind.section in sections), _LAST)
        charts[title].append(widgets.alarm_chart(name.removeprefix(f"{place}-"), alarm.arn, region))
    first, *others = charts.items()
    groups = log_groups(observed, place)
    errors = [
        widgets.Line(
            label=key,
            region=region,
            namespace=NAMESPACE,
            metric=error_metric(log_folder(observed, place), key),
            dimensions={},
        )
        for key in sorted(groups)
    ]
    latest = widgets.log_table(
        "Latest errors",
        [group for _, group in sorted(groups.items())],
        latest_errors(plan.error_words, lines=_LINES),
        region,
    )
    lower: list[DashboardSectionArgs] = [{"title": title, "charts": shown} for title, shown in others]
    return [
        {
            "title": "What rings?",
            "wide": widgets.alarm_states(f"Alarms of {place}", states),
        },
        {"title": first[0], "charts": [*_traffic(observed, [place], region), *first[1]]},
        *lower,
        {
            "title": "What do the services say?",
            "charts": [widgets.metric_chart("Lines with errors a minute", errors, region)] if errors else [],
            "wide": [latest] if groups else [],
        },
    ]
