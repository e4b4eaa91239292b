"""What checks and policies newly say, and what is newly excused."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from holdfast.checks import Severity, Verdict
from holdfast.review.attention.items import worst
from holdfast.review.attention.telling import counted, names, shortened
from holdfast.review.model import Attention

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.checks import Finding
    from holdfast.review.attention.context import Context, PolicyFailure

_LEVELS = {"mandatory": Severity.HIGH, "remediate": Severity.MEDIUM, "advisory": Severity.LOW}


def findings(context: Context) -> Iterator[Attention]:
    """One item for each rule that newly fails, and one for all that can no longer be told.

    Args:
        context: The change.
    """
    failed: defaultdict[str, list[Finding]] = defaultdict(list)
    unknown: list[Finding] = []
    for one in context.new_findings:
        if one.verdict is Verdict.FAIL and one.waived is None:
            failed[one.id].append(one)
        elif one.verdict is Verdict.UNKNOWN:
            unknown.append(one)
    for rule, members in sorted(failed.items()):
        code, _, slug = rule.partition("-")
        yield Attention(
            id="new-finding",
            severity=members[0].severity,
            title=f"{code} newly fails: {slug.replace('-', ' ')}",
            details=shortened(f"{one.name}: {one.message}" for one in members),
            resources=tuple(one.resource for one in members if one.resource is not None),
            fix=members[0].fix,
            source=members[0].source,
        )
    if unknown:
        rules = sorted({one.id.partition("-")[0] for one in unknown})
        yield Attention(
            id="new-unknown",
            severity=Severity.LOW,
            title=f"{counted(len(unknown), 'verdict is', 'verdicts are')} newly unknown: {names(rules)}",
            details=shortened(f"{one.id.partition('-')[0]} {one.name}: {one.message}" for one in unknown),
            resources=tuple(one.resource for one in unknown if one.resource is not None),
        )


def waivers(context: Context) -> Iterator[Attention]:
    """One item for each waiver that is new.

    Args:
        context: The change.
    """
    for one in context.new_waivers:
        until = f"until {one.until.isoformat()}" if one.until is not None else "without an end"
        excused = tuple(
            each.resource
            for each in context.waived
            if each.id == one.check and each.waived == one.reason and each.resource
        )
        yield Attention(
            id="new-waiver",
            severity=Severity.MEDIUM,
            title=f"Newly excuses {one}",
            details=(f"reason: {one.reason}", until),
            resources=excused,
            fix="agree to the reason, or mend what fails",
        )


def policies(context: Context) -> Iterator[Attention]:
    """One item for each policy of a policy pack that fails.

    Args:
        context: The change.
    """
    found: defaultdict[tuple[str, str], list[PolicyFailure]] = defaultdict(list)
    for one in context.policies:
        found[one.pack, one.policy].append(one)
    for (pack, policy), members in sorted(found.items()):
        levels = [one.level for one in members]
        level = next((name for name in _LEVELS if name in levels), levels[0])
        yield Attention(
            id="policy-fails",
            severity=worst(one.severity or _LEVELS.get(one.level, Severity.MEDIUM) for one in members),
            title=f"Policy {policy} fails ({level})",
            details=shortened(" ".join(one.message.split()) for one in members),
            resources=tuple(one.resource for one in members if one.resource is not None),
            fix=f"see the policy pack {pack}",
        )
