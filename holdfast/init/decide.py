"""From answers to the cheapest design that keeps what they promise, and why each cheaper one does not."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from holdfast.init.designs import DESIGNS, Candidate, Design, candidates
from holdfast.init.stack_config import stack_config
from holdfast.settings import SettingsError, load
from holdfast.topology.plan import plan

if TYPE_CHECKING:
    from holdfast.init.answers import Answers

_FROM_COPIES = frozenset({Design.SINGLE_REGION, Design.BACKUP_AND_RESTORE})
"""Designs in which copies of backups are all that a lost region leaves of the data."""
COPY_AGE_SECONDS = 38 * 3600
"""A day between backups, and the windows in which one starts and completes: so old is the newest one at most
while AWS Backup keeps to them (holdfast/components/backup_windows.py)."""
_HOUR_SECONDS = 3600
_PROMISES = {
    "rto_seconds": "the recovery time (--rto)",
    "rpo_seconds": "the bound on lost writes (--rpo)",
    "availability_percent": "the availability (--availability)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A design that does not do, and why."""

    design: Design
    what: str
    """The design, with its store."""
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What answers come to."""

    chosen: Candidate | None
    """The cheapest that keeps every promise; None where none does."""
    config: dict[str, Any]
    """Its settings; empty where there is none."""
    refused: tuple[Refusal, ...]
    """What is cheaper, or everything, with why not."""
    instead: tuple[str, ...]
    """Where none does: which single promise stands in the way, and what would do without it."""


def decide(answers: Answers, *, project: str, stack: str, design: Design | None = None) -> Decision:
    """Find what to write; nothing is written before it is known to keep what is asked.

    Args:
        answers: What was asked for.
        project: Name of the Pulumi project.
        stack: Name of the stack.
        design: The one design that is wanted. Default: the cheapest that does.
    """
    refused: list[Refusal] = []
    if design is not Design.SINGLE_REGION and len(answers.regions) == 1:
        refused += [
            Refusal(design=one, what=str(one), reasons=("needs a second --region",))
            for one in (DESIGNS if design is None else (design,))
            if one.needs_two_regions
        ]
    for candidate in candidates(answers, design):
        config = stack_config(answers, candidate)
        reasons = (*mistakes(config, project=project, stack=stack), *_too_old(answers, candidate))
        if not reasons:
            cheaper = tuple(one for one in refused if list(DESIGNS).index(one.design) <= _rank(candidate))
            return Decision(chosen=candidate, config=config, refused=cheaper, instead=())
        refused.append(Refusal(design=candidate.design, what=str(candidate), reasons=reasons))
    ranked = tuple(sorted(refused, key=lambda one: list(DESIGNS).index(one.design)))
    return Decision(chosen=None, config={}, refused=ranked, instead=_instead(answers, project, stack, design))


def mistakes(config: dict[str, Any], *, project: str, stack: str) -> tuple[str, ...]:
    """Give what the settings and the plan say against a configuration, each once.

    Args:
        config: Plain values under their full keys.
        project: Name of the Pulumi project.
        stack: Name of the stack.
    """
    raw = {key: value if isinstance(value, str) else json.dumps(value) for key, value in config.items()}
    try:
        plan(load(raw, stack=stack), project=project, stack=stack)
    except SettingsError as error:
        return tuple(dict.fromkeys(f"{one.key}: {one.message}" for one in error.mistakes))
    return ()


def _too_old(answers: Answers, candidate: Candidate) -> tuple[str, ...]:
    """Say where a lost region would lose more than is promised, since backups are copied once a day."""
    asked = answers.rpo_seconds
    if candidate.store is None or candidate.design not in _FROM_COPIES or asked is None:
        return ()
    if not _HOUR_SECONDS <= asked < COPY_AGE_SECONDS:  # less than an hour the settings refuse themselves
        return ()
    return (
        f"copies of daily backups may be 38 hours old: promise at least {COPY_AGE_SECONDS} or add a region",
    )


def _rank(candidate: Candidate) -> int:
    return list(DESIGNS).index(candidate.design)


def _instead(answers: Answers, project: str, stack: str, design: Design | None) -> tuple[str, ...]:
    """Leave out one promise at a time; where that does not do, all of them."""
    stated = [name for name in _PROMISES if getattr(answers, name) is not None]
    ways = [({name: None}, _PROMISES[name]) for name in stated]
    if len(stated) > 1:
        ways.append((dict.fromkeys(stated), "any promise"))
    found: list[str] = []
    for left_out, words in ways:
        without = replace(answers, **left_out)  # type: ignore[arg-type]  # each of them may be None
        does = next(
            (
                one
                for one in candidates(without, design)
                if not mistakes(stack_config(without, one), project=project, stack=stack)
                and not _too_old(without, one)
            ),
            None,
        )
        if does is not None and not (found and words == "any promise"):
            found.append(f"without {words}: {does}")
    return tuple(found)
