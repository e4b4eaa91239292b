"""Finds the lines of settings in a stack file; used only when there are mistakes to show."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import yaml

    from holdfast.settings.mistakes import SettingPath

_LIST, _MAPPING = "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"


def find(file: str, paths: Iterable[SettingPath]) -> Mapping[SettingPath, int]:
    """Give the line of each path's last part that the file has; nothing when the file cannot be read."""
    root = _root(file)
    config = _entry(root, "config") if root is not None else None
    if config is None:
        return {}
    return {path: line for path in paths if (line := _line(config[1], path)) is not None}


def _root(file: str) -> yaml.Node | None:
    try:
        import yaml  # noqa: PLC0415  # 20 ms, wanted only when there are mistakes

        return yaml.compose(Path(file).read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (ImportError, OSError, ValueError):
        return None
    except yaml.YAMLError:
        return None


def _line(config: yaml.Node, path: SettingPath) -> int | None:
    node, line = config, None
    for depth, item in enumerate(path):
        found = _entry(node, f"holdfast:{item}" if depth == 0 else item)
        if found is None:
            break
        line, node = found
    return line


def _entry(node: yaml.Node, item: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(item, int):
        if node.tag == _LIST and item < len(node.value):
            return node.value[item].start_mark.line + 1, node.value[item]
        return None
    if node.tag == _MAPPING:
        for key, value in node.value:
            if key.value == item:
                return key.start_mark.line + 1, value
    return None
