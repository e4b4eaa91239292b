"""Whether the program previews."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.doctor.model import Finding, Purpose, State
from holdfast.preview import PreviewError, PreviewRequest, preview

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.doctor.world import World

PURPOSE, SUBJECT = Purpose.PREVIEW, "program"


def check(world: World) -> Iterator[Finding]:
    """Preview it."""
    request = PreviewRequest(program=world.program, stack=world.stack, stack_file=world.stack_file)
    try:
        document = preview(request)
    except PreviewError as error:
        yield Finding(
            PURPOSE,
            SUBJECT,
            State.MISSING,
            _short(str(error)),
            fix=f"holdfast preview {world.stack} tells the whole",
        )
        return
    number = sum(bool((step.get("newState") or {}).get("custom")) for step in document["steps"])
    yield Finding(PURPOSE, SUBJECT, State.OK, f"previews: it declares {number} resources")


def _short(said: str) -> str:
    """What went wrong in a line: a traceback says so in its last one."""
    lines = said.strip().splitlines() or ["it failed"]
    return lines[-1] if any(one.startswith("Traceback") for one in lines) else lines[0]
