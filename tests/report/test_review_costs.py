from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from holdfast.cost import CostItem, Estimate, Standing
from holdfast.report.review_costs import cost_line, cost_table
from tests.report.reviews import whole


def test_the_line_of_cost_says_how_large_what_has_no_price_may_be() -> None:
    stack = next(one for one in whole().stacks if one.cost_after is not None)
    assert isinstance(stack.cost_after, Estimate)
    item = CostItem(name="x", unit="hour", quantity=Decimal(730), price=None, elsewhere=Decimal(2))
    lacking = replace(stack.cost_after.resources[0], standing=Standing.MISSING, items=(item,))
    rest = tuple(one for one in stack.cost_after.resources if one.complete)
    after = replace(stack.cost_after, resources=(*rest, lacking))
    table = cost_table(replace(stack, cost_after=after))
    assert table is not None
    assert cost_line(table).endswith("; 1 type of resources without a price, about $1,460 more")
