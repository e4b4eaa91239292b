"""Cost that rises or falls beyond what the team has set, and what of a change has no price."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from holdfast.checks import Severity
from holdfast.review.attention.telling import shortened
from holdfast.review.model import Attention

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.cost import CostItem, Estimate
    from holdfast.review.attention.context import Context, Thresholds

_SHOWN = 5


def cost(context: Context) -> Iterator[Attention]:
    """Cost that moves by a threshold or more, and prices that a change lacks.

    ``cost-over-limit`` fails, ``cost-rises`` and ``cost-falls`` warn: what costs much less may be capacity or
    a copy that is gone. ``cost-not-known``: no threshold can look at what has no price.

    Args:
        context: The change.
    """
    yield from _moved(context)
    yield from _not_known(context)


def _moved(context: Context) -> Iterator[Attention]:
    limits, before, after = context.thresholds, context.cost_before, context.cost_after
    if limits is None or after is None:
        return
    was = before.monthly if before is not None else Decimal()
    more = after.monthly - was
    percent = more / was * 100 if was else None
    if more < 0:
        yield from _falls(before, after, limits)
        return
    for kind, severity, amount, part in (
        ("cost-over-limit", Severity.HIGH, limits.fail_monthly_increase, limits.fail_percent),
        ("cost-rises", Severity.MEDIUM, limits.warn_monthly_increase, limits.warn_percent),
    ):
        reached = list(_reached(more, percent, amount, part))
        if more > 0 and reached:
            grown = f" (+{percent:.0f} %)" if percent is not None else ""
            yield Attention(
                id=kind,
                severity=severity,
                title=f"Costs {_usd(more)} a month more{grown}",
                details=(f"{_usd(was)} -> {_usd(after.monthly)} a month", *reached, *_most(before, after)),
                fix="see which component it is, or raise the threshold in holdfast.toml",
            )
            return


def _falls(before: Estimate | None, after: Estimate, limits: Thresholds) -> Iterator[Attention]:
    was = before.monthly if before is not None else Decimal()
    less = was - after.monthly
    percent = less / was * 100
    if reached := list(_reached(less, percent, limits.warn_monthly_increase, limits.warn_percent)):
        yield Attention(
            id="cost-falls",
            severity=Severity.LOW,
            title=f"Costs {_usd(less)} a month less (-{percent:.0f} %)",
            details=(f"{_usd(was)} -> {_usd(after.monthly)} a month", *reached, *_most(after, before, "-")),
            fix="see that no capacity, copy or backup is gone that should stay",
        )


def _not_known(context: Context) -> Iterator[Attention]:
    """What the change adds of which no price is known: the sums and thresholds do not see it."""
    before, after, limits = context.cost_before, context.cost_after, context.thresholds
    if after is None:
        return
    was = {one.urn: one.possible for one in before.missing} if before is not None else {}
    added = {
        one.urn: one.possible - was.get(one.urn, Decimal())
        for one in after.missing
        if one.urn not in was or one.possible > was[one.urn]
    }
    if not added:
        return
    found = [one for one in after.missing if one.urn in added]
    largest = sorted(found, key=lambda one: (-added[one.urn], one.place, one.name))
    possible = sum(added.values(), Decimal())
    sizeless = sum(not one.items or any(map(_sizeless, one.items)) for one in found)
    sizes = [
        f"about {_usd(possible)} a month by the dearest prices known elsewhere" if possible else "",
        f"{sizeless} of a size that nobody can say" if sizeless else "",
    ]
    many = f"{len(found)} resources" if len(found) > 1 else "a resource"
    told = (
        [one for one in (limits.warn_monthly_increase, limits.fail_monthly_increase) if one] if limits else []
    )
    yield Attention(
        id="cost-not-known",
        severity=Severity.MEDIUM if any(possible >= one for one in told) else Severity.LOW,
        title=f"Lacks a price for a part of {many} that it adds or lets grow",
        details=(
            "; ".join(one for one in sizes if one) or "next to nothing by prices known elsewhere",
            *shortened(f"{one.name} ({one.place})" for one in largest),
        ),
        fix="holdfast prices refresh, or a price of your own under [prices] in holdfast.toml",
        resources=tuple(one.urn for one in largest),
    )


def _sizeless(item: CostItem) -> bool:
    return item.monthly is None and item.possible is None


def _reached(
    more: Decimal, percent: Decimal | None, amount: Decimal | None, part: Decimal | None
) -> Iterator[str]:
    if amount is not None and more >= amount:
        yield f"the threshold is {_usd(amount)} a month"
    if part is not None and percent is not None and percent >= part:
        yield f"the threshold is {part:f} %"


def _most(before: Estimate | None, after: Estimate | None, sign: str = "+") -> tuple[str, ...]:
    """The components that cost most more in the second."""
    was = before.by_component() if before is not None else {}
    now = after.by_component() if after is not None else {}
    grown = {name: each - was.get(name, Decimal()) for name, each in now.items()}
    most = sorted((one for one in grown.items() if one[1] > 0), key=lambda one: (-one[1], one[0]))
    return shortened(f"{name}: {sign}{_usd(each)}" for name, each in most[:_SHOWN])


def _usd(amount: Decimal) -> str:
    return f"USD {amount:,.2f}"
