"""Records what this version makes, for the upgrade tests of later ones: ``python -m tests.upgrade.record``.

Every stack of the project and of the example programs is made on the tests' stand-in for AWS and Cloudflare.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.engine.engine import Stack, copy_program
from tests.engine.standin import Cloud, serve
from tests.needs import ENGINE, missing
from tests.upgrade.normal import normalised, written
from tests.upgrade.recorded import ROOT, STATES, Recorded, stack_of, subjects, version


def recorded(program: Path, file: Path, folder: Path) -> str:
    """Make a stack on the stand-in and give its state, normalised.

    Args:
        program: Folder of the program.
        file: The stack's file in it.
        folder: Where a copy runs; it must not exist.
    """
    names = ["__main__.py"] if program == ROOT else [found.name for found in program.glob("*.py")]
    copy = copy_program(program, folder, *names, file.name)
    with serve(Cloud()) as providers:
        stack = Stack(copy, stack_of(file), providers)
        stack.up()
        return written(normalised(stack.export()))


def main() -> int:
    """Record every stack under this version's number."""
    absent = missing(*ENGINE)
    if absent:
        sys.stderr.write(f"recording needs the Pulumi CLI; not on PATH: {', '.join(absent)}\n")
        return 3
    for name, program, file in subjects():
        with tempfile.TemporaryDirectory() as scratch:
            state = recorded(program, file, Path(scratch) / "program")
        one = Recorded(folder=STATES / version() / name)
        one.keep(state, program, file)
        sys.stdout.write(f"{one.folder.relative_to(ROOT)}: {len(state) // 1000} kB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
