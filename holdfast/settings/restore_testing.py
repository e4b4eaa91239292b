"""Settings of restore tests: what is restored when, and what it must hold."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from holdfast.settings.base import Key, Place, SettingsModel
from holdfast.settings.times import TimeOfDay  # noqa: TC001  # pydantic reads it at run time
from holdfast.topology.values.restore_testing import RestoreFrequency, RestorePick

# In either case, without a flag: editors read the pattern too, by JavaScript's rules.
_READS = "|".join(
    "".join(f"[{letter}{letter.lower()}]" for letter in word)
    for word in ("SELECT", "WITH", "TABLE", "SHOW", "VALUES")
)


class RestoreQuerySettings(SettingsModel):
    """A query against a restored database; the first value of its first row is judged.

    It has exactly one expectation. It runs in a transaction that can only read.
    """

    sql: Annotated[
        str,
        Field(
            pattern=rf"^\s*(?:{_READS})\b[^;]*$",
            max_length=2000,
            json_schema_extra={
                "patternErrorMessage": "a query is one statement that reads (SELECT, WITH, TABLE, SHOW, "
                "VALUES), without a semicolon"
            },
        ),
    ]
    """The query, one statement that reads. It is kept as it stands: no secret belongs in it."""
    at_least: Annotated[int, Field(ge=0)] | None = None
    """The value is a whole number and not below this. Default: not asked."""
    newest_within_minutes: Annotated[int, Field(ge=1, le=525_600)] | None = None
    """The value is a time and was at most so old when the restore began: how much data a restore loses.
    Default: not asked."""
    equals: Annotated[str, Field(max_length=200)] | None = None
    """The value, as text, is this. Default: not asked."""


class RestoreChecksSettings(SettingsModel):
    """What the restored copy of one store must hold; what it takes depends on the store's kind."""

    database: Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,62}$")] | None = None
    """Of databases: the one that is asked. Default: the one that the store was made with."""
    queries: dict[Key, RestoreQuerySettings] = Field(default_factory=dict)
    """Of databases: queries by name. Default: only that it answers."""
    at_least_items: Annotated[int, Field(ge=0, le=100_000)] | None = None
    """Of tables: how many items there must be. Default: none have to be."""
    attributes: Annotated[tuple[Annotated[str, Field(min_length=1, max_length=255)], ...], Field()] = ()
    """Of tables: attributes that each of 25 sampled items must have. Default: none."""
    at_least_objects: Annotated[int, Field(ge=0, le=100_000)] | None = None
    """Of buckets: how many objects there must be. Default: none have to be."""
    objects: Annotated[
        tuple[Annotated[str, Field(min_length=1, max_length=1024)], ...], Field(max_length=20)
    ] = ()
    """Of buckets: keys of objects that must be there and can be read. Default: none."""


class RestoreTestingSettings(SettingsModel):
    """Restores on a schedule into a closed network, judged by a function and deleted again."""

    places: tuple[Place, ...] | None = None
    """Places whose vault is tested: copies are what counts when a region is lost. Default: `copy_to`."""
    frequency: RestoreFrequency = RestoreFrequency.WEEKLY
    """How often everything is restored: `daily`, or `weekly` on Sundays. Default: `weekly`."""
    at: TimeOfDay = "05:00"
    """When restores may begin, in UTC, quoted. Default: `05:00`."""
    start_window_hours: Annotated[int, Field(ge=1, le=24)] = 2
    """Within how many hours AWS Backup begins them, each at a random moment. Default: 2."""
    pick: RestorePick = RestorePick.LATEST
    """Which backup: the `latest`, or a `random` one of the window. Default: `latest`."""
    selection_window_days: Annotated[int, Field(ge=1, le=365)] = 7
    """From how many past days backups are taken. Default: 7."""
    validation_window_hours: Annotated[int, Field(ge=2, le=168)] = 4
    """How long what was restored is kept for the function, or until it has judged. Default: 4."""
    query_timeout_seconds: Annotated[int, Field(ge=5, le=600)] = 60
    """How long all queries against one database may take together. Default: 60."""
    instance_class: Annotated[str, Field(pattern=r"^db\.[a-z0-9]+\.[a-z0-9]+$")] = "db.t4g.medium"
    """Class of the instance that a restored Aurora cluster gets for the queries, a provisioned one. Default:
    `db.t4g.medium`."""
    ca_file: Annotated[str, Field(min_length=1, max_length=1024)] | None = None
    """File of the project with the certificates of RDS's authorities, which no public trust store has; needed
    where databases are tested. Default: none."""
    verify_server: bool = True
    """Whether a restored database has to prove by `ca_file` whose it is. False: its answers are encrypted, no
    more. Default: true."""
    stores: dict[Key, RestoreChecksSettings] = Field(default_factory=dict)
    """What the copies of single stores must hold; every store that is backed up is restored, named here or
    not. Default: only that they answer."""
