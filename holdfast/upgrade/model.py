"""What an upgrade would do to a stack, beside the changes themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.upgrade.changelog import Entry

_SETTING = re.compile(r"(?<![\w.])[a-z][\w-]*:[a-z_][\w-]*(?:\.[\w-]+)*(?![\w/])")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFinding:
    """What a check of the other version says, and none of this one."""

    id: str
    severity: str
    name: str
    """Logical name of the resource; ``stack`` for the stack as a whole."""
    message: str
    fix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgrade:
    """What there is to know before another version is installed."""

    stack: str
    was: str
    """The version that the program has."""
    to: str
    """The other one."""
    goes_back: bool
    """Whether that is an older one."""
    notes: tuple[str, ...]
    """What else to know, such as packages that come along."""
    entries: tuple[Entry, ...] | None
    """What the change log says, newest first; None where the other version brings none."""
    findings: tuple[NewFinding, ...]
    """What its checks would say that nobody said before."""
    unchecked: str
    """Why its checks could not be asked; empty where they were."""
    refused: str = ""
    """What it says against today's settings; empty where it takes them."""

    @property
    def refused_settings(self) -> tuple[str, ...]:
        """The settings that are named in what it says against them."""
        return tuple(dict.fromkeys(_SETTING.findall(self.refused)))
