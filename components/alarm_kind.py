"""What a kind of alarm is."""

from dataclasses import dataclass
from enum import StrEnum

from holdfast.contracts.runbook import RunbookSection
from holdfast.topology.values import Severity


class MissingData(StrEnum):
    """What an alarm makes of minutes without a value, in CloudWatch's words."""

    MISSING = "missing"
    IGNORE = "ignore"
    BREACHING = "breaching"
    NOT_BREACHING = "notBreaching"


@dataclass(frozen=True, kw_only=True, slots=True)
class AlarmKind:
    """One kind of alarm."""

    noun: str
    """End of the alarm's name."""
    setting: str | None
    """Key of ``holdfast:alarms`` that sets it or leaves it out; None of one that is always there."""
    purpose: str
    """What it means, in a whole sentence; the alarm's description says it too."""
    rings: str
    """When it rings; ``N`` stands for the threshold."""
    why: str
    """Why then, with the source."""
    section: RunbookSection
    """Section of the runbook that says what to do."""
    severity: Severity | None = Severity.TICKET
    """How soon somebody must act; None of one that only silences others."""
    missing: MissingData = MissingData.NOT_BREACHING
    """What minutes without a value mean."""
