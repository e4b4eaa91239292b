"""The components' samples, and what each declares."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from tests.components.conformance import cloudflare, recovery, services, stores, traffic, watching, whole
from tests.components.declared import Resources, declared

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pulumi

    from tests.components.conformance.sample import Sample

SAMPLES: dict[type[pulumi.ComponentResource], list[Sample]] = {
    **traffic.SAMPLES,
    **cloudflare.SAMPLES,
    **services.SAMPLES,
    **stores.SAMPLES,
    **watching.SAMPLES,
    **recovery.SAMPLES,
    **whole.SAMPLES,
}


def _reversed(value: Any) -> Any:
    """Turn round every mapping and sequence, however deep."""
    if isinstance(value, dict):
        return {key: _reversed(item) for key, item in reversed(value.items())}
    if isinstance(value, list | tuple):
        return [_reversed(item) for item in reversed(value)]
    return value


def built(
    component: type[pulumi.ComponentResource], index: int
) -> tuple[pulumi.ComponentResource, Resources]:
    """A sample's component and all that was registered with it; nobody may change it."""
    return _built(component.__name__, index)


@cache
def _built(name: str, index: int) -> tuple[pulumi.ComponentResource, Resources]:
    component = next(one for one in SAMPLES if one.__name__ == name)
    sample = SAMPLES[component][index]
    return _build(component, sample.name, sample.args)


def rebuilt(component: type[pulumi.ComponentResource], index: int, *, reordered: bool = False) -> Resources:
    """The same sample once more, or said in another order."""
    sample = SAMPLES[component][index]
    args = sample.args
    if reordered:
        args = sample.reordered if sample.reordered is not None else _reversed(sample.args)
    return _build(component, sample.name, args)[1]


def _build(component: Any, name: str, args: Mapping[str, Any]) -> tuple[pulumi.ComponentResource, Resources]:
    made: list[pulumi.ComponentResource] = []
    resources = declared(lambda: made.append(component(name, args)))
    return made[0], resources
