from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.components.monthly_budget import MonthlyBudget
from tests.components.declared import declared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.components.monthly_budget import MonthlyBudgetArgs

ARGS: MonthlyBudgetArgs = {
    "limit_usd": 12_500,
    "emails": ["oncall@example.com"],
    "tag_key": "stack",
    "tag_value": "orders-prod",
    "tags": {"stack": "orders-prod"},
    "origin": {"limit_usd": "budget.monthly_usd"},
}


def test_declares_a_budget_on_the_stacks_tag() -> None:
    found = declared(lambda: MonthlyBudget("global", ARGS))
    assert found.pairs() == {
        ("holdfast:index:MonthlyBudget", "global"),
        ("aws:budgets/budget:Budget", "global-budget"),
    }
    budget = found("global-budget")
    assert (budget.parent, budget.region) == ("global", None)
    inputs = dict(budget.inputs)
    alerts = inputs.pop("notifications")
    assert inputs == {
        "budgetType": "COST",
        "timeUnit": "MONTHLY",
        "limitAmount": "12500.00",
        "limitUnit": "USD",
        "costFilters": [{"name": "TagKeyValue", "values": ["user:stack$orders-prod"]}],
        "tags": {"stack": "orders-prod"},
    }
    assert [(one["notificationType"], one["threshold"]) for one in alerts] == [
        ("ACTUAL", 80),
        ("ACTUAL", 100),
        ("FORECASTED", 100),
    ]
    for alert in alerts:
        assert alert["subscriberEmailAddresses"] == ["oncall@example.com"]
        assert (alert["thresholdType"], alert["comparisonOperator"]) == ("PERCENTAGE", "GREATER_THAN")
    assert found("global").outputs == {
        "budget_name": "global-budget-0000",
        "origin": {"limit_usd": "budget.monthly_usd"},
    }


@pytest.mark.parametrize(
    ("limit", "emails", "message"),
    [
        (0, ["a@example.com"], "'limit_usd' must be more than 0, got 0"),
        (10, [], "'emails' needs one to 10 addresses, got 0"),
        (10, [f"{number}@example.com" for number in range(11)], "one to 10 addresses, got 11"),
        (-1, [], "'limit_usd' must .*; 'emails' needs"),
    ],
)
def test_fails_on_a_budget_that_aws_refuses(limit: float, emails: Sequence[str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        declared(lambda: MonthlyBudget("global", {**ARGS, "limit_usd": limit, "emails": emails}))
