"""What ``[drills.NAME]`` in ``holdfast.toml`` can say."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Seconds = Annotated[float, Field(gt=0, le=86_400)]
Percent = Annotated[float, Field(gt=0, le=100)]
Rate = Annotated[float, Field(ge=0.1, le=50)]
Url = Annotated[str, Field(pattern=r"^https?://[^\s/]+(/\S*)?$")]
Words = Annotated[str, Field(min_length=1)]
Command = Annotated[list[Words], Field(min_length=1)]
"""A program and its arguments; no shell reads them."""


class Table(BaseModel):
    """A table of the file: strict, frozen, and with no key but its own."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class ExperimentFault(Table):
    """An experiment of AWS FIS that the stack declares."""

    place: Words
    key: Words


class FailoverFault(Table):
    """``holdfast failover`` away from a place, and ``holdfast failback`` afterwards."""

    away_from: Words
    lost: bool = False
    back: bool = True


class CommandFault(Table):
    """A command that breaks something, and one that mends it; for labs."""

    run: Command
    undo: Command
    timeout_seconds: Seconds = 60


class Probe(Table):
    """Requests from outside, each over its own connection; ``urls`` are judged, ``witnesses`` watched."""

    urls: list[Url] = []
    witnesses: list[Url] | None = None
    rate: Rate = 5
    timeout_seconds: Seconds = 5
    method: Literal["GET", "HEAD", "OPTIONS", "POST"] = "GET"
    statuses: Annotated[
        list[Annotated[str, Field(pattern=r"^[1-5]\d\d(-[1-5]\d\d)?$")]], Field(min_length=1)
    ] = ["200-399"]
    contains: Words | None = None
    answered_by_header: Words | None = None
    answered_by_field: Words | None = None


class WriteProbe(Table):
    """Writes with a mark of their own, ``{marker}``, which are read back when all is over."""

    url: Url
    read_url: Url
    method: Literal["PUT", "POST"] = "PUT"
    body: str = "{marker}"
    content_type: Words = "text/plain"
    rate: Rate = 5
    timeout_seconds: Seconds = 5
    settle_seconds: Seconds = 30
    delete: bool = False


class Limits(Table):
    """When a drill stops itself."""

    error_percent: Percent | None = None
    error_seconds: Seconds = 60
    recover_seconds: Seconds | None = None


class Objectives(Table):
    """What a run is held against; what is left out is that of the stack."""

    detect_seconds: Seconds | None = None
    recover_seconds: Seconds | None = None
    error_percent: Annotated[float, Field(ge=0, le=100)] | None = None
    lost_seconds: Annotated[float, Field(ge=0, le=86_400)] | None = None
    lost_writes: Annotated[int, Field(ge=0)] | None = None


class Safety(Table):
    """What must hold before anything is broken."""

    baseline_seconds: Seconds = 30
    not_during: list[Words] = []
    time_zone: Words = "UTC"


class Drill(Table):
    """One drill: exactly one of ``experiment``, ``failover`` and ``command``."""

    description: Words
    stack: Words | None = None
    experiment: ExperimentFault | None = None
    failover: FailoverFault | None = None
    command: CommandFault | None = None
    probe: Probe = Probe()
    writes: WriteProbe | None = None
    limits: Limits = Limits()
    objectives: Objectives = Objectives()
    safety: Safety = Safety()
    hold_seconds: Seconds = 30
    quiet_seconds: Seconds = 10
    alarms: (
        list[Annotated[str, Field(pattern=r"^arn:aws[\w-]*:cloudwatch:[\w-]+:\d{12}:alarm:.+$")]] | None
    ) = None
    detector: Command | None = None
    every_days: Annotated[int, Field(ge=1, le=3_650)] | None = None
    records: Words = "drills"
