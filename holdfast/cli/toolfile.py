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
    from holdfast.checks import RULES  # noqa: PLC0415  # see cli/output.py
    from holdfast.cost.usage import KEYS  # noqa: PLC0415  # see cli/output.py
    from holdfast.toolfile import FILE, ToolFile, ToolFileError, read_toolfile  # noqa: PLC0415  # see cli/output.py

    file = program / FILE
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ToolFile()
    except OSError as error:
        give_up(f"cannot read {file}: {error.strerror}", Exit.USAGE)
    except UnicodeDecodeError:
        give_up(f"cannot read {file}: it is no UTF-8 text", Exit.USAGE)
    try:
        return read_toolfile(text, rules=RULES, stacks=_stacks(program, stack), usage_keys=KEYS)
    except ToolFileError as error:
        give_up(f"{file} cannot be used\n{error}", Exit.USAGE)


def _stacks(program: Path, stack: str | None) -> set[str]:
    """The stacks that the file may name; none where the program's are not known."""
    from holdfast.preview import PreviewError, stacks  # noqa: PLC0415  # see cli/output.py

    names: set[str] = set()
    with contextlib.suppress(PreviewError):
        names.update(stacks(program))
    return names | {stack.rpartition("/")[2]} if names and stack else names
