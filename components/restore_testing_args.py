"""Arguments of a region's restore tests, and what is wrong with them."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NotRequired, TypedDict

import pulumi

from holdfast.components.alarm_notes import AlarmNotesArgs
from holdfast.topology.values import RestoreFrequency, RestorePick

RESTORABLE_TYPES = frozenset({"Aurora", "DynamoDB", "RDS", "S3"})
"""Types of stores that AWS Backup restores in tests
(https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html, 2026-11)."""
DATABASE_TYPES = frozenset({"Aurora", "RDS"})
"""Those of them that are asked by queries, in a network."""

MARK_CHARACTERS = 12
"""Characters by which the function knows a store's ARN."""
_MOST_MARKS = 3600
"""Characters for stores and their ARNs: all variables of a function together have 4 KB
(https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html, 2026-11)."""

_MOST_SECONDS = 600
_LEAST_HOURS = 2
_MOST_HOURS = 168
_MOST_DAYS = 365
_EXPECTATIONS = ("at_least", "newest_within_minutes", "equals")


class RestoreQueryArgs(TypedDict):
    """A query, one statement that reads, with exactly one expectation of its first row's first value."""

    sql: str
    """The query. It is part of the function's code: no secret belongs in it."""
    at_least: NotRequired[int]
    """The value is a whole number and not below this. Default: another expectation."""
    newest_within_minutes: NotRequired[int]
    """The value is a time and was at most so many minutes old when the restore began. Default: another
    expectation."""
    equals: NotRequired[str]
    """The value as text is this. Default: another expectation."""


class RestoreChecksArgs(TypedDict):
    """What the restored copy of a store must hold."""

    type: str
    """AWS Backup's word for the kind of store: ``Aurora``, ``DynamoDB``, ``RDS``, ``S3``."""
    sources: NotRequired[Sequence[pulumi.Input[str]]]
    """ARNs of the store in each of its regions, by which a restore is recognised. Default: it is the only
    store of its type here."""
    port: NotRequired[int]
    """TCP port of a database, which needs it. Default: none, of other stores."""
    database: NotRequired[str]
    """Database to ask. Default: the one that RDS knows."""
    queries: NotRequired[Mapping[str, RestoreQueryArgs]]
    """Queries by name. Default: only that the database answers."""
    at_least_items: NotRequired[int]
    """Least number of items of a table. Default: 0."""
    attributes: NotRequired[Sequence[str]]
    """Attributes that each of 25 sampled items must have. Default: none."""
    at_least_objects: NotRequired[int]
    """Least number of objects of a bucket. Default: 0."""
    objects: NotRequired[Sequence[str]]
    """Keys of objects that must be there and can be read. Default: none."""


