"""What our own stacks declare is priced, free, or says which price is missing: nothing is unknown."""

from __future__ import annotations

import pytest

from holdfast.cost import Standing, estimate, stated_usage
from holdfast.cost.families import CALCULATORS
from holdfast.cost.free import free_types
from holdfast.graph import read_preview
from holdfast.prices import find_key, shipped
from tests.previews import ROOT, previewed


@pytest.mark.parametrize("stack", ["dev", "staging", "prod"])
def test_every_resource_of_a_stack_of_ours_is_known(stack: str) -> None:
    graph = read_preview(previewed(ROOT, stack))
    found = estimate(graph, stated_usage(), shipped())
    assert [one.type for one in found.resources if one.standing is Standing.UNSUPPORTED] == []
    assert found.monthly > 0
    for one in found.missing:
        for item in one.items:
            if item.monthly is None:
                assert "no price for " in item.note, (one.name, item.name)
                key = item.note.partition("no price for ")[2].partition(" in ")[0].partition(":")[0]
                assert find_key(key) is not None, key


def test_a_type_is_priced_or_free_and_not_both() -> None:
    assert not CALCULATORS.keys() & free_types().keys()
