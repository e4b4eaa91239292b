"""Where the state lives, and whether the stack is there."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

from holdfast.doctor.model import Finding, Purpose, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.doctor.world import World

PURPOSE, SUBJECT = Purpose.DEPLOY, "backend"


def check(world: World) -> Iterator[Finding]:
    """Ask the CLI who is signed in where, and for the stacks of the project."""
    cli = shutil.which("pulumi")
    if world.offline or cli is None:
        yield Finding(
            PURPOSE,
            SUBJECT,
            State.UNKNOWN,
            "not asked (--offline)" if world.offline else "only the Pulumi CLI knows",
        )
        return
    told = world.runs([cli, "whoami", "--verbose", "--output", "json", "--non-interactive"], world.program)
    if told.code != 0:
        yield Finding(
            PURPOSE, SUBJECT, State.MISSING, told.said, "pulumi login, with an s3:// address or Pulumi Cloud"
        )
        return
    who = json.loads(told.text)
    yield Finding(PURPOSE, SUBJECT, State.OK, f"{who.get('url', 'reached')}, as {who.get('user', 'nobody')}")
    listed = world.runs([cli, "stack", "ls", "--json", "--non-interactive"], world.program)
    if listed.code != 0:
        yield Finding(PURPOSE, "stack", State.UNKNOWN, f"pulumi stack ls failed: {listed.said}")
        return
    names = {str(one["name"]).rpartition("/")[2] for one in json.loads(listed.text or "[]")}
    is_there = world.stack.rpartition("/")[2] in names
    yield Finding(
        PURPOSE,
        "stack",
        State.OK if is_there else State.MISSING,
        f"{world.stack} is in the backend" if is_there else f"the backend has no {world.stack}",
        "" if is_there else f"pulumi stack init {world.stack}",
    )
