"""How a place is left, and the experiments that try it."""

from __future__ import annotations

from typing import TypedDict


class RecoveryStep(TypedDict):
    """A step of a recovery: what is done to what, where, and how long it takes at worst, by whose figure.

    ``action`` is ``route``, ``capacity``, ``fence``, ``promote``, ``drain`` or ``verify``; ``subject`` the
    key of what ``subject_kind`` says: a ``service``, a ``store``, a ``cache``, an ``entrance``, or an
    entrance's ``proxies``. ``place`` is where it acts: the place that takes over, and with ``fence`` and
    ``drain`` the one that is left. ``size`` is what ``capacity`` brings about, in what the service's kind
    counts.
    """

    key: str
    action: str
    subject: str
    subject_kind: str
    place: str
    worst_seconds: int
    source: str
    size: int | None


class RecoveryWorkflow(TypedDict):
    """What takes everything away from a place: groups in order, the steps of a group side by side.

    ``graceful`` is for a place that answers and loses no write, ``ungraceful`` for one that is lost.
    """

    to: list[str]
    graceful: list[list[RecoveryStep]]
    graceful_worst_seconds: int
    ungraceful: list[list[RecoveryStep]]
    ungraceful_worst_seconds: int


class RegionSwitch(TypedDict):
    """The plan of ARC Region switch; its state is changed in the region that takes over."""

    arn: str
    role_arn: str
    approval_role_arn: str | None
    starts_by_itself: bool


class RoutingControls(TypedDict):
    """ARC's routing controls: the cluster's five endpoints by AWS region, and controls by entrance and place.

    A control that is ``On`` lets clients go to the place; to change it takes one of the endpoints.
    """

    cluster_arn: str
    endpoints: dict[str, str]
    controls: dict[str, dict[str, str]]


class RecoveryWatchdog(TypedDict):
    """What watches a place from ``place``: a function that a reserved concurrency of 0 stops.

    ``starts`` is False where it only tells, as of a standby.
    ``state_parameter`` is what it remembers in, ``{}`` lets it begin anew; ``alarm_arn`` tells of its
    silence, from another region.
    """

    place: str
    starts: bool
    function: str
    state_parameter: str
    log_group: str
    alarm_arn: str
    probe_places: list[str]


class RecoveryAutomation(TypedDict):
    """SSM Automation documents: place that is left → place from which it is left → name; watchdogs by place.

    ``approvers`` is empty where nobody is asked.
    """

    approvers: list[str]
    documents: dict[str, dict[str, str]]
    watchdogs: dict[str, RecoveryWatchdog]


class Recovery(TypedDict):
    """How a place is left: who does it, what takes traffic away, and the workflows by place.

    ``by`` is ``people``, ``region-switch`` or ``automation``, ``routing`` is ``switch`` or
    ``routing-control``. Until anything is done, a loss takes ``detection_seconds`` to be known and
    ``decision_seconds`` to be decided, at worst.
    """

    by: str
    routing: str
    detection_seconds: int
    detection_source: str
    decision_seconds: int
    decision_source: str
    workflows: dict[str, RecoveryWorkflow]
    region_switch: RegionSwitch | None
    automation: RecoveryAutomation | None
    routing_control: RoutingControls | None


class Experiment(TypedDict):
    """A template of an experiment in FIS, and the alarm that stops it.

    ``kind`` is what it does, ``subject`` what to; ``section`` is that of the runbook on what it brings about.
    """

    template_id: str
    duration_seconds: int
    stop_alarm_arn: str
    kind: str
    subject: str
    title: str
    section: str
