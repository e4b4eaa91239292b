"""What Internet Monitor can measure of a stack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.topology.values import Door

if TYPE_CHECKING:
    from holdfast.settings.entrance import EntranceSettings
    from holdfast.settings.stack import Settings


def measurable(settings: Settings) -> tuple[str, ...]:
    """Give the places in which an entrance faces the internet from a VPC, sorted."""
    return tuple(
        sorted(
            {
                place
                for entrance in settings.entrances.values()
                if _faces_internet(entrance)
                for place in effective.endpoints(entrance, settings)
            }
        )
    )


def distributions(settings: Settings) -> tuple[str, ...]:
    """Give the entrances behind CloudFront, sorted."""
    return tuple(sorted(key for key, one in settings.entrances.items() if one.cloudfront is not None))


def _faces_internet(entrance: EntranceSettings) -> bool:
    balancer = entrance.proxy or entrance.load_balancer
    return effective.door(entrance) in (Door.LOAD_BALANCER, Door.PROXY) and not balancer.internal
