"""One stack's review, put together from its two sides."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.checks import Verdict
from holdfast.graph import Source
from holdfast.review.attention import Context, attention
from holdfast.review.compare import compare
from holdfast.review.groups import group
from holdfast.review.model import StackReview
from holdfast.review.outlook import Objectives, outlooks
from holdfast.review.picture import picture
from holdfast.review.unseen import notes, unseen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from holdfast.checks import Finding
    from holdfast.checks.waivers import Waiver
    from holdfast.cost import Estimate
    from holdfast.graph import ResourceGraph
    from holdfast.review.attention import PolicyFailure, Thresholds
    from holdfast.review.model import Change, Unseen


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A stack as it is on one side of a change."""

    graph: ResourceGraph
    findings: Sequence[Finding] = ()
    """What the checks say of it, waivers applied. Default: nothing was checked."""
    waivers: Sequence[Waiver] = ()
    """The waivers of that side. Default: none."""
    policies: Sequence[PolicyFailure] = ()
    """What policy packs say of it. Default: nothing."""
    cost: Estimate | None = None
    """What it costs a month. Default: not asked for."""
    notes: Sequence[str] = ()
    """What was assumed to read it. Default: nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """By what a change is judged."""

    objectives: Objectives = field(default_factory=Objectives)
    """What the stack must survive, where it does not say so itself."""
    thresholds: Thresholds | None = None
    """From which rise of cost on somebody is told. Default: none."""


def review_stack(stack: str, before: Side | None, after: Side | None, terms: Terms) -> StackReview:
    """What a change does to one stack.

    Args:
        stack: Its name.
        before: As it was; None for a new stack.
        after: As it will be; None for a stack that is taken away.
        terms: By what it is judged.
    """
    old, new = before.graph if before else None, after.graph if after else None
    changes = compare(old, new)
    groups = group(changes, old, new)
    futures = outlooks(old, new, terms.objectives)
    fresh, resolved = _moved(before, after, changes)
    waived = tuple(one for one in (after.findings if after else ()) if one.waived)
    # The engine itself sees what two previews without a state cannot.
    hidden: tuple[Unseen, ...] = ()
    if old is not None and new is not None and old.source is Source.PREVIEW:
        hidden = unseen(changes, old, new)
    quiet = not any(not one.resource.component for one in changes)
    told = attention(
        Context(
            changes=changes,
            groups=groups,
            before=old,
            after=new,
            outlooks=futures,
            new_findings=fresh,
            resolved_findings=resolved,
            waived=waived,
            new_waivers=_new_waivers(before, after),
            policies=tuple(after.policies) if after else (),
            cost_before=before.cost if before else None,
            cost_after=after.cost if after else None,
            thresholds=terms.thresholds,
            unseen=hidden,
        )
    )
    return StackReview(
        stack=stack,
        before=old,
        after=new,
        changes=changes,
        groups=groups,
        attention=told,
        outlooks=futures,
        new_findings=fresh,
        resolved_findings=resolved,
        waived=waived,
        picture=picture(old, new, changes, hidden),
        cost_before=before.cost if before else None,
        cost_after=after.cost if after else None,
        partial=any(side.graph.partial for side in (before, after) if side),
        notes=tuple(
            dict.fromkeys(
                [
                    *(note for side in (before, after) if side for note in side.notes),
                    *notes(hidden, alone=quiet),
                ]
            )
        ),
        unseen=hidden,
    )


def _moved(
    before: Side | None, after: Side | None, changes: Iterable[Change]
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Findings that come and failures that go; what an alias renames keeps its own."""
    now = {one.renamed_from: one.resource.urn for one in changes if one.renamed_from}
    old = _standing(before, now)
    new = _standing(after, {})
    fresh = tuple(one for key, one in new.items() if key not in old)
    gone = tuple(
        one
        for key, one in old.items()
        if key not in new and one.verdict is Verdict.FAIL and after is not None
    )
    return fresh, gone


def _standing(side: Side | None, now: Mapping[str, str]) -> dict[tuple[str, str | None, Verdict], Finding]:
    """What fails and is not excused, and what cannot be told, by what it is about."""
    return {
        (one.id, one.resource and now.get(one.resource, one.resource), one.verdict): one
        for one in (side.findings if side else ())
        if one.verdict in {Verdict.FAIL, Verdict.UNKNOWN} and not one.waived
    }


def _new_waivers(before: Side | None, after: Side | None) -> tuple[Waiver, ...]:
    known = set(before.waivers) if before else set()
    return tuple(one for one in (after.waivers if after else ()) if one not in known)
