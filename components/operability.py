"""What sees a stack's failures, recovers it from them and practises that."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from holdfast.components.alarmed_places import alarmed_places
from holdfast.components.alarms_plan_args import Alarms, declare_alarms
from holdfast.components.alert_plan_args import (
    alert_operations,
    declare_alert_channels,
    declare_aws_health,
    declare_cloudflare_status,
)
from holdfast.components.apm_plan_args import declare_apm
from holdfast.components.canaries_plan_args import Canaries, declare_canaries
from holdfast.components.dashboards_plan_args import Dashboards, declare_dashboards
from holdfast.components.experiments_plan_args import DeclaredExperiments, declare_experiments
from holdfast.components.internet_monitor_plan_args import InternetMonitors, declare_internet_monitors
from holdfast.components.observed import Observed
from holdfast.components.recovery_plan_args import Recovery, declare_recovery


@dataclass(frozen=True, kw_only=True)
class Operability:
    """What was declared to operate a stack."""

    alarms: Alarms
    """The alarms."""
    canaries: Canaries | None
    """The canaries, if there are any."""
    dashboards: Dashboards
    """The dashboards, and traces."""
    internet_monitors: InternetMonitors
    """The monitors of the networks of clients."""
    recovery: Recovery
    """What leaves a region."""
    experiments: DeclaredExperiments
    """The experiments."""
    alerts: Mapping[str, Any]
    """Topics and channels, as ``holdfast.contracts.operations.Alerts``."""
    apm: Mapping[str, Any] | None
    """Application performance monitoring, as ``holdfast.contracts.operations.Apm``."""

    def operations(self) -> Mapping[str, Any]:
        """Return the keys of ``holdfast.contracts.operations.Operations`` that come from here."""
        return {
            "alarms": self.alarms.operations(),
            "canaries": None if self.canaries is None else self.canaries.operations(),
            "dashboards": self.dashboards.operations(),
            "internet_monitors": self.internet_monitors.operations(),
            "recovery": self.recovery.operations(),
            "experiments": self.experiments.operations(),
            "alerts": self.alerts,
            "apm": self.apm,
        }


def declare_operability(observed: Observed) -> Operability:
    """Declare what watches, recovers and practises, in the order in which each needs the one before.

    Args:
        observed: Everything else that the stack declares.
    """
    declare_alert_channels(observed)
    declare_aws_health(observed)
    declare_cloudflare_status(observed)
    canaries = declare_canaries(observed)
    alarms = declare_alarms(observed, canaries)
    return Operability(
        alarms=alarms,
        canaries=canaries,
        dashboards=declare_dashboards(observed, alarms, canaries),
        internet_monitors=declare_internet_monitors(observed),
        recovery=declare_recovery(observed, alarmed_places(observed.topology, alarms, canaries)),
        experiments=declare_experiments(observed, alarms),
        alerts=alert_operations(observed),
        apm=declare_apm(observed),
    )
