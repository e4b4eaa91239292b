"""What losses would do, as every report of a review tells it: alike ones together, short figures first."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.report.lines import plural
from holdfast.report.review_words import NONE
from holdfast.review.model import Scope

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.review.model import Figure, Outcome, Outlook, StackReview

LOST = {Scope.ZONE: "zone", Scope.REGION: "region", Scope.STORE: "store"}


@dataclass(frozen=True, slots=True)
class OutlookRow:
    """What losses that come out alike would do."""

    scope: str
    new: bool
    """Whether it is there only after the change."""
    whats: tuple[str, ...]
    capacity: tuple[str, str]
    """Before and after, as all figures; a dash where there is none."""
    recovery: tuple[str, str]
    data_loss: tuple[str, str]
    breaks: tuple[str, str]
    worse: bool
    """Whether an objective breaks that held before."""
    unknowns: tuple[str, ...]
    why: tuple[str, ...]
    """How the figures come about, where they do after the change."""


def outlook_rows(stack: StackReview) -> tuple[OutlookRow, ...]:
    """The outlooks that come out otherwise, alike ones together, what breaks an objective first."""
    found: defaultdict[tuple[object, ...], list[Outlook]] = defaultdict(list)
    for one in stack.outlooks:
        before, after = outcome_words(one.before), outcome_words(one.after)
        if before != after:
            found[one.scope, before, after].append(one)
    return tuple(sorted(map(_outlook_row, found.values()), key=lambda one: not one.worse))


def outlook_rest(stack: StackReview) -> str:
    """What is said of the outlooks that stay as they are; empty where there are none."""
    counts = Counter(
        one.scope for one in stack.outlooks if outcome_words(one.before) == outcome_words(one.after)
    )
    told = ", ".join(plural(counts[scope], LOST[scope]) for scope in Scope if counts[scope])
    return f"Losing any other comes out as before: {told}." if told else ""


def _outlook_row(members: Sequence[Outlook]) -> OutlookRow:
    first = members[0]
    before, after = outcome_words(first.before), outcome_words(first.after)
    if first.before is None:  # there is nothing to compare with
        before = after
    elif first.after is None:
        before = after = (NONE,) * 4
    held = set(first.before.breaks) if first.before is not None else set()
    state = " (new)" if first.before is None else " (gone)" if first.after is None else ""
    names = lost_names(members)
    return OutlookRow(
        scope=LOST[first.scope],
        new=first.before is None,
        whats=(*names[:-1], f"{names[-1]}{state}"),
        capacity=(before[0], after[0]),
        recovery=(before[1], after[1]),
        data_loss=(before[2], after[2]),
        breaks=(before[3], after[3]),
        worse=first.after is not None and not held.issuperset(first.after.breaks),
        unknowns=tuple(dict.fromkeys(each for one in members if one.after for each in one.after.unknowns)),
        why=_whys(members),
    )


def outlook_cell(row: OutlookRow, pair: tuple[str, str]) -> tuple[str, str] | None:
    """What a cell says of a loss: before and after, alike for something new; None where nothing changes.

    Args:
        row: The loss.
        pair: One of its figures.
    """
    before, after = pair
    if before == after and (after == NONE or not row.new):
        return None
    return pair


def outcome_words(one: Outcome | None) -> tuple[str, str, str, str]:
    """What is left, when it serves again, what is lost of the data, and which objectives break.

    Args:
        one: What a loss would do; None where there is nothing to lose.
    """
    if one is None:
        return ("not there",) * 4
    share = f"{one.capacity * 100:.0f} % " if one.capacity is not None else ""
    capacity = f"{share}({one.capacity_text})" if share and one.capacity_text else share + one.capacity_text
    breaks = ", ".join(one.breaks) or NONE
    return capacity.strip() or NONE, _figure(one.recovery), _figure(one.data_loss), breaks


def _figure(one: Figure) -> str:
    """A time without how it comes about; what is typical has a tilde, what is not known its reason."""
    if one.seconds is None:
        return one.text or "not known"
    return f"{'' if one.bounded or not one.seconds else '~'}{one.text.partition(':')[0]}"


def _whys(members: Sequence[Outlook]) -> tuple[str, ...]:
    """How each figure that is another comes about, once for all that share it."""
    found: defaultdict[str, list[Outlook]] = defaultdict(list)
    for one in members:
        if one.after is not None:
            was = one.before
            for name, each, old in (
                ("recovery", one.after.recovery, was.recovery if was else None),
                ("data loss", one.after.data_loss, was.data_loss if was else None),
            ):
                if each != old and each.seconds is not None and ":" in each.text:
                    found[f"{name} {each.text}"].append(one)
    return tuple(
        f"{LOST[alike[0].scope]} {', '.join(lost_names(alike))}: {text}" for text, alike in found.items()
    )


def lost_names(members: Sequence[Outlook]) -> tuple[str, ...]:
    """What is lost, in short: ``eu-west-1a, b, c`` for zones of one region.

    Args:
        members: Losses of one kind.
    """
    names = [one.what for one in members]
    if members[0].scope is not Scope.ZONE:
        return tuple(names)
    zones: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        zones[name[:-1]].append(name[-1:])
    return tuple(f"{region}{', '.join(letters)}" for region, letters in zones.items())
