"""The Pulumi CLI and what runs Python for it."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

from holdfast.doctor.model import Finding, Purpose, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.doctor.world import World

PURPOSE, SUBJECT = Purpose.DEPLOY, "Pulumi CLI"
LEAST = (3, 260)
"""Oldest version that the tests on the engine run with."""
_INSTALL = "https://www.pulumi.com/docs/install/"


def check(world: World) -> Iterator[Finding]:
    """Look for both on PATH, and ask the CLI for its version."""
    cli = shutil.which("pulumi")
    if cli is None:
        yield Finding(PURPOSE, SUBJECT, State.MISSING, "not on PATH", f"install it: {_INSTALL}")
        return
    told = world.runs([cli, "version"], world.program)
    found = re.search(r"v?(\d+)\.(\d+)\.(\d+)", told.text)
    least = ".".join(map(str, LEAST))
    if found is None:
        yield Finding(PURPOSE, SUBJECT, State.UNKNOWN, f"{cli} does not tell its version: {told.said}")
    elif tuple(map(int, found.groups()))[:2] < LEAST:
        yield Finding(
            PURPOSE, SUBJECT, State.MISSING, f"{found[0]} is older than {least}", f"update it: {_INSTALL}"
        )
    else:
        yield Finding(PURPOSE, SUBJECT, State.OK, f"{found[0]} ({cli})")
    host = shutil.which("pulumi-language-python")
    yield Finding(
        PURPOSE,
        "language host",
        State.MISSING if host is None else State.OK,
        host or "pulumi-language-python is not on PATH",
        "" if host else f"it comes with the CLI; put its folder on PATH: {_INSTALL}",
    )
