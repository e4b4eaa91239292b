"""What a step of a recovery is: it reads how far it is, and begins what is not begun."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from collections.abc import Callable

    Clients = Callable[[str, str], Any]
    """Name of a service and of a region → its client."""

_CONFIG = Config(connect_timeout=3, read_timeout=10, retries={"mode": "standard", "total_max_attempts": 3})
"""Short, since a region that is lost answers nothing, and what calls a step tries again."""


class Stage(StrEnum):
    """How far a step is."""

    TODO = "todo"
    UNDER_WAY = "under-way"
    DONE = "done"


@dataclass(frozen=True, kw_only=True, slots=True)
class State:
    """How far a step is, and the words for it."""

    stage: Stage
    detail: str


class StepError(Exception):
    """The step cannot be done, however often it is tried."""


class Step(Protocol):
    """A change that is safe to be asked for again at any time."""

    def state(self) -> State:
        """Read how far it is; nothing is remembered."""

    def act(self) -> None:
        """Begin it; called while it is ``todo`` alone."""


def done(detail: str) -> State:
    """State of a step that is done."""
    return State(stage=Stage.DONE, detail=detail)


def under_way(detail: str) -> State:
    """State of a step that is begun."""
    return State(stage=Stage.UNDER_WAY, detail=detail)


def todo(detail: str) -> State:
    """State of a step that is not begun."""
    return State(stage=Stage.TODO, detail=detail)


def client(service: str, region: str) -> Any:  # noqa: ANN401  # as boto3 gives it
    """Make a client that gives up soon."""
    make: Callable[..., Any] = boto3.client
    return make(service, region_name=region, config=_CONFIG)
