"""Where what goes on in a region is told: its topics, one for each severity."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from holdfast.components.alarm_topic import GLOBAL_REGION, AlarmTopic
from holdfast.topology.values import Severity


@dataclass(frozen=True, kw_only=True)
class TopicsOfRegion:
    """The topics of one region."""

    place: str
    """Place that they are named after; ``global`` where a distribution's edge has them."""
    region: str
    """AWS region."""
    held: bool
    """Whether an update leaves them as they are."""
    tickets: pulumi.Output[str]
    """ARN of the topic of what somebody must act on within working days."""
    pages: pulumi.Output[str]
    """ARN of the topic of what somebody must act on now."""

    def topic_arn(self, severity: Severity) -> pulumi.Output[str]:
        """Return the ARN of the topic for a severity."""
        return self.pages if severity is Severity.PAGE else self.tickets


@dataclass(frozen=True, kw_only=True)
class RegionalTopics:
    """The topics of a stack."""

    tickets: Mapping[str, AlarmTopic]
    """The topic of tickets of each region that serves, by place."""
    regions: tuple[TopicsOfRegion, ...]
    """Both topics of every region that has any, sorted by place: the regions that serve, and those in which
    AWS tells what belongs to no region."""

    def topic_arn(self, place: str, severity: Severity) -> pulumi.Output[str]:
        """Return the topic of a place.

        Args:
            place: Place of a region that serves.
            severity: How soon somebody must act.

        Raises:
            KeyError: The place has no topics: it does not serve.
        """
        if place not in self.tickets:
            raise KeyError(f"{place} has no topics: it does not serve")
        return next(one for one in self.regions if one.place == place).topic_arn(severity)

    def global_topic_arn(self, severity: Severity) -> pulumi.Output[str]:
        """Return the topic in us-east-1, for metrics that AWS keeps there and for costs.

        Args:
            severity: How soon somebody must act.
        """
        return self.in_region(GLOBAL_REGION, severity)

    def in_region(self, region: str, severity: Severity) -> pulumi.Output[str]:
        """Return the topic of an AWS region.

        Args:
            region: Such as ``us-west-2``.
            severity: How soon somebody must act.

        Raises:
            KeyError: There are no topics in that region.
        """
        for one in self.regions:
            if one.region == region:
                return one.topic_arn(severity)
        known = ", ".join(sorted({one.region for one in self.regions}))
        raise KeyError(f"{region} has no topics; there are in {known}")
