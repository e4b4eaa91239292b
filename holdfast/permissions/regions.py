"""The regions in which a deployment acts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.graph.values import Marker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import ResourceGraph, Value

GLOBAL_SERVICES = frozenset(
    {
        *("arc-region-switch", "budgets", "ce", "chatbot", "cloudfront", "globalaccelerator", "iam"),
        *("route53", "route53-recovery-control-config", "shield"),
    }
)
"""Services with endpoints in few regions, wherever their resources act: a condition on the region asked would
refuse them (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#
condition-keys-requestedregion, 2026-11)."""
_GLOBAL_ACTION = re.compile(r"s3:\w*MultiRegionAccessPoint\w*")
_REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-\d")


def is_global(action: str) -> bool:
    """Whether a request of an action goes to one region for all.

    Args:
        action: Such as ``iam:CreateRole``.
    """
    return action.partition(":")[0] in GLOBAL_SERVICES or _GLOBAL_ACTION.fullmatch(action) is not None


def acting_regions(graph: ResourceGraph) -> tuple[str, ...]:
    """Regions of all resources of AWS, and of copies that they name; empty where one is not known.

    Args:
        graph: The stack.
    """
    found: set[str] = set()
    for one in graph:
        if one.component or not one.type.startswith("aws:"):
            continue
        if one.region is Marker.UNKNOWN and one.type.split(":")[1].split("/")[0] not in GLOBAL_SERVICES:
            return ()
        if isinstance(one.region, str):
            found.add(one.region)
            found.update(_regions(one.inputs))
    return tuple(sorted(found))


def _regions(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        if _REGION.fullmatch(value):
            yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _regions(one)
    elif value is not None and not isinstance(value, bool | int | float | Marker):
        for one in value.values():
            yield from _regions(one)
