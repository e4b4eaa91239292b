"""Holds a line for the Pulumi CLI against what its own help says, which is kept beside this file."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

HELP = Path(__file__).with_name("pulumi_help.json")
"""Command → its options, and of which version; ``python -m tests.command_lines.pulumi_cli`` writes it."""
_OPTION = re.compile(r"^ {2,}(?:(-\w), )?(--[a-z-]+)", re.MULTILINE)


@cache
def commands() -> dict[str, list[str]]:
    """The recorded commands, such as ``stack export``, each with its options."""
    found = json.loads(HELP.read_text(encoding="utf-8"))["commands"]
    assert isinstance(found, dict)
    return found


def mistakes(words: Sequence[str]) -> list[str]:
    """What the Pulumi CLI would refuse of a call; empty where nothing.

    Args:
        words: The line, from ``pulumi`` on.
    """
    given = [one for one in words[1:] if one.startswith("-")]
    named = [one for one in words[1:] if not one.startswith("-")]
    found = next(
        (name for size in (3, 2, 1) if (name := " ".join(_command(words)[:size])) in commands()), None
    )
    if found is None:
        return [f"pulumi has no {' '.join(named[:2])}"]
    known = set(commands()[found])
    return [f"{found} has no {one}" for one in given if one.partition("=")[0] not in known]


def _command(words: Sequence[str]) -> list[str]:
    """The words before the first option of a command; options of all commands may stand before it."""
    rest = list(words[1:])
    while rest and rest[0] in ("-C", "--cwd"):
        rest = rest[2:]
    return rest


def of_the_cli(command: str) -> list[str]:
    """The options that the installed CLI has.

    Args:
        command: Such as ``stack export``.
    """
    program = shutil.which("pulumi")
    assert program is not None
    done = subprocess.run(  # noqa: S603  # the CLI, asked for its help
        [program, *command.split(), "--help"], capture_output=True, text=True, check=True
    )
    return sorted({option for pair in _OPTION.findall(done.stdout) for option in pair if option})


if __name__ == "__main__":
    version = subprocess.run(["pulumi", "version"], capture_output=True, text=True, check=True).stdout  # noqa: S607
    recorded = {name: of_the_cli(name) for name in sorted(commands())}
    document = {"version": version.strip(), "commands": recorded}
    HELP.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
