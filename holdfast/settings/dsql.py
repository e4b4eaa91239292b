"""Settings of stores of kind dsql."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from holdfast.settings.base import Place, SettingsModel

ClusterIdentifier = Annotated[
    str,
    Field(
        pattern=r"^[a-z0-9]{26}$",
        json_schema_extra={
            "patternErrorMessage": "a DSQL cluster's identifier is 26 lower-case letters and digits, such as "
            "abcde1f234ghijklmnop5qr6st"
        },
    ),
]


class AdoptedDsqlSettings(SettingsModel):
    """An existing DSQL database to use instead of making one: nothing of it is declared."""

    clusters: Annotated[dict[Place, ClusterIdentifier], Field(min_length=1, max_length=2)]
    """Identifiers of its clusters, one per place of the store."""


class DsqlSettings(SettingsModel):
    """What a DSQL database is: a cluster in one region, or two in two that are one database."""

    witness: Place | None = None
    """Place of the witness of a database in two regions, a third one of the same set, in which AWS keeps the
    newest of its transaction log; it never changes. Default: none; a database in two regions needs it."""
    connect_as_admin: bool = False
    """Whether services may also connect as `admin`, who may do everything in the database. Default: false,
    they connect with database roles of their own."""
    adopt: AdoptedDsqlSettings | None = None
    """An existing database to use. Default: one is made."""
