"""The JSON Schema of a whole ``Pulumi.<stack>.yaml``: draft-07, which the YAML language server speaks.

What is under ``holdfast:`` is checked strictly; other namespaces, encryption settings and the like are
Pulumi's and other programs' business.
"""

from __future__ import annotations

import copy
from typing import Any

from holdfast.settings import documented

_NAMESPACE = "holdfast:"


def make() -> dict[str, object]:
    """Give the schema."""
    settings = _draft_07(copy.deepcopy(documented.schema()))
    properties = {
        f"{_NAMESPACE}{name}": {"description": node.get("description", ""), **node}
        for name, node in settings["properties"].items()
    }
    config = {
        "description": "The stack's configuration: Holdfast's settings, and those of other programs and "
        "providers.",
        "type": "object",
        "properties": properties,
        "patternProperties": {f"^(?!{_NAMESPACE})": {}},
        "additionalProperties": False,
        "required": [f"{_NAMESPACE}{name}" for name in settings["required"]],
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A stack file of Holdfast",
        "description": settings.get("description", ""),
        "type": "object",
        "properties": {"config": config},
        "required": ["config"],
        "definitions": settings["$defs"],
    }


def _draft_07(node: Any) -> Any:  # noqa: ANN401  # JSON
    """Move references to where draft-07 has them; beside other keys they need an ``allOf``."""
    if isinstance(node, list):
        return [_draft_07(item) for item in node]
    if not isinstance(node, dict):
        return node
    made = {key: _draft_07(value) for key, value in node.items()}
    if "$ref" in made:
        reference = {"$ref": made.pop("$ref").replace("#/$defs/", "#/definitions/")}
        return {**made, "allOf": [reference]} if made else reference
    if "patternProperties" in made:
        made.setdefault("additionalProperties", False)
    return made
