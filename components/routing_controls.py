"""ARC's routing controls: switches of traffic on a cluster of five regions, which no control plane is in."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NotRequired, TypedDict

import pulumi
from pulumi_aws import route53recoverycontrol

_SETTLE_MS = 5000
"""How long a rule holds after a change, so that two hands do not cross: an assumption, AWS's examples have
it (https://docs.aws.amazon.com/recovery-cluster/latest/api/safetyrule.html, WaitPeriodMs, 2026-11)."""


class RoutingControlsArgs(TypedDict):
    """What the routing controls of a stack need."""

    controls: Mapping[str, Sequence[str]]
    """Entrance → places behind it, at least two: each gets a control."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class RoutingControls(pulumi.ComponentResource):
    """A routing control per entrance and place, and a rule that keeps one place of each entrance on.

    A control that is On lets clients go to the place. **A new one is Off**, so that nothing may look at it
    before all are On; the rule is what keeps somebody from switching the last one off. They are changed by
    one call to any of the cluster's five endpoints, which is a data plane
    (https://docs.aws.amazon.com/r53recovery/latest/dg/routing-control.html, 2026-11). The cluster costs USD
    2.50 an hour (https://aws.amazon.com/application-recovery-controller/pricing/, 2026-11).

    Declares: a cluster, a control panel, the controls, and a safety rule per entrance. ARC's own resources
    have no region; its control plane is in us-west-2.
    Survives: the loss of any two of the cluster's regions, and of us-west-2 but for changes of what is
    declared. Does not survive: the loss of three of them; a control that nobody switched on.
    """

    cluster_arn: pulumi.Output[str]
    """ARN of the cluster."""
    endpoints: pulumi.Output[Mapping[str, str]]
    """AWS region → endpoint of the cluster there: keep them where they are at hand."""
    control_arns: pulumi.Output[Mapping[str, Mapping[str, str]]]
    """Entrance → place → ARN of its control."""

    def __init__(
        self, name: str, args: RoutingControlsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        """See ``RoutingControlsArgs``.

        Raises:
            ValueError: An entrance has fewer than two places.
        """
        super().__init__("holdfast:index:RoutingControls", name, {**args}, opts)
        if problems := list(_problems(args)):
            raise ValueError(f"routing controls {name!r}: " + "; ".join(problems))
        child, tags = pulumi.ResourceOptions(parent=self), args.get("tags", {})
        cluster = route53recoverycontrol.Cluster(
            f"{name}-cluster", tags={**tags, "Name": f"{name}-cluster"}, opts=child
        )
        panel = route53recoverycontrol.ControlPanel(
            f"{name}-panel", cluster_arn=cluster.arn, tags={**tags, "Name": f"{name}-panel"}, opts=child
        )
        self._controls: dict[tuple[str, str], pulumi.Output[str]] = {}
        for entrance, places in sorted(args["controls"].items()):
            for place in sorted(places):
                control = route53recoverycontrol.RoutingControl(
                    f"{name}-{entrance}-{place}",
                    cluster_arn=cluster.arn,
                    control_panel_arn=panel.arn,
                    opts=child,
                )
                self._controls[entrance, place] = control.arn
            rule = f"{name}-{entrance}-rule"
            route53recoverycontrol.SafetyRule(
                rule,
                control_panel_arn=panel.arn,
                asserted_controls=[self._controls[entrance, place] for place in sorted(places)],
                rule_config={"type": "ATLEAST", "threshold": 1, "inverted": False},
                wait_period_ms=_SETTLE_MS,
                tags={**tags, "Name": rule},
                opts=child,
            )
        self.cluster_arn = cluster.arn
        self.endpoints = cluster.cluster_endpoints.apply(
            lambda known: {str(one.region): str(one.endpoint) for one in known}
        )
        arns: dict[str, Any] = {
            entrance: {place: self._controls[entrance, place] for place in sorted(places)}
            for entrance, places in sorted(args["controls"].items())
        }
        self.control_arns = pulumi.Output.from_input(arns)
        self.register_outputs(
            {
                "cluster_arn": self.cluster_arn,
                "endpoints": self.endpoints,
                "control_arns": self.control_arns,
                "origin": dict(args.get("origin", {})),
            }
        )

    def control_arn(self, entrance: str, place: str) -> pulumi.Output[str]:
        """Return the control of an entrance's place."""
        return self._controls[entrance, place]


def _problems(args: RoutingControlsArgs) -> Iterator[str]:
    if not args["controls"]:
        yield "'controls' needs at least one entrance"
    for entrance, places in sorted(args["controls"].items()):
        if len(set(places)) < 2:  # noqa: PLR2004  # one of two stays
            yield f"{entrance!r} has no second place: the rule would keep its only one on for good"
