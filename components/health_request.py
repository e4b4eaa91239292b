"""What Route 53's health checkers ask of a load balancer, and which service answers."""

from collections.abc import Sequence
from fnmatch import fnmatchcase

from holdfast.components.load_balancer_authorization import HealthRequestArgs
from holdfast.topology.values import EndpointPlan, EntrancePlan, ServicePlan


def health_request(
    entrance: EntrancePlan, endpoint: EndpointPlan, services: Sequence[ServicePlan]
) -> HealthRequestArgs:
    """Return what stays open where requests need more than to be addressed to a service.

    Rules match paths with ``*`` and ``?``, and a service that names hosts answers to the region's own too,
    so that the path alone decides.

    Args:
        entrance: The entrance.
        endpoint: Its region.
        services: The region's services.

    Raises:
        ValueError: No service behind the entrance answers the path.
    """
    path = entrance.health.path.partition("?")[0]
    behind = [service for service in services if service.key in entrance.services]
    for service in sorted(behind, key=lambda one: one.target.priority):
        if any(fnmatchcase(path, pattern) for pattern in service.target.paths):
            return {"host": endpoint.host, "path": path, "target": service.key}
    raise ValueError(
        f"no service behind {entrance.key} answers {path}, which health checkers ask for: give one the path, "
        "or the entrance another health path"
    )
