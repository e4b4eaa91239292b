"""What there is to tell of a command: for its help, and for the reference."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from typer.core import TyperArgument, TyperOption

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from typer._click.core import Context

    from holdfast.cli.classes import Command, Group

_WORDS = MappingProxyType({"path": "FILE", "str": "TEXT", "int": "N", "float": "N"})
_LIST = "list["


@dataclass(frozen=True, slots=True)
class Row:
    """A word of the command line, and what it means."""

    label: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Described:
    """A command in words."""

    usage: str
    """How it is called, such as ``holdfast check [OPTIONS] [STACK]``."""
    summary: str
    details: tuple[str, ...]
    """Paragraphs."""
    arguments: tuple[Row, ...]
    options: tuple[Row, ...]
    examples: Mapping[str, str]
    """Commands, each with what it does."""
    page: str
    """The page in ``docs/`` that has more; empty where there is none."""


def describe(command: Command | Group, ctx: Context) -> Described:
    """A command in words.

    Args:
        command: The command.
        ctx: Its context.
    """
    paragraphs = [
        " ".join(one.split()) for one in inspect.cleandoc(command.help or "").split("\n\n") if one.strip()
    ]
    shown = [one for one in command.get_params(ctx) if not getattr(one, "hidden", False)]
    arguments = [one for one in shown if isinstance(one, TyperArgument)]
    options = [one for one in shown if isinstance(one, TyperOption)]
    words = [ctx.command_path, "[OPTIONS]", *(_argument(one) for one in arguments)]
    words += [f"{name} {_value(one)}" for one in options if one.required for name in one.opts[:1]]
    if hasattr(command, "commands"):
        words = [ctx.command_path, "COMMAND", "[OPTIONS]"]
    return Described(
        usage=" ".join(words),
        summary=paragraphs[0] if paragraphs else "",
        details=tuple(paragraphs[1:]),
        arguments=tuple(Row(_argument(one), one.help or "") for one in arguments),
        options=tuple(Row(_option(one), _meaning(one)) for one in options),
        examples=command.examples,
        page=command.page,
    )


def _argument(one: TyperArgument) -> str:
    name = one.metavar or one.name.upper().replace("_", "-")
    several = "..." if one.nargs != 1 else ""
    return f"{name}{several}" if one.required else f"[{name}{several}]"


def _option(one: TyperOption) -> str:
    names = ", ".join(sorted((*one.opts, *one.secondary_opts), key=len))
    return names if one.is_flag else f"{names} {_value(one)}"


def _value(one: TyperOption) -> str:
    """What stands for an option's value: ``FILE``, ``N``, ``text|json``."""
    told = one.type_descriptor
    if one.metavar:
        return one.metavar
    if told.is_choice:
        return "|".join(str(choice) for choice in told.choices or ())
    kind = one.bare_type().removeprefix(_LIST).removesuffix("]").lower()
    return _WORDS.get(kind, kind.upper())


def _meaning(one: TyperOption) -> str:
    return " ".join([(one.help or "").strip(), *_added(one)])


def _added(one: TyperOption) -> Iterator[str]:
    """What the declaration says and the help's words do not."""
    if one.required:
        yield "Required."
    elif not one.is_flag and one.default is not None and "Default:" not in (one.help or ""):
        told = "this folder" if one.default == Path() else getattr(one.default, "value", one.default)
        yield f"Default: {told}."
