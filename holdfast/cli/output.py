"""Where a report goes: standard output, in colour on a terminal, or a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import typer

from holdfast.cli.exits import Exit, give_up

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from holdfast.report.lines import Line


def write(text: str, output: Path | None) -> None:
    """Write a report as it is.

    Args:
        text: The report.
        output: File to write; None for standard output.
    """
    if output is None:
        typer.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        give_up(f"cannot write {output}: {error.strerror}", Exit.USAGE)
    typer.echo(f"wrote {output}", err=True)


def write_json(document: Mapping[str, object], output: Path | None = None) -> None:
    """Write one JSON object.

    Args:
        document: The object; its key ``version`` is raised when a key goes or means something else.
        output: File to write. Default: standard output.
    """
    write(json.dumps(document, indent=2, ensure_ascii=False) + "\n", output)


def write_lines(lines: Callable[[int], Sequence[Line]], output: Path | None, *, err: bool = False) -> None:
    """Write a report made of lines.

    Args:
        lines: Makes the lines for a width in columns.
        output: File to write; None for standard output.
        err: On standard error in place of standard output. Default: no.
    """
    from rich.console import Console  # noqa: PLC0415  # only reports need it, and --help should be quick

    from holdfast.report.lines import WIDTH, plain, show  # noqa: PLC0415  # see above

    console = Console(stderr=err)
    if output is None and console.is_terminal:
        show(lines(console.width), console)
    elif err:
        typer.echo(plain(lines(WIDTH)), nl=False, err=True)
    else:
        write(plain(lines(WIDTH)), output)
