"""Target groups as rules see them: which load balancer sends to them, and what is in them."""

from __future__ import annotations

from collections import defaultdict
from enum import Enum
from typing import TYPE_CHECKING

from holdfast.checks.traffic import LISTENER_RULES, LISTENERS, TARGET_ATTACHMENTS, TARGET_GROUPS

if TYPE_CHECKING:
    from holdfast.graph import Resource, ResourceGraph

_GROUP = "aws:autoscaling/group:Group"
_ATTACHMENTS = {
    "aws:autoscaling/attachment:Attachment": "lbTargetGroupArn",
    "aws:autoscaling/trafficSourceAttachment:TrafficSourceAttachment": "trafficSource",
}
_SERVICE = "aws:ecs/service:Service"
_SCALING = "aws:appautoscaling/target:Target"
_CLUSTER = "aws:eks/cluster:Cluster"


class Filled(Enum):
    """Whether something is in a target group."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Targets:
    """Load balancers, their target groups and what registers there, indexed once."""

    def __init__(self, graph: ResourceGraph) -> None:
        """Index them.

        Args:
            graph: The stack.
        """
        self.graph = graph
        self._listeners = self._index("loadBalancerArn", LISTENERS)
        self._rules = self._index("listenerArn", LISTENER_RULES)
        self._attached = self._index("targetGroupArn", TARGET_ATTACHMENTS)
        self._services = self._index("loadBalancers", (_SERVICE,))
        self._scaled = self._index("resourceId", (_SCALING,))
        self._groups = self._index("targetGroupArns", (_GROUP,))
        for urn, members in self._index("trafficSources", (_GROUP,)).items():
            self._groups[urn] += members
        for token, name in _ATTACHMENTS.items():
            for urn, attachments in self._index(name, (token,)).items():
                for one in attachments:
                    self._groups[urn] += self.graph.references(one, "autoscalingGroupName")

    def groups(self, balancer: Resource) -> tuple[Resource, ...]:
        """The target groups that the listeners of a load balancer and their rules send requests to."""
        listeners = self._listeners.get(balancer.urn, [])
        rules = [rule for one in listeners for rule in self._rules.get(one.urn, [])]
        found = {
            target.urn: target
            for sender, name in [
                *((one, "defaultActions") for one in listeners),
                *((one, "actions") for one in rules),
            ]
            for target in self.graph.references(sender, name)
            if target.type in TARGET_GROUPS
        }
        return tuple(found[urn] for urn in sorted(found))

    def asked(self, balancer: Resource) -> tuple[Resource, ...]:
        """Those of them whose targets a load balancer asks for their health.

        Functions are not asked unless that is turned on, and their groups count as healthy then
        (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html, 2026-11).
        """
        return tuple(
            one
            for one in self.groups(balancer)
            if one.at("healthCheck", "enabled") is True
            or (one.at("healthCheck", "enabled") is None and one.at("targetType") != "lambda")
        )

    def filled(self, group: Resource) -> Filled:
        """Whether a target group has targets: instances, tasks, or what is attached by hand."""
        if self._attached.get(group.urn):
            return Filled.YES
        counts = [_instances(one) for one in self._groups.get(group.urn, [])]
        counts += [self._tasks(one) for one in self._services.get(group.urn, [])]
        if any(count for count in counts if count is not None):
            return Filled.YES
        if None in counts or self.graph.partial:
            return Filled.UNKNOWN
        if not counts and (group.at("targetType") == "ip" or self.graph.of_type(_CLUSTER)):
            return Filled.UNKNOWN  # something outside registers addresses, or a controller in the cluster
        return Filled.NO

    def _tasks(self, service: Resource) -> int | None:
        """How many tasks a service runs at least; None when that is not known."""
        least = [one.at("minCapacity") for one in self._scaled.get(service.urn, [])]
        counts = [service.at("desiredCount") or 0, *least]
        known = [one for one in counts if isinstance(one, int)]
        return max(known) if any(known) or len(known) == len(counts) else None

    def _index(self, name: str, types: tuple[str, ...]) -> defaultdict[str, list[Resource]]:
        """What each resource is used by in one property of some types, by URN."""
        found: defaultdict[str, list[Resource]] = defaultdict(list)
        for one in self.graph.of_type(*types):
            for urn in one.property_dependencies.get(name, ()):
                found[urn].append(one)
        return found


def _instances(group: Resource) -> int | None:
    """How many instances a group starts with; None when that is not known."""
    desired = group.at("desiredCapacity")
    count = group.at("minSize") if desired is None else desired
    return count if isinstance(count, int) else None
