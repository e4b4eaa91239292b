"""``holdfast schema``: the JSON Schema of the settings, for editors."""

from __future__ import annotations

import json
from pathlib import Path  # noqa: TC003  # typer reads the annotations
from typing import Annotated

import typer

from holdfast.cli.exits import Exit, give_up
from holdfast.cli.files import read_text
from holdfast.cli.options import Output  # noqa: TC001  # typer reads the annotations
from holdfast.cli.output import write

EXAMPLES = {
    "holdfast schema --output stack-file.schema.json": "Write it for the editor.",
    "holdfast schema --check stack-file.schema.json": "In a pipeline: say whether that file is up to date.",
}
PAGE = "settings.md"


def command(
    *,
    output: Output = None,
    check: Annotated[
        Path | None, typer.Option(help="Write nothing; exit with 1 when this file is out of date.")
    ] = None,
) -> None:
    """Print the JSON Schema of stack files.

    Editors complete and check a stack file whose first line names it.
    """
    from holdfast.settings import json_schema  # noqa: PLC0415  # see cli/output.py

    text = json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
    if check is None:
        write(text, output)
        return
    if read_text(check, how="holdfast schema --output {}") != text:
        give_up(f"{check} is out of date; run: holdfast schema --output {check}", Exit.FINDINGS)
