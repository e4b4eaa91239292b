"""Writes the reference of the command line: ``docs/tool.md``.

Run ``python -m holdfast.cli.reference`` in the project's folder after a change of a command; a test holds the
page to what this makes.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from holdfast.cli.commands import PANELS
from holdfast.cli.described import describe
from holdfast.cli.exits import MEANINGS
from holdfast.cli.main import app

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from typer._click.core import Command, Context

    from holdfast.cli.described import Described, Row

REFERENCE_FILE = Path("docs/tool.md")

_INTRODUCTION = """# The command line

Everything that `holdfast` can be asked. Made from the commands by `python -m holdfast.cli.reference`: change
them, not this page. `holdfast --help` and `--help` after each command say the same in the terminal.

- The stack is always the first word; commands that preview take the only one where there is one stack file.
- The report alone goes to standard output, or to `--output FILE`; what else is told goes to standard error.
- `--json` prints one JSON object. Its `version` is raised when a key goes or means something else; keys may
  come ([what is public](public-api.md#versions)). A preview is Pulumi's own object, whose key `holdfast` has
  the `version`.
- What takes more than two seconds says so: moving on a terminal, in a line elsewhere.
- Colour is for terminals. `NO_COLOR=1` or `TERM=dumb` turn it off; reports fit the width of the terminal.
- `holdfast --install-completion` teaches the shell commands, options, stacks, places and drills.
- What a team tells the tool stands in [`holdfast.toml`](findings.md#waivers), beside `Pulumi.yaml`.
"""


def reference_text() -> str:
    """Give the text of ``docs/tool.md``."""
    group = typer.main.get_command(app)
    root = group.context_class(group, info_name="holdfast")
    parts = [_INTRODUCTION, _codes()]
    for title, names in PANELS.items():
        parts.append(f"## {title}\n")
        for name in names:
            parts += _command(group.commands[name], name, root)  # type: ignore[attr-defined]  # a group has them
    return "\n".join(parts).rstrip("\n") + "\n"


def _codes() -> str:
    rows = [f"| {code.value} | {meaning} |" for code, meaning in MEANINGS.items()]
    return "\n".join(["## Exit codes\n", "| exit code | means |", "|---|---|", *rows, ""])


def _command(command: Command, name: str, parent: Context) -> Iterator[str]:
    ctx = command.context_class(command, info_name=name, parent=parent)
    told = describe(command, ctx)  # type: ignore[arg-type]  # all are ours
    yield f"### `{ctx.command_path}`\n"
    for paragraph in (told.summary, *told.details):
        yield f"{paragraph}\n"
    yield from _examples(told)
    below = getattr(command, "commands", {})
    if below:
        for one in below.values():
            yield from _subcommand(one, ctx)
    else:
        yield from _usage(told)
    if told.page:
        yield f"More: [{told.page.removesuffix('.md').replace('-', ' ')}]({told.page})\n"


def _subcommand(command: Command, parent: Context) -> Iterator[str]:
    ctx = command.context_class(command, info_name=command.name, parent=parent)
    told = describe(command, ctx)  # type: ignore[arg-type]  # all are ours
    yield f"#### `{ctx.command_path}`\n"
    for paragraph in (told.summary, *told.details):
        yield f"{paragraph}\n"
    yield from _usage(told)


def _examples(told: Described) -> Iterator[str]:
    if told.examples:
        lines = [f"# {meaning}\n{command}" for command, meaning in told.examples.items()]
        yield "```sh\n" + "\n".join(lines) + "\n```\n"


def _usage(told: Described) -> Iterator[str]:
    options = [row for row in told.options if not row.label.endswith("--help")]
    yield f"`{told.usage}`\n"
    yield _table((*told.arguments, *options))


def _table(rows: Sequence[Row]) -> str:
    lines = [f"| `{_cell(row.label, '|')}` | {_cell(row.meaning, '|*<')} |" for row in rows]
    return "\n".join(["| word | means |", "|---|---|", *lines, ""])


def _cell(text: str, escaped: str) -> str:
    for sign in escaped:
        text = text.replace(sign, f"\\{sign}")
    return text


def main() -> None:
    """Write the page."""
    REFERENCE_FILE.write_text(reference_text(), encoding="utf-8")


if __name__ == "__main__":
    main()
