"""What deploying takes, as text."""

from __future__ import annotations

import json
from textwrap import wrap
from typing import TYPE_CHECKING

from holdfast.report.lines import WIDTH, Line
from holdfast.report.permissions_words import headline, levels, notes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.permissions import Permissions, Policy

TITLE, NOTE = "bold cyan", "dim"


def permissions_lines(found: Permissions, policies: tuple[Policy, ...], *, width: int = WIDTH) -> list[Line]:
    """The whole report.

    Args:
        found: What deploying takes.
        policies: The policies that are told: its own, or its boundary.
        width: Columns. Default: 110.
    """
    lines = [Line(headline(found, policies), "bold"), Line(levels(found), NOTE)]
    for title, text in notes(found, policies):
        lines += [Line(), Line(title.upper(), TITLE), *(Line(f"  {part}") for part in wrap(text, width - 2))]
    if found.cloudflare:
        lines += [Line(), Line("CLOUDFLARE'S TOKEN", TITLE)]
        lines += [Line(f"  {name} ({types})") for name, types in found.cloudflare]
    for policy in policies:
        lines += [Line(), Line(f"{policy.name}  ({policy.characters} characters)", TITLE)]
        lines += [part for one in policy.statements for part in _statement(dict(one), width)]
    return lines


def _statement(said: dict[str, object], width: int) -> Iterator[Line]:
    yield Line(f"  {said['Sid']}", "bold")
    for key in ("Action", "Resource"):
        yield from _wrapped(", ".join(_texts(said[key])), width)
    if "Condition" in said:
        yield from _wrapped(f"where {json.dumps(said['Condition'])}", width)


def _wrapped(text: str, width: int) -> Iterator[Line]:
    for part in wrap(text, width - 4, break_on_hyphens=False):
        yield Line(f"    {part}")


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]
