"""What the arguments of databases have in common, of Aurora and others alike."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from holdfast.topology.values import InsightsMode


class DatabaseArgs(TypedDict):
    """Arguments that are checked and declared alike."""

    store: str
    """Key of the store, part of every child's name."""
    home: str
    """Place where the database was made."""
    engine: str
    """Engine, in AWS's words."""
    engine_version: str
    """Full version of every member."""
    parameter_group_family: str
    """Family of the parameter groups."""
    port: int
    """TCP port."""
    database: str
    """Name of the database made at home."""
    master_username: str
    """Name of the master user."""
    password_version: NotRequired[int]
    """Version of the master user's password. Default: 1."""
    secret_arn: NotRequired[pulumi.Input[str]]
    """Secret of an adopted database, in place of a password and secret that are made. Default: none."""
    parameters: NotRequired[Mapping[str, str]]
    """Parameters of the parameter groups. Default: none but the family's own."""
    backup_retention_days: NotRequired[int]
    """Days for which automated backups are kept. Default: 7."""
    log_exports: NotRequired[Sequence[str]]
    """Logs sent to CloudWatch Logs. Default: none."""
    log_retention_days: NotRequired[int]
    """Days for which CloudWatch Logs keeps them; 0 keeps them for ever. Default: 90."""
    monitoring_interval_seconds: NotRequired[int]
    """Interval of Enhanced Monitoring in seconds. Default: 60."""
    insights_mode: NotRequired[InsightsMode]
    """Mode of CloudWatch Database Insights. Default: standard."""
    insights_retention_days: NotRequired[int]
    """Days for which Performance Insights keeps its data. Default: 7."""
    apply_immediately: NotRequired[bool]
    """Whether changes that AWS would keep for the maintenance window are made at once. Default: False."""
    backup_tags: NotRequired[Mapping[str, str]]
    """Tags of the databases alone, by which AWS Backup selects them. Default: none."""
    protection: NotRequired[bool]
    """Whether what holds data is kept from deletion. Default: True."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
