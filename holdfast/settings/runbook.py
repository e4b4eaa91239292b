"""Settings of who answers for a stack, and where its runbook stands."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from holdfast.settings.base import SettingsModel

Line = Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[^\n\r<>`|]+$")]


class RunbookContactSettings(SettingsModel):
    """Somebody whom the runbook says to call."""

    name: Line
    """A person, a rota or another team."""
    reach: Line
    """How: a number, an address, a channel."""
    role: Line = "on call"
    """What for. Default: `on call`."""


class RunbookSettings(SettingsModel):
    """Who answers for the stack, and where its runbook stands; alarms and experiments name both."""

    owner: Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9 _.:/=+@-]+$")] | None = (
        None
    )
    """Who answers for it. Default: the tag `Owner` or else `Team` of the stack, and the project's name where
    there is neither."""
    url: Annotated[str, Field(min_length=9, max_length=400, pattern=r"^https://[^\s#]+$")] | None = None
    """Address at which people read what `holdfast runbook STACK` wrote, without an anchor. Default:
    `runbook.STACK.md`, the file that it writes, for those who have it at hand."""
    contacts: Annotated[tuple[RunbookContactSettings, ...], Field(max_length=20)] = ()
    """Whom to call, in this order. Default: nobody, and the runbook says so."""
