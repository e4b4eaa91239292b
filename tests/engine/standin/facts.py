"""What is known of each resource type: the SDK's own types, and what ``facts.json`` adds to them."""

from __future__ import annotations

import importlib
import inspect
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pulumi import _types
from pulumi.runtime import rpc

from holdfast.preview.child.check_inputs import mistakes
from holdfast.preview.child.sdk_types import resource_types

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.preview.child.shapes import Shape

_DATA = json.loads(Path(__file__).with_name("facts.json").read_text(encoding="utf-8"))["types"]


@dataclass(frozen=True, kw_only=True)
class Facts:
    """One resource type."""

    inputs: Mapping[str, Shape]
    outputs: Mapping[str, Shape]
    required: frozenset[str]
    """Inputs without which the provider refuses."""
    computed: frozenset[str]
    """Properties that the provider fills in where the program says nothing."""
    replaces: frozenset[str]
    """Inputs whose change replaces the resource."""
    name: str | None
    """Input that is filled with an autoname."""
    id_is_name: bool
    """Whether the name is the resource's id."""
    write_only: frozenset[str]
    """Inputs that are sent and never kept."""
    protection: str | None
    """Input that makes AWS refuse to delete."""

    def mistakes(self, inputs: Mapping[str, Any]) -> list[str]:
        """Tell every unknown, wrongly typed and missing input."""
        missing = sorted(self.required - {key for key, value in inputs.items() if value is not None})
        return [*mistakes(inputs, self.inputs), *(f"{key} is missing" for key in missing)]


@cache
def facts(type_token: str) -> Facts:
    """Everything known of a type; one that ``facts.json`` does not list is a ``LookupError``."""
    if type_token not in _DATA:
        raise LookupError(f"tests/engine/standin/facts.json does not list {type_token}")
    row = _DATA[type_token]
    args = _args_class(type_token)
    types = resource_types(type_token)
    if types.inputs is None or types.outputs is None:
        raise LookupError(f"the SDK tells no types of {type_token}")
    wire = {python: name for name, python in _python_names(args).items()}
    required = {
        wire[key]
        for key, parameter in inspect.signature(args.__init__).parameters.items()
        if parameter.default is inspect.Parameter.empty and key in wire
    }
    return Facts(
        inputs=types.inputs,
        outputs=types.outputs,
        required=frozenset(required),
        computed=types.computed - required,
        replaces=frozenset({*row["replaces"], "region"}),
        name=row.get("name"),
        id_is_name=row.get("id_is_name", False),
        write_only=frozenset(row.get("write_only", ())),
        protection=row.get("protection"),
    )


def _args_class(type_token: str) -> Any:
    """Load the class of a resource and return that of its arguments."""
    importlib.import_module(f"pulumi_{type_token.partition(':')[0]}")
    (module,) = rpc._RESOURCE_MODULES[type_token.rpartition(":")[0]]
    described: Mapping[str, Any] = module.mod_info  # type: ignore[attr-defined]  # the SDK's own description
    resource = getattr(importlib.import_module(described["fqn"]), described["classes"][type_token])
    home = importlib.import_module(resource.__module__)
    name = resource.__name__
    # Where a nested block owns the name XArgs, the resource's own arguments are called XInitArgs.
    return getattr(home, f"{name}InitArgs", None) or getattr(home, f"{name}Args")


def _python_names(args: Any) -> dict[str, str]:
    return {wire: python for python, wire, *_ in _types._py_properties(args)}
