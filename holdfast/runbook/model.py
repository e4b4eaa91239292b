"""What a runbook is made of: frozen facts, which reports only print."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Do:
    """Something to do: in words, and by the commands that do it, in their order.

    Words and commands hold ``code`` between backticks alone; no other markup.
    """

    words: str
    commands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """Where to look besides."""

    text: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """Something of the stack that tells, and whose text leads here."""

    name: str
    """Its name in AWS, where that is known, otherwise its name in the program."""
    region: str
    means: str
    severity: str
    """``page``, ``ticket``, or empty of one that only others read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """How long something takes at worst."""

    what: str
    seconds: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom to call, and what for."""

    name: str
    reach: str
    role: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table by which a person decides where to read on."""

    seen: str
    means: str
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What to do in one kind of failure."""

    anchor: str
    """What links end with; published anchors keep their names."""
    symptom: str
    decide: tuple[str, ...] = ()
    """How to decide, in this order."""
    do: tuple[Do, ...] = ()
    back: tuple[Do, ...] = ()
    """How to come back to how it was."""
    never: tuple[str, ...] = ()
    """What makes it worse."""
    expected: tuple[Expected, ...] = ()
    links: tuple[Link, ...] = ()
    alarms: tuple[Alarm, ...] = ()

    @property
    def title(self) -> str:
        """Its heading, of which pages make the anchor."""
        return "DNS" if self.anchor == "dns" else self.anchor.replace("-", " ").capitalize()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A promise of the stack, in words."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Runbook:
    """The runbook of one stack."""

    project: str
    stack: str
    owner: str
    """Who answers for the stack; empty where nothing says so."""
    places: tuple[str, ...]
    """Where it is, such as ``use1 (us-east-1, active)``."""
    contacts: tuple[Contact, ...]
    figures: tuple[Figure, ...]
    first: tuple[Do, ...]
    """What to look at first."""
    links: tuple[Link, ...]
    table: tuple[Row, ...]
    sections: tuple[Section, ...]
    others: tuple[Alarm, ...]
    """Alarms whose text leads to no section."""
    contracted: bool
    """Whether it knows the stack's output ``operations``."""
    partial: bool
    """Whether what it was made from leaves resources out."""
