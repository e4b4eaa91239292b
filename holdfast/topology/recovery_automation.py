"""The automation that leaves a lost region, and what starts it, planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import PLACES
from holdfast.topology.origins import origin, path_of
from holdfast.topology.values import RecoveryAutomationPlan, RecoveryBy, Role, WatchdogPlan

if TYPE_CHECKING:
    from holdfast.settings import Settings
    from holdfast.topology.values import RecoveryWorkflowPlan

_PATH = "holdfast:recovery.automation"
_FIELDS = (
    "watchdog",
    "probe_from",
    "approvers",
    "approval_minutes",
    "interval_seconds",
    "quorum",
    "failures",
    "rounds",
    "hold_down_minutes",
    "cloudflare_token_secret",
)


def plan_recovery_automation(
    settings: Settings, workflows: tuple[RecoveryWorkflowPlan, ...]
) -> RecoveryAutomationPlan | None:
    """Plan the automation; None where the settings leave recovery to something else.

    Args:
        settings: The whole settings.
        workflows: What takes everything away from each place.
    """
    asked = settings.recovery.automation
    if settings.recovery.by is not RecoveryBy.AUTOMATION or asked is None:
        return None
    regions = {place: PLACES[place].name for place in sorted(asked.probe_from)}
    starts = asked.watchdog == "starts"
    return RecoveryAutomationPlan(
        starts=starts,
        probe_regions=regions,
        approvers=tuple(sorted(asked.approvers)),
        approval_minutes=asked.approval_minutes,
        interval_seconds=asked.interval_seconds,
        quorum=asked.quorum,
        failures=asked.failures,
        rounds=asked.rounds,
        hold_down_minutes=asked.hold_down_minutes,
        cloudflare_token_secret=asked.cloudflare_token_secret,
        watchdogs=tuple(_watchdog(workflow, regions, settings, starts=starts) for workflow in workflows),
        origin=origin(**{field: path_of(asked, _PATH, field) for field in _FIELDS}),
    )


def _watchdog(
    workflow: RecoveryWorkflowPlan, regions: dict[str, str], settings: Settings, *, starts: bool
) -> WatchdogPlan:
    """Watch from the first place that takes over: of two watchdogs each would start the same again.

    A standby that fails is told and not left: it would stay out of traffic when it is needed.
    """
    place = workflow.to[0]
    others = {one: region for one, region in regions.items() if one not in {workflow.away_from, place}}
    return WatchdogPlan(
        watched=workflow.away_from,
        place=place,
        starts=starts and settings.regions[workflow.away_from].role is Role.ACTIVE,
        probe_regions=others,
        alarm_place=next(iter(others)),
    )
