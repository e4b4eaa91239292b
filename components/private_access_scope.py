"""Where the parts of a region's private ways in are declared: names, tags, options, common values."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch

from holdfast.components.alarm_notes import described, note_tags
from holdfast.components.private_access_args import PrivateAccessArgs
from holdfast.contracts.runbook import RunbookSection

_PERIOD_SECONDS, _PERIODS = 60, 3


@dataclass(frozen=True, kw_only=True, slots=True)
class PrivateAccessScope:
    """What all children of one ``PrivateAccess`` have in common."""

    args: PrivateAccessArgs
    """Arguments of the component, checked."""
    parent: pulumi.Resource
    """The component."""

    @property
    def region(self) -> str:
        """AWS region of every child."""
        return self.args["region"]

    @property
    def protected(self) -> bool:
        """Whether what other people's devices point to is kept from deletion."""
        return self.args.get("protection", True)

    def noun(self, *nouns: str) -> str:
        """Logical name of a child: its place, and what it is."""
        return "-".join((self.args["place"], "access", *nouns))

    def tagged(self, logical_name: str) -> dict[str, str]:
        """Tags of a child, with the ``Name`` that AWS's console shows."""
        return {**self.args.get("tags", {}), "Name": logical_name}

    def options(
        self, depends_on: Sequence[pulumi.Resource] = (), *, protect: bool | None = None
    ) -> pulumi.ResourceOptions:
        """Options of a child."""
        return pulumi.ResourceOptions(
            parent=self.parent, depends_on=list(depends_on) or None, protect=protect
        )

    def alarm(
        self,
        name: str,
        description: str,
        namespace: str,
        metric: str,
        dimensions: dict[str, pulumi.Input[str]],
    ) -> None:
        """Declare an alarm that rings when a metric is 0, or missing, for three minutes.

        Args:
            name: Logical name.
            description: What it means.
            namespace: Namespace of a metric that is 1 while something is up.
            metric: Name of the metric.
            dimensions: Dimensions of the metric.
        """
        topic, notes = self.args.get("alarm_topic_arn"), self.args.get("notes")
        cloudwatch.MetricAlarm(
            name,
            region=self.region,
            alarm_description=described(description, RunbookSection.PRIVATE_ACCESS, notes),
            namespace=namespace,
            metric_name=metric,
            dimensions=dimensions,
            statistic="Maximum",
            period=_PERIOD_SECONDS,
            evaluation_periods=_PERIODS,
            threshold=1,
            comparison_operator="LessThanThreshold",
            treat_missing_data="breaching",
            alarm_actions=None if topic is None else [topic],
            ok_actions=None if topic is None else [topic],
            tags={**note_tags(RunbookSection.PRIVATE_ACCESS, notes), **self.tagged(name)},
            opts=self.options(),
        )


def slug(cidr: str) -> str:
    """Write an IPv4 block as part of a name, such as ``10-1-0-0-16``."""
    return cidr.replace(".", "-").replace("/", "-")
