"""The automation that leaves a lost region, planned, and the watchdogs that start it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi

from holdfast.components.maintenance_switch import maintenance_key
from holdfast.components.observed import Observed
from holdfast.components.recovery_automation import RecoveryAutomation, RecoveryAutomationArgs
from holdfast.components.recovery_document import DocumentStepArgs
from holdfast.components.recovery_step_args import health_urls, step_specs
from holdfast.components.watchdog import Watchdog
from holdfast.components.watchdog_args import (
    ProbeTargetArgs,
    WatchdogArgs,
    WatchdogRulesArgs,
    WatchedSwitchArgs,
)
from holdfast.components.watchdog_probe import KEY as PROBE_KEY
from holdfast.components.watchdog_probe import WatchdogProbe, WatchdogProbeArgs
from holdfast.topology.values import (
    RecoveryAction,
    RecoveryAutomationPlan,
    RecoveryStepPlan,
    RecoveryWorkflowPlan,
    Severity,
    Strategy,
    WatchdogPlan,
)

_ASLEEP = (Strategy.BACKUP_AND_RESTORE, Strategy.PILOT_LIGHT)
"""Strategies under which the standby region answers nothing before it takes over."""


@dataclass(frozen=True, kw_only=True)
class DeclaredAutomation:
    """What was declared to leave a region by itself."""

    plan: RecoveryAutomationPlan
    """The plan."""
    documents: Mapping[str, Mapping[str, RecoveryAutomation]]
    """Place that is left → place that takes over → what leaves it from there."""
    watchdogs: Mapping[str, Watchdog]
    """Watched place → its watchdog."""

    def operations(self) -> dict[str, Any]:
        """Return ``holdfast.contracts.operations.RecoveryAutomation``."""
        watchdogs = {one.watched: one for one in self.plan.watchdogs}
        return {
            "approvers": list(self.plan.approvers),
            "documents": {
                away_from: {place: one.document_name for place, one in by_place.items()}
                for away_from, by_place in self.documents.items()
            },
            "watchdogs": {
                watched: {
                    "place": watchdogs[watched].place,
                    "starts": watchdogs[watched].starts,
                    "function": one.function_name,
                    "state_parameter": one.state_parameter,
                    "log_group": one.log_group_name,
                    "alarm_arn": one.alarm_arn,
                    "probe_places": sorted(watchdogs[watched].probe_regions),
                }
                for watched, one in self.watchdogs.items()
            },
        }


def declare_recovery_automation(
    observed: Observed, *, outside: Mapping[str, Mapping[str, pulumi.Output[str]]]
) -> DeclaredAutomation | None:
    """Declare the documents and the watchdogs where the settings ask for them.

    Args:
        observed: Everything else that the stack declares.
        outside: Place that is watched → place of an alarm on it → the alarm's ARN; votes of watchdogs.

    Returns:
        What was declared; None where recovery is left to something else.
    """
    recovery = observed.topology.recovery
    plan = None if recovery is None else recovery.automation
    if recovery is None or plan is None:
        return None
    documents = {
        workflow.away_from: {place: _automation(observed, plan, workflow, place) for place in workflow.to}
        for workflow in recovery.workflows
    }
    places = {place: region for one in plan.watchdogs for place, region in one.probe_regions.items()}
    probes = {place: _probe(observed, plan, place, region) for place, region in sorted(places.items())}
    watchdogs = {
        one.watched: _watchdog(
            observed,
            plan,
            one,
            document=documents[one.watched][one.place],
            probes=probes,
            alarms={f"canary in {place}": arn for place, arn in outside.get(one.watched, {}).items()},
        )
        for one in plan.watchdogs
    }
    return DeclaredAutomation(plan=plan, documents=documents, watchdogs=watchdogs)


def _automation(
    observed: Observed, plan: RecoveryAutomationPlan, workflow: RecoveryWorkflowPlan, place: str
) -> RecoveryAutomation:
    topology = observed.topology
    modes = {"ungraceful": _groups(observed, plan, workflow, workflow.ungraceful, graceful=False)}
    # A fence waits until the old writer's last write has arrived, and an accelerator leads a region that
    # answers no clients away by itself: people's command does both.
    graceful = _groups(observed, plan, workflow, workflow.graceful, graceful=True)
    if all(_can_do(step) for group in graceful for step in group):
        modes["graceful"] = graceful
    args: RecoveryAutomationArgs = {
        "watched": workflow.away_from,
        "place": place,
        "region": observed.region(place).region,
        "account_id": topology.account_id,
        "key_arn": observed.foundations[place].key_arn,
        "modes": modes,
        "topic_arn": observed.topic_arn(place, Severity.PAGE),
        "topic_key_arn": observed.foundations[place].key_arn,
        "notes": observed.notes,
        "tags": observed.tags(place),
        "origin": {"approval": plan.origin["approvers"]},
    }
    if plan.approvers:
        args["approval"] = {"approvers": plan.approvers, "minutes": plan.approval_minutes}
    return RecoveryAutomation(f"{place}-leave-{workflow.away_from}", args, observed.options(place))


def _can_do(step: DocumentStepArgs) -> bool:
    return bool(step["does"]) or step["action"] not in (RecoveryAction.FENCE, RecoveryAction.ROUTE)


def _groups(
    observed: Observed,
    plan: RecoveryAutomationPlan,
    workflow: RecoveryWorkflowPlan,
    groups: Sequence[Sequence[RecoveryStepPlan]],
    *,
    graceful: bool,
) -> list[list[DocumentStepArgs]]:
    return [
        [
            {
                "key": step.key,
                "action": step.action.value,
                "worst_seconds": step.worst_seconds,
                "does": step_specs(
                    observed,
                    step,
                    away_from=workflow.away_from,
                    graceful=graceful,
                    token_secret=plan.cloudflare_token_secret,
                ),
            }
            for step in group
        ]
        for group in groups
    ]


def _probe(observed: Observed, plan: RecoveryAutomationPlan, place: str, region: str) -> WatchdogProbe:
    topology = observed.topology
    args: WatchdogProbeArgs = {
        "region": region,
        "account_id": topology.account_id,
        "protection": topology.protection,
        "tags": observed.tags(place),
        "origin": {"region": plan.origin["probe_from"]},
    }
    if place in observed.foundations:
        args["key_arn"] = observed.foundations[place].key_arn
    return WatchdogProbe(f"{place}-{PROBE_KEY}", args, observed.options(place))


def _watchdog(
    observed: Observed,
    plan: RecoveryAutomationPlan,
    watchdog: WatchdogPlan,
    *,
    document: RecoveryAutomation,
    probes: Mapping[str, WatchdogProbe],
    alarms: Mapping[str, pulumi.Output[str]],
) -> Watchdog:
    watched, place, topology = watchdog.watched, watchdog.place, observed.topology
    key_arn = observed.foundations[place].key_arn
    args: WatchdogArgs = {
        "watched": watched,
        "place": place,
        "region": observed.region(place).region,
        "account_id": topology.account_id,
        "key_arn": key_arn,
        "targets": _targets(observed, watched),
        "own_targets": _own_targets(observed, watched, place),
        "public_targets": _public_targets(observed, watched),
        "probes": {one: probes[one].function_arn for one in watchdog.probe_regions},
        "alarms": alarms,
        "switches": _switches(observed, watched),
        "rules": _rules(plan, starts=watchdog.starts),
        "document_name": document.document_name,
        "document_arn": document.document_arn,
        "document_role_arn": document.role_arn,
        "topic_arn": observed.topic_arn(place, Severity.PAGE),
        "topic_key_arn": key_arn,
        "alarm_place": watchdog.alarm_place,
        "alarm_region": watchdog.probe_regions[watchdog.alarm_place],
        "alarm_topic_arn": observed.topics.in_region(
            watchdog.probe_regions[watchdog.alarm_place], Severity.PAGE
        ),
        "notes": observed.notes,
        "tags": observed.tags(place),
        "origin": dict(plan.origin),
    }
    return Watchdog(f"{place}-watch-{watched}", args, observed.options(place))


def _rules(plan: RecoveryAutomationPlan, *, starts: bool) -> WatchdogRulesArgs:
    rules: WatchdogRulesArgs = {
        "starts": starts,
        "failures": plan.failures,
        "rounds": plan.rounds,
        "interval_seconds": plan.interval_seconds,
        "hold_down_minutes": plan.hold_down_minutes,
    }
    if plan.quorum is not None:
        rules["quorum"] = plan.quorum
    return rules


def _targets(observed: Observed, place: str) -> list[ProbeTargetArgs]:
    """Hosts of a region, as Route 53 asks for them."""
    return [
        _target(url, entrance.health.search_string)
        for entrance in observed.topology.entrances
        for url in health_urls(entrance, place)
    ]


def _own_targets(observed: Observed, watched: str, place: str) -> list[ProbeTargetArgs]:
    """Hosts of the region that would take over, where they should answer already."""
    return [
        _target(url, entrance.health.search_string)
        for entrance in observed.topology.entrances
        if entrance.strategy not in _ASLEEP and health_urls(entrance, watched)
        for url in health_urls(entrance, place)
    ]


def _public_targets(observed: Observed, watched: str) -> list[ProbeTargetArgs]:
    return [
        _target(f"https://{entrance.domain}{entrance.health.path}", entrance.health.search_string)
        for entrance in observed.topology.entrances
        if health_urls(entrance, watched)
    ]


def _target(url: str, search: str | None) -> ProbeTargetArgs:
    return {"url": url} if search is None else {"url": url, "search": search}


def _switches(observed: Observed, watched: str) -> list[WatchedSwitchArgs]:
    """The switches of a place, each once: entrances share them."""
    places = {
        endpoint.switch_place
        for entrance in observed.topology.entrances
        if entrance.zone is not None and entrance.accelerator is None
        for endpoint in entrance.endpoints
        if endpoint.place == watched and endpoint.switch_place is not None
    }
    return [
        {
            "bucket": switches.bucket,
            "object_key": maintenance_key(watched),
            "region": observed.region(place).region,
        }
        for place in sorted(places)
        if (switches := observed.regions[place].switches) is not None
    ]
