"""Vaults, the copies in them, restore tests, and exports of DNS zones."""

from __future__ import annotations

from typing import TypedDict


class Vault(TypedDict):
    """A backup vault: who hears of its jobs, what is backed up into it and where that is copied to."""

    region: str
    vault: str
    arn: str
    topic_arn: str
    classes: list[str]
    copy_to: list[str]


class BunkerVault(TypedDict):
    """The vault of a second account that receives copies."""

    account_id: str
    region: str
    vault: str
    arn: str
    air_gapped: bool


class AirGappedVault(TypedDict):
    """The logically air-gapped vault of this account that receives copies."""

    region: str
    vault: str
    arn: str


class RestoreTests(TypedDict):
    """The restore tests of a place: the plan by which jobs are found, who judges them, where that is told.

    ``late_hours`` is how old the last good restore of a store may be before it is alarmed. A restore by hand
    takes ``role_arn`` and, by AWS Backup's type, the ``metadata`` that put a copy into the closed network or
    under the customer key; ``types`` are those of the stores that are tested here.
    """

    region: str
    plan_arn: str
    function: str
    log_group: str
    late_hours: int
    role_arn: str
    metadata: dict[str, dict[str, str]]
    types: dict[str, str]


class BackupReports(TypedDict):
    """The audit of a place's backups: the bucket of its reports, and the framework if AWS Config records."""

    region: str
    bucket: str
    framework_arn: str | None


class Backups(TypedDict):
    """Where backups are copied to, for how many days copies are kept at most, and the vaults by place.

    ``lock`` is ``governance``, ``compliance`` or None; ``declared`` is as for a store. ``bunker`` and
    ``air_gapped`` are there where copies go to them too. ``restore_tests`` and ``audit`` are by place.
    """

    copy_to: list[str]
    retention_days: int
    declared: bool
    vaults: dict[str, Vault]
    lock: str | None
    bunker: BunkerVault | None
    air_gapped: AirGappedVault | None
    restore_tests: dict[str, RestoreTests]
    audit: dict[str, BackupReports]


class ZoneExports(TypedDict):
    """The export of DNS zones: the function that makes one, who hears of failures, its buckets by place."""

    region: str
    function: str
    topic_arn: str
    every_hours: int
    buckets: dict[str, str]
