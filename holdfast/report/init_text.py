"""What ``holdfast init`` decided and wrote, as text."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING

from holdfast.report.cost_words import caution, headline
from holdfast.report.lines import WIDTH, Line, plural
from holdfast.report.review_losses import LOST, lost_names, outcome_words
from holdfast.report.review_words import NONE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.checks import Finding
    from holdfast.cost import Estimate
    from holdfast.review.model import Outlook

_TITLE, _GOOD, _BAD, _NOTE = "bold cyan", "bold green", "bold red", "dim"
_SOURCE = re.compile(r" \([^()]*https?://[^()]*\)")
_SETTING = re.compile(r"^holdfast:\S+: ")
_MOST_REASONS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What answers come to, in words."""

    chosen: str | None
    """The design with its store; None where none does."""
    design: str | None
    """The design alone."""
    store: str | None
    """The kind of store; None where nothing is kept."""
    refused: tuple[tuple[str, tuple[str, ...]], ...]
    """What is cheaper, or everything, each with the reasons against it."""
    instead: tuple[str, ...]
    """What would do without a promise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A stack that was written."""

    decision: Decided
    """Why it is as it is."""
    files: tuple[str, ...]
    """What was written."""
    resources: int
    """Resources that it declares, without components."""
    cost: Estimate
    """What it costs."""
    losses: tuple[Outlook, ...]
    """What each loss would do."""
    failures: tuple[Finding, ...]
    """What checks say against it."""
    next_steps: tuple[str, ...]
    """What a person does now."""


def decision_lines(decision: Decided, *, width: int = WIDTH) -> list[Line]:
    """Say what was decided, and why nothing cheaper does.

    Args:
        decision: What answers come to.
        width: Columns. Default: 110.
    """
    lines = []
    if decision.chosen is None:
        lines.append(Line("Nothing keeps what is promised, and nothing was written.", _BAD))
    else:
        cheapest = "the cheapest that keeps what is promised" if decision.refused else "nothing is cheaper"
        lines.append(Line(f"{decision.chosen}: {cheapest}", _GOOD))
    alike: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for what, reasons in decision.refused:
        alike[reasons].append(what)
    for reasons, whats in alike.items():
        lines += _refusal(", ".join(whats), reasons, width)
    for way in decision.instead:
        lines += [Line(part) for part in wrap(f"What would do {way}.", width)]
    return lines


def written_lines(found: Written, *, width: int = WIDTH) -> list[Line]:
    """The whole report.

    Args:
        found: What was written.
        width: Columns. Default: 110.
    """
    lines = decision_lines(found.decision, width=width)
    lines += [
        Line(),
        Line(f"It declares {plural(found.resources, 'resource')}. {headline(found.cost)}", "bold"),
    ]
    lines += [Line(part, _NOTE) for part in wrap(caution(found.cost), width)]
    lines += [Line(), Line("WHAT IT SURVIVES", _TITLE)]
    lines += _losses(found.losses, width)
    lines += _failures(found.failures, width)
    lines += [Line(), Line("NEXT", _TITLE)]
    lines += [Line(f"  {one}") for one in found.next_steps]
    return lines


def _refusal(what: str, reasons: Sequence[str], width: int) -> Iterator[Line]:
    shown = [_SETTING.sub("", _SOURCE.sub("", one)) for one in reasons[:_MOST_REASONS]]
    more = len(reasons) - len(shown)
    text = "; ".join(shown) + (f"; and {more} more" if more else "")
    yield from (Line(part, _NOTE) for part in wrap(f"  not {what}: {text}", width, subsequent_indent="    "))


def _failures(failures: Sequence[Finding], width: int) -> Iterator[Line]:
    """What `holdfast check` will fail on, a line each: it is wanted, or waived with a reason."""
    if not failures:
        return
    yield Line()
    yield Line("WHAT IT STILL LACKS, as holdfast check says (holdfast.toml waives what you accept)", _TITLE)
    for one in {failure.id: failure for failure in failures}.values():
        parts = wrap(f"  {one.id}: {one.fix}", width, subsequent_indent="    ", break_on_hyphens=False)
        yield from (Line(part) for part in parts)


def _losses(losses: Sequence[Outlook], width: int) -> Iterator[Line]:
    alike: defaultdict[tuple[str, tuple[str, ...]], list[Outlook]] = defaultdict(list)
    for one in losses:
        words = tuple(words.replace(one.what, "it") for words in outcome_words(one.after))
        alike[LOST[one.scope], words].append(one)
    for (scope, (left, back, lost, breaks)), members in alike.items():
        said = [
            *(
                f"{label}: {words}"
                for label, words in (("left", left), ("serves again", back))
                if words != NONE
            ),
            *([f"data lost: {lost}"] if lost != NONE else []),
        ]
        yield from (
            Line(part)
            for part in wrap(
                f"  lose {scope} {', '.join(lost_names(members))} -> {'; '.join(said) or 'nothing is lost'}",
                width,
                subsequent_indent="    ",
            )
        )
        if breaks != NONE:
            yield Line(f"    breaks {breaks}", _BAD)
