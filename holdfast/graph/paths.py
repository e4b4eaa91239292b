"""Paths of properties as the engine writes them: ``healthCheck.interval``, ``rules[0]``, ``tags["a.b"]``.

Grammar: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/property_path.go (2026-11).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from holdfast.graph.values import Marker

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from holdfast.graph.values import Value

Path: TypeAlias = "tuple[str | int, ...]"
"""Names and positions, from the top."""

_PLAIN = re.compile(r"[^.\[\]\"]+")
_STEP = re.compile(
    r'\.?(?P<name>[^.\[\]"]+)|\.?\[(?P<index>\d+)\]|\.?\[(?P<any>\*)\]|\.?\["(?P<quoted>(?:[^"\\]|\\.)*)"\]'
)


def path_text(path: Path) -> str:
    """A path as text.

    Args:
        path: Names and positions.
    """
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        elif _PLAIN.fullmatch(step):
            text += f".{step}" if text else step
        else:
            quoted = step.replace("\\", "\\\\").replace('"', '\\"')
            text += f'["{quoted}"]'
    return text


@lru_cache(maxsize=4096)
def parse_path(text: str) -> Path:
    """A path from its text; what is no path is one name.

    Args:
        text: For example ``rules[0].port``; ``*`` stands for any name or position.
    """
    found: list[str | int] = []
    position = 0
    while position < len(text):
        step = _STEP.match(text, position)
        if step is None:
            return (text,)
        name, index, wild, quoted = step.group("name", "index", "any", "quoted")
        if index is not None:
            found.append(int(index))
        elif quoted is not None:
            found.append(re.sub(r"\\(.)", r"\1", quoted))
        else:
            found.append(name or wild)
        position = step.end()
    return tuple(found)


def is_under(path: Path, patterns: Iterable[Path]) -> bool:
    """Whether a path is one of the patterns or lies below one.

    Args:
        path: Names and positions.
        patterns: Paths in which ``*`` stands for any one step.
    """
    return any(
        len(pattern) <= len(path)
        and all(want in ("*", step) for want, step in zip(pattern, path, strict=False))
        for pattern in patterns
    )


def value_at(inputs: Value, path: Path) -> Value:
    """The value under a path; a marker where the way to it ends at one.

    Args:
        inputs: A normalised value.
        path: Names and positions.
    """
    value = inputs
    for step in path:
        if isinstance(value, Marker):
            return value
        if isinstance(value, Mapping) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, tuple) and isinstance(step, int):
            value = value[step] if step < len(value) else None
        else:
            return None
    return value


def unknown_paths(value: Value, path: Path) -> Iterator[Path]:
    """Where in a value deployment decides.

    Args:
        value: A normalised value.
        path: Where it stands.
    """
    if value is Marker.UNKNOWN:
        yield path
    elif isinstance(value, Mapping):
        for key in sorted(value):
            yield from unknown_paths(value[key], (*path, key))
    elif isinstance(value, tuple):
        for position, item in enumerate(value):
            yield from unknown_paths(item, (*path, position))
