"""Records what every documented change does: ``python -m tests.engine.changes.record [KEY…]``.

It runs each on the real engine, against the tests' stand-in for AWS, and writes ``results.json``. Read the
difference before you keep it: ``python -m tests.engine.changes.page`` then writes the docs' table from it.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.engine.changes.documented import CHANGES, STACKS
from tests.engine.changes.made import made
from tests.engine.changes.results import record, recorded, result
from tests.needs import ENGINE, missing


def main(keys: list[str]) -> int:
    """Record changes.

    Args:
        keys: Those that are run; empty for all.
    """
    absent = missing(*ENGINE)
    if absent:
        sys.stderr.write(f"recording needs the Pulumi CLI; not on PATH: {', '.join(absent)}\n")
        return 3
    wanted = [change for change in CHANGES.values() if not keys or change.key in keys]
    found = {key: one for key, one in recorded().items() if key in CHANGES}
    for stack in STACKS:
        changes = [change for change in wanted if change.stack == stack]
        if not changes:
            continue
        with tempfile.TemporaryDirectory() as folder, made(stack, Path(folder)) as one:
            for change in changes:
                found[change.key] = result(change, one.see(change))
                sys.stdout.write(f"{change.key}\n")
    record(found)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
