"""How a stack of several serving regions leaves any one of them, planned."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from holdfast.topology.origins import origin, path_of
from holdfast.topology.recovery_automation import plan_recovery_automation
from holdfast.topology.recovery_steps import (
    Leaving,
    capacity_steps,
    drain_steps,
    effective_routing,
    promote_steps,
    route_steps,
    verify_steps,
)
from holdfast.topology.values import (
    RecoveryAction,
    RecoveryBy,
    RecoveryPlan,
    RecoveryRouting,
    RecoveryWorkflowPlan,
    RegionSwitchSettingsPlan,
    RegionSwitchTriggerPlan,
    Role,
    RoutingControlPlan,
    ZonalAutoshiftPlan,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.settings import Settings
    from holdfast.topology.values import EntrancePlan, RecoveryStepPlan, Topology

_PATH = "holdfast:recovery"
_SECONDS_PER_MINUTE = 60
_TRIGGER_SECONDS = 120
_NAME_CHARACTERS, _DIGEST_CHARACTERS = 32, 8
_FIELDS = ("by", "routing", "region_switch", "automation", "routing_control")


def plan_recovery(settings: Settings, topology: Topology) -> RecoveryPlan | None:
    """Plan how each place is left that shares an entrance with another one.

    Args:
        settings: The whole settings.
        topology: All else that is planned.

    Returns:
        The plan; None where no place can take over from another.
    """
    shared = tuple(entrance for entrance in topology.entrances if len(entrance.endpoints) > 1)
    places = sorted({endpoint.place for entrance in shared for endpoint in entrance.endpoints})
    if not places:
        return None
    asked = settings.recovery
    workflows = []
    for place in places:
        own = tuple(one for one in shared if place in {endpoint.place for endpoint in one.endpoints})
        to = tuple(sorted({endpoint.place for one in own for endpoint in one.endpoints} - {place}))
        leaving = Leaving(
            away_from=place,
            to=to,
            regions=tuple(region for region in topology.regions if region.place in to),
            entrances=own,
            stores=topology.stores,
            caches=topology.caches,
            settings=settings,
        )
        workflows.append(_workflow(leaving))
    slowest = max(shared, key=lambda entrance: (entrance.detection_seconds, entrance.key))
    decision_seconds, decision_source = _decision(settings, topology, slowest.detection_seconds)
    return RecoveryPlan(
        by=asked.by,
        routing=effective_routing(settings),
        workflows=tuple(workflows),
        detection_seconds=slowest.detection_seconds,
        detection_source=f"holdfast:entrances.{slowest.key}: checks in a row that fail",
        decision_seconds=decision_seconds,
        decision_source=decision_source,
        region_switch=_region_switch(settings, f"{topology.project}-{topology.stack}", places),
        automation=plan_recovery_automation(settings, tuple(workflows)),
        routing_control=_routing_control(shared, settings),
        origin=origin(
            workflows="holdfast:entrances, holdfast:stores, holdfast:caches, holdfast:services",
            **{field: path_of(asked, _PATH, field) for field in _FIELDS},
        ),
    )


def _workflow(leaving: Leaving) -> RecoveryWorkflowPlan:
    """Put the steps in order.

    A place that answers keeps its traffic until the others can take it: capacity, then writers, then routes.
    From a lost one health checks have sent the traffic away already, so that the switch, which keeps it away
    once the place answers again, is put while capacity grows. Writers move after both: an old writer that
    still gets traffic would take writes that are lost. Region switch has one order for both modes, the first.
    """
    capacity, route = tuple(capacity_steps(leaving)), tuple(route_steps(leaving))
    verify = tuple(verify_steps(leaving))

    def moved(*, graceful: bool) -> list[tuple[RecoveryStepPlan, ...]]:
        steps = tuple(promote_steps(leaving, graceful=graceful))
        fences = tuple(step for step in steps if step.action is RecoveryAction.FENCE)
        others = tuple(step for step in steps if step.action is not RecoveryAction.FENCE)
        # What still answers must have stopped writing before its copy is promoted, or writes are lost.
        return [fences, others] if graceful else [steps]

    first = [capacity, *moved(graceful=False), route]
    together = [(*route, *capacity), *moved(graceful=False)]
    by_region_switch = leaving.settings.recovery.by is RecoveryBy.REGION_SWITCH
    return RecoveryWorkflowPlan(
        away_from=leaving.away_from,
        to=leaving.to,
        graceful=_groups([capacity, *moved(graceful=True), route, tuple(drain_steps(leaving)), verify]),
        ungraceful=_groups([*(first if by_region_switch else together), verify]),
    )


def _groups(groups: Iterable[tuple[RecoveryStepPlan, ...]]) -> tuple[tuple[RecoveryStepPlan, ...], ...]:
    return tuple(group for group in groups if group)


def _decision(settings: Settings, topology: Topology, detection_seconds: int) -> tuple[int, str]:
    """Give how long it takes at worst to decide that a place is left, from when health checks know of it.

    What sees a loss by itself looks while health checks do: only what it takes beyond them is added.
    """
    asked = settings.recovery
    minutes, path = asked.decision_minutes * _SECONDS_PER_MINUTE, path_of(asked, _PATH, "decision_minutes")
    automation, switch, canaries = asked.automation, asked.region_switch, topology.canaries
    if asked.by is RecoveryBy.AUTOMATION and automation is not None and automation.watchdog == "starts":
        return (
            max(0, automation.decision_seconds - detection_seconds),
            f"{_PATH}.automation: rounds that must fail, and any approval, beyond the detection",
        )
    if asked.by is RecoveryBy.REGION_SWITCH and switch is not None and switch.triggers is not None:
        seen = 0
        if canaries is not None:
            seen = (canaries.failures + 1) * canaries.every_minutes * _SECONDS_PER_MINUTE
        started = max(0, seen + _TRIGGER_SECONDS - detection_seconds)
        source = (
            f"holdfast:canaries: runs that must fail, and {_TRIGGER_SECONDS} (assumption) until their alarm "
            "has started the plan, beyond the detection"
        )
        waits = switch.approval_role_arn is not None
        return (minutes + started, f"{path}, and {source}") if waits else (started, source)
    return minutes, path


def _region_switch(settings: Settings, name: str, places: list[str]) -> RegionSwitchSettingsPlan | None:
    asked = settings.recovery
    if asked.by is not RecoveryBy.REGION_SWITCH:
        return None
    found = asked.region_switch
    triggers = None if found is None else found.triggers
    return RegionSwitchSettingsPlan(
        plan_name=_plan_name(name),
        approval_role_arn=None if found is None else found.approval_role_arn,
        approval_minutes=asked.decision_minutes,
        triggers=None
        if triggers is None
        else RegionSwitchTriggerPlan(
            minutes_between=triggers.minutes_between,
            # A standby that fails has nothing to be taken away, and must be there when it is needed.
            leaves=tuple(one for one in places if settings.regions[one].role is Role.ACTIVE),
        ),
        report_bucket=None if found is None else found.report_bucket,
        cloudflare_token_secret=None if found is None else found.cloudflare_token_secret,
    )


def _plan_name(name: str) -> str:
    """Make a name that Region switch takes: at most 32 letters, digits and hyphens, unique in the account.

    Source: https://docs.aws.amazon.com/arc-region-switch/latest/api/API_CreatePlan.html (name, 2026-11).
    """
    if len(name) <= _NAME_CHARACTERS:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:_DIGEST_CHARACTERS]
    return f"{name[: _NAME_CHARACTERS - _DIGEST_CHARACTERS - 1].rstrip('-')}-{digest}"


def _routing_control(shared: tuple[EntrancePlan, ...], settings: Settings) -> RoutingControlPlan | None:
    asked = settings.recovery
    if asked.routing is not RecoveryRouting.ROUTING_CONTROL:
        return None
    return RoutingControlPlan(
        controls={
            entrance.key: tuple(endpoint.place for endpoint in entrance.endpoints)
            for entrance in shared
            if entrance.zone is not None and entrance.accelerator is None
        },
        joined=asked.routing_control is not None and asked.routing_control.joined,
    )


def plan_zonal_autoshift(settings: Settings) -> ZonalAutoshiftPlan | None:
    """Plan zonal autoshift; None where it is not asked for.

    Args:
        settings: The whole settings.
    """
    asked, path = settings.recovery.zonal_autoshift, f"{_PATH}.zonal_autoshift"
    if asked is None:
        return None
    return ZonalAutoshiftPlan(
        blocked_windows=tuple(sorted(set(asked.blocked_windows))),
        blocked_dates=tuple(sorted(set(asked.blocked_dates))),
        origin=origin(
            load_balancers=path,
            blocked_windows=path_of(asked, path, "blocked_windows"),
            blocked_dates=path_of(asked, path, "blocked_dates"),
        ),
    )
