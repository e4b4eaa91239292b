"""What Route 53's checkers say of a region; asked for people, never to decide by it.

It is an API of us-east-1, and away with it; what answers clients is in every region:
https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/appendix-b---edge-network-global-service-guidance.html
(2026-11).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.operate.call import call

if TYPE_CHECKING:
    from holdfast.operate.aws import Clients

_SIGNED_FOR = "us-east-1"


def checkers_healthy(clients: Clients, health_check_id: str) -> str:
    """Count the checkers that find an endpoint healthy: ``15 of 16 checkers healthy``."""
    found = call(clients, "route53", _SIGNED_FOR, "get_health_check_status", HealthCheckId=health_check_id)[
        "HealthCheckObservations"
    ]
    healthy = sum(one["StatusReport"]["Status"].startswith("Success") for one in found)
    return f"{healthy} of {len(found)} checkers healthy"
