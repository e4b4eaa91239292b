"""Reads what Pulumi's policy SDK hands to a stack policy, without importing that SDK.

A stack policy sees a resource's *outputs*, in which a provider's defaults look like inputs. A resource policy
sees the inputs; when a pack has gathered those, they are read instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import SimpleNamespace
from typing import Any, Protocol

from holdfast.graph.record import name_of
from holdfast.graph.regions import AWS_PROVIDER_TYPE, as_region, is_default_provider, region_of
from holdfast.graph.resource import (
    PROVIDER_TYPE_PREFIX,
    Region,
    RegionOrigin,
    Resource,
    ResourceGraph,
    Source,
)
from holdfast.graph.values import Marker, Value, normalise


class PolicyArguments(Protocol):
    """The part of ``pulumi_policy.StackValidationArgs`` that is read."""

    resources: list[Any]
    """Resources with ``urn``, ``resource_type``, ``props``, ``opts``, ``provider``, ``parent``,
    ``dependencies`` and ``property_dependencies``."""


def read_policy(
    arguments: PolicyArguments, inputs: Mapping[str, Mapping[str, Value]] | None = None
) -> ResourceGraph:
    """The graph of what a stack policy is asked about.

    Args:
        arguments: What the policy's ``validate`` was called with.
        inputs: URN to normalised inputs, where a resource policy gathered them. Default: none, so that every
            resource shows its outputs and ``declared`` is False.
    """
    given = inputs or {}
    regions, default_region = _provider_regions(arguments.resources)
    resources: dict[str, Resource] = {}
    for one in sorted(arguments.resources, key=lambda resource: str(resource.urn)):
        if not is_default_provider(one.urn):
            resources[one.urn] = _resource(one, given, regions, default_region)
    return ResourceGraph(resources=resources, source=Source.POLICY, default_region=default_region)


def read_policy_resource(
    arguments: Any,  # noqa: ANN401  # pulumi_policy.ResourceValidationArgs, which this room may not import
    inputs: Mapping[str, Value] | None = None,
) -> ResourceGraph:
    """The graph of the one resource that a resource policy is asked about, without its place in the stack.

    Args:
        arguments: What the policy's ``validate`` or ``remediate`` was called with.
        inputs: Its normalised inputs, where they were gathered. Default: they are read.
    """
    given = policy_inputs(arguments.props) if inputs is None else inputs
    regions, default_region = _provider_regions([arguments])
    one = SimpleNamespace(
        urn=arguments.urn,
        resource_type=arguments.resource_type,
        opts=arguments.opts,
        provider=arguments.provider,
        parent=None,
        dependencies=(),
        property_dependencies={},
    )
    resource = _resource(one, {arguments.urn: given}, regions, default_region)
    found = {} if is_default_provider(arguments.urn) else {arguments.urn: resource}
    return ResourceGraph(resources=found, source=Source.POLICY, default_region=default_region)


def policy_inputs(properties: Mapping[str, Any]) -> Mapping[str, Value]:
    """Normalised properties of a policy's resource.

    Args:
        properties: The ``props`` of a policy's resource, whose unknown items raise.
    """
    value = normalise(properties)
    return value if isinstance(value, Mapping) else {}


def _resource(
    one: Any,  # noqa: ANN401  # pulumi_policy.PolicyResource, which this room may not import
    given: Mapping[str, Mapping[str, Value]],
    regions: Mapping[str, Region],
    default_region: Region,
) -> Resource:
    urn: str = one.urn
    inputs = given[urn] if urn in given else policy_inputs(one.props)
    provider = getattr(one.provider, "urn", None)
    component = provider is None and not one.resource_type.startswith(PROVIDER_TYPE_PREFIX)
    if component:
        region: Region = as_region(inputs["region"]) if inputs.get("region") else None
        origin = RegionOrigin.INPUT if region is not None else RegionOrigin.NONE
    else:
        region, origin = region_of(one.resource_type, inputs, provider, regions, default_region)
    return Resource(
        urn=urn,
        type=one.resource_type,
        name=name_of(urn),
        component=component,
        parent=getattr(one.parent, "urn", None),
        region=region,
        region_origin=origin,
        inputs=inputs,
        declared=component or urn in given,
        dependencies=_urns(one.dependencies),
        property_dependencies={name: _urns(held) for name, held in one.property_dependencies.items()},
        provider=provider,
        protect=bool(getattr(one.opts, "protect", False)),
        aliases=tuple(getattr(one.opts, "aliases", None) or ()),
        delete_before_replace=bool(getattr(one.opts, "delete_before_replace", False)),
        ignore_changes=tuple(getattr(one.opts, "ignore_changes", None) or ()),
    )


def _provider_regions(resources: Iterable[Any]) -> tuple[dict[str, Region], Region]:
    explicit: dict[str, Region] = {}
    default: set[Region] = set()
    for one in resources:
        provider = one.provider
        if provider is None or provider.resource_type != AWS_PROVIDER_TYPE or provider.urn in explicit:
            continue
        region = as_region(policy_inputs(provider.props).get("region"))
        if is_default_provider(provider.urn):
            default.add(region)
        else:
            explicit[provider.urn] = region
    return explicit, default.pop() if len(default) == 1 else Marker.UNKNOWN


def _urns(resources: Iterable[Any]) -> tuple[str, ...]:
    return tuple(sorted(one.urn for one in resources))
