"""Offline previews of this repository's own stacks and examples, each made once in a run for all workers."""

from __future__ import annotations

import fcntl
import json
import os
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from holdfast.preview import PreviewRequest, preview

ROOT = Path(__file__).parents[1]
SHARED = "HOLDFAST_TEST_PREVIEWS"
"""Environment variable with the run's folder of previews."""


def previewed(program: Path, stack: str) -> dict[str, Any]:
    """The preview of a stack as it lies in the repository; everybody gets a copy of their own."""
    document: dict[str, Any] = json.loads(previewed_text(program, stack))
    return document


@cache
def previewed_text(program: Path, stack: str) -> str:
    """The same as text."""
    name = sha256(f"{program.resolve()} {stack}".encode()).hexdigest()
    file = Path(os.environ[SHARED], f"{name}.json")
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # given up with the file
        if not file.exists():
            file.write_text(json.dumps(preview(PreviewRequest(program=program, stack=stack))))
        return file.read_text()
