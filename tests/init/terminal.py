"""A person at a terminal: a command on a pseudo terminal that is answered question by question."""

from __future__ import annotations

import os
import pty
import re
import select
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_STYLE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_ASKING = re.compile(r": \Z")
_SECONDS = 60


def typed(arguments: Sequence[str], answers: Sequence[str], folder: Path) -> tuple[int, str]:
    """Run ``holdfast`` in a folder, type each answer once something is asked; the exit code and the text."""
    process, terminal = pty.fork()
    if process == 0:  # the command itself
        os.chdir(folder)
        os.environ.update(COLUMNS="100", TERM="xterm")
        os.execv(sys.executable, [sys.executable, "-m", "holdfast", *arguments])  # noqa: S606  # what is tested
    waiting, said, seen, ends = list(answers), "", 0, time.monotonic() + _SECONDS
    while time.monotonic() < ends:
        ready, _, _ = select.select([terminal], [], [], 1)
        if not ready:
            continue
        try:
            got = os.read(terminal, 65536)
        except OSError:  # the other side is closed
            break
        said += got.decode(errors="replace")
        if waiting and _ASKING.search(_STYLE.sub("", said[seen:])):
            os.write(terminal, f"{waiting.pop(0)}\n".encode())
            seen = len(said)
    _, status = os.waitpid(process, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status), _STYLE.sub("", said).replace("\r\n", "\n")
