"""Planned dashboards, logs and traces as arguments of their components."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from holdfast.components.alarm_topic import GLOBAL_REGION
from holdfast.components.alarms_plan_args import Alarms
from holdfast.components.canaries_plan_args import Canaries
from holdfast.components.dashboard_sections import (
    log_folder,
    log_groups,
    regional_sections,
    whole_sections,
)
from holdfast.components.incident_dashboard import IncidentDashboard
from holdfast.components.observed import Observed
from holdfast.components.service_logs import ServiceLogs
from holdfast.components.tracing import Tracing
from holdfast.contracts.runbook import RunbookSection
from holdfast.topology.values import ServiceKind, TracesPlan

_CONSOLE = "https://console.aws.amazon.com/cloudwatch/home#dashboards/dashboard"


@dataclass(frozen=True, kw_only=True)
class Dashboards:
    """The dashboards of a stack; ``whole`` is that of all regions, None where the team wants none."""

    whole: IncidentDashboard | None
    places: Mapping[str, IncidentDashboard]
    traces: Mapping[str, Tracing]

    def operations(self) -> dict[str, Any] | None:
        """Return ``holdfast.contracts.operations.Dashboards``; None without any."""
        if self.whole is None:
            return None
        return {
            "whole": self.whole.dashboard_name,
            "places": {place: one.dashboard_name for place, one in self.places.items()},
        }


def declare_dashboards(observed: Observed, alarms: Alarms, canaries: Canaries | None) -> Dashboards:
    """Declare the dashboards of a stack, what they read from logs, and its traces.

    Args:
        observed: Everything that the stack declares.
        alarms: Its alarms.
        canaries: Its canaries, if there are any.
    """
    plan, places = observed.topology.dashboards, sorted(observed.regions)
    if plan is None:
        return Dashboards(whole=None, places={}, traces=_traces(observed, observed.topology.traces))
    for place in places:
        if groups := log_groups(observed, place):
            ServiceLogs(
                place,
                {
                    "region": observed.region(place).region,
                    "folder": log_folder(observed, place),
                    "log_groups": groups,
                    "error_words": plan.error_words,
                    "origin": plan.origin,
                },
                observed.options(place),
            )
    return Dashboards(
        whole=IncidentDashboard(
            "global",
            {
                # Dashboards are global; a region of the stack would replace it when another one comes first.
                "region": GLOBAL_REGION,
                "dashboard_name": _name(observed, None),
                "title": f"{observed.topology.project} {observed.topology.stack}: the whole API",
                "runbook_section": RunbookSection.REGION_LOST,
                "notes": observed.notes,
                "links": {place: f"{_CONSOLE}/{_name(observed, place)}" for place in places},
                "sections": whole_sections(observed, alarms, canaries),
            },
            observed.across(),
        ),
        places={
            place: IncidentDashboard(
                place,
                {
                    "region": observed.region(place).region,
                    "dashboard_name": _name(observed, place),
                    "title": f"{observed.topology.project} {observed.topology.stack}: {place}, "
                    f"{observed.region(place).region}",
                    "runbook_section": RunbookSection.ERRORS,
                    "notes": observed.notes,
                    "links": {"the whole API": f"{_CONSOLE}/{_name(observed, None)}"},
                    "sections": regional_sections(observed, alarms.places.get(place), place, plan),
                    "origin": plan.origin,
                },
                observed.options(place),
            )
            for place in places
        },
        traces=_traces(observed, observed.topology.traces),
    )


def _name(observed: Observed, place: str | None) -> str:
    return f"{observed.topology.project}-{observed.topology.stack}-{place or 'global'}"


def _traces(observed: Observed, plan: TracesPlan | None) -> dict[str, Tracing]:
    if plan is None:
        return {}
    return {
        place: Tracing(
            place,
            {
                "region": observed.region(place).region,
                "title": f"{observed.topology.project}-{observed.topology.stack}-{place}",
                "sampled_percent": plan.sampled_percent,
                "per_second": plan.per_second,
                "slow_seconds": plan.slow_seconds,
                "role_names": {
                    service.key: observed.regions[place].service(service.key).role_name
                    for service in observed.region(place).services
                    # A function has the right by its own setting.
                    if service.kind is not ServiceKind.LAMBDA
                },
                "tags": observed.tags(place),
                "origin": plan.origin,
            },
            observed.options(place),
        )
        for place in sorted(observed.regions)
    }
