"""Planned experiments as arguments of their component, and their declaration over all places."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi

from holdfast.components.alarms_plan_args import Alarms
from holdfast.components.experiment_actions import ExperimentScope, experiment_args
from holdfast.components.experiment_args import ExperimentsArgs
from holdfast.components.experiments import Experiments
from holdfast.components.observed import Observed
from holdfast.topology.values import EXPERIMENT_SECTIONS, ExperimentsPlan, Severity


@dataclass(frozen=True, kw_only=True)
class DeclaredExperiments:
    """The experiments of a stack."""

    plan: ExperimentsPlan | None
    """The plan; None where nobody asked for any."""
    places: Mapping[str, Experiments]
    """The templates of each place that has some."""
    stops: Mapping[str, pulumi.Output[str]]
    """The alarm that stops each place's."""

    def operations(self) -> dict[str, Any]:
        """Return what drills name, in the shape of ``holdfast.contracts.operations.Operations``."""
        if self.plan is None:
            return {}
        plan = self.plan
        return {
            place: {
                one.key: {
                    "template_id": _of(declared.template_ids, one.key),
                    "duration_seconds": plan.duration_minutes * 60,
                    "stop_alarm_arn": self.stops[place],
                    "kind": one.kind.value,
                    "subject": one.subject,
                    "title": one.title,
                    "section": EXPERIMENT_SECTIONS[one.kind].value,
                }
                for one in plan.places[place]
            }
            for place, declared in sorted(self.places.items())
        }


def _of(ids: pulumi.Output[Mapping[str, str]], key: str) -> pulumi.Output[str]:
    return ids.apply(lambda known: known[key])


def declare_experiments(observed: Observed, alarms: Alarms) -> DeclaredExperiments:
    """Declare the experiments of every place that has targets.

    Args:
        observed: Everything else that the stack declares.
        alarms: What stops them.

    Raises:
        ValueError: Nothing would stop the experiments of a place.
    """
    plan = observed.topology.experiments
    if plan is None:
        return DeclaredExperiments(plan=None, places={}, stops={})
    stops = {place: alarms.stop(place) for place, some in plan.places.items() if some}
    unstopped = sorted(place for place, stop in stops.items() if stop is None)
    if unstopped:
        raise ValueError(f"nothing would stop the experiments of {', '.join(unstopped)}: no alarm on errors")
    known = {place: stop for place, stop in stops.items() if stop is not None}
    places = {
        place: Experiments(place, _args(observed, plan, place, stop), observed.options(place))
        for place, stop in sorted(known.items())
    }
    return DeclaredExperiments(plan=plan, places=places, stops=known)


def _args(observed: Observed, plan: ExperimentsPlan, place: str, stop: pulumi.Output[str]) -> ExperimentsArgs:
    scope = ExperimentScope(observed=observed, plan=plan, place=place)
    args: ExperimentsArgs = {
        "region": scope.region,
        "account_id": observed.topology.account_id,
        "key_arn": observed.foundations[place].key_arn,
        "stop_alarm_arns": [stop, *plan.stop_alarms[place]],
        "experiments": {one.key: experiment_args(scope, one) for one in plan.places[place]},
        "log_retention_days": plan.log_retention_days,
        "notes": observed.notes,
        "tags": observed.tags(place),
        "origin": plan.origin,
    }
    chaos = plan.chaos
    if chaos is not None and chaos.services.get(place):
        args["chaos"] = {
            "experiments": [f"stop-{key}" for key in chaos.services[place]],
            "days": chaos.days,
            "minute": chaos.minute,
            "window_minutes": chaos.window_minutes,
            "time_zone": chaos.time_zone,
            "topic_arn": observed.topic_arn(place, Severity.TICKET),
        }
    return args
