"""Cost that rises beyond what the team has set."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from holdfast.checks import Severity
from holdfast.review.attention.telling import shortened
from holdfast.review.model import Attention

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.cost import Estimate
    from holdfast.review.attention.context import Context

_SHOWN = 5


def cost(context: Context) -> Iterator[Attention]:
    """One item where the cost rises by a threshold or more: ``cost-over-limit`` fails, ``cost-rises`` warns.

    Args:
        context: The change.
    """
    limits, before, after = context.thresholds, context.cost_before, context.cost_after
    if limits is None or after is None:
        return
    was = before.monthly if before is not None else Decimal()
    more = after.monthly - was
    percent = more / was * 100 if was else None
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


def _reached(
    more: Decimal, percent: Decimal | None, amount: Decimal | None, part: Decimal | None
) -> Iterator[str]:
    if amount is not None and more >= amount:
        yield f"the threshold is {_usd(amount)} a month"
    if part is not None and percent is not None and percent >= part:
        yield f"the threshold is {part:f} %"


def _most(before: Estimate | None, after: Estimate) -> tuple[str, ...]:
    """The components that cost most more."""
    was = before.by_component() if before is not None else {}
    grown = {name: each - was.get(name, Decimal()) for name, each in after.by_component().items()}
    most = sorted((one for one in grown.items() if one[1] > 0), key=lambda one: (-one[1], one[0]))
    return shortened(f"{name}: +{_usd(each)}" for name, each in most[:_SHOWN])


def _usd(amount: Decimal) -> str:
    return f"USD {amount:,.2f}"
