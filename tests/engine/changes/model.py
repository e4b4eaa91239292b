"""What a documented change is: data, from which tests run it and the docs' table is made."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Patch = Mapping[str, Any]
"""Settings by dotted path, such as ``holdfast:services.orders.peak_rps``; None takes one away."""

REFRESHED = "Instances are replaced by an instance refresh, which `pulumi up` starts and does not wait for."
"""What a person knows after a change of what runs on instances."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """One change of a stack's settings, and what is asserted of it beside its recorded steps."""

    key: str
    """Names it in the results; it never changes."""
    title: str
    """What a person wants."""
    stack: str
    """Stack of the project that it starts from."""
    settings: Patch
    """What is written."""
    prepared: tuple[Patch, ...] = ()
    """Updates of the stack that come before, one by one."""
    before: str = ""
    """What a person does or knows first, in Markdown. Default: nothing."""
    after: str = ""
    """What a person does or knows afterwards, in Markdown. Default: nothing."""
    refused: str = ""
    """What the engine says of it before the last of ``prepared``, as a pattern. Default: it is not asked."""
    removes: tuple[str, ...] = ()
    """Guarded resources that it asks to delete, as patterns of their names. Default: none."""
    replaces: tuple[str, ...] = ()
    """Guarded resources that it asks to replace, as patterns of their names. Default: none."""
    order: tuple[str, ...] = ()
    """Calls that come one after the other, as patterns of ``operation name``. Default: any order."""
    deploys: bool = False
    """Whether the update is really run; a preview must then show no change. Default: it is only previewed."""
    back: bool = False
    """Whether the way back is previewed: it may delete only what the change made. It needs ``deploys``."""


def applied(settings: Mapping[str, Any], *patches: Patch) -> dict[str, Any]:
    """A copy of a stack's settings with patches applied.

    Args:
        settings: What stands under ``config``.
        patches: Applied in turn.
    """
    found = copy.deepcopy(dict(settings))
    for patch in patches:
        for path, value in patch.items():
            _put(found, path.split("."), value)
    return found


def _put(where: dict[str, Any], path: list[str], value: Any) -> None:
    *parents, last = path
    for key in parents:
        where = where.setdefault(key, {})
    if value is None:
        where.pop(last, None)
    else:
        where[last] = copy.deepcopy(value)
