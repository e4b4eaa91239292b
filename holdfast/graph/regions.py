"""Which region a resource lives in: its own, else its explicit provider's, else the default provider's."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from holdfast.graph.resource import PROVIDER_TYPE_PREFIX, Region, RegionOrigin
from holdfast.graph.values import Marker, Value

if TYPE_CHECKING:
    from collections.abc import Mapping

AWS_PROVIDER_TYPE = f"{PROVIDER_TYPE_PREFIX}aws"


@cache
def global_types() -> frozenset[str]:
    """The AWS types that take no region (see the head of ``global_types.txt`` for the source)."""
    text = files("holdfast.graph").joinpath("global_types.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def is_regional(token: str) -> bool:
    """Whether resources of this type belong to an AWS region."""
    return token.startswith("aws:") and token not in global_types()


def is_default_provider(urn: str) -> bool:
    """Whether the URN is that of a provider which the engine made, not the program."""
    return f"::{PROVIDER_TYPE_PREFIX}" in urn and urn.rsplit("::", 1)[-1].startswith("default")


def region_of(
    token: str,
    inputs: Mapping[str, Value],
    provider: str | None,
    provider_regions: Mapping[str, Region],
    default_region: Region,
) -> tuple[Region, RegionOrigin]:
    """The region of a custom resource and what decided it.

    Args:
        token: Type token.
        inputs: Normalised inputs.
        provider: URN of the provider; None when it is not told.
        provider_regions: Region of each explicit provider, by URN.
        default_region: Region of the default provider.
    """
    if token == AWS_PROVIDER_TYPE:
        return as_region(inputs.get("region")), RegionOrigin.INPUT
    if not is_regional(token):
        return None, RegionOrigin.NONE
    if inputs.get("region"):
        return as_region(inputs["region"]), RegionOrigin.INPUT
    if provider is not None and not is_default_provider(provider):
        return provider_regions.get(provider, Marker.UNKNOWN), RegionOrigin.PROVIDER
    return default_region, RegionOrigin.DEFAULT


def as_region(value: Value) -> Region:
    """A region's name from an input; unknown where it is absent or not readable."""
    return value if isinstance(value, str) and value else Marker.UNKNOWN
