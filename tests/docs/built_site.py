"""The documentation's site, built once in a run for all tests."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

from tests.previews import SHARED

ROOT = Path(__file__).parents[2]


@cache
def built_site() -> tuple[Path, str]:
    """Build the site as ``make docs`` does.

    Returns:
        Its folder, and what the build said. A build that fails, and one that warns, raises with that.
    """
    folder = Path(os.environ[SHARED], "site")
    said = folder.with_suffix(".txt")
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # given up with the file
        if not said.exists():
            done = subprocess.run(  # noqa: S603  # what runs stands here
                [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
                cwd=ROOT,
                env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
                capture_output=True,
                text=True,
                check=False,
            )
            said.write_text(f"{done.returncode}\n{done.stdout}{done.stderr}", encoding="utf-8")
    code, _, words = said.read_text(encoding="utf-8").partition("\n")
    if code != "0":
        raise AssertionError(words)
    return folder, words
