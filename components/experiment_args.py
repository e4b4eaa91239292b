"""What experiments of a place need."""

from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict

import pulumi

from holdfast.components.alarm_notes import AlarmNotesArgs


class ExperimentTargetArgs(TypedDict):
    """What an action acts on: of ``arns``, ``tags`` and ``parameters`` it has one."""

    key: str
    """The action's own name for it, such as ``Instances``."""
    resource_type: str
    """Type of the resources in FIS, such as ``aws:ec2:instance``."""
    selection_mode: NotRequired[str]
    """``ALL``, ``COUNT(n)`` or ``PERCENT(n)`` of those that are found. Default: ``ALL``."""
    arns: NotRequired[Sequence[pulumi.Input[str]]]
    """ARNs, 5 at most. Default: none."""
    tags: NotRequired[Mapping[str, str]]
    """Tags, all of which a resource has. Default: none."""
    parameters: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Parameters of the type, such as ``cluster`` and ``service`` of ECS's tasks. Default: none."""


class ExperimentActionArgs(TypedDict):
    """One fault; all of an experiment begin together."""

    action_id: str
    """Id of the action, such as ``aws:ec2:terminate-instances``."""
    parameters: NotRequired[Mapping[str, pulumi.Input[str]]]
    """The action's parameters. Default: none."""
    target: NotRequired[ExperimentTargetArgs]
    """What it acts on. Default: nothing, as of a wait."""


class ExperimentArgs(TypedDict):
    """An experiment."""

    text: str
    """What it does and what should be seen, in whole sentences."""
    actions: Mapping[str, ExperimentActionArgs]
    """Name → fault."""
    statements: Sequence[Mapping[str, Any]]
    """Statements of the role: what FIS may do for it."""


class ChaosArgs(TypedDict):
    """When experiments run by themselves."""

    experiments: Sequence[str]
    """Keys of the experiments."""
    days: Sequence[str]
    """Days of the week, such as ``MON``."""
    minute: int
    """Minute of the day at which the window opens."""
    window_minutes: int
    """Minutes in which a run begins, 1 to 1440."""
    time_zone: str
    """Time zone of the window, as IANA names it."""
    topic_arn: pulumi.Input[str]
    """Topic that hears of a run that did not start."""


class ExperimentsArgs(TypedDict):
    """What the experiments of one place need."""

    region: str
    """AWS region in which every child is declared."""
    account_id: str
    """AWS account, which alone may have FIS assume the roles."""
    key_arn: pulumi.Input[str]
    """Customer key of the region, for the logs and for the queue."""
    stop_alarm_arns: Sequence[pulumi.Input[str]]
    """Metric alarms of this region that stop every experiment; 1 to 5."""
    experiments: Mapping[str, ExperimentArgs]
    """Key → experiment."""
    log_retention_days: int
    """Days for which logs are kept."""
    chaos: NotRequired[ChaosArgs]
    """What runs by itself, and when. Default: nothing."""
    notes: NotRequired[AlarmNotesArgs]
    """Owner and runbook. Default: none."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""
