"""Settings of stores: what keeps data."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from holdfast.settings.aurora import AuroraSettings  # noqa: TC001  # pydantic reads it
from holdfast.settings.base import Key, Place, SettingsModel
from holdfast.settings.dsql import DsqlSettings  # noqa: TC001  # pydantic reads it
from holdfast.settings.dynamodb import DynamodbSettings  # noqa: TC001  # pydantic reads it
from holdfast.settings.elasticache import ElasticacheSettings  # noqa: TC001  # pydantic reads it
from holdfast.settings.rds import RdsSettings  # noqa: TC001  # pydantic reads it
from holdfast.settings.s3 import S3Settings  # noqa: TC001  # pydantic reads it
from holdfast.topology.values import Consistency, StoreKind, WriteRouting


class StoreSettings(SettingsModel):
    """One replicated store."""

    kind: StoreKind
    """What it is."""
    home: Place | None = None
    """Place in which it was first created; it never changes. Default: the only region."""
    regions: Annotated[tuple[Place, ...], Field(min_length=1)] | None = None
    """Places that hold it. Default: every region that is not for backups alone."""
    writer: Place | None = None
    """Place that takes writes now, of a store with one writer. Default: the active region, else its home."""
    consistency: Consistency = Consistency.EVENTUAL
    """Whether a write waits for other regions. Default: `eventual`."""
    write_routing: WriteRouting | None = None
    """How writes from other regions reach the one writer. Default: none; needed with active-active
    traffic."""
    backup_class: Key | None = None
    """Class of `holdfast:backups` by which it is backed up. Default: the only class, of several
    `standard`."""
    aurora: AuroraSettings | None = None
    """What an Aurora database is, of kinds `aurora-postgresql` and `aurora-mysql`. Default: all defaults."""
    dynamodb: DynamodbSettings | None = None
    """What a table is, of kind `dynamodb`. Default: all defaults."""
    rds: RdsSettings | None = None
    """What an RDS database is, of kinds `rds-postgresql` and `rds-mysql`. Default: all defaults."""
    dsql: DsqlSettings | None = None
    """What a DSQL database is, of kind `dsql`. Default: all defaults."""
    elasticache: ElasticacheSettings | None = None
    """What a cache that counts as a store is, of kind `elasticache`. Default: all defaults."""
    s3: S3Settings | None = None
    """What replicated buckets are, of kind `s3`. Default: all defaults."""
