"""Mistakes in a command line, in words: what is wrong, what is allowed, what to do next."""

from __future__ import annotations

import difflib
import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from typer.core import TyperArgument

from holdfast.cli.completion import drills, places, stacks
from holdfast.cli.described import describe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from typer import Context
    from typer._click.core import Context as ClickContext
    from typer.exceptions import TyperException

_KNOWN: MappingProxyType[str, Callable[[Context, str], Sequence[str]]] = MappingProxyType(
    {"stack": stacks, "place": places, "away_from": places, "name": drills}
)
"""What can stand for a parameter, as the files of the folder say."""
_PLAIN = (
    (r"Value error, ", ""),
    (r"Input should be a valid integer.*", "it has to be a whole number"),
    (r"Input should be a valid number.*", "it has to be a number"),
    (r"Input should be greater than or equal to (\S+)", r"it has to be at least \1"),
    (r"Input should be less than or equal to (\S+)", r"it has to be at most \1"),
    (r"requires an argument\.?", "needs a value"),
    (r"^got unexpected extra argument\(s\) \((.*)\)", r"there is too much: \1"),
)
"""Words of typer and pydantic, and those that say it to a person."""


def told(error: TyperException) -> Iterator[str]:
    """Lines that tell a mistake.

    Args:
        error: What typer found.
    """
    ctx: ClickContext | None = getattr(error, "ctx", None)
    if ctx is None:
        yield f"error: {_plain(error.format_message())}"
        return
    yield f"error: {''.join(_words(error, ctx))}"
    command = ctx.command
    yield f"usage: {describe(command, ctx).usage}"  # type: ignore[arg-type]  # all are ours
    more = "commands" if hasattr(command, "commands") else "examples"
    yield f"{ctx.command_path} --help has {more} and options"


def nearest(word: str, known: Iterable[str]) -> str:
    """``; did you mean X?`` where something is spelled nearly so.

    Args:
        word: What was said.
        known: What could have been meant.
    """
    near = difflib.get_close_matches(word, list(known), 3)
    return f"; did you mean {' or '.join(near)}?" if near else ""


def _words(error: TyperException, ctx: ClickContext) -> Iterator[str]:
    kind, param = type(error).__name__, getattr(error, "param", None)
    if kind == "NoSuchOption":
        option = str(getattr(error, "option_name", ""))
        known = {name for one in ctx.command.get_params(ctx) for name in one.opts if name.startswith("-")}
        yield f"there is no option {option}{nearest(option, known)}"
        return
    if kind == "MissingParameter" and param is not None:
        is_argument = isinstance(param, TyperArgument)
        yield f"{param.name.upper() if is_argument else param.opts[0]} is missing"
        found = _KNOWN[param.name](ctx, "") if param.name in _KNOWN else ()  # type: ignore[arg-type]  # as typer's
        yield f"; there are {', '.join(found)}" if found else ""
        return
    if param is not None:
        name = param.name.upper() if isinstance(param, TyperArgument) else param.opts[0]
        yield f"{name}: {_plain(getattr(error, 'message', ''))}"
        return
    group = getattr(ctx.command, "commands", None)
    if group and (unknown := re.fullmatch(r"No such command '([^']*)'.*", error.format_message())):
        yield f"there is no command '{ctx.command_path} {unknown[1]}'{nearest(unknown[1], group)}"
        return
    yield _plain(error.format_message())


def _plain(message: str) -> str:
    message = f"{message[:1].lower()}{message[1:]}".rstrip(".") if message[:2].isalpha() else message
    for pattern, plain in _PLAIN:
        message = re.sub(pattern, plain, message, flags=re.IGNORECASE)
    return message
