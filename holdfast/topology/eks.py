"""Services on EKS planned: the names by which AWS and a chart meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.topology.origins import origin, path_of
from holdfast.topology.values import EksServicePlan

if TYPE_CHECKING:
    from holdfast.settings import Settings


def plan_eks_service(place: str, key: str, settings: Settings) -> EksServicePlan | None:  # noqa: ARG001 - alike everywhere
    """Plan a service of this kind in one region; None for a service of another kind.

    Args:
        place: The region's place; pods are called alike in all.
        key: The service's key in the settings.
        settings: The whole settings.
    """
    asked = settings.services[key].eks
    if asked is None:
        return None
    path = f"holdfast:services.{key}.eks"
    return EksServicePlan(
        namespace=asked.namespace or key,
        service_account=asked.service_account or key,
        kubernetes_service=asked.kubernetes_service or key,
        pods_per_node=asked.pods_per_node,
        origin=origin(
            **{
                field: path_of(asked, path, field)
                for field in ("namespace", "service_account", "kubernetes_service", "pods_per_node")
            }
        ),
    )
