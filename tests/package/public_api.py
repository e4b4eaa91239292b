"""What other people's programs and pipelines hold on to, as a text that a person can read."""

from __future__ import annotations

import ast
import enum
import sys
from functools import cache
from typing import TYPE_CHECKING, Any, get_args

import typer

from holdfast.checks import RULES
from holdfast.cli.exits import Exit
from holdfast.cli.main import app
from holdfast.components.regional_api import RegionalApi
from holdfast.components.regional_foundation import RegionalFoundation
from holdfast.contracts import operations
from holdfast.preview.program import VERSION
from holdfast.topology import values
from tests.components.conformance.every import COMPONENTS, all_args_of, class_node
from tests.components.conformance.sample import REGIONS
from tests.components.conformance_samples import SAMPLES, built

if TYPE_CHECKING:
    from collections.abc import Iterator

PRIVATE = {RegionalApi, RegionalFoundation}
"""Parts of ``MultiRegionApi``, which take plans."""


@cache
def text() -> str:
    """Everything public, one thing a line."""
    return "\n".join([*_heading(), *_components(), *_enums(), *_commands(), *_contracts()]) + "\n"


def _heading() -> Iterator[str]:
    yield "# What is public, as docs/public-api.md says. Made anew by:"
    yield "#   HOLDFAST_UPDATE_GOLDEN=1 pytest tests/package/test_public_api.py"
    yield "# A line that goes or changes is for CHANGELOG.md. '?' marks what may be left out."


def public() -> list[Any]:
    """The public components, by name."""
    return sorted(set(COMPONENTS) - PRIVATE, key=lambda one: str(one.__name__))


def _components() -> Iterator[str]:
    for component in public():
        yield ""
        yield f"component {component.__module__}.{component.__name__}  holdfast:index:{component.__name__}"
        for args in all_args_of(component):
            yield f"  {args.__name__}"
            for name, hint in sorted(_annotations(args).items()):
                optional = hint.startswith("NotRequired[")
                shown = hint.removeprefix("NotRequired[").removesuffix("]") if optional else hint
                yield f"    {name}{'?' if optional else ''}: {shown}"
        yield "  outputs"
        for name, hint in sorted(_annotations(component).items()):
            yield f"    {name}: {hint}"
        yield from (f"  method {one}" for one in _methods(component))
        yield from (f"  declares {one}" for one in _children(component))


def _annotations(found: Any) -> dict[str, str]:
    """Names with their types, as the source says them."""
    body = class_node(found).body
    return {
        one.target.id: ast.unparse(one.annotation)
        for one in body
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name) and one.target.id[0] != "_"
    }


def _methods(component: Any) -> Iterator[str]:
    for one in class_node(component).body:
        if isinstance(one, ast.FunctionDef) and not one.name.startswith("_"):
            arguments = ast.unparse(one.args).partition(", ")[2]  # after self
            yield f"{one.name}({arguments}) -> {ast.unparse(one.returns or ast.Constant(None))}"


def _children(component: Any) -> list[str]:
    """Logical names of the component's own children in the samples."""
    return sorted(
        {
            f"{child.type} {_pattern(child.name, sample.name)}"
            for index, sample in enumerate(SAMPLES[component])
            for child in built(component, index)[1]
            if child.parent == sample.name and child.urn.count("$") == 1
        }
    )


def _pattern(child: str, component: str) -> str:
    """A child's logical name, with NAME for the component's own and PLACE for a region's short code."""
    if child == component or child.startswith(f"{component}-"):
        return f"NAME{child.removeprefix(component)}"
    place, hyphen, rest = child.partition("-")
    return f"PLACE{hyphen}{rest}" if place in REGIONS else child


def _enums() -> Iterator[str]:
    yield ""
    for one in sorted({*_enums_in_args()}, key=lambda one: one.__name__):
        home = values if hasattr(values, one.__name__) else sys.modules[one.__module__]
        yield f"words {home.__name__}.{one.__name__}: {', '.join(sorted(one))}"


def _enums_in_args() -> Iterator[type[enum.StrEnum]]:
    for component in public():
        for args in all_args_of(component):
            waiting = list(args.__annotations__.values())
            while waiting:
                hint = waiting.pop()
                waiting += get_args(hint)
                if isinstance(hint, type) and issubclass(hint, enum.StrEnum):
                    yield hint


def _commands() -> Iterator[str]:
    yield ""
    commands = getattr(typer.main.get_command(app), "commands", {})
    for name, command in sorted(commands.items()):
        options = sorted(option for one in command.params for option in one.opts if option.startswith("-"))
        yield f"command holdfast {name}: {' '.join(options)}"
    yield f"exit codes: {', '.join(f'{one.value} {one.name}' for one in Exit)}"


def _contracts() -> Iterator[str]:
    yield ""
    yield from (f"check and policy {one}" for one in sorted(rule.id for rule in RULES))
    yield ""
    yield f"preview JSON, key holdfast: version {VERSION}"
    yield f"output operations: version {operations.OPERATIONS_VERSION}"
    for name, one in sorted(vars(operations).items()):
        if isinstance(one, type) and one.__module__.startswith(operations.__name__):
            yield f"  {name}: {', '.join(sorted(one.__annotations__))}"
