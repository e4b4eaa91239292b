"""Options that several commands have."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from holdfast.cli.completion import stacks

Stack = Annotated[
    str | None,
    typer.Argument(autocompletion=stacks, help="Name of the stack. Default: the only one that there is."),
]
Preview = Annotated[
    Path | None, typer.Option(help="Read this preview instead ('pulumi preview --json --show-sames').")
]
State = Annotated[Path | None, typer.Option(help="Read this state instead ('pulumi stack export').")]
Program = Annotated[
    Path, typer.Option(metavar="DIR", help="Folder of the Pulumi Python program. Default: this one.")
]
StackFile = Annotated[
    Path | None, typer.Option(help="File of the stack's settings. Default: Pulumi.STACK.yaml.")
]
Answers = Annotated[Path | None, typer.Option(help="JSON file with answers to look-ups.")]
Json = Annotated[bool, typer.Option("--json", help="Short for --format json.")]
Output = Annotated[Path | None, typer.Option(help="Write to this file, not to standard output.")]
Timeout = Annotated[float, typer.Option("--timeout", metavar="SECONDS", help="How long the program may run.")]


class Format(StrEnum):
    """How a report is printed."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


class FindingsFormat(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"
