"""How a stack leaves a region, planned, as arguments of what carries it out, and its declaration."""

from dataclasses import dataclass
from typing import Any

import pulumi

from holdfast.components.alarmed_places import AlarmedPlaces
from holdfast.components.observed import Observed
from holdfast.components.recovery_automation_plan_args import (
    DeclaredAutomation,
    declare_recovery_automation,
)
from holdfast.components.region_switch_plan import RegionSwitchPlan
from holdfast.components.region_switch_plan_args import region_switch_args
from holdfast.components.routing_controls import RoutingControls
from holdfast.components.zonal_autoshift import ZonalAutoshift, ZonalAutoshiftArgs
from holdfast.topology.values import (
    Door,
    RecoveryPlan,
    RecoveryStepPlan,
    RecoveryWorkflowPlan,
    Topology,
    ZonalAutoshiftPlan,
    worst_seconds,
)

_BALANCED = (Door.LOAD_BALANCER, Door.PROXY)


@dataclass(frozen=True, kw_only=True)
class Recovery:
    """What was declared to leave a region."""

    topology: Topology
    """The plan."""
    region_switch: RegionSwitchPlan | None
    """The plan of Region switch, if it does it."""
    automation: DeclaredAutomation | None
    """The document and its watchdog, if they do it."""
    routing_controls: RoutingControls | None
    """The routing controls, if there are any."""

    def operations(self) -> dict[str, Any] | None:
        """Return ``holdfast.contracts.operations.Recovery``; None where no place can take over."""
        plan = self.topology.recovery
        if plan is None:
            return None
        controls = self.routing_controls
        return {
            **planned_recovery(plan),
            "region_switch": self._region_switch(plan),
            "automation": None if self.automation is None else self.automation.operations(),
            "routing_control": None
            if controls is None
            else {
                "cluster_arn": controls.cluster_arn,
                "endpoints": controls.endpoints,
                "controls": controls.control_arns,
            },
        }

    def _region_switch(self, plan: RecoveryPlan) -> dict[str, Any] | None:
        if self.region_switch is None or plan.region_switch is None:
            return None
        return {
            "arn": self.region_switch.plan_arn,
            "role_arn": self.region_switch.role_arn,
            "approval_role_arn": plan.region_switch.approval_role_arn,
            "starts_by_itself": plan.region_switch.triggers is not None,
        }


def declare_routing_controls(topology: Topology, opts: pulumi.ResourceOptions) -> RoutingControls | None:
    """Declare the routing controls where the settings ask for them.

    Args:
        topology: The plan.
        opts: Options, with the parent.
    """
    plan = None if topology.recovery is None else topology.recovery.routing_control
    if plan is None or topology.recovery is None:
        return None
    return RoutingControls(
        "global-recovery",
        {
            "controls": plan.controls,
            "tags": topology.tags,
            "origin": {"controls": topology.recovery.origin["routing_control"]},
        },
        opts,
    )


def is_controlled(topology: Topology, entrance: str) -> bool:
    """Whether routing controls decide about an entrance's traffic already.

    Args:
        topology: The plan.
        entrance: Its key.
    """
    return topology.recovery is not None and topology.recovery.is_controlled(entrance)


def declare_recovery(observed: Observed, alarmed: AlarmedPlaces) -> Recovery:
    """Declare what leaves a region, or a zone, as the settings ask for it.

    Args:
        observed: Everything else that the stack declares.
        alarmed: Alarms on the places.
    """
    topology = observed.topology
    plan = topology.recovery
    asked = None if plan is None else plan.region_switch
    region_switch = None
    if plan is not None and asked is not None:
        region_switch = RegionSwitchPlan(
            "global",
            region_switch_args(observed, plan, asked, alarmed),
            observed.across(),
        )
    if topology.zonal_autoshift is not None:
        _zonal_autoshifts(observed, topology.zonal_autoshift, alarmed)
    return Recovery(
        topology=topology,
        region_switch=region_switch,
        automation=declare_recovery_automation(observed, outside=alarmed.elsewhere),
        routing_controls=observed.routing_controls,
    )


def _zonal_autoshifts(observed: Observed, plan: ZonalAutoshiftPlan, alarmed: AlarmedPlaces) -> None:
    """Declare the autoshift of every load balancer, by region."""
    for place, regional in sorted(observed.regions.items()):
        balancers = {
            entrance.key: regional.door(entrance.key).arn
            for entrance in observed.topology.entrances
            if entrance.door in _BALANCED and place in {endpoint.place for endpoint in entrance.endpoints}
        }
        # AWS takes no practice run without an alarm, and names that nobody delegates to have none yet.
        if not balancers or place not in alarmed.errors:
            continue
        args: ZonalAutoshiftArgs = {
            "region": observed.region(place).region,
            "load_balancers": balancers,
            "outcome_alarm_arn": alarmed.errors[place],
            "blocked_windows": plan.blocked_windows,
            "blocked_dates": plan.blocked_dates,
            "origin": plan.origin,
        }
        ZonalAutoshift(place, args, observed.options(place))


def planned_recovery(plan: RecoveryPlan) -> dict[str, Any]:
    """Give what ``holdfast.contracts.operations.Recovery`` says before anything is deployed.

    Args:
        plan: How each place is left.
    """
    return {
        "by": plan.by.value,
        "routing": plan.routing.value,
        "detection_seconds": plan.detection_seconds,
        "detection_source": plan.detection_source,
        "decision_seconds": plan.decision_seconds,
        "decision_source": plan.decision_source,
        "workflows": {one.away_from: _workflow(one) for one in plan.workflows},
    }


def _workflow(plan: RecoveryWorkflowPlan) -> dict[str, Any]:
    return {
        "to": list(plan.to),
        "graceful": _groups(plan.graceful),
        "graceful_worst_seconds": worst_seconds(plan.graceful),
        "ungraceful": _groups(plan.ungraceful),
        "ungraceful_worst_seconds": worst_seconds(plan.ungraceful),
    }


def _groups(groups: tuple[tuple[RecoveryStepPlan, ...], ...]) -> list[list[dict[str, Any]]]:
    return [
        [
            {
                "key": step.key,
                "action": step.action.value,
                "subject": step.subject,
                "subject_kind": step.subject_kind.value,
                "place": step.place,
                "worst_seconds": step.worst_seconds,
                "source": step.source,
                "size": step.size,
            }
            for step in group
        ]
        for group in groups
    ]
