"""Arguments of an RDS database."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from holdfast.topology.values import InsightsMode, RdsShape


class RdsMemberArgs(TypedDict):
    """One region's part of an RDS database: an instance, or at home alone a Multi-AZ cluster."""

    region: str
    """AWS region in which every child of the member is declared."""
    vpc_id: pulumi.Input[str]
    """VPC of the member's security group."""
    subnet_ids: pulumi.Input[Sequence[pulumi.Input[str]]]
    """Isolated subnets in two zones or more; a Multi-AZ cluster needs exactly three."""
    key_arn: pulumi.Input[str]
    """Customer key of the region: storage, secret, logs and insights are encrypted with it."""
    multi_az: NotRequired[bool]
    """Whether an instance has a standby in another zone. Default: True."""
    identifier: NotRequired[str]
    """Identifier of an existing database that is imported: at most 63 lower-case letters, digits and single
    hyphens, a cluster's 52. Default: project, stack, place and store with four random digits."""
    backup_window: NotRequired[str]
    """Daily window of the automated backups in UTC, such as ``03:00-03:30``. Default: AWS chooses."""
    maintenance_window: NotRequired[str]
    """Weekly maintenance window in UTC, such as ``sun:05:00-sun:05:30``. Default: AWS chooses."""


class RdsStorageArgs(TypedDict):
    """Storage of every member."""

    type: str
    """``gp3`` or ``io2``."""
    gib: int
    """Size in GiB: 20 (``gp3``) or 100 (``io2``) to 65536. It can grow, never shrink."""
    iops: NotRequired[int]
    """Provisioned operations per second: needed with ``io2``, 1000 to 256000; of ``gp3`` from 400 GiB on,
    12000 to 64000. Default: what ``gp3`` has."""
    throughput_mibps: NotRequired[int]
    """Throughput of ``gp3`` from 400 GiB on in MiB per second, 500 to 4000 and a quarter of the IOPS at most.
    Default: what ``gp3`` has."""
    max_gib: NotRequired[int]
    """Size in GiB up to which an instance's storage grows by itself, at least a tenth above ``gib``.
    Default: it does not."""


class RdsBackupCopyArgs(TypedDict):
    """Where a copy of the automated backups goes."""

    place: str
    """Place that receives them: never the one that is copied from."""
    region: str
    """Its AWS region."""
    key_arn: pulumi.Input[str]
    """Customer key of that region."""
    retention_days: int
    """Days for which the copies are kept, 1 to 35."""


class RdsDatabaseArgs(TypedDict):
    """What an RDS database over one region or several needs."""

    store: str
    """Key of the store, such as ``orders``: part of every child's name."""
    home: str
    """Place in which the database is first created; it never changes and says nothing of who writes now."""
    source: NotRequired[str]
    """Place from which replicas are copied that are made from now on: after a promotion the promoted one.
    What exists is not touched by it. Default: ``home``."""
    founding: NotRequired[bool]
    """Whether a home that is not there is made as a new, empty database. False, for as long as the home's
    region is held: one that is gone is then refused by the provider instead. What exists is not touched by
    it. Default: True."""
    members: Mapping[str, RdsMemberArgs]
    """Place → its instance; ``home`` is among them."""
    shape: NotRequired[RdsShape]
    """``instance``, with read replicas in the other members' regions, or ``cluster``, a Multi-AZ DB cluster
    in one region. It never changes. Default: instance."""
    engine: str
    """``postgres`` or ``mysql``."""
    engine_version: str
    """Full version, such as ``17.7`` or ``8.4.8``, of every member."""
    parameter_group_family: str
    """Family of the parameter groups: the engine's name and its major version, such as ``postgres17`` or
    ``mysql8.4``."""
    port: int
    """TCP port, 1150 to 65535."""
    database: str
    """Name of the database made at home. It is used once: a later change does nothing."""
    master_username: str
    """Name of the master user. It is used once: a later change does nothing."""
    password_version: NotRequired[int]
    """Raise it by one to make a new password, while ``source`` is the writer. Default: 1."""
    secret_arn: NotRequired[pulumi.Input[str]]
    """Existing secret at home with replicas in the other members' regions, for a database that is imported:
    no password and no secret are made. Default: both are."""
    instance_class: str
    """Class of every instance, such as ``db.r8g.large``."""
    storage: RdsStorageArgs
    """Storage of every member."""
    parameters: NotRequired[Mapping[str, str]]
    """Parameters of the parameter groups. A change takes effect once instances are rebooted. Default: none
    but the family's own."""
    backup_retention_days: NotRequired[int]
    """How far back each member restores to any second, 1 to 35 days; replicas too, so that they have backups
    when they are promoted. With ``backup_tags`` it is used once: AWS Backup sets it from then on.
    Default: 7."""
    backup_copy: NotRequired[RdsBackupCopyArgs]
    """Another region that receives a copy of the source's automated backups. Default: none."""
    log_exports: NotRequired[Sequence[str]]
    """Logs sent to CloudWatch Logs: ``postgresql``, ``upgrade`` (PostgreSQL), ``audit``, ``error``,
    ``general``, ``slowquery`` (MySQL), ``iam-db-auth-error``. Default: none."""
    log_retention_days: NotRequired[int]
    """Days for which CloudWatch Logs keeps them; 0 keeps them for ever. Default: 90."""
    monitoring_interval_seconds: NotRequired[int]
    """Interval of Enhanced Monitoring: 1, 5, 10, 15, 30 or 60 seconds. Default: 60."""
    insights_mode: NotRequired[InsightsMode]
    """Mode of CloudWatch Database Insights. Default: standard."""
    insights_retention_days: NotRequired[int]
    """Days for which Performance Insights keeps its data: 7, a multiple of 31 up to 713, or 731; the advanced
    mode needs 465 or more. Default: 7."""
    apply_immediately: NotRequired[bool]
    """Whether changes that AWS would keep for the maintenance window are made at once. Default: False."""
    backup_tags: NotRequired[Mapping[str, str]]
    """Tags of the databases alone, by which AWS Backup selects them. Default: none."""
    protection: NotRequired[bool]
    """Pulumi and AWS refuse to delete the database; what is deleted all the same leaves a snapshot and its
    backups, a secret 30 days. False lets ``pulumi destroy`` work at once. Default: True."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""
