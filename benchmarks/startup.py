"""How long ``holdfast`` takes to show its help: nobody waits for a command line to begin.

Each command's help is shown a few times by a process of its own. Cold is the first start, for which Python
compiles what is imported anew; the others are warm, and their median counts. Seconds are of the CPU, so that
what else runs does not count. Ends with 1 above the limit. Run with ``make bench``.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from holdfast.cli.commands import Commands

LIMIT_SECONDS = 0.3
"""What a person takes for at once is some tenths: https://www.nngroup.com/articles/response-times-3-important-limits/
(2026-11)."""
WARM_STARTS = 5
SCRIPT = Path(sys.executable).with_name("holdfast")
"""As a person starts it."""


def seconds(*arguments: str, **environment: str) -> float:
    """Seconds of the CPU that one start takes.

    Args:
        arguments: What follows ``holdfast``.
        environment: Variables beside those of this process.
    """
    began = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(  # noqa: S603  # our own script
        [SCRIPT, *arguments, "--help"],
        check=True,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "", **environment},
    )
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime - began.ru_utime + ended.ru_stime - began.ru_stime


def main() -> None:
    """Measure every command's help, and print a table."""
    slow = []
    print("| command | cold ms | warm ms |\n|---|--:|--:|")
    for name in ("", *Commands()):
        arguments = (name,) if name else ()
        with tempfile.TemporaryDirectory() as empty:
            cold = seconds(*arguments, PYTHONPYCACHEPREFIX=empty)
        warm = statistics.median(seconds(*arguments) for _ in range(WARM_STARTS))
        print(f"| holdfast {name} --help | {cold * 1000:.0f} | {warm * 1000:.0f} |".replace("  ", " "))
        if warm > LIMIT_SECONDS:
            slow.append(name)
    if slow:
        sys.exit(f"above {LIMIT_SECONDS} s: {', '.join(slow)}")


if __name__ == "__main__":
    main()
