"""What whoever is woken needs: whose it is, and where the runbook says what to do."""

from collections.abc import Mapping
from typing import TypedDict

from holdfast.contracts.runbook import RunbookSection

_LONGEST_DESCRIPTION = 1024
"""Characters of an alarm's description
(https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html, 2026-11)."""


class AlarmNotesArgs(TypedDict):
    """Whose a stack is, and where its runbook stands."""

    owner: str
    """Who answers for it, such as ``orders-team``."""
    runbook_url: str
    """Address of the runbook, without an anchor."""


def described(text: str, section: RunbookSection, notes: AlarmNotesArgs | None) -> str:
    """Describe an alarm, an experiment or a dashboard: what it means, whose it is, and what to do.

    Args:
        text: What it means, in whole sentences.
        section: Section of the runbook that says what to do.
        notes: Owner and runbook; None where the component was not told of any.

    Raises:
        ValueError: CloudWatch would refuse the text as too long.
    """
    whole = text
    if notes is not None:
        whole = f"{text} Owner: {notes['owner']}. Runbook: {notes['runbook_url']}#{section.value}"
    if len(whole) > _LONGEST_DESCRIPTION:
        raise ValueError(
            f"a description has at most {_LONGEST_DESCRIPTION} characters, got {len(whole)}: {whole!r}"
        )
    return whole


def note_tags(section: RunbookSection, notes: AlarmNotesArgs | None) -> Mapping[str, str]:
    """Tag an alarm or an experiment with its owner and the section of the runbook.

    A tag's value cannot hold the ``#`` of a link
    (https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html, 2026-11).

    Args:
        section: Section of the runbook.
        notes: Owner and runbook; None for no tags.
    """
    return {} if notes is None else {"Owner": notes["owner"], "Runbook": section.value}
