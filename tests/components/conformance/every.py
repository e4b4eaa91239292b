"""Every component that there is: a new one is found as soon as its module is there."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from functools import cache
from pathlib import Path
from typing import Any, get_args, is_typeddict

import pulumi
import pytest

import holdfast.components

Component = type[pulumi.ComponentResource]

MODULES = [
    importlib.import_module(f"{holdfast.components.__name__}.{found.name}")
    for found in pkgutil.iter_modules(holdfast.components.__path__)
    if not found.ispkg
]
COMPONENTS: list[Component] = [
    one
    for module in MODULES
    for one in vars(module).values()
    if inspect.isclass(one)
    and issubclass(one, pulumi.ComponentResource)
    and one.__module__ == module.__name__
]
EVERY_COMPONENT = pytest.mark.parametrize("component", COMPONENTS, ids=lambda one: one.__name__)


def outputs_of(component: Component) -> list[str]:
    """Names of a component's outputs."""
    return [name for name in component.__annotations__ if not name.startswith("_")]


def args_of(component: Component) -> Any:
    """The type of a component's arguments."""
    return inspect.signature(component.__init__).parameters["args"].annotation


def all_args_of(component: Component) -> list[Any]:
    """The component's TypedDict and all those inside it."""
    found: list[Any] = []
    waiting: list[Any] = [args_of(component)]
    while waiting:
        hint = waiting.pop()
        if is_typeddict(hint) and hint not in found:
            found.append(hint)
            waiting += hint.__annotations__.values()
        waiting += get_args(hint)
    return found


@cache
def tree_of(module: str) -> ast.Module:
    """A module as the parser reads it."""
    path = importlib.import_module(module).__file__
    assert path is not None
    return ast.parse(Path(path).read_text(encoding="utf-8"))


def class_node(found: type) -> ast.ClassDef:
    """A class as the parser reads it."""
    nodes = tree_of(found.__module__).body
    return next(one for one in nodes if isinstance(one, ast.ClassDef) and one.name == found.__name__)
