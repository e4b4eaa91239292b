from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.graph import read_preview
from holdfast.inventory import BACKUP_ROLES, EncryptedBy, take_inventory
from holdfast.inventory.keys import is_elsewhere
from tests.graph.documents import UNKNOWN, digest, graph
from tests.inventory import samples

if TYPE_CHECKING:
    import random

STEPS = samples.steps()
SUBSETS = st.lists(st.sampled_from(STEPS), unique_by=lambda one: one["urn"])


@given(SUBSETS)
@settings(deadline=None)
def test_an_inventory_of_any_part_of_a_stack_hangs_together(steps: list[dict[str, Any]]) -> None:
    inventory = take_inventory(graph(*steps))

    for item in inventory.items:
        gaps = {one.id for one in item.gaps}
        assert len(gaps) == len(item.gaps)
        assert all(one.reason for one in item.gaps)
        assert ("not-encrypted" in gaps) <= any(one.encryption.by is EncryptedBy.NONE for one in item.copies)
        assert ("key-elsewhere" in gaps) <= any(
            is_elsewhere(one.encryption, one.region) for one in item.copies
        )
        if {"no-backup", "backup-not-elsewhere"} & gaps:
            kept = {one.region for one in item.copies if one.role in BACKUP_ROLES}
            assert len(kept) <= 1
        if "no-copy-elsewhere" in gaps:
            assert len({one.region for one in item.copies}) == 1
    assert {one.region for item in inventory.items for one in item.copies} <= {
        *inventory.regions,
        "global",
        None,
        "us-east-1",
        "eu-west-1",
    }


@given(st.randoms(use_true_random=False), st.booleans())
@settings(deadline=None, max_examples=20)
def test_the_order_of_resources_changes_nothing(order: random.Random, partial: bool) -> None:
    shuffled = list(STEPS)
    order.shuffle(shuffled)

    assert take_inventory(read_preview(digest(*shuffled, partial=partial))) == take_inventory(
        graph(*STEPS, partial=partial)
    )


@given(SUBSETS)
@settings(deadline=None)
def test_a_part_of_a_stack_is_never_said_to_lack_anything(steps: list[dict[str, Any]]) -> None:
    found = take_inventory(graph(*steps, partial=True))
    of_absence = {"no-backup", "backup-not-elsewhere", "no-copy-elsewhere"}
    pools = {one.name for one in found.items if one.what == "Cognito user pool"}  # AWS has no backup of them

    assert not {one.name for one in found.items if {gap.id for gap in one.gaps} & of_absence} - pools


@given(SUBSETS, st.sampled_from([UNKNOWN, None]))
@settings(deadline=None)
def test_inputs_that_are_not_known_yet_break_nothing(steps: list[dict[str, Any]], value: str | None) -> None:
    hidden = [
        {**one, "newState": {**one["newState"], "inputs": dict.fromkeys(one["newState"]["inputs"], value)}}
        for one in steps
    ]

    take_inventory(graph(*hidden))
