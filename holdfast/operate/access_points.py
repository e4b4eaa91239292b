"""Where an S3 Multi-Region Access Point leads, by a failover region that is up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.operate.aws import AvoidedRegionError
from holdfast.operate.call import call

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import TypeVar

    from holdfast.contracts.operations import AccessPoint
    from holdfast.operate.aws import Clients

    Answer = TypeVar("Answer")

ACTIVE, PASSIVE = 100, 0
"""Dials of a route; S3 takes no other: https://docs.aws.amazon.com/AmazonS3/latest/userguide/FailoverConfiguration.html
(2026-11)."""


def read_routes(
    clients: Clients, regions: Sequence[str], account_id: str, access_point: AccessPoint
) -> dict[str, int]:
    """Give each AWS region's dial.

    Args:
        clients: Makes clients.
        regions: AWS regions that the question may go to, best first.
        account_id: The account of the access point.
        access_point: The access point.
    """

    def ask(region: str) -> dict[str, int]:
        found = call(
            clients,
            "s3control",
            region,
            "get_multi_region_access_point_routes",
            AccountId=account_id,
            Mrap=access_point["arn"],
        )
        return {route["Region"]: route["TrafficDialPercentage"] for route in found["Routes"]}

    return _by_any(ask, regions)


def set_routes(
    clients: Clients,
    regions: Sequence[str],
    account_id: str,
    access_point: AccessPoint,
    dials: Mapping[str, int],
) -> None:
    """Set the dials of some AWS regions; the others' stay.

    Args:
        clients: Makes clients.
        regions: AWS regions that the call may go to, best first.
        account_id: The account of the access point.
        access_point: The access point.
        dials: Dials by AWS region.
    """

    def ask(region: str) -> None:
        call(
            clients,
            "s3control",
            region,
            "submit_multi_region_access_point_routes",
            AccountId=account_id,
            Mrap=access_point["arn"],
            RouteUpdates=[
                {"Region": one, "TrafficDialPercentage": dial} for one, dial in sorted(dials.items())
            ],
        )

    _by_any(ask, regions)


def failover_regions(access_point: AccessPoint, *, near: str) -> list[str]:
    """Give the AWS regions that take the calls, the one that takes over first.

    Args:
        access_point: The access point.
        near: AWS region of the place that takes over.
    """
    return sorted(access_point["failover_regions"], key=lambda region: (region != near, region))


def _by_any(ask: Callable[[str], Answer], regions: Sequence[str]) -> Answer:
    """Ask one region after the other until one answers."""
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  # only who calls AWS pays

    last: Exception = AvoidedRegionError("no region that is left takes the call")
    for region in regions:
        try:
            return ask(region)
        except (AvoidedRegionError, BotoCoreError, ClientError) as error:
            last = error
    raise last
