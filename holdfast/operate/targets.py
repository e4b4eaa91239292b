"""How many targets of a load balancer are healthy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.operate.call import call

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.operate.aws import Clients

_HEALTHY, _UNUSED = "healthy", "unused"


def fewest_healthy(clients: Clients, region: str, target_groups: Iterable[str]) -> int | None:
    """Count the healthy targets of the target group that has fewest.

    Args:
        clients: Makes clients.
        region: AWS region.
        target_groups: ARNs of the groups. One that no listener leads to is left out: nothing is checked.

    Returns:
        The number; None where no group is in use.
    """
    counts = []
    for arn in target_groups:
        found = call(clients, "elbv2", region, "describe_target_health", TargetGroupArn=arn)
        states = [
            one.get("TargetHealth", {}).get("State") for one in found.get("TargetHealthDescriptions", [])
        ]
        if not states or any(state != _UNUSED for state in states):
            counts.append(states.count(_HEALTHY))
    return min(counts, default=None)
