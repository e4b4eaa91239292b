"""A dashboard in the order in which a person looks during an incident."""

from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict

import pulumi
from pulumi_aws import cloudwatch

from holdfast.components import dashboard_widgets as widgets
from holdfast.components.alarm_notes import AlarmNotesArgs
from holdfast.contracts.runbook import RunbookSection

_MOST_CHARACTERS = 255
"""Characters of a dashboard's name
(https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html, 2026-11)."""


class DashboardSectionArgs(TypedDict):
    """What belongs together on a dashboard."""

    title: str
    """Its title: the question that it answers."""
    charts: NotRequired[Sequence[Mapping[str, Any]]]
    """Widgets, three in a row, as ``dashboard_widgets`` makes them. Default: none."""
    wide: NotRequired[Sequence[Mapping[str, Any]]]
    """Widgets as wide as the page, above the charts. Default: none."""


class IncidentDashboardArgs(TypedDict):
    """What a dashboard needs."""

    region: str
    """AWS region by whose API it is made; dashboards themselves are global."""
    dashboard_name: str
    """Its name, one of its kind in the account: letters, digits, hyphens and underscores."""
    title: str
    """What it shows."""
    runbook_section: RunbookSection
    """Section of the runbook to begin with."""
    notes: AlarmNotesArgs
    """Owner and runbook, at the head of the page."""
    links: NotRequired[Mapping[str, str]]
    """Text → address of what else to look at. Default: nothing."""
    sections: Sequence[DashboardSectionArgs]
    """The sections, first those that are looked at first; one without widgets is left out."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class IncidentDashboard(pulumi.ComponentResource):
    """A dashboard: whose the stack is and where its runbook is, what rings, what clients get, and why.

    Declares: a dashboard of CloudWatch. A chart of an alarm shows what the alarm computes and its threshold,
    so that nothing is said twice.
    Survives: the loss of any one region: dashboards are global, and charts of the other regions go on.
    Does not survive: the loss of a region, for what is measured there.
    """

    dashboard_name: pulumi.Output[str]
    """Name of the dashboard."""

    def __init__(
        self, name: str, args: IncidentDashboardArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        """See ``IncidentDashboardArgs``.

        Raises:
            ValueError: CloudWatch would refuse the name.
        """
        # Widgets hold outputs in plain structures, which say nothing to whoever reads the component's inputs.
        shown = {key: value for key, value in args.items() if key != "sections"}
        super().__init__("holdfast:index:IncidentDashboard", name, shown, opts)
        called = args["dashboard_name"]
        if not called.replace("-", "").replace("_", "").isalnum() or len(called) > _MOST_CHARACTERS:
            raise ValueError(
                f"dashboard '{name}': 'dashboard_name' has up to {_MOST_CHARACTERS} letters, digits, hyphens "
                f"and underscores, got {called!r}"
            )
        dashboard = cloudwatch.Dashboard(
            f"{name}-dashboard",
            region=args["region"],
            dashboard_name=called,
            dashboard_body=widgets.body(
                widgets.text(_head(args)),
                [
                    widgets.Section(
                        title=one["title"], charts=one.get("charts", ()), wide=one.get("wide", ())
                    )
                    for one in args["sections"]
                ],
            ),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.dashboard_name = dashboard.dashboard_name
        self.register_outputs({"dashboard_name": self.dashboard_name, "origin": dict(args.get("origin", {}))})


def _head(args: IncidentDashboardArgs) -> str:
    notes = args["notes"]
    address = f"{notes['runbook_url']}#{RunbookSection(args['runbook_section']).value}"
    lines = [f"# {args['title']}", f"Owner: **{notes['owner']}** · Runbook: [{address}]({address})"]
    if links := args.get("links", {}):
        lines.append(" · ".join(f"[{label}]({to})" for label, to in links.items()))
    return "\n\n".join(lines)
