"""Whether a load balancer sends requests to an Auto Scaling group."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.graph import Resource, ResourceGraph

_BY = ("targetGroupArns", "loadBalancers", "trafficSources")
_ATTACHMENTS = (
    "aws:autoscaling/attachment:Attachment",
    "aws:autoscaling/trafficSourceAttachment:TrafficSourceAttachment",
)


def is_attached(graph: ResourceGraph, group: Resource) -> bool:
    """Whether the group itself, or an attachment, names a load balancer or target group.

    Args:
        graph: The stack.
        group: An Auto Scaling group.
    """
    return any(group.at(name) for name in _BY) or bool(
        graph.referring(group, "autoscalingGroupName", *_ATTACHMENTS)
    )
