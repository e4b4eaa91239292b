"""What every component says of itself: to people, and to programs in other languages."""

from __future__ import annotations

import ast
import inspect
import json
import socket
from typing import TYPE_CHECKING, Any, NotRequired, get_origin

import pytest
from pulumi.provider.experimental.component import ComponentProvider

from tests.components.conformance.every import (
    COMPONENTS,
    EVERY_COMPONENT,
    MODULES,
    Component,
    all_args_of,
    class_node,
    outputs_of,
    tree_of,
)
from tests.components.conformance.exceptions import NOT_HOSTED, OF_ANY_SHAPE, WITHOUT_ANY_TAGS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType


@EVERY_COMPONENT
def test_documents_itself_and_every_output(component: Component) -> None:
    text = inspect.getdoc(component) or ""
    for heading in ("Declares:", "Survives:", "Does not survive:"):
        assert heading in text, f"{component.__name__} does not say '{heading}'"
    documented = _documented(class_node(component))
    assert [name for name in outputs_of(component) if not documented.get(name)] == []


@EVERY_COMPONENT
def test_documents_every_argument_and_every_default(component: Component) -> None:
    missing, without_default = [], []
    for args in all_args_of(component):
        documented = _documented(class_node(args))
        for name in args.__annotations__:
            missing += [f"{args.__name__}.{name}"] if not documented.get(name) else []
            optional = get_origin(args.__annotations__[name]) is NotRequired
            if optional and "Default:" not in documented.get(name, ""):
                without_default.append(f"{args.__name__}.{name}")
    assert (missing, without_default) == ([], [])


@pytest.mark.parametrize("module", MODULES, ids=lambda one: one.__name__.rsplit(".", 1)[-1])
def test_module_can_be_analysed(module: ModuleType) -> None:
    tree = tree_of(module.__name__)
    assert ast.get_docstring(tree), "the module does not say what it is for"
    imported = [one.module for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)]
    assert "__future__" not in imported, "the analyzer reads annotations as they are"


def test_schema_for_other_languages_needs_no_network_and_documents_everything(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_args: object) -> None:
        raise AssertionError("the analyzer went to the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    hosted = [one for one in COMPONENTS if one not in NOT_HOSTED]
    schema = json.loads(ComponentProvider(hosted, "holdfast", None, "0.1.0").schema or "{}")
    assert set(schema["resources"]) == {f"holdfast:index:{one.__name__}" for one in hosted}
    assert [where for where, text in _descriptions(schema) if not text] == []
    # What the analyzer cannot read, such as a callable, becomes 'anything' without a word.
    assert set(_anything(schema["resources"] | schema["types"])) == OF_ANY_SHAPE.keys()
    for one in hosted:
        described = schema["resources"][f"holdfast:index:{one.__name__}"]
        assert len(described["properties"]) == len(outputs_of(one))
        asked = {"origin"} if one in WITHOUT_ANY_TAGS else {"tags", "origin"}
        assert asked <= described["inputProperties"].keys()


def _documented(node: ast.ClassDef) -> dict[str, str]:
    """Annotated names of a class with the text under each."""
    found = {}
    for one, following in zip(node.body, [*node.body[1:], None], strict=True):
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name):
            text = ""
            if isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant):
                text = str(following.value.value)
            found[one.target.id] = text
    return found


def _anything(node: Any, path: str = "") -> Iterator[str]:
    """Where a schema takes anything."""
    if isinstance(node, dict):
        if node.get("$ref") == "pulumi.json#/Any":
            yield path.removeprefix("/")
        for key, value in node.items():
            yield from _anything(value, f"{path}/{key}")
    elif isinstance(node, list):
        for value in node:
            yield from _anything(value, path)


def _descriptions(schema: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for token, one in (schema["resources"] | schema["types"]).items():
        yield token, one.get("description", "")
        for kind in ("properties", "inputProperties"):
            for name, described in one.get(kind, {}).items():
                yield f"{token}.{name}", described.get("description", "")
