"""What policy packs said of a preview, as lines."""

from __future__ import annotations

from collections import Counter
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from holdfast.report.lines import Line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LEVELS = ("mandatory", "advisory", "remediate")
"""Levels of a policy result, those that stop the engine first."""
STYLES = {"mandatory": "red", "advisory": "yellow"}


def is_blocking(result: Mapping[str, Any]) -> bool:
    """Whether a policy result would stop the engine."""
    return result.get("level") == LEVELS[0]


def policy_lines(results: Sequence[Mapping[str, Any]], *, limit: int | None, width: int) -> Iterator[Line]:
    """The results, those that stop the engine first.

    Args:
        results: The document's policy results.
        limit: How many are listed; None for all.
        width: Columns.
    """
    if not results:
        yield from (Line(), Line("policies  none violated", "bold green"))
        return
    levels = Counter(str(one.get("level")) for one in results)
    yield Line()
    yield Line(
        f"policies  {', '.join(f'{levels[level]} {level}' for level in LEVELS if levels[level])}", "bold"
    )
    ordered = sorted(
        results, key=lambda one: (not is_blocking(one), str(one.get("policy")), str(one.get("urn")))
    )
    for one in ordered[:limit]:
        for line in wrap(_text(one), width, initial_indent="  ", subsequent_indent="    "):
            yield Line(line, STYLES.get(str(one.get("level")), ""))
    if limit is not None and len(ordered) > limit:
        yield Line(f"  … and {len(ordered) - limit} more (--all lists them)", "dim")


def _text(result: Mapping[str, Any]) -> str:
    """The policy's own words; the SDK puts the policy's description in the line above them."""
    message = str(result.get("message", "")).strip()
    name = str(result.get("urn", "")).rsplit("::", 1)[-1]
    words = message.partition("\n")[2] or message
    told = words if words.startswith(f"{name}:") else f"{name}: {words}"
    return f"{result.get('level')} {result.get('policy')} {told}"
