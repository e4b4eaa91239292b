"""Zonal autoshift: AWS moves a load balancer's traffic out of a zone by itself, and practises that."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NotRequired, TypedDict

import pulumi
from pulumi_aws import arczonalshift

_DAYS = "Mon|Tue|Wed|Thu|Fri|Sat|Sun"
_TIME = rf"({_DAYS}):([01]\d|2[0-3]):[0-5]\d"
_WINDOW, _DATE = re.compile(rf"{_TIME}-{_TIME}"), re.compile(r"\d{4}-\d{2}-\d{2}")
_MOST = 15
"""Source: https://docs.aws.amazon.com/arc-zonal-shift/latest/api/API_CreatePracticeRunConfiguration.html
(blockedDates, blockedWindows, 2026-11)."""


class ZonalAutoshiftArgs(TypedDict):
    """What the autoshift of one region's load balancers needs."""

    region: str
    """AWS region in which every child is declared."""
    load_balancers: Mapping[str, pulumi.Input[str]]
    """Name → ARN of a load balancer of which zones can be shifted away."""
    outcome_alarm_arn: pulumi.Input[str]
    """Metric alarm in this region on what clients feel: it goes off, and the practice run ends and failed."""
    blocked_windows: NotRequired[Sequence[str]]
    """Windows in UTC without practice runs, such as ``Mon:08:00-Mon:18:00``; at most 15. Default: none."""
    blocked_dates: NotRequired[Sequence[str]]
    """Days without practice runs, such as ``2026-12-24``; at most 15. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class ZonalAutoshift(pulumi.ComponentResource):
    """Autoshift of a region's load balancers, with the weekly practice run that AWS asks for.

    AWS shifts when it sees a zone impaired, and for about half an hour each week to practise, unless the
    alarm is already red (it blocks the run too) or the time is blocked. Only for capacity that carries the
    load without a zone.

    Declares: a configuration for each load balancer. It takes no tags.
    Survives: an impaired zone, without anybody: an autoshift does not ask the alarm. Does not survive: the
    loss of the region, of two zones, or a fault of the software, which is in every zone.
    """

    load_balancer_arns: pulumi.Output[Mapping[str, str]]
    """Name → ARN of each load balancer that shifts by itself; known once it does."""

    def __init__(
        self, name: str, args: ZonalAutoshiftArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        """See ``ZonalAutoshiftArgs``.

        Raises:
            ValueError: A window or a date is none, or there are too many of them.
        """
        super().__init__("holdfast:index:ZonalAutoshift", name, {**args}, opts)
        if problems := list(_problems(args)):
            raise ValueError(f"zonal autoshift {name!r}: " + "; ".join(problems))
        alarm: list[Any] = [{"alarm_identifier": args["outcome_alarm_arn"], "type": "CLOUDWATCH"}]
        made = {
            key: arczonalshift.ZonalAutoshiftConfiguration(
                f"{name}-{key}-autoshift",
                region=args["region"],
                resource_arn=arn,
                zonal_autoshift_status="ENABLED",
                outcome_alarms=alarm,
                blocking_alarms=alarm,
                blocked_windows=sorted(args.get("blocked_windows", ())) or None,
                blocked_dates=sorted(args.get("blocked_dates", ())) or None,
                opts=pulumi.ResourceOptions(parent=self),
            )
            for key, arn in sorted(args["load_balancers"].items())
        }
        self.load_balancer_arns = pulumi.Output.all(
            **{key: one.resource_arn for key, one in made.items()}
        ).apply(lambda known: {str(key): str(arn) for key, arn in known.items()})
        self.register_outputs(
            {"load_balancer_arns": self.load_balancer_arns, "origin": dict(args.get("origin", {}))}
        )


def _problems(args: ZonalAutoshiftArgs) -> Iterator[str]:
    if not args["load_balancers"]:
        yield "'load_balancers' needs at least one"
    windows, dates = args.get("blocked_windows", ()), args.get("blocked_dates", ())
    for name, pattern, values in (("blocked_windows", _WINDOW, windows), ("blocked_dates", _DATE, dates)):
        if len(values) > _MOST:
            yield f"'{name}' has at most {_MOST} entries, got {len(values)}"
        for value in values:
            if not pattern.fullmatch(value):
                yield f"'{name}' holds {value!r}, which is none"
