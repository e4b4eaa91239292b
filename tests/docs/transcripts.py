"""Transcripts of terminals in pages: what is typed, and what must come out."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.docs.commands import FENCE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_LEFT_OUT = "..."
_SHELL = ("bash", "-o", "pipefail")
_AFTERWARDS = '\ncode=$?\npwd > "$WHERE"\nexport -p > "$EXPORTED"\nexit $code\n'
"""What a shell leaves to the next: its folder and its environment."""


@dataclass(frozen=True, slots=True)
class Typed:
    """One command of a transcript, with what a page says that it prints."""

    command: str
    said: tuple[str, ...]

    @property
    def fails(self) -> bool:
        """Whether the page shows a mistake."""
        return any(line.startswith("error:") for line in self.said)


def transcript(page: str) -> Iterator[Typed]:
    """Every command of a page's ``console`` blocks, in order."""
    for language, code in FENCE.findall(page):
        if language == "console":
            for part in re.split(r"^\$ ", code, flags=re.MULTILINE)[1:]:
                command, *said = part.rstrip("\n").split("\n")
                yield Typed(command, tuple(said))


def matches(said: tuple[str, ...], printed: str) -> bool:
    """Whether a page shows what was printed; ``...`` stands for anything, in a line or for lines."""
    pattern = "".join(
        r"(?:.*\n)*?" if line == _LEFT_OUT else ".*".join(map(re.escape, line.split(_LEFT_OUT))) + "\n"
        for line in said
    )
    return re.fullmatch(pattern, printed) is not None


class Terminal:
    """A shell that keeps its folder and its environment from one command to the next.

    Args:
        folder: Where it starts.
        scratch: A folder for what it remembers.
        environment: Its variables.
    """

    def __init__(self, folder: Path, scratch: Path, environment: Mapping[str, str]) -> None:
        self._folder = folder
        self._where, self._exported = scratch / "where", scratch / "exported"
        self._exported.write_text("", encoding="utf-8")
        self._environment = {
            **environment,
            "WHERE": str(self._where),
            "EXPORTED": str(self._exported),
        }

    def type(self, command: str) -> tuple[int, str]:
        """Give the exit code, and what a person sees but for progress.

        Args:
            command: A line for the shell.
        """
        script = f'. "$EXPORTED"\n{command}{_AFTERWARDS}'
        done = subprocess.run(  # noqa: S603  # what our own pages tell to type
            [*_SHELL, "-c", script],
            cwd=self._folder, env=self._environment, check=False, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        folder = self._where.read_text(encoding="utf-8").strip()
        self._folder = type(self._folder)(folder)
        kept = [line for line in done.stdout.splitlines(keepends=True) if not line.endswith("…\n")]
        return done.returncode, "".join(kept)
