"""What a check is and what it says: findings are data, rendered elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from holdfast.graph import Resource


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


class Scope(StrEnum):
    """How much of a stack a rule must see."""

    RESOURCE = "resource"
    """One resource alone: its own inputs, options and region tell the verdict, nothing else in the stack. As
    a policy it is judged when the resource is registered, before the engine creates it."""
    STACK = "stack"
    """Several resources, or what is absent."""


Check: TypeAlias = "Callable[..., Iterable[Judgement]]"
"""A pure function of a graph, and of the rule's parameters by keyword: the same give the same judgements, or
none when there is nothing to judge."""


Remedy: TypeAlias = "Callable[[Resource], Mapping[str, bool | int | str]]"
"""What to set on a resource that fails, so that it passes and nothing else changes: path of an input to
value; nothing where that is not sure to be safe."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A figure of a rule that a team can change."""

    name: str
    """Keyword of the check, with the unit in it, such as ``ttl_seconds``."""
    default: int
    """What holds where nothing is said."""
    text: str
    """What it is, in one line."""
    minimum: int = 0
    """The least that is taken."""
    maximum: int | None = None
    """The most that is taken; None for no limit."""


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
    frameworks: tuple[str, ...] = ()
    """Best practices of the Well-Architected Framework that it serves, such as ``REL10-BP01``
    (https://docs.aws.amazon.com/wellarchitected/latest/framework/appendix.html)."""
    parameters: tuple[Parameter, ...] = ()
    """Figures that a team can change."""
    scope: Scope = Scope.STACK
    """How much it must see. Default: the stack."""
    remedy: Remedy | None = None
    """How the policy can mend a resource by itself, where a team lets it; only of a rule of single
    resources. Default: a person does it."""

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
    source_position: str | None = None
    """Where the program declares the resource, such as ``project:///__main__.py#14``; None when it is not
    known."""


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
