"""Arguments of an Aurora database."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from holdfast.topology.values import InsightsMode


class AuroraMemberArgs(TypedDict):
    """One region's cluster of an Aurora database."""

    region: str
    """AWS region in which every child of the member is declared."""
    vpc_id: pulumi.Input[str]
    """VPC of the member's security group."""
    subnet_ids: pulumi.Input[Sequence[pulumi.Input[str]]]
    """Isolated subnets for the instances, in every zone that ``instances`` names; two zones or more."""
    key_arn: pulumi.Input[str]
    """Customer key of the region: storage, secret, logs and insights are encrypted with it."""
    instances: Mapping[str, str]
    """Key → zone, such as ``a1`` → ``us-east-1a``: two instances or more, in two zones or more."""
    maintenance_window: NotRequired[str]
    """Weekly maintenance window in UTC, such as ``sun:05:00-sun:05:30``. Default: AWS chooses."""


class AuroraDatabaseArgs(TypedDict):
    """What an Aurora database over one region or several needs."""

    store: str
    """Key of the store, such as ``orders``: part of every child's name."""
    home: str
    """Place in which the database is first created; it never changes and says nothing of who writes now."""
    members: Mapping[str, AuroraMemberArgs]
    """Place → its cluster; ``home`` is among them."""
    identifier: str
    """Identifier of the global database in AWS: at most 63 lower-case letters, digits and single hyphens."""
    engine: str
    """``aurora-postgresql`` or ``aurora-mysql``."""
    engine_version: str
    """Full version, such as ``16.8`` or ``8.0.mysql_aurora.3.08.2``. Raising it upgrades every member in
    place, through the global database."""
    parameter_group_family: str
    """Family of the cluster parameter groups: the engine's name and its major version, such as
    ``aurora-postgresql16`` or ``aurora-mysql8.0``."""
    port: int
    """TCP port of the clusters, 1150 to 65535."""
    database: str
    """Name of the database made at home. It is used once: a later change does nothing."""
    master_username: str
    """Name of the master user. It is used once: a later change does nothing."""
    password_version: NotRequired[int]
    """Raise it by one to make a new password, while ``home`` is the writer: AWS takes none from a secondary.
    Default: 1."""
    secret_arn: NotRequired[pulumi.Input[str]]
    """Existing secret at home with replicas in the other members' regions, for a database that is imported:
    no password and no secret are made. Default: both are."""
    instance_class: str
    """Class of every instance, such as ``db.r8g.large``; ``db.serverless`` is Aurora Serverless v2."""
    capacity_acu: NotRequired[Sequence[float]]
    """Least and largest Aurora capacity units of an instance (about 2 GiB of memory each), in steps of 0.5;
    needed with ``db.serverless``. Default: none, for every other class."""
    write_forwarding: NotRequired[bool]
    """Whether secondaries forward writes to the writer. Default: False."""
    parameters: NotRequired[Mapping[str, str]]
    """Parameters of the cluster parameter groups. A change takes effect once instances are rebooted.
    Default: none but the family's own."""
    backup_retention_days: NotRequired[int]
    """How far back the database restores to any second, 1 to 35 days. With ``backup_tags`` it is used once:
    AWS Backup sets it from then on. Default: 7."""
    log_exports: NotRequired[Sequence[str]]
    """Logs sent to CloudWatch Logs: ``postgresql`` (PostgreSQL), ``audit``, ``error``, ``general``,
    ``slowquery`` (MySQL), ``iam-db-auth-error``, ``instance``. Default: none."""
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
    """Tags of the clusters alone, by which AWS Backup selects them. Default: none."""
    protection: NotRequired[bool]
    """Pulumi and AWS refuse to delete the database; a cluster that is deleted all the same leaves a snapshot
    and its backups, a secret 30 days. False lets ``pulumi destroy`` work at once. Default: True."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""
