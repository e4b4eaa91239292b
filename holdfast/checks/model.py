"""What a check is and what it says: findings are data, rendered elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from holdfast.graph import Resource, ResourceGraph


class Verdict(StrEnum):
    """What a check found."""

    PASS = "pass"  # noqa: S105  # a verdict, no password
    FAIL = "fail"
    NOT_APPLICABLE = "not-applicable"
    UNKNOWN = "unknown"
    """It cannot be told from what is known; never counted as a pass."""


class Severity(StrEnum):
    """How much a failing finding matters; the words of Pulumi's policies."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


BLOCKING = frozenset({Severity.CRITICAL, Severity.HIGH})
"""Severities at which a failing check stops the engine; the others only tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a rule says of one resource."""

    verdict: Verdict
    resource: Resource | None
    """What it is about; None for the stack as a whole."""
    message: str
    """What is the case, in a person's words."""


Check: TypeAlias = "Callable[[ResourceGraph], Iterable[Judgement]]"
"""A pure function: the same graph gives the same judgements; none when there is nothing to judge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A check and all that is said about it."""

    id: str
    """Area, number and slug, such as ``DNS001-alias-evaluates-target-health``; never reused."""
    title: str
    """What should be the case, in one line."""
    explanation: str
    """Why it matters: what happens otherwise."""
    severity: Severity
    """How much a failure matters."""
    fix: str
    """What to change."""
    source: str
    """Address of the page that the rule rests on."""
    subject: str
    """What it judges, in the plural, for the message when there is none."""
    check: Check
    """The function."""

    @property
    def code(self) -> str:
        """Area and number without the slug, such as ``DNS001``."""
        return self.id.partition("-")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a check says of a resource."""

    id: str
    """Id of the rule."""
    verdict: Verdict
    """What was found."""
    severity: Severity
    """Severity of the rule."""
    resource: str | None
    """URN; None for the stack as a whole."""
    name: str
    """Logical name, ``stack`` for the stack as a whole."""
    message: str
    """Why."""
    fix: str
    """What to change; empty when nothing is to be changed."""
    source: str
    """Address of the page that the rule rests on."""
    waived: str | None = None
    """Reason of the waiver that excuses a failure; None when there is none, and the failure counts."""


def passes(resource: Resource | None, message: str) -> Judgement:
    """A judgement that the rule holds."""
    return Judgement(verdict=Verdict.PASS, resource=resource, message=message)


def fails(resource: Resource | None, message: str) -> Judgement:
    """A judgement that the rule is broken."""
    return Judgement(verdict=Verdict.FAIL, resource=resource, message=message)


def unknown(resource: Resource | None, message: str) -> Judgement:
    """A judgement that nothing can be told."""
    return Judgement(verdict=Verdict.UNKNOWN, resource=resource, message=message)


def not_applicable(resource: Resource | None, message: str) -> Judgement:
    """A judgement that the rule does not concern this."""
    return Judgement(verdict=Verdict.NOT_APPLICABLE, resource=resource, message=message)
