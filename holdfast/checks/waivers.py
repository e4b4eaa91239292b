"""Waivers: failures that the team accepts, for a reason that it has written down.

Nothing here knows the day: who asks says it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from holdfast.checks.model import Finding, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

EVERYTHING = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """What is excused, where, why and for how long."""

    check: str
    """Id of the rule, whole."""
    reason: str
    """Why the failure is accepted."""
    stack: str | None = None
    """The stack in which it applies. Default: all."""
    resource: str = EVERYTHING
    """Logical name or URN, in which ``*``, ``?`` and ``[...]`` stand for what they stand for in a shell.
    Default: all."""
    until: date | None = None
    """The last day on which it applies. Default: it never ends."""
    line: int | None = field(default=None, compare=False)
    """Line of the file at which it begins; None where it is not known."""

    def __str__(self) -> str:
        """Say which one it is."""
        where = f" in stack {self.stack}" if self.stack is not None else ""
        return f"{self.check.partition('-')[0]} for '{self.resource}'{where}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waived:
    """What is left to say after the waivers."""

    findings: tuple[Finding, ...]
    """Every finding, those that are excused with their reason."""
    unused: tuple[Waiver, ...]
    """Waivers of this stack under which nothing failed and nothing was unknown."""
    expired: tuple[Waiver, ...]
    """Waivers of this stack whose last day is over; they excuse nothing, and each fails the check."""

    @property
    def failures(self) -> tuple[Finding, ...]:
        """The failures that nothing excuses."""
        return tuple(one for one in self.findings if one.verdict is Verdict.FAIL and not one.waived)

    @property
    def sound(self) -> bool:
        """Whether nothing failed and no waiver is over."""
        return not self.failures and not self.expired


def apply_waivers(
    findings: Iterable[Finding], waivers: Iterable[Waiver], *, stack: str | None, today: date
) -> Waived:
    """Excuse the failures that waivers name; nothing is taken away, and only failures are excused.

    Args:
        findings: What the checks said of one stack.
        waivers: All that there are.
        stack: Name of that stack; None when it is not known, and then only waivers of all stacks apply.
        today: The day on which they must still apply.
    """
    here = [one for one in waivers if one.stack is None or one.stack == stack]
    expired = [one for one in here if one.until is not None and one.until < today]
    valid = [one for one in here if one not in expired]
    used: set[Waiver] = set()
    told: list[Finding] = []
    for finding in findings:
        fitting = [one for one in valid if _fits(one, finding)]
        used.update(fitting)
        excused = fitting and finding.verdict is Verdict.FAIL
        told.append(replace(finding, waived=fitting[0].reason) if excused else finding)
    unused = tuple(one for one in valid if one not in used)
    return Waived(findings=tuple(told), unused=unused, expired=tuple(expired))


def _fits(waiver: Waiver, finding: Finding) -> bool:
    if waiver.check != finding.id or finding.verdict not in {Verdict.FAIL, Verdict.UNKNOWN}:
        return False
    return any(fnmatchcase(name, waiver.resource) for name in (finding.name, finding.resource or ""))
