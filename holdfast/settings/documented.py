"""The JSON Schema of the settings, with the docstrings of the models as descriptions.

The docstrings are read here, when a schema is wanted, and not by pydantic when the models are imported,
which every preview and every update does: that costs 30 ms (measured on 2 cores).
"""

from __future__ import annotations

import ast
import inspect
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

from holdfast.settings.base import SettingsModel
from holdfast.settings.stack import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def schema(model: type[SettingsModel] = Settings) -> dict[str, Any]:
    """Give the schema of a model, each property described, none titled.

    Args:
        model: What a program's stack files are read into. Default: ``Settings``.
    """
    made = model.model_json_schema()
    documented = docstrings()
    for name, node in ((model.__name__, made), *made["$defs"].items()):
        node.pop("title", None)
        for key, property_node in node.get("properties", {}).items():
            property_node.pop("title", None)
            if key in documented.get(name, {}):
                property_node["description"] = documented[name][key]
    return made


def docstrings() -> Mapping[str, Mapping[str, str]]:
    """Give the docstring of each attribute of each model, inherited ones too, by the model's name."""
    return _docstrings(tuple(_models(SettingsModel)))


@cache
def _docstrings(models: tuple[type[SettingsModel], ...]) -> Mapping[str, Mapping[str, str]]:
    own = {
        node.name: dict(_attributes(node))
        for module in sorted({model.__module__ for model in models})
        for node in ast.parse(inspect.getsource(sys.modules[module])).body
        if isinstance(node, ast.ClassDef)
    }
    return {
        model.__name__: {
            name: text
            for base in reversed(model.__mro__)
            for name, text in own.get(base.__name__, {}).items()
        }
        for model in models
    }


def _models(model: type[SettingsModel]) -> list[type[SettingsModel]]:
    return [model, *(found for child in model.__subclasses__() for found in _models(child))]


def _attributes(node: ast.ClassDef) -> list[tuple[str, str]]:
    return [
        (before.target.id, " ".join(after.value.value.split()))
        for before, after in zip(node.body, node.body[1:], strict=False)
        if isinstance(before, ast.AnnAssign)
        and isinstance(before.target, ast.Name)
        and isinstance(after, ast.Expr)
        and isinstance(after.value, ast.Constant)
        and isinstance(after.value.value, str)
    ]
