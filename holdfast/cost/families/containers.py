"""ECS services on Fargate, EKS clusters and container repositories."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from holdfast.cost.families.compute import running
from holdfast.cost.scope import number, text
from holdfast.graph import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.cost.model import CostItem
    from holdfast.cost.scope import Calculator, Scope
    from holdfast.graph import Resource

SERVICE = "aws:ecs/service:Service"
TASK = "aws:ecs/taskDefinition:TaskDefinition"
SCALING = "aws:appautoscaling/target:Target"
CPU_UNITS = Decimal(1024)
MIB_IN_GIB = Decimal(1024)


def service(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """The tasks of a service on Fargate; on instances they cost what the group costs."""
    if not _on_fargate(one):
        return
    tasks = [held for held in scope.graph.references(one, "taskDefinition") if held.type == TASK]
    cpu = number(tasks[0].inputs.get("cpu")) if tasks else None
    memory = number(tasks[0].inputs.get("memory")) if tasks else None
    arm = bool(tasks) and tasks[0].at("runtimePlatform", "cpuArchitecture") == "ARM64"
    chip, words = ("arm", "Graviton") if arm else ("x86", "Intel or AMD")
    count, note = _count(one, scope)
    if cpu is None or memory is None:
        note = "; ".join(filter(None, (note, "the size of the task is not known")))
    spot = _spot(one, count or Decimal())
    off = scope.usage.share("spot_percent_off")
    for part, size, unit in (
        ("vCPU", None if cpu is None else cpu / CPU_UNITS, "vCPU-hour"),
        ("memory", None if memory is None else memory / MIB_IN_GIB, "GB-hour"),
    ):
        name, key, place = f"Fargate {words}, {part}", f"fargate/{chip}/{unit}", place_of(one)
        steady = None if size is None or count is None else size * (count - spot)
        yield scope.discounted(scope.hourly(name, key, place, steady, note=note))
        if spot and size is not None:
            told = "" if off else "as on demand: state spot_percent_off"
            yield scope.hourly(f"{name}, spot", key, place, size * spot * (1 - off), note=told)


def _count(one: Resource, scope: Scope) -> tuple[Decimal | None, str]:
    targets = scope.graph.referring(one, "resourceId", SCALING)
    least = number(targets[0].inputs.get("minCapacity")) if targets else None
    most = number(targets[0].inputs.get("maxCapacity")) if targets else None
    wanted = number(one.inputs.get("desiredCount"))
    if least is None and wanted is None:
        wanted = Decimal(1)  # what ECS takes where nothing is stated
    return running(least, most, wanted, scope)


def _on_fargate(one: Resource) -> bool:
    providers = [name for name, _, _ in _strategies(one)]
    if providers:
        return any(name.startswith("FARGATE") for name in providers)
    return text(one.inputs.get("launchType"), "EC2") == "FARGATE"


def _strategies(one: Resource) -> list[tuple[str, Decimal, Decimal]]:
    """Name, base and weight of each capacity provider."""
    given = one.inputs.get("capacityProviderStrategies")
    return [
        (
            text(item.get("capacityProvider")),
            number(item.get("base")) or Decimal(),
            number(item.get("weight")) or Decimal(),
        )
        for item in (given if isinstance(given, tuple) else ())
        if isinstance(item, dict)
    ]


def _spot(one: Resource, count: Decimal) -> Decimal:
    """How many of the tasks are spot: bases first, the rest by weight."""
    strategies = _strategies(one)
    above = max(Decimal(), count - sum(base for _, base, _ in strategies))
    total = sum(weight for _, _, weight in strategies)
    return sum(
        (
            min(count, base) + (above * weight / total if total else Decimal())
            for name, base, weight in strategies
            if name == "FARGATE_SPOT"
        ),
        Decimal(),
    )


def cluster(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """The control plane of an EKS cluster."""
    yield scope.hourly("EKS cluster, standard support", "eks/cluster-hour", place_of(one))


def repository(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """What a repository of images holds."""
    yield scope.item(
        "images",
        "ecr/storage/GB-month",
        place_of(one),
        scope.usage["image_gigabytes"],
        usage=("image_gigabytes",),
    )


CALCULATORS: Mapping[str, Calculator] = {
    SERVICE: service,
    "aws:eks/cluster:Cluster": cluster,
    "aws:ecr/repository:Repository": repository,
}
