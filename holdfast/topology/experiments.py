"""Experiments, planned: what a stack has targets for, and why it has none for the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import Mistake
from holdfast.topology.origins import origin, path_of
from holdfast.topology.values import (
    ChaosPlan,
    ExperimentKind,
    ExperimentPlan,
    ExperimentsPlan,
    RdsShape,
    ServiceKind,
    StoreKind,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from holdfast.settings import Settings
    from holdfast.settings.experiments import ChaosSettings, ExperimentSettings
    from holdfast.topology.values import RegionPlan, StorePlan, Topology

_PATH = "holdfast:experiments"
_FIELDS = (
    *("places", "kinds", "duration_minutes", "percent", "zone", "latency_ms"),
    *("dependencies", "stop_alarms", "log_retention_days", "chaos"),
)
_SECRETS = "secrets"
"""Key of Secrets Manager among the dependencies."""
_TWO = 2


def plan_experiments(settings: Settings, topology: Topology) -> ExperimentsPlan | None:
    """Plan the experiments; None where nobody asked for them.

    Args:
        settings: The whole settings.
        topology: All else of the stack, planned.
    """
    asked = settings.experiments
    if asked is None:
        return None
    places = {
        region.place: tuple(sorted(_experiments(asked, region, topology), key=lambda one: one.key))
        for region in _regions(asked, topology)
    }
    return ExperimentsPlan(
        places=places,
        duration_minutes=asked.duration_minutes,
        percent=asked.percent,
        latency_ms=asked.latency_ms,
        dependencies=dict(sorted(asked.dependencies.items())),
        stop_alarms={
            region.place: tuple(arn.replace("{region}", region.region) for arn in sorted(asked.stop_alarms))
            for region in _regions(asked, topology)
        },
        log_retention_days=asked.log_retention_days,
        chaos=None if asked.chaos is None else _chaos(asked.chaos, places),
        origin=origin(**{name: path_of(asked, _PATH, name) for name in _FIELDS}),
    )


def experiment_mistakes(settings: Settings, topology: Topology) -> Iterator[Mistake]:
    """Yield what was asked for and cannot be: an experiment without a target, or without what stops it."""
    asked, plan = settings.experiments, topology.experiments
    if asked is None or plan is None:
        return
    planned = {one.kind for experiments in plan.places.values() for one in experiments}
    for kind in asked.kinds or ():
        if kind not in planned:
            yield _mistake(topology, "kinds", kind.value, f"no place has a target: {_WHY[kind]}")
    if not planned and asked.kinds is None:
        yield _mistake(topology, "places", None, "nothing in these places is a target of any experiment")
    yield from _unstopped(topology, plan)
    if asked.chaos is not None and plan.chaos is not None:
        yield from _idle_chaos(topology, asked.chaos, plan.chaos)


def _unstopped(topology: Topology, plan: ExperimentsPlan) -> Iterator[Mistake]:
    if topology.alarms is None or "error_percent" not in topology.alarms.thresholds:
        yield _mistake(
            topology,
            "places",
            None,
            "nothing would stop an experiment: it stops by the alarm on errors, so set "
            "holdfast:alarms.error_percent",
        )
    for place in plan.places:
        if not _is_certified(place, topology):
            yield _mistake(
                topology,
                "places",
                place,
                "nothing would stop an experiment there: no entrance of it has a certificate yet, so nobody "
                "measures what its clients get: name other places, or delegate the entrance first",
            )


def _idle_chaos(topology: Topology, asked: ChaosSettings, plan: ChaosPlan) -> Iterator[Mistake]:
    terminated = {key for services in plan.services.values() for key in services}
    for key in asked.services or ():
        if key not in terminated:
            yield _mistake(topology, "chaos.services", key, _WHY[ExperimentKind.STOP])
    if not terminated and asked.services is None:
        yield _mistake(topology, "chaos", None, f"nothing to terminate: {_WHY[ExperimentKind.STOP]}")


def _mistake(topology: Topology, key: str, value: str | None, message: str) -> Mistake:
    return Mistake(file=f"Pulumi.{topology.stack}.yaml", key=f"{_PATH}.{key}", value=value, message=message)


def _is_certified(place: str, topology: Topology) -> bool:
    return any(
        entrance.is_certified and any(endpoint.place == place for endpoint in entrance.endpoints)
        for entrance in topology.entrances
    )


def _regions(asked: ExperimentSettings, topology: Topology) -> tuple[RegionPlan, ...]:
    served = {one.place for entrance in topology.entrances for one in entrance.endpoints}
    wanted = served if asked.places is None else served & set(asked.places)
    return tuple(region for region in topology.regions if region.place in wanted)


def _experiments(
    asked: ExperimentSettings, region: RegionPlan, topology: Topology
) -> Iterator[ExperimentPlan]:
    for kind, maker in _MAKERS.items():
        if asked.kinds is None or kind in asked.kinds:
            yield from maker(asked, region, topology)


def _of_kind(region: RegionPlan, *kinds: ServiceKind) -> tuple[str, ...]:
    return tuple(sorted(one.key for one in region.services if one.kind in kinds))


def _stop(asked: ExperimentSettings, region: RegionPlan, _topology: Topology) -> Iterator[ExperimentPlan]:
    share = "one" if asked.percent is None else f"{asked.percent} percent"
    for service in region.services:
        if service.kind in (ServiceKind.INSTANCES, ServiceKind.ECS):
            what = "instances" if service.kind is ServiceKind.INSTANCES else "tasks"
            yield ExperimentPlan(
                key=f"stop-{service.key}",
                kind=ExperimentKind.STOP,
                subject=service.key,
                services=(service.key,),
                title=f"{region.place}: {share} of the {what} of {service.key} dies",
            )


def _lose_zone(
    asked: ExperimentSettings, region: RegionPlan, _topology: Topology
) -> Iterator[ExperimentPlan]:
    network = region.network
    if network is None or network.adopted is not None:
        return
    zones = {subnet.key: subnet.zone for subnet in network.subnets}
    if len(zones) < _TWO:
        return
    letter = asked.zone or max(zones)
    if letter in zones:
        yield ExperimentPlan(
            key="lose-zone",
            kind=ExperimentKind.LOSE_ZONE,
            subject=zones[letter],
            services=_of_kind(region, ServiceKind.INSTANCES),
            title=f"{region.place}: the zone {zones[letter]} is cut off, and nothing starts there",
        )


def _cut_region(
    _asked: ExperimentSettings, region: RegionPlan, topology: Topology
) -> Iterator[ExperimentPlan]:
    for other in topology.regions:
        if other.place == region.place:
            continue
        replicated = any(
            {region.place, other.place} <= set(store.places) and _is_paused(store)
            for store in topology.stores
        )
        reached = region.network is not None and other.network is not None
        if replicated or reached:
            yield ExperimentPlan(
                key=f"cut-{other.place}",
                kind=ExperimentKind.CUT_REGION,
                subject=other.place,
                services=(),
                title=f"{region.place}: connections and replication to {other.place} are cut",
            )


def _is_paused(store: StorePlan) -> bool:
    return store.adopted is None and store.kind in (StoreKind.DYNAMODB, StoreKind.S3)


def _slow_database(
    asked: ExperimentSettings, region: RegionPlan, topology: Topology
) -> Iterator[ExperimentPlan]:
    for store in topology.stores:
        users = tuple(
            sorted(
                one.key
                for one in region.services
                if one.kind is ServiceKind.INSTANCES and store.key in one.stores
            )
        )
        if users and store.adopted is None and region.place in store.places:
            yield ExperimentPlan(
                key=f"slow-{store.key}",
                kind=ExperimentKind.SLOW_DATABASE,
                subject=store.key,
                services=users,
                title=f"{region.place}: the store {store.key} answers {asked.latency_ms} ms later",
            )


def _failover(_asked: ExperimentSettings, region: RegionPlan, topology: Topology) -> Iterator[ExperimentPlan]:
    for store in topology.stores:
        if store.adopted is None and store.home == region.place and _fails_over(store, region.place):
            yield ExperimentPlan(
                key=f"failover-{store.key}",
                kind=ExperimentKind.FAILOVER,
                subject=store.key,
                services=(),
                title=f"{region.place}: the writer of the store {store.key} moves to another zone",
            )


def _fails_over(store: StorePlan, place: str) -> bool:
    if store.aurora is not None:
        return any(one.place == place and len(one.instances) >= _TWO for one in store.aurora.members)
    if store.rds is not None:
        return store.rds.shape is RdsShape.CLUSTER or any(
            one.place == place and one.multi_az is True for one in store.rds.members
        )
    return False


def _throttle_api(
    _asked: ExperimentSettings, region: RegionPlan, _topology: Topology
) -> Iterator[ExperimentPlan]:
    for key in _of_kind(region, ServiceKind.INSTANCES):
        yield ExperimentPlan(
            key=f"throttle-{key}",
            kind=ExperimentKind.THROTTLE_API,
            subject=key,
            services=(key,),
            title=f"{region.place}: EC2 throttles what instances of {key} ask of it",
        )


def _expire_dependency(
    asked: ExperimentSettings, region: RegionPlan, _topology: Topology
) -> Iterator[ExperimentPlan]:
    instances = _of_kind(region, ServiceKind.INSTANCES)
    reading = tuple(sorted(one.key for one in region.services if one.key in instances and one.secrets))
    users = {_SECRETS: reading, **dict.fromkeys(asked.dependencies, instances)}
    for dependency, services in sorted(users.items()):
        if services:
            what = asked.dependencies.get(dependency, "Secrets Manager")
            yield ExperimentPlan(
                key=f"expire-{dependency}",
                kind=ExperimentKind.EXPIRE_DEPENDENCY,
                subject=dependency,
                services=services,
                title=f"{region.place}: instances get no answer from {what}",
            )


_MAKERS: dict[
    ExperimentKind, Callable[[ExperimentSettings, RegionPlan, Topology], Iterator[ExperimentPlan]]
] = {
    ExperimentKind.STOP: _stop,
    ExperimentKind.LOSE_ZONE: _lose_zone,
    ExperimentKind.CUT_REGION: _cut_region,
    ExperimentKind.SLOW_DATABASE: _slow_database,
    ExperimentKind.FAILOVER: _failover,
    ExperimentKind.THROTTLE_API: _throttle_api,
    ExperimentKind.EXPIRE_DEPENDENCY: _expire_dependency,
}
# https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html (2026-11)
_ON_INSTANCES = (
    "AWS injects it by Systems Manager into instances, and by an agent that the stack does not put beside "
    "containers"
)
_WHY = {
    ExperimentKind.STOP: "only services on instances and on ECS have what FIS can terminate: functions have "
    "nothing that stays, and pods need a service account of FIS inside their cluster",
    ExperimentKind.LOSE_ZONE: "a place needs a network of its own with that zone and another; of an adopted "
    "VPC nobody here knows the zones",
    ExperimentKind.CUT_REGION: "a place needs another region with a network, or a table or buckets that are "
    "replicated",
    ExperimentKind.SLOW_DATABASE: f"no service on instances uses a store of this stack; {_ON_INSTANCES}",
    ExperimentKind.FAILOVER: "it takes an Aurora cluster with two instances, an RDS cluster, or an RDS "
    "instance with multi_az, in its home region",
    ExperimentKind.THROTTLE_API: "FIS throttles calls to EC2 and Kinesis alone, and only services on "
    "instances make some, to EC2",
    ExperimentKind.EXPIRE_DEPENDENCY: "no service on instances reads secrets, and holdfast:experiments."
    f"dependencies names no host; {_ON_INSTANCES}",
}
"""Why a stack can have no experiment of a kind."""


def _chaos(asked: ChaosSettings, places: dict[str, tuple[ExperimentPlan, ...]]) -> ChaosPlan:
    hour, minute = (int(part) for part in asked.start.split(":"))
    return ChaosPlan(
        services={
            place: _terminated(asked, experiments)
            for place, experiments in places.items()
            if asked.places is None or place in asked.places
        },
        days=asked.days,
        minute=hour * 60 + minute,
        window_minutes=asked.window_minutes,
        time_zone=asked.time_zone,
    )


def _terminated(asked: ChaosSettings, experiments: Sequence[ExperimentPlan]) -> tuple[str, ...]:
    return tuple(
        one.subject
        for one in experiments
        if one.kind is ExperimentKind.STOP and (asked.services is None or one.subject in asked.services)
    )
