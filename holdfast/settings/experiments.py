"""Settings of experiments: faults that AWS Fault Injection Service injects on demand, and regularly."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from holdfast.settings import formats
from holdfast.settings.base import DomainName, Key, LogDays, Place, SettingsModel
from holdfast.topology.values import ExperimentKind  # noqa: TC001  # pydantic reads it

_AlarmArn = Annotated[
    str, Field(pattern=r"^arn:aws[a-z-]*:cloudwatch:(\{region\}|[a-z0-9-]+):\d{12}:alarm:[!-~ ]{1,255}$")
]


class ChaosSettings(SettingsModel):
    """Steady random terminations: at a random minute of a window, one run of `stop` for each service."""

    places: Annotated[tuple[Place, ...], Field(min_length=1)] | None = None
    """Places where instances or tasks are terminated. Default: every place of the experiments."""
    services: Annotated[tuple[Key, ...], Field(min_length=1)] | None = None
    """Services of which they are. Default: every one that runs on instances or ECS."""
    days: Annotated[
        tuple[Literal["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"], ...], Field(min_length=1)
    ] = ("MON", "TUE", "WED", "THU", "FRI")
    """Days of a run, one run each. Default: Monday to Friday."""
    start: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = "10:00"
    """Time of the day at which the window opens. Default: `10:00`."""
    window_minutes: Annotated[int, Field(ge=1, le=1440)] = 300
    """Minutes in which each run begins, at one that EventBridge Scheduler chooses; the window ends on the
    same day. Default: 300 (assumption: while people work)."""
    time_zone: Annotated[str, AfterValidator(formats.time_zone)] = "Etc/UTC"
    """Time zone of the window. Default: `Etc/UTC`."""


class ExperimentSettings(SettingsModel):
    """Experiment templates of AWS FIS, made from what the stack runs; none starts by itself but for `chaos`.

    Each stops when the place's alarm on its clients' errors rings.
    """

    on_protected: bool = False
    """Whether experiments may run although `protection` is `enforced`: they hurt real clients. Default:
    no."""
    places: Annotated[tuple[Place, ...], Field(min_length=1)] | None = None
    """Places with experiments. Default: every region that serves."""
    kinds: Annotated[tuple[ExperimentKind, ...], Field(strict=False, min_length=1)] | None = None
    """What experiments do; one that no place can have is refused. Default: all that the stack has
    targets for."""
    duration_minutes: Annotated[int, Field(ge=1, le=720)] = 10
    """Minutes for which a fault lasts, and for which one that is over at once is watched. Default: 10
    (assumption: detection and recovery fit in)."""
    percent: Annotated[int, Field(ge=1, le=100)] | None = None
    """Percent of a service's instances or tasks that `stop` takes at once. Default: one instance or task."""
    zone: Annotated[str, Field(pattern=r"^[a-z]$")] | None = None
    """Letter of the zone that `lose-zone` takes. Default: the last one of each region."""
    latency_ms: Annotated[int, Field(ge=1, le=60_000)] = 200
    """Milliseconds that `slow-database` adds. Default: 200, as that of AWS's own action
    (https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html, 2026-11)."""
    dependencies: Annotated[dict[Key, DomainName], Field(max_length=5)] = Field(default_factory=dict)
    """Hosts that services call, by name, each of which `expire-dependency` loses. Secrets Manager is one by
    itself where services read secrets. Default: none."""
    stop_alarms: Annotated[tuple[_AlarmArn, ...], Field(max_length=4)] = ()
    """Further metric alarms that stop experiments, by ARN; `{region}` is replaced by each place's region.
    Default: the place's own alarm alone."""
    log_retention_days: LogDays = 90
    """Days for which logs of experiments are kept. Default: 90."""
    chaos: ChaosSettings | None = None
    """Steady random terminations. Default: none."""
