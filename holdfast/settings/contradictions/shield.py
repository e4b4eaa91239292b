"""Shield Advanced: what it can protect, and settings of it that do nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Problem
from holdfast.topology.values import Door

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.entrance import EntranceSettings
    from holdfast.settings.stack import Settings


def of_shield(settings: Settings) -> Iterator[Problem]:
    """Shield Advanced, with what the entrances make public."""
    shield = settings.shield
    if shield is None:
        return
    if not shield.subscribe and "auto_renew" in shield.model_fields_set:
        yield Problem(
            path=("shield", "auto_renew"),
            message="belongs to the subscription, which this stack does not make: leave it out",
        )
    entrances = list(settings.entrances.values())
    zones = shield.hosted_zones and any(entrance.zone is not None for entrance in entrances)
    if not zones and not any(_protectable(entrance) for entrance in entrances):
        yield Problem(
            path=("shield",),
            message="there is nothing to protect: no load balancer that faces the internet, no distribution, "
            "no accelerator, no hosted zone",
        )
    if shield.contacts and not any(_checked(entrance) for entrance in entrances):
        yield Problem(
            path=("shield", "contacts"),
            message="AWS calls when the health check of a protected resource fails, and no load balancer "
            "here faces the internet and is checked by Route 53 (https://docs.aws.amazon.com/waf/latest/"
            "developerguide/ddos-srt-proactive-engagement.html)",
        )
    yield from repeated(("shield", "contacts"), [contact.email for contact in shield.contacts])


def _protectable(entrance: EntranceSettings) -> bool:
    # Of Network Load Balancers Shield protects the Elastic IPs, and those of proxies have none.
    faces_internet = effective.door(entrance) is Door.LOAD_BALANCER and not entrance.load_balancer.internal
    return faces_internet or entrance.cloudfront is not None or entrance.accelerator is not None


def _checked(entrance: EntranceSettings) -> bool:
    public = effective.door(entrance) is Door.LOAD_BALANCER and not entrance.load_balancer.internal
    return public and entrance.zone is not None
