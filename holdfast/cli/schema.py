"""``holdfast schema``: the JSON Schema of the settings, for editors."""

from __future__ import annotations

import json
from pathlib import Path  # noqa: TC003  # typer reads the annotations
from typing import Annotated

import typer

from holdfast.cli.exits import Exit, give_up
from holdfast.cli.options import Output  # noqa: TC001  # typer reads the annotations
from holdfast.cli.output import write


def command(
    *,
    output: Output = None,
    check: Annotated[
        Path | None, typer.Option(help="Write nothing; exit with 1 when this file is out of date.")
    ] = None,
) -> None:
    """Print the JSON Schema of stack files."""
    from holdfast.settings import json_schema  # noqa: PLC0415  # see cli/output.py

    text = json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
    if check is None:
        write(text, output)
        return
    try:
        current = check.read_text(encoding="utf-8")
    except OSError as error:
        give_up(f"cannot read {check}: {error.strerror}", Exit.USAGE)
    if current != text:
        give_up(f"{check} is out of date; run: holdfast schema --output {check}", Exit.FINDINGS)
