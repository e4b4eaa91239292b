from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.components.hosted_zone import HostedZone
from tests.components.declared import declared

if TYPE_CHECKING:
    from holdfast.components.hosted_zone import HostedZoneArgs

ARGS: HostedZoneArgs = {
    "domain": "example.com",
    "tags": {"stack": "prod"},
    "origin": {"domain": "entrances.public.domain"},
}


def test_makes_a_zone() -> None:
    found = declared(lambda: HostedZone("global-public", ARGS))
    assert found.pairs() == {
        ("holdfast:index:HostedZone", "global-public"),
        ("aws:route53/zone:Zone", "global-public-zone"),
    }
    zone = found("global-public-zone")
    assert (zone.parent, zone.region, zone.protect) == ("global-public", None, True)
    assert zone.inputs == {
        "comment": "Managed by Pulumi",
        "name": "example.com",
        "enableAcceleratedRecovery": True,
        "forceDestroy": False,
        "tags": {"stack": "prod"},
    }
    assert found("global-public").outputs == {
        "zone_id": "global-public-zone-id",
        "name_servers": [f"ns-{number}.awsdns.test" for number in range(4)],
        "origin": {"domain": "entrances.public.domain"},
    }


def test_adopts_a_zone() -> None:
    found = declared(lambda: HostedZone("global-public", {**ARGS, "zone_id": "Z123"}))
    assert found.pairs() == {("holdfast:index:HostedZone", "global-public")}
    outputs = found("global-public").outputs
    assert (outputs["zone_id"], outputs["name_servers"]) == ("Z123", [])


def test_lifted_protection_lets_the_zone_go() -> None:
    zone = declared(lambda: HostedZone("global-public", {**ARGS, "protection": False}))("global-public-zone")
    assert zone.protect in (None, False)
    assert zone.inputs["forceDestroy"] is True
    # AWS deletes no zone that has accelerated recovery.
    assert zone.inputs["enableAcceleratedRecovery"] is False


@pytest.mark.parametrize("protection", [True, False])
def test_accelerated_recovery_can_be_declined(*, protection: bool) -> None:
    args: HostedZoneArgs = {**ARGS, "accelerated_recovery": False, "protection": protection}
    zone = declared(lambda: HostedZone("global-public", args))("global-public-zone")
    assert zone.inputs["enableAcceleratedRecovery"] is False