class RestoreTestingArgs(TypedDict):
    """What the restore tests of a region need."""

    region: str
    """AWS region in which every child is declared; the vault's."""
    account_id: str
    """AWS account, twelve digits."""
    zones: Sequence[str]
    """Full names of two or three Availability Zones for what is restored; RDS Multi-AZ clusters need
    three."""
    vault_arn: pulumi.Input[str]
    """Vault whose backups are restored."""
    key_arn: pulumi.Input[str]
    """Customer key of this region, whose policy admits ``logs.<region>.amazonaws.com``: it encrypts logs,
    settings of the function, and restored tables and buckets. A restored database keeps the key of its
    backup."""
    topic_arn: pulumi.Input[str]
    """Topic here that hears of restores that failed, were found wrong, or did not happen."""
    stores: Mapping[str, RestoreChecksArgs]
    """Stores by key. At least one."""
    frequency: RestoreFrequency
    """``daily``, or ``weekly`` on Sundays."""
    at: str
    """When restores may begin, in UTC, for example ``05:00``."""
    start_window_hours: NotRequired[int]
    """Within how many hours restores begin, 1 to 24. Default: 2."""
    pick: NotRequired[RestorePick]
    """``latest`` or ``random`` backup of the window. Default: ``latest``."""
    selection_window_days: NotRequired[int]
    """From how many past days backups are taken, 1 to 365. Default: 7."""
    validation_window_hours: NotRequired[int]
    """How long what was restored is kept at most, 2 to 168 hours. Default: 4."""
    query_timeout_seconds: NotRequired[int]
    """Time that all queries against one database may take together, 5 to 600 seconds. Default: 60."""
    instance_class: NotRequired[str]
    """Class of the instance that a restored Aurora cluster gets. Default: ``db.t4g.medium``."""
    ca_file: NotRequired[str]
    """File, from the program's folder, with the certificates of RDS's authorities, which no public trust
    store has: https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem. Default: none; it must not
    be missing where there is a database and ``verify_server``."""
    verify_server: NotRequired[bool]
    """Whether a restored database has to prove whose it is; False: its answers are encrypted, no more.
    Default: True."""
    notes: NotRequired[AlarmNotesArgs]
    """Owner and runbook, which each alarm names. Default: none."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


def function_seconds(args: RestoreTestingArgs) -> int:
    """How long the function may run: to change a password (150 s), to ask, and to tidy up."""
    return int(args.get("query_timeout_seconds", 60)) + 240


def check_restore_testing(name: str, args: RestoreTestingArgs) -> None:
    """Raise what is wrong with the arguments.

    Raises:
        ValueError: Something is; all mistakes at once.
    """
    mistakes = [*_bounds(args), *_stores(args)]
    if mistakes:
        raise ValueError(f"restore testing {name!r}: {'; '.join(mistakes)}")


def _bounds(args: RestoreTestingArgs) -> Iterator[str]:
    if len(set(args["zones"])) not in {2, 3}:
        yield f"'zones' takes two or three zones, got {', '.join(args['zones']) or 'none'}"
    bounds = (
        ("start_window_hours", 1, 24, args.get("start_window_hours", 2)),
        ("selection_window_days", 1, _MOST_DAYS, args.get("selection_window_days", 7)),
        ("validation_window_hours", _LEAST_HOURS, _MOST_HOURS, args.get("validation_window_hours", 4)),
        ("query_timeout_seconds", 5, _MOST_SECONDS, args.get("query_timeout_seconds", 60)),
    )
    for key, least, most, value in bounds:
        if not least <= value <= most:
            yield f"{key!r} must be {least} to {most}, got {value}"
    frequencies = [str(one) for one in RestoreFrequency]
    if args["frequency"] not in frequencies:
        yield f"'frequency' must be one of {', '.join(frequencies)}, got {args['frequency']!r}"
    databases = DATABASE_TYPES & {store["type"] for store in args["stores"].values()}
    if databases and args.get("verify_server", True) and "ca_file" not in args:
        yield "databases need 'ca_file', or 'verify_server' False"
    if "ca_file" in args and not (databases and args.get("verify_server", True)):
        yield "'ca_file' does nothing without a database, or with 'verify_server' False"
    elif "ca_file" in args and not Path(args["ca_file"]).is_file():
        yield f"'ca_file' names no file: {args['ca_file']!r}"
    picks = [str(one) for one in RestorePick]
    if args.get("pick", "latest") not in picks:
        yield f"'pick' must be one of {', '.join(picks)}, got {args.get('pick')!r}"


def _stores(args: RestoreTestingArgs) -> Iterator[str]:
    if not args["stores"]:
        yield "'stores' needs at least one store"
    marks = sum(
        len(key) + 6 + len(store.get("sources", ())) * (MARK_CHARACTERS + 4)
        for key, store in args["stores"].items()
    )
    if marks > _MOST_MARKS:
        yield (
            f"'stores' and their 'sources' take {marks} characters of the function's environment, and there "
            f"is room for {_MOST_MARKS}: test fewer here"
        )
    for key, store in sorted(args["stores"].items()):
        if store["type"] not in RESTORABLE_TYPES:
            allowed = ", ".join(sorted(RESTORABLE_TYPES))
            yield f"store {key!r}: 'type' must be one of {allowed}, got {store['type']!r}"
        if store["type"] in DATABASE_TYPES and "port" not in store:
            yield f"store {key!r}: a database needs 'port'"
        for name, query in sorted(store.get("queries", {}).items()):
            given = [one for one in _EXPECTATIONS if one in query]
            if len(given) != 1:
                yield (
                    f"store {key!r}, query {name!r}: needs one of {', '.join(_EXPECTATIONS)}, got "
                    f"{' and '.join(given) or 'none'}"
                )
            if ";" in query["sql"]:
                yield f"store {key!r}, query {name!r}: one statement without a semicolon is needed"
