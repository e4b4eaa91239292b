"""What is known of each resource type: the SDK's own types, and what ``facts.json`` adds to them."""

from __future__ import annotations

import importlib
import inspect
import json
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pulumi import _types
from pulumi.runtime import rpc

from ..check_inputs import mistakes
from ..sdk_types import resource_types
from ..urns import package_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..shapes import Shape

_DATA = json.loads(Path(__file__).with_name("facts.json").read_text(encoding="utf-8"))["types"]


@dataclass(frozen=True, kw_only=True)
class Facts:
    """One resource type."""

    type: str
    """Its token."""
    inputs: Mapping[str, Shape]
    outputs: Mapping[str, Shape]
    required: frozenset[str] = frozenset()
    """Inputs without which the provider refuses."""
    computed: frozenset[str] = frozenset()
    """Properties that the provider fills in where the program says nothing."""
    replaces: frozenset[str] | None = None
    """Inputs whose change replaces the resource; None where that is not known."""
    nested: tuple[tuple[str, ...], ...] = ()
    """Paths below an input that replaces nothing otherwise."""
    uncertain: frozenset[str] = frozenset()
    """Inputs of which it depends on their values, or is not known, whether they replace the resource."""
    name: str | None = None
    """Input that is filled with an autoname."""
    name_max: int | None = None
    """Characters that this name may have."""
    id_is_name: bool = False
    """Whether the name is the resource's id."""
    recomputed: frozenset[str] = frozenset()
    """Outputs that every update gives anew."""
    write_only: frozenset[str] = frozenset()
    """Inputs that are sent and never kept."""
    protection: str | None = None
    """Input that makes AWS refuse to delete."""

    def mistakes(self, inputs: Mapping[str, Any]) -> Iterator[str]:
        """Tell every unknown, wrongly typed and missing input."""
        if self.inputs:
            yield from mistakes(inputs, self.inputs)
        for key in sorted(self.required - {key for key, value in inputs.items() if value is not None}):
            yield f"{key} is missing"


@cache
def facts(type_token: str) -> Facts:
    """Everything known of a type; of one that neither SDK nor ``facts.json`` has, nothing is."""
    args = _args_class(type_token)
    types = resource_types(type_token)
    row = _DATA.get(type_token)
    if args is None or types.inputs is None or types.outputs is None:
        return Facts(type=type_token, inputs={}, outputs=types.outputs or {})
    wire = {python: name for python, name, *_ in _types._py_properties(args)}  # noqa: SLF001 - no public way
    required = frozenset(
        wire[key]
        for key, parameter in inspect.signature(args).parameters.items()
        if parameter.default is inspect.Parameter.empty and key in wire
    )
    known = Facts(
        type=type_token,
        inputs=types.inputs,
        outputs=types.outputs,
        required=required,
        computed=types.computed - required,
    )
    return known if row is None else _with_row(known, row)


def _with_row(known: Facts, row: Mapping[str, Any]) -> Facts:
    return replace(
        known,
        computed=known.computed | set(row.get("computed", ())),
        replaces=frozenset({*row["replaces"], "region"}),
        nested=tuple(tuple(path.split(".")) for path in row.get("nested", ())),
        uncertain=frozenset(row.get("unconfirmed", ()))
        | (row.get("conditional", {}).keys() - row["replaces"]),
        name=row.get("name"),
        name_max=row.get("name_max"),
        id_is_name=row.get("id_is_name", False),
        recomputed=frozenset(row.get("recomputed", ())),
        write_only=frozenset(row.get("write_only", ())),
        protection=row.get("protection"),
    )


def _args_class(type_token: str) -> type | None:
    """Import the class of a resource and give that of its arguments; None if the SDK has none."""
    try:
        importlib.import_module("pulumi_" + package_of(type_token).replace("-", "_"))
        for module in rpc._RESOURCE_MODULES.get(type_token.rpartition(":")[0], ()):  # noqa: SLF001 - no public way
            described: Mapping[str, Any] = getattr(module, "mod_info", {})
            if type_token in described.get("classes", {}):
                resource = getattr(
                    importlib.import_module(described["fqn"]), described["classes"][type_token]
                )
                home = importlib.import_module(resource.__module__)
                # Where a nested block owns the name XArgs, the resource's own are called XInitArgs.
                name = resource.__name__
                return getattr(home, f"{name}InitArgs", None) or getattr(home, f"{name}Args", None)
    except ImportError:
        pass
    return None
