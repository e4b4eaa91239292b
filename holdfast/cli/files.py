"""Files that a person names: read, or told how to make one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.cli.exits import Exit, give_up

if TYPE_CHECKING:
    from pathlib import Path

HOW_PREVIEW = "pulumi preview --json --show-sames > {}"
HOW_STATE = "pulumi stack export > {}"


def read_text(file: Path, *, how: str = "", encoding: str = "utf-8") -> str:
    """The text of a file; ends the process when it cannot be read.

    Args:
        file: The file.
        how: The command that makes it, with ``{}`` for its name. Default: none is told.
        encoding: Of the text. Default: UTF-8.
    """
    try:
        return file.read_text(encoding=encoding)
    except OSError as error:
        hint = f"; make it with: {how.format(file)}" if how and isinstance(error, FileNotFoundError) else ""
        give_up(f"cannot read {file}: {error.strerror}{hint}", Exit.USAGE)
    except UnicodeDecodeError:
        give_up(f"cannot read {file}: it is no UTF-8 text", Exit.USAGE)
