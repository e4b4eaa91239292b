"""Lambda functions planned."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.topology.origins import origin, path_of
from holdfast.topology.shares import service_shares
from holdfast.topology.values import Capacity, FunctionPlan
from holdfast.topology.values.function import ProvisionedPlan

if TYPE_CHECKING:
    from holdfast.settings import Settings
    from holdfast.settings.function import FunctionSettings
    from holdfast.topology.values import Origin

_PERCENT = 100


def plan_executions(place: str, key: str, settings: Settings) -> Capacity:
    """Size a function in a region, in concurrent executions.

    AWS runs a function in several zones and fills a lost one's share in the others
    (https://docs.aws.amazon.com/lambda/latest/dg/security-resilience.html), so no execution is added for a
    zone; a region's loss is in the share of the peak.

    Args:
        place: The region.
        key: The service's key in the settings.
        settings: The whole settings.

    Returns:
        What is always ready (provisioned), what the peak needs after a loss, and the ceiling.
    """
    service, path = settings.services[key], f"holdfast:services.{key}"
    peak, per_execution = Fraction(str(service.peak_rps)), Fraction(str(effective.unit_rps(service)))
    shares = service_shares(place, key, settings)
    sizes = [(ceil(peak * share.fraction / per_execution), share.running_percent) for share in shares]
    needed = max(size for size, _ in sizes)
    ready = 0
    if service.function is not None and service.function.provisioned is not None:
        own = service.function.provisioned.percent
        ready = max(ceil(Fraction(size * own * running, _PERCENT**2)) for size, running in sizes)
    maximum = ceil(needed * Fraction(str(service.scaling.max_factor)))
    load = f"{path_of(service, path, 'peak_rps')}, {path}.function.rps, " + path_of(
        settings.objectives, "holdfast:objectives", "survives"
    )
    role = path_of(settings.regions[place], f"holdfast:regions.{place}", "role")
    return Capacity(
        minimum=ready,
        needed=needed,
        maximum=maximum,
        origin=origin(
            minimum=f"{load}, {path}.function.provisioned, {role}",
            needed=load,
            maximum=f"{load}, {path_of(service.scaling, f'{path}.scaling', 'max_factor')}",
        ),
    )


def plan_function(place: str, key: str, settings: Settings) -> FunctionPlan | None:
    """Plan a service of this kind in one region; None for a service of another kind.

    Args:
        place: The region's place.
        key: The service's key in the settings.
        settings: The whole settings.
    """
    asked = settings.services[key].function
    if asked is None:
        return None
    capacity = plan_executions(place, key, settings)
    return FunctionPlan(
        architecture=asked.architecture,
        handler=asked.handler,
        runtime=asked.runtime,
        memory_mib=asked.memory_mib,
        timeout_seconds=asked.timeout_seconds,
        snap_start=asked.snap_start,
        tracing=asked.tracing,
        provisioned=_provisioned(asked, capacity),
        reserved=capacity.maximum if asked.reserved else None,
        quota=asked.quota,
        carried_rps=float(capacity.needed * Fraction(str(asked.rps))),
        origin=_origin(asked, f"holdfast:services.{key}.function", capacity),
    )


def _provisioned(asked: FunctionSettings, capacity: Capacity) -> ProvisionedPlan | None:
    """Plan what is ready: nothing in a standby region in which nothing runs."""
    if asked.provisioned is None or capacity.minimum == 0:
        return None
    return ProvisionedPlan(
        minimum=capacity.minimum, maximum=capacity.maximum, target_percent=asked.provisioned.target_percent
    )


def _origin(asked: FunctionSettings, path: str, capacity: Capacity) -> Origin:
    fields = ("architecture", "handler", "runtime", "memory_mib", "timeout_seconds", "snap_start", "tracing")
    return origin(
        **{field: path_of(asked, path, field) for field in fields},
        provisioned=f"{path_of(asked, path, 'provisioned')}, {capacity.origin['minimum']}",
        reserved=f"{path_of(asked, path, 'reserved')}, {capacity.origin['maximum']}",
        carried_rps=capacity.origin["needed"],
    )
