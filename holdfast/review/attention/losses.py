"""What a loss would now do that it did not do before: objectives that break, times that get longer."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from holdfast.checks import Severity
from holdfast.review.attention.roles import moved
from holdfast.review.attention.telling import names
from holdfast.review.model import Attention, Scope

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.review.attention.context import Context
    from holdfast.review.model import Figure, Outcome, Outlook

_RULE = "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/disaster-recovery-dr-objectives.html"


def objectives(context: Context) -> Iterator[Attention]:
    """Items for objectives that held before, or were not there, and do not hold any more.

    Args:
        context: The change.
    """
    found: defaultdict[tuple[Scope, str, str], list[Outlook]] = defaultdict(list)
    for one in context.outlooks:
        before = one.before.breaks if one.before is not None else ()
        for broken in one.after.breaks if one.after is not None else ():
            if broken not in before:
                found[one.scope, broken, _both(one, broken)].append(one)
    for (_, broken, told), members in found.items():
        yield Attention(
            id="breaks-objective",
            severity=Severity.HIGH,
            title=f"Losing {lost(members)} would now break {broken}",
            details=(told,),
            fix="undo what makes it longer, or promise what it now is",
            source=_RULE,
        )


def times(context: Context) -> Iterator[Attention]:
    """Items for recoveries that take longer and for more data that is lost.

    Args:
        context: The change.
    """
    swapped = moved(context)  # what begins to serve has more to lose: told there
    for kind, says, read in (
        ("recovery-longer", "takes longer to recover from", _recovery),
        ("data-loss-longer", "loses more of what was written", _data_loss),
    ):
        found: defaultdict[tuple[Scope, str, str], list[Outlook]] = defaultdict(list)
        for one in context.outlooks:
            if one.before is None or one.after is None or _newly(one, kind) or _region(one) in swapped:
                continue
            if _longer(read(one.before), read(one.after)):
                found[one.scope, read(one.before).text, read(one.after).text].append(one)
        for (_, before, after), members in found.items():
            # No figure where nothing is unknown: it never ends, or all of it is lost.
            never = any(
                one.after is not None
                and read(one.after).seconds is None
                and read(one.after).text not in one.after.unknowns
                and one.scope is not Scope.STORE
                for one in members
            )
            yield Attention(
                id=kind,
                severity=Severity.HIGH if never else Severity.MEDIUM,
                title=f"Losing {lost(members)} {says}",
                details=(f"{before} -> {after}",),
                source=next((read(one.after).source for one in members if one.after is not None), ""),
            )


def _region(outlook: Outlook) -> str:
    return outlook.what.rstrip("abcdefgh") if outlook.scope is Scope.ZONE else outlook.what


def _newly(outlook: Outlook, kind: str) -> bool:
    """Whether an objective newly breaks by it, which is told by itself."""
    name = "RTO" if kind == "recovery-longer" else "RPO"
    before = outlook.before.breaks if outlook.before is not None else ()
    after = outlook.after.breaks if outlook.after is not None else ()
    return any(one.startswith(name) and one not in before for one in after)


def lost(outlooks: Sequence[Outlook]) -> str:
    """What is lost, in some words.

    Args:
        outlooks: One or more of one scope.
    """
    whats = [one.what for one in outlooks]
    return (
        f"the store {names(whats)}"
        if outlooks[0].scope is Scope.STORE
        else what_is_lost(outlooks[0].scope, whats)
    )


def what_is_lost(scope: Scope, whats: Sequence[str]) -> str:
    """Zones or regions in some words: of several zones of a region, ``a zone of eu-west-1``.

    Args:
        scope: What they are.
        whats: Their names.
    """
    if scope is Scope.ZONE and len(whats) > 1:
        return f"a zone of {names(one.rstrip('abcdefgh') for one in whats)}"
    return names(whats)


def _both(outlook: Outlook, broken: str) -> str:
    read = _recovery if broken.startswith("RTO") else _data_loss
    before = read(outlook.before).text if outlook.before is not None else "nothing"
    after = read(outlook.after).text if outlook.after is not None else "nothing"
    what = "recovery" if broken.startswith("RTO") else "data loss"
    return (
        f"{what}: {before} -> {after}"
        if before != after
        else f"{what}: {after}, as before; the promise changes"
    )


def _recovery(outcome: Outcome) -> Figure:
    return outcome.recovery


def _data_loss(outcome: Outcome) -> Figure:
    return outcome.data_loss


def _longer(before: Figure, after: Figure) -> bool:
    if before.seconds is None:
        return False
    return after.seconds is None or after.seconds > before.seconds
