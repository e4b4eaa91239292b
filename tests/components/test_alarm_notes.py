from __future__ import annotations

import pytest

from holdfast.components.alarm_notes import AlarmNotesArgs, described, note_tags
from holdfast.contracts.runbook import RunbookSection

NOTES: AlarmNotesArgs = {"owner": "orders", "runbook_url": "https://wiki.example.com/orders"}


def test_whoever_is_woken_reads_whose_it_is_and_what_to_do() -> None:
    assert described("Orders fail.", RunbookSection.ERRORS, NOTES) == (
        "Orders fail. Owner: orders. Runbook: https://wiki.example.com/orders#errors"
    )
    assert note_tags(RunbookSection.ZONE_LOST, NOTES) == {"Owner": "orders", "Runbook": "zone-lost"}


def test_a_component_of_its_own_says_only_what_it_knows() -> None:
    assert described("Orders fail.", RunbookSection.ERRORS, None) == "Orders fail."
    assert note_tags(RunbookSection.ERRORS, None) == {}


def test_what_cloudwatch_would_refuse_is_refused_before() -> None:
    with pytest.raises(ValueError, match="at most 1024 characters, got 1025"):
        described("x" * 1025, RunbookSection.ERRORS, None)


def test_every_section_is_an_anchor() -> None:
    assert all(section.value.replace("-", "").isalpha() for section in RunbookSection)
