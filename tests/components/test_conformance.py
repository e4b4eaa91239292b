"""What holds for every component: a new one is swept up as soon as its module is there."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
from functools import cache
from typing import TYPE_CHECKING, Any, get_args, is_typeddict

import pulumi
import pulumi_aws
import pytest

from holdfast.explain.purposes import purpose_of
from tests.components.conformance.every import COMPONENTS, EVERY_COMPONENT, Component, args_of, outputs_of
from tests.components.conformance.exceptions import (
    NOT_HOSTED,
    OF_PLACES_ALONE,
    SEVERAL_PLACES,
    WHERE_AWS_CHANGES_THEM,
    WITH_FIXED_NAME,
    WITHOUT_REGION,
    WITHOUT_TAGS,
)
from tests.components.conformance.sample import REGIONS, TAGS, US
from tests.components.conformance_samples import SAMPLES, built, rebuilt

if TYPE_CHECKING:
    from tests.components.declared import Declared, Resources


ROLES = {"active", "standby"}
"""Roles move between places, so no name may hold one; the slots ``primary`` and ``secondary`` never move.

The role ``backup`` is missing: it is AWS Backup's noun too.
"""


EVERY_SAMPLE = pytest.mark.parametrize(
    ("component", "index"),
    [(component, index) for component, samples in SAMPLES.items() for index in range(len(samples))],
    ids=lambda value: value.__name__ if inspect.isclass(value) else str(value),
)


def test_every_component_has_a_sample() -> None:
    assert set(SAMPLES) == set(COMPONENTS)
    assert len(COMPONENTS) == len({one.__name__ for one in COMPONENTS})


@EVERY_COMPONENT
def test_takes_a_name_args_of_its_own_type_and_options(component: Component) -> None:
    parameters = inspect.signature(component.__init__).parameters
    assert list(parameters) == ["self", "name", "args", "opts"]
    args = parameters["args"].annotation
    assert is_typeddict(args)
    assert args.__name__ == f"{component.__name__}Args"
    assert parameters["opts"].default is None


@EVERY_SAMPLE
def test_token_is_the_class_name(component: Component, index: int) -> None:
    assert _own(component, index).type == f"holdfast:index:{component.__name__}"


@EVERY_SAMPLE
def test_sets_and_registers_every_output_and_where_values_came_from(component: Component, index: int) -> None:
    instance, outputs = built(component, index)[0], _own(component, index).outputs
    names = outputs_of(component)
    assert [name for name in names if not isinstance(getattr(instance, name, None), pulumi.Output)] == []
    annotations = component.__annotations__
    empty = {name for name in names if type(None) in get_args(get_args(annotations[name])[0])}
    assert {*names, "origin"} - empty <= outputs.keys() <= {*names, "origin"}
    assert outputs["origin"] == SAMPLES[component][index].origin


@EVERY_SAMPLE
def test_names_children_after_itself(component: Component, index: int) -> None:
    """A child is named after its parent, or it begins with the place that it is for.

    - Below a component ``N``: ``N`` itself (the part that ``N`` is mostly about) or ``N-…``.
    - Below ``Certificates``, stores and edges, which work for several places: also ``<place>-<key>-…``.
    - Below alert channels and watchdogs, too: a place and what the arguments say; a new name keeps that.
    - Below ``MultiRegionApi``, the root: a place or ``global``, alone or followed by ``-…``.
    """
    resources = built(component, index)[1]
    parents = _parents(resources)
    for child in resources:
        if child.urn not in parents:
            continue
        parent = parents[child.urn]
        stems = [parent.name]
        if parent.type == "holdfast:index:MultiRegionApi":
            stems = [*REGIONS, "global"]
        elif parent.type in OF_PLACES_ALONE:
            stems += REGIONS
        elif parent.type in SEVERAL_PLACES:
            key = parent.name.removeprefix("global-")
            stems += [f"{place}-{key}" for place in REGIONS]
        assert any(child.name == stem or child.name.startswith(f"{stem}-") for stem in stems), child.urn
        assert not ROLES & set(child.name.split("-")), child.urn


@EVERY_SAMPLE
def test_is_the_parent_of_its_children_whose_names_are_unique(component: Component, index: int) -> None:
    resources, own = built(component, index)[1], _own(component, index)
    parents = _parents(resources)
    assert {one.urn for one in resources} - parents.keys() == {own.urn}
    for parent in parents.values():
        assert parent is own or parent.type.startswith("holdfast:index:"), parent.urn
    assert len(resources.pairs()) == len(resources)


@EVERY_SAMPLE
def test_puts_every_regional_child_into_its_region(component: Component, index: int) -> None:
    for child in _custom(component, index):
        place = child.name.split("-")[0]
        # An Aurora global database is everywhere, and made in the home's region.
        near = WHERE_AWS_CHANGES_THEM.get(child.type, REGIONS.get(place, US))
        regional = "region" in _parameters(child.type) and child.type not in WITHOUT_REGION
        expected = near if regional else None
        assert child.region == expected, child.urn
        assert child.provider is None, child.urn


@EVERY_SAMPLE
def test_tags_every_child_that_takes_tags(component: Component, index: int) -> None:
    for child in _custom(component, index):
        if "tags" not in _parameters(child.type) or child.type in WITHOUT_TAGS:
            continue
        tags = child.inputs.get("tags")
        if isinstance(tags, list):
            tags = {one["key"]: one["value"] for one in tags}
        assert tags is not None, f"{child.urn} has no tags"
        assert tags.items() >= TAGS.items(), child.urn


@EVERY_SAMPLE
def test_leaves_physical_names_to_autonaming(component: Component, index: int) -> None:
    fixed = {child.type for child in _custom(component, index) if "name" in child.inputs}
    assert fixed <= WITH_FIXED_NAME.keys()


@EVERY_SAMPLE
def test_it_is_written_what_every_child_protects_from(component: Component, index: int) -> None:
    declared = {one.type for one in built(component, index)[1] if not one.type.startswith("holdfast:")}

    assert sorted(token for token in declared if not purpose_of(token)) == []


@EVERY_SAMPLE
def test_same_args_declare_the_same(component: Component, index: int) -> None:
    if component not in NOT_HOSTED:  # those are made of the others, and test_multi_region_api compares them
        assert _inputs(rebuilt(component, index)) == _inputs(built(component, index)[1])


@EVERY_SAMPLE
def test_order_of_args_names_nothing(component: Component, index: int) -> None:
    reordered, resources = rebuilt(component, index, reordered=True), built(component, index)[1]
    assert {one.urn for one in reordered} == {one.urn for one in resources}


@pytest.mark.parametrize("component", NOT_HOSTED, ids=lambda one: one.__name__)
def test_what_is_not_hosted_takes_plans(component: Component) -> None:
    hints = args_of(component).__annotations__.values()
    assert any(dataclasses.is_dataclass(hint) for hint in hints)


def _own(component: Component, index: int) -> Declared:
    return built(component, index)[1](SAMPLES[component][index].name, component.__name__)


def _custom(component: Component, index: int) -> list[Declared]:
    return [one for one in built(component, index)[1] if one.custom]


def _parents(resources: Resources) -> dict[str, Declared]:
    """URN → the component that a resource is a child of."""
    components = {(one.type, one.name): one for one in resources if not one.custom}
    found = {}
    for child in resources:
        types = child.urn.split("::")[2].split("$")
        if child.parent is not None:
            found[child.urn] = components[types[-2], child.parent]
    return found


def _inputs(resources: Resources) -> dict[str, Any]:
    return {one.urn: one.inputs for one in resources if one.custom}


@cache
def _parameters(token: str) -> frozenset[str]:
    """Arguments of the SDK's class for a type."""
    package, module, name = token.split(":")
    if package != "aws":
        return frozenset()
    folder = module.split("/")[0].replace("lambda", "lambda_")  # a word of Python's
    found = getattr(importlib.import_module(f"{pulumi_aws.__name__}.{folder}"), name)
    assert found.pulumi_type == token
    return frozenset(inspect.signature(found._internal_init).parameters)
