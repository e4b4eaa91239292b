"""``holdfast.toml`` on behalf of a command: read beside the program, every mistake told."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from holdfast.cli.exits import Exit, give_up

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.toolfile import ToolFile


def read(program: Path, stack: str | None) -> ToolFile:
    """What the file of a program says; ends the process when it cannot be used.

    Args:
        program: Folder of the program.
        stack: The stack that was asked for, which may have a file elsewhere; None when none was.
    """
    try:
        return load(program, stack)
    except UnusableError as error:
        give_up(str(error), Exit.USAGE)


class UnusableError(ValueError):
    """The file cannot be used; the message is for a person."""


def load(program: Path, stack: str | None) -> ToolFile:
    """What the file of a program says.

    Args:
        program: See ``read``.
        stack: See ``read``.

    Raises:
        UnusableError: It cannot be read, or holds mistakes.
    """
    from holdfast.checks import RULES  # noqa: PLC0415  # see cli/output.py
    from holdfast.cost.usage import KEYS  # noqa: PLC0415  # see cli/output.py
    from holdfast.toolfile import FILE, ToolFile, ToolFileError, read_toolfile  # noqa: PLC0415  # see cli/output.py

    file = program / FILE
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ToolFile()
    except OSError as error:
        raise UnusableError(f"cannot read {file}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UnusableError(f"cannot read {file}: it is no UTF-8 text") from None
    try:
        return read_toolfile(text, rules=RULES, stacks=_stacks(program, stack), usage_keys=KEYS)
    except ToolFileError as error:
        raise UnusableError(f"{file} cannot be used\n{error}") from None


def _stacks(program: Path, stack: str | None) -> set[str]:
    """The stacks that the file may name; none where the program's are not known."""
    from holdfast.preview import PreviewError, stacks  # noqa: PLC0415  # see cli/output.py

    names: set[str] = set()
    with contextlib.suppress(PreviewError):
        names.update(stacks(program))
    return names | {stack.rpartition("/")[2]} if names and stack else names
