"""What to do in each kind of failure of a stack, with its own names and commands, made from its graph."""

from __future__ import annotations

from holdfast.runbook.make import command_lines, make_runbook
from holdfast.runbook.model import Alarm, Contact, Do, Expected, Figure, Link, Row, Runbook, Section

__all__ = [
    "Alarm",
    "Contact",
    "Do",
    "Expected",
    "Figure",
    "Link",
    "Row",
    "Runbook",
    "Section",
    "command_lines",
    "make_runbook",
]
