"""What Route 53's checkers say of every region from outside, as alarms in us-east-1."""

from collections.abc import Iterator, Mapping
from typing import NotRequired, TypedDict

import pulumi
from pulumi_aws import cloudwatch

from holdfast.components import alarm_kinds as kinds
from holdfast.components.alarm_kind import AlarmKind
from holdfast.components.alarm_notes import AlarmNotesArgs
from holdfast.components.alarm_scope import BELOW, AlarmScope, Judged, Metric
from holdfast.components.alarm_topic import GLOBAL_REGION
from holdfast.components.composite_alarm import declare_composite
from holdfast.components.health_checks import all_of
from holdfast.components.refusals import refuse_if_any
from holdfast.topology.values import DEFAULT_BAND_WIDTH, Severity

_MOST_MINUTES = 180


class WatchedEndpointArgs(TypedDict):
    """A region behind an entrance, as Route 53 checks it."""

    place: str
    """Place of the region."""
    entrance: str
    """Key of the entrance."""
    endpoint_check_id: pulumi.Input[str]
    """Health check of the region's own host."""
    health_check_id: pulumi.Input[str]
    """Health check that the records carry."""
    switch_check_id: NotRequired[pulumi.Input[str]]
    """Health check of the place's maintenance switch. Default: none."""


class OutsideAlarmsArgs(TypedDict):
    """What the alarms on Route 53's health checks need."""

    topic_arns: Mapping[str, pulumi.Input[str]]
    """``page`` and ``ticket`` → topic in us-east-1."""
    endpoints: Mapping[str, WatchedEndpointArgs]
    """Regions behind entrances, by any key that stays."""
    minutes: int
    """Minutes in a row for which a check must be unhealthy, 1 to 180."""
    notes: NotRequired[AlarmNotesArgs]
    """Owner and runbook. Default: none."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class OutsideAlarms(pulumi.ComponentResource):
    """Alarms on Route 53's health checks, whose metrics are in us-east-1 alone.

    Declares: per region and entrance an alarm that it is not reached, which its place's composite alarm joins
    to one page, silent while the region is out on purpose; one that it is out of traffic (a ticket); per
    entrance of several regions one that none is healthy (a page); per place one on its maintenance switch,
    with a calculated check of it.
    Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-cloudwatch.html (2026-11).
    Survives: the loss of every region but us-east-1. Does not survive: the loss of us-east-1, of which
    canaries in other regions tell; health checks and DNS go on without it.
    """

    def __init__(
        self, name: str, args: OutsideAlarmsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        """See ``OutsideAlarmsArgs``.

        Raises:
            ValueError: An argument is wrong; every reason is listed.
        """
        super().__init__("holdfast:index:OutsideAlarms", name, {**args}, opts)
        refuse_if_any(f"outside alarms '{name}'", _problems(args))
        self._args, minutes = args, int(args["minutes"])
        self._judged = Judged(of=minutes, least=minutes, comparison=BELOW)
        endpoints = [endpoint for _, endpoint in sorted(args["endpoints"].items())]
        scopes = {
            place: self._scope(f"{name}-{place}") for place in sorted({one["place"] for one in endpoints})
        }
        for endpoint in endpoints:
            scope = scopes[endpoint["place"]]
            self._check(scope, endpoint["entrance"], kinds.UNREACHABLE, endpoint["endpoint_check_id"])
            self._check(scope, endpoint["entrance"], kinds.OUT_OF_TRAFFIC, endpoint["health_check_id"])
        self.places = {place: self._outside(place, scope) for place, scope in scopes.items()}
        self._no_region(name)
        self.register_outputs({"origin": dict(args.get("origin", {}))})

    def alarm_arn(self, place: str) -> pulumi.Output[str]:
        """Return the ARN of the alarm that says that a place is not reached.

        Args:
            place: One of those behind the endpoints.

        Raises:
            KeyError: There is no such place.
        """
        return self.places[place].arn

    def _scope(self, name: str) -> AlarmScope:
        return AlarmScope(
            place=name,
            region=GLOBAL_REGION,
            topic_arns=self._args["topic_arns"],
            thresholds={"unreachable_minutes": 1.0},
            bands=frozenset(),
            band_width=DEFAULT_BAND_WIDTH,
            promised=frozenset(),
            notes=self._args.get("notes"),
            tags=self._args.get("tags", {}),
            child=pulumi.ResourceOptions(parent=self),
        )

    def _check(self, scope: AlarmScope, entrance: str, kind: AlarmKind, check: pulumi.Input[str]) -> None:
        scope.alarm(entrance, kind, _status(check), judged=self._judged, threshold=1)

    def _outside(self, place: str, scope: AlarmScope) -> "cloudwatch.CompositeAlarm":
        """Declare the page of a place, and what silences it: its switch is one for all entrances."""
        switches = [
            endpoint["switch_check_id"]
            for _, endpoint in sorted(self._args["endpoints"].items())
            if endpoint["place"] == place and "switch_check_id" in endpoint
        ]
        pages = scope.paging()
        maintenance = None
        if switches:
            # Nobody says whether an inverted check's metric is that before inversion, which would silence
            # this page for good. A calculated check goes by what Route 53 makes of its child, not inverted.
            seen = all_of(f"{scope.place}-switch-seen", switches[:1], self._args.get("tags", {}), scope.child)
            scope.alarm(
                "",
                kinds.MAINTENANCE,
                _status(seen.id),
                judged=Judged(of=1, least=1, comparison=BELOW),
                threshold=1,
            )
            maintenance = scope.named(f"{scope.place}-{kinds.MAINTENANCE.noun}")
        return declare_composite(
            scope,
            kinds.OUTSIDE,
            pages,
            topic_arn=self._args["topic_arns"][Severity.PAGE],
            silenced_by=maintenance,
        )

    def _no_region(self, name: str) -> None:
        entrances: dict[str, dict[str, Metric]] = {}
        for _, endpoint in sorted(self._args["endpoints"].items()):
            checks = entrances.setdefault(endpoint["entrance"], {})
            checks[f"h{len(checks)}"] = _status(endpoint["health_check_id"], "Maximum")
        scope = self._scope(name)
        for entrance, checks in sorted(entrances.items()):
            if len(checks) > 1:
                scope.computed(
                    entrance,
                    kinds.NO_REGION,
                    checks,
                    f"MAX([{', '.join(sorted(checks))}])",
                    judged=self._judged,
                    threshold=1,
                )
        if pages := scope.paging():
            declare_composite(scope, kinds.PAGING, pages, topic_arn=self._args["topic_arns"][Severity.PAGE])


def _status(check: pulumi.Input[str], stat: str = "Minimum") -> Metric:
    return Metric(
        namespace="AWS/Route53", name="HealthCheckStatus", dimensions={"HealthCheckId": check}, stat=stat
    )


def _problems(args: OutsideAlarmsArgs) -> Iterator[str]:
    if not args["endpoints"]:
        yield "'endpoints' names one at least"
    if not 1 <= int(args["minutes"]) <= _MOST_MINUTES:
        yield f"'minutes' is 1 to {_MOST_MINUTES}, got {int(args['minutes'])}"
    for severity in Severity:
        if severity.value not in args["topic_arns"]:
            yield f"'topic_arns' has a topic for {severity.value!r} too"
