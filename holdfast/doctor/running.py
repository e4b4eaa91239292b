"""Commands that the doctor asks: bounded in time, and never with a question to a person."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SECONDS = 20
"""Longest wait for a command: a backend that is away must not hold the doctor up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What came of a command."""

    code: int | None
    """How it ended; None where it did not within the time."""
    text: str
    """Standard output."""
    said: str
    """The last line of standard error."""


def run(command: Sequence[str], folder: Path) -> Ran:
    """Run a command to its end.

    Args:
        command: The command and its arguments.
        folder: Where it runs.

    Raises:
        OSError: It cannot be started.
    """
    environment = {**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true", "NO_COLOR": "1"}
    try:
        done = subprocess.run(  # noqa: S603  # commands of ours, without a shell
            list(command),
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        return Ran(code=None, text="", said=f"no answer within {SECONDS} seconds")
    lines = done.stderr.strip().splitlines()
    return Ran(code=done.returncode, text=done.stdout, said=lines[-1] if lines else "")
