"""Writes the reference of the settings: ``docs/settings.md`` and ``docs/stack-file.schema.json``.

Run ``python -m holdfast.settings.reference`` in the project's folder after a change of the models; a test
holds the files to what this makes.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdfast.settings import documented, shape, stack_file_schema
from holdfast.settings.aws_regions import PLACES
from holdfast.settings.mistakes import key_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.mistakes import SettingPath

SCHEMA_FILE = Path("docs/stack-file.schema.json")
REFERENCE_FILE = Path("docs/settings.md")

_MOST_SHOWN = 8
_KEYS = {"regions": "<place>", "services": "<service>", "stores": "<store>", "entrances": "<entrance>"}
_INTRODUCTION = """# Settings

Everything that a stack file (`Pulumi.<stack>.yaml`) can say under `holdfast:`. Made from the models by
`python -m holdfast.settings.reference`: change the docstrings there, not this page.

Types are strict: versions and codes are text in quotes, since YAML turns `16.10` into a number. Unknown keys
are mistakes. All mistakes of a file are reported at once, and so are settings that contradict one another.
"""


def schema_text() -> str:
    """Give the text of ``docs/stack-file.schema.json``."""
    return json.dumps(stack_file_schema.make(), indent=2, ensure_ascii=False) + "\n"


def reference_text() -> str:
    """Give the text of ``docs/settings.md``."""
    parts = [_INTRODUCTION, *_sections((), documented.schema()), _places()]
    return "\n".join(parts)


def _sections(path: SettingPath, node: shape.Node) -> Iterator[str]:
    title = f"`{key_text(path)}`" if path else "Top-level keys"
    rows = ["| key | is | default | meaning |", "| --- | --- | --- | --- |"]
    below: list[tuple[SettingPath, shape.Node]] = []
    for name, given in node["properties"].items():
        inner = shape.resolved(given)
        rows.append(
            f"| `{name}` | {_kind(inner)} | {_default(name, given, node)} | {_meaning(given)} |".replace(
                "\n", " "
            )
        )
        owner, key = _owner(inner)
        if owner is not None:
            below.append(((*path, name, *((_KEYS.get(name, "<name>"),) if key else ())), owner))
    yield f"## {title}\n\n{node.get('description', '')}\n\n" + "\n".join(rows) + "\n"
    for deeper, owner in below:
        yield from _sections(deeper, owner)


def _owner(node: shape.Node) -> tuple[shape.Node | None, bool]:
    """Give the model behind a property, and whether a mapping's key leads to it."""
    if "properties" in node:
        return node, False
    values = shape.values(node)
    return (values, True) if "properties" in values else (None, False)


def _kind(node: shape.Node) -> str:
    if "oneOf" in node:
        return " or ".join(_kind(shape.resolved(branch)) for branch in node["oneOf"])
    if "enum" in node:
        return _names(node["enum"])
    match node.get("type"):
        case "array":
            kind = f"list of: {_kind(shape.resolved(node.get('items', {})))}"
        case "object" if "properties" in node:
            kind = "mapping, see below"
        case "object":
            values = shape.values(node)
            kind = f"map{', see below' if 'properties' in values else f' of: {_kind(values)}'}"
        case "integer" | "number":
            kind = f"{'whole number' if node['type'] == 'integer' else 'number'}{_bounds(node)}"
        case "boolean":
            kind = "`true` or `false`"
        case _:
            kind = "text"
    return kind


def _names(names: list[str | int]) -> str:
    if names == list(PLACES):
        return "[place](#places)"
    shown = ", ".join(f"`{name}`" for name in names[:_MOST_SHOWN])
    return shown if len(names) <= _MOST_SHOWN else f"{shown} and {len(names) - _MOST_SHOWN} more"


def _bounds(node: shape.Node) -> str:
    low = node.get("minimum", node.get("exclusiveMinimum"))
    high = node.get("maximum", node.get("exclusiveMaximum"))
    above = "above " if "exclusiveMinimum" in node else ""
    if low is not None and high is not None:
        return f", {above}{low} to {'below ' if 'exclusiveMaximum' in node else ''}{high}"
    return f", {above or 'at least '}{low}" if low is not None else ""


def _default(name: str, given: shape.Node, owner: shape.Node) -> str:
    if name in owner.get("required", ()):
        return "required"
    value: Any = given.get("default")
    if value is None or value in ({}, []) or isinstance(value, dict):
        return ""
    return f"`{json.dumps(value, ensure_ascii=False)}`" if isinstance(value, list) else f"`{value}`"


def _meaning(given: shape.Node) -> str:
    return str(given.get("description", "")).replace("|", "\\|")


def _places() -> str:
    rows = [
        f"| `{row.place}` | {row.name} | {row.jurisdiction} | {', '.join(row.zones)} | {row.cidr} |"
        for row in PLACES.values()
    ]
    head = ["| place | region | jurisdiction | zones | default block |", "| --- | --- | --- | --- | --- |"]
    return "## Places\n\n" + "\n".join([*head, *rows]) + "\n"


def main() -> None:
    """Write both files."""
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
    REFERENCE_FILE.write_text(reference_text(), encoding="utf-8")


if __name__ == "__main__":
    main()
