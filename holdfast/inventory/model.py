"""What an inventory holds: items, where their copies are, how old these can be, how they come back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Category(StrEnum):
    """What kind of thing an item is, in the order of a report."""

    DATA = "data"
    """What keeps records: databases, tables, caches, buckets, file systems."""
    MESSAGES = "messages"
    """What holds messages on their way."""
    SECRETS = "secrets"
    """Secrets and parameters."""
    KEYS = "keys"
    """Encryption keys."""
    IDENTITIES = "identities"
    """Directories of users."""
    CERTIFICATES = "certificates"
    """Certificates for TLS."""
    ZONES = "zones"
    """DNS zones."""
    IMAGES = "images and packages"
    """What services are started from."""
    BACKUPS = "backup vaults"
    """Where backups lie."""
    STATE = "state of the stack"
    """What the deployment itself remembers."""


class Role(StrEnum):
    """What a copy is to the others."""

    PRIMARY = "primary"
    """The one that is written, or the only one."""
    PEER = "peer"
    """One of several that are all written."""
    REPLICA = "replica"
    """It follows another, and takes its place when told to."""
    POINT_IN_TIME = "point in time"
    """The store's own record of its changes, restored to any second."""
    CONTINUOUS = "continuous backup"
    """A backup in a vault that is restored to any second."""
    VERSIONS = "old versions"
    """What an object was before it was written or deleted."""
    SNAPSHOT = "snapshot"
    """The store's own backup."""
    EXPORT = "export"
    """What a function on a schedule writes down of it."""
    BACKUP = "backup"
    """A backup in the region of what it is of."""
    BACKUP_COPY = "backup copy"
    """A copy of a backup in another vault."""
    AIR_GAPPED = "air-gapped copy"
    """A backup in a logically air-gapped vault, in an account of AWS's."""


BACKUP_ROLES = frozenset(
    {
        Role.POINT_IN_TIME,
        Role.CONTINUOUS,
        Role.VERSIONS,
        Role.SNAPSHOT,
        Role.BACKUP,
        Role.BACKUP_COPY,
        Role.AIR_GAPPED,
    }
)
"""Copies that keep what was before a wrong change; a replica repeats it."""


class EncryptedBy(StrEnum):
    """Whose key encrypts a copy."""

    CUSTOMER = "customer key"
    AWS = "AWS's key"
    NONE = "not encrypted"
    PUBLIC = "public data"
    UNKNOWN = "unknown"


class BackedUp(StrEnum):
    """By what something that keeps data is backed up."""

    PLAN = "plan"
    """A backup plan of the stack takes it."""
    ITSELF = "itself"
    """No plan of the stack takes it; it keeps backups of its own."""
    NOTHING = "nothing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Encryption:
    """How a copy is encrypted at rest."""

    by: EncryptedBy
    """Whose key."""
    key: str | None = None
    """The customer's key: logical name where the graph has it, else ARN, alias or id; None if unknown."""
    regions: tuple[str, ...] = ()
    """Regions in which that key can be used; empty where the graph does not tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Age:
    """How old a copy can be when it is needed: the data written in that time is lost with the original."""

    text: str
    """In words, for a table."""
    seconds: int | None = None
    """The figure; None where there is none."""
    bounded: bool = False
    """Whether it is never more than that; otherwise it is typical, or the least that must be expected."""
    source: str = ""
    """Address of the page that the figure rests on; empty where it follows from the graph alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One copy of an item."""

    role: Role
    """What it is to the others."""
    region: str | None
    """AWS region, ``global`` for what belongs to none, None where it is not known."""
    account: str | None = None
    """AWS account where it is another than that of the stack; None otherwise or where not known."""
    encryption: Encryption
    """How it is encrypted."""
    age: Age
    """How old it can be."""
    name: str = ""
    """Logical name of what holds it; empty where nothing in the graph does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How an item is brought back."""

    when: str
    """What happened, such as ``the primary's region is lost``."""
    how: str
    """What to do, in a line."""
    command: str = ""
    """Commands to run, one a line, in this order; words in capitals stand for what only deployment knows.
    Empty where none is needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What would not come back."""

    id: str
    """Which kind, such as ``no-backup``; never reused."""
    reason: str
    """Why, in a person's words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something stateful, or needed to run."""

    category: Category
    """Kind of thing."""
    what: str
    """What it is, in a person's words, such as ``DynamoDB global table``."""
    name: str
    """Logical name."""
    resource: str | None
    """URN; None for what is no resource of the stack."""
    component: str | None
    """Logical name of the nearest component; None at the top."""
    copies: tuple[Copy, ...]
    """Where it is, the primary first."""
    ways: tuple[Way, ...] = ()
    """How it comes back."""
    gaps: tuple[Gap, ...] = ()
    """What would not come back."""
    notes: tuple[str, ...] = ()
    """What else there is to know."""
    unknowns: tuple[str, ...] = ()
    """What the graph does not tell."""
    backed_up: BackedUp | None = None
    """By what; None for what needs no backup."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """Everything stateful or needed to run that a graph declares."""

    stack: str | None
    """Name of the stack."""
    project: str | None
    """Name of the project."""
    regions: tuple[str, ...]
    """Regions in which the stack has anything."""
    partial: bool
    """Whether resources were left out of what was read, so that nothing can be said to be absent."""
    items: tuple[Item, ...]
    """By category and name."""
    left_out: tuple[tuple[str, int], ...]
    """What is not listed though it holds data, such as logs, with how many."""

    @property
    def gaps(self) -> int:
        """How many gaps there are."""
        return sum(len(one.gaps) for one in self.items)

    @property
    def unknowns(self) -> int:
        """How many items have something that the graph does not tell."""
        return sum(bool(one.unknowns) for one in self.items)
