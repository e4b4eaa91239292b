"""Settings of who answers for a stack: what is planned of them, and what is refused."""

from __future__ import annotations

import pytest

from holdfast.settings import load
from holdfast.topology.plan import plan
from holdfast.topology.values import ContactPlan, RunbookPlan
from tests.settings.stack_files import as_pulumi_gives_it, mistakes, patched


def planned(*patches: str) -> RunbookPlan:
    settings = load(as_pulumi_gives_it(patched(*patches)), stack="prod")
    return plan(settings, project="shop", stack="prod").runbook


def test_what_is_said_is_planned_with_where_it_was_said() -> None:
    found = planned(
        "holdfast:runbook: { owner: Orders, url: https://wiki.example.com/orders, "
        "contacts: [{ name: Rota, reach: '+44 20 7946 0000' }] }"
    )
    assert (found.owner, found.url) == ("Orders", "https://wiki.example.com/orders")
    assert found.contacts == (ContactPlan(name="Rota", reach="+44 20 7946 0000", role="on call"),)
    assert found.origin["owner"] == "holdfast:runbook.owner"


@pytest.mark.parametrize(
    ("tags", "owner"),
    [
        ("holdfast:tags: { Team: orders }", "orders"),
        ("holdfast:tags: { Team: orders, Owner: ann }", "ann"),
        ("holdfast:tags: { Team: '' }", "shop"),
        ("holdfast:tags: { CostCentre: cc-1 }", "shop"),
    ],
)
def test_somebody_always_owns_a_stack(tags: str, owner: str) -> None:
    found = planned(tags)
    assert (found.owner, found.url, found.contacts) == (owner, "runbook.prod.md", ())
    assert found.origin["owner"] == "holdfast:runbook.owner (default)"


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("{ url: 'http://wiki.example.com' }", "holdfast:runbook.url"),
        ("{ url: 'https://wiki.example.com/a#errors' }", "holdfast:runbook.url"),
        ("{ owner: 'a#b' }", "holdfast:runbook.owner"),
        ("{ contacts: [{ name: Rota }] }", "holdfast:runbook.contacts[0].reach"),
        ("{ contacts: [{ name: Rota, reach: '<script>' }] }", "holdfast:runbook.contacts[0].reach"),
    ],
)
def test_what_no_alarm_and_no_page_could_show_is_refused(said: str, key: str) -> None:
    assert [one.key for one in mistakes(f"holdfast:runbook: {said}")] == [key]
