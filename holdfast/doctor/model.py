"""What the doctor says: values that renderers print and pipelines read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Purpose(StrEnum):
    """What a person wants to do; each needs what the ones before it need."""

    PREVIEW = "preview"
    DEPLOY = "deploy"
    OPERATE = "operate"


class State(StrEnum):
    """How it stands."""

    OK = "ok"
    MISSING = "missing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    purpose: Purpose
    """What it is for."""
    subject: str
    """What it is, in few words."""
    state: State
    """Whether it is there; unknown where nobody was asked, or nobody answered."""
    detail: str
    """What was seen, or why it is not known."""
    fix: str = ""
    """What to do, where it is missing; a command where one does it."""
