"""A component as its class describes it: purpose, what it survives, arguments, outputs, methods."""

from __future__ import annotations

import ast
import dataclasses
import enum
import inspect
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NotRequired, get_args, get_origin, is_typeddict

from tests.components.conformance.every import class_node

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pulumi

_HEADING = re.compile(r"\b(Declares|Survives|Does not survive): ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An argument, an output or a method."""

    name: str
    type: str
    text: str
    required: bool = True
    words: tuple[str, ...] = ()
    """What may be said, where that is a word of a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Arguments that belong together: a TypedDict."""

    name: str
    text: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A component."""

    name: str
    module: str
    purpose: str
    sections: dict[str, str]
    """``Declares``, ``Survives``, ``Does not survive`` → text."""
    notes: tuple[str, ...]
    """Further paragraphs."""
    args: tuple[Group, ...]
    """Its own first, then those inside them."""
    outputs: tuple[Member, ...]
    methods: tuple[Member, ...]
    hosted: bool
    """Whether the plugin serves it to other languages: not what takes plans."""


def described(component: type[pulumi.ComponentResource]) -> Described:
    """Read a component's class.

    Args:
        component: The class; the conformance tests hold it to what is read here.
    """
    node = class_node(component)
    purpose, *paragraphs = inspect.cleandoc(ast.get_docstring(node) or "").split("\n\n")
    sections, notes = _sections(paragraphs)
    args = inspect.signature(component.__init__).parameters["args"].annotation
    plans = any(
        dataclasses.is_dataclass(one) for hint in args.__annotations__.values() for one in _inside(hint)
    )
    return Described(
        name=component.__name__,
        module=component.__module__,
        purpose=purpose,
        sections=sections,
        notes=notes,
        args=tuple(_group(one) for one in _all_args(args)),
        outputs=tuple(_members(component)),
        methods=tuple(_methods(node)),
        hosted=not plans,
    )


def _sections(paragraphs: list[str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Give the text under each heading, and the paragraphs that belong to none."""
    sections: dict[str, str] = {}
    notes = []
    last = ""
    for paragraph in paragraphs:
        before, *rest = _HEADING.split(paragraph)
        if last and sections[last].endswith(":") and before.strip():
            sections[last] += f"\n\n{before.strip()}"
        elif before.strip():
            notes.append(before.strip())
        for name, text in zip(rest[::2], rest[1::2], strict=True):
            sections[name] = text.strip()
            last = name
    return sections, tuple(notes)


def _all_args(own: Any) -> list[Any]:  # noqa: ANN401 - type hints have no common type
    """Give a component's TypedDict and those inside it, once each."""
    found: list[Any] = []
    waiting = [own]
    while waiting:
        one = waiting.pop(0)
        if is_typeddict(one) and one not in found:
            found.append(one)
            waiting += [inner for hint in one.__annotations__.values() for inner in _inside(hint)]
    return found


def _inside(hint: Any) -> Iterator[Any]:  # noqa: ANN401 - as above
    yield hint
    for one in get_args(hint):
        yield from _inside(one)


def _group(args: Any) -> Group:  # noqa: ANN401 - as above
    text = inspect.cleandoc(ast.get_docstring(class_node(args)) or "")
    return Group(name=args.__name__, text=text, members=tuple(_members(args)))


def _members(found: Any) -> Iterator[Member]:  # noqa: ANN401 - as above
    """Give a class's annotated names, each with the text under it."""
    body = class_node(found).body
    for node, following in zip(body, [*body[1:], None], strict=True):
        if not (isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)):
            continue
        name = node.target.id
        if name.startswith("_"):
            continue
        hint = found.__annotations__[name]
        text = ""
        if isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant):
            text = inspect.cleandoc(str(following.value.value))
        yield Member(
            name=name,
            type=_type(node.annotation),
            text=text,
            required=get_origin(hint) is not NotRequired,
            words=tuple(
                str(word.value)
                for one in _inside(hint)
                if inspect.isclass(one) and issubclass(one, enum.Enum)
                for word in one
            ),
        )


def _methods(node: ast.ClassDef) -> Iterator[Member]:
    for one in node.body:
        if isinstance(one, ast.FunctionDef) and not one.name.startswith("_"):
            arguments = ", ".join(
                f"{arg.arg}: {_type(arg.annotation)}" if arg.annotation else arg.arg
                for arg in one.args.args[1:]
            )
            returned = f" -> {_type(one.returns)}" if one.returns else ""
            text = inspect.cleandoc(ast.get_docstring(one) or "").split("\n\n")[0]
            yield Member(name=one.name, type=f"({arguments}){returned}", text=text)


def _type(annotation: ast.expr) -> str:
    text = ast.unparse(annotation).replace("'", "").replace("pulumi.", "")
    return text.removeprefix("NotRequired[").removesuffix("]") if text.startswith("NotRequired[") else text
