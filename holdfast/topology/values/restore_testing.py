"""Restore tests, planned: what is restored where and when, and what it must hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from holdfast.topology.values.origin import no_origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.topology.values.origin import Origin


class RestoreFrequency(StrEnum):
    """How often restores are tested.

    No longer: CloudWatch looks back a week, AWS Backup tells of jobs of a month.
    """

    DAILY = "daily"
    WEEKLY = "weekly"


class RestorePick(StrEnum):
    """Which backup of a window is restored."""

    LATEST = "latest"
    RANDOM = "random"


@dataclass(frozen=True, kw_only=True, slots=True)
class RestoreQueryPlan:
    """A query and its one expectation; the others are None."""

    sql: str
    at_least: int | None
    newest_within_minutes: int | None
    equals: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class RestoreChecksPlan:
    """What the restored copy of a store must hold; ``type`` is AWS Backup's word for the kind of store."""

    store: str
    type: str
    port: int | None
    database: str | None
    queries: Mapping[str, RestoreQueryPlan]
    at_least_items: int
    attributes: tuple[str, ...]
    at_least_objects: int
    objects: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RestoreTestPlan:
    """The restore tests of one place: of all stores whose backups or copies its vault holds."""

    place: str
    region: str
    held: bool
    zones: tuple[str, ...]
    stores: tuple[RestoreChecksPlan, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RestoreTestingPlan:
    """Restore tests: by place, on one schedule."""

    tests: tuple[RestoreTestPlan, ...]
    frequency: RestoreFrequency
    at: str
    start_window_hours: int
    pick: RestorePick
    selection_window_days: int
    validation_window_hours: int
    query_timeout_seconds: int
    instance_class: str
    ca_file: str | None
    verify_server: bool
    origin: Origin = field(default_factory=no_origin)
