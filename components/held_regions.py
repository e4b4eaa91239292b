"""Regions that an update leaves as they are: ``holdfast:hold``."""

from collections.abc import Callable, Collection

import pulumi


def leave_as_is(resource: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult:
    """Ignore every change of a resource: how ``holdfast:hold`` keeps a region out of an update.

    The engine then finds nothing to do and calls no API of the region. A resource that does not exist yet is
    still created: hold a region in an update that adds nothing to it.
    """
    opts = pulumi.ResourceOptions.merge(resource.opts, pulumi.ResourceOptions(ignore_changes=["*"]))
    return pulumi.ResourceTransformResult(props=resource.props, opts=opts)


def leave_regions_as_is(
    regions: Collection[str],
) -> Callable[[pulumi.ResourceTransformArgs], pulumi.ResourceTransformResult | None]:
    """``leave_as_is`` for the children of a component that works for several regions.

    An endpoint group of an accelerator is a region's too, though its control plane is elsewhere: a dial that
    somebody turned in an emergency stays while the region is held.
    """
    return lambda resource: leave_as_is(resource) if _region_of(resource) in regions else None


def _region_of(resource: pulumi.ResourceTransformArgs) -> object:
    return resource.props.get("region") or resource.props.get("endpointGroupRegion")
