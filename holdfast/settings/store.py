"""Settings of stores: what keeps data."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from holdfast.settings import formats
from holdfast.settings.aurora import AuroraSettings  # noqa: TC001  # pydantic reads it
from holdfast.settings.base import Key, Place, SettingsModel
from holdfast.settings.dsql import DsqlSettings  # noqa: TC001  # pydantic reads it
from holdfast.settings.dynamodb import DynamodbSettings  # noqa: TC001  # pydantic reads it
from holdfast.settings.elasticache import ElasticacheSettings  # noqa: TC001  # pydantic reads it
from holdfast.settings.rds import RdsSettings  # noqa: TC001  # pydantic reads it
from holdfast.settings.s3 import S3Settings  # noqa: TC001  # pydantic reads it
from holdfast.topology.values import Consistency, StoreKind, WriteRouting  # noqa: TC001  # pydantic reads it

Reason = Annotated[str, AfterValidator(formats.reason)]


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
    consistency: Consistency | None = None
    """Whether a write waits for other regions. Default: `strong` of kind `dsql`, else `eventual`."""
    write_routing: WriteRouting | None = None
    """How writes that arrive in several regions are dealt with: Aurora forwards them to the writer
    (`forwarded`), the service sends each write to the writer's region or keeps each record to one region
    (`application`), or every region writes what it gets (`any-region`). Default: none of a store with one
    writer, else `any-region`; where requests arrive in several regions it must be said."""
    backup_class: Key | None = None
    """Class of `holdfast:backups` by which it is backed up. Default: the only class, of several
    `standard`."""
    not_backed_up_because: Reason | None = None
    """Why no backup is made of it: the only way to leave a declared store out of backups. It is a tag of what
    is declared. Default: it is backed up."""
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
