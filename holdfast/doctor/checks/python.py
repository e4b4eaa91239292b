"""The Python that runs the program, and its environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.doctor.model import Finding, Purpose, State
from holdfast.preview.project import read_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.doctor.world import World

PURPOSE, SUBJECT = Purpose.PREVIEW, "Python"
_LEAST = (3, 11)


def check(world: World) -> Iterator[Finding]:
    """Say which Python runs the program, and whether the environment is there that Pulumi.yaml names."""
    version = tuple(world.interpreter["python"])
    text = ".".join(map(str, version))
    is_new_enough = version[:2] >= _LEAST
    yield Finding(
        PURPOSE,
        SUBJECT,
        State.OK if is_new_enough else State.MISSING,
        f"{text} ({world.project.python})",
        fix="" if is_new_enough else "install Python 3.11 or newer and make the environment anew",
    )
    runtime = read_mapping(world.project.file).get("runtime")
    options = runtime.get("options") if isinstance(runtime, dict) else None
    named = options.get("virtualenv") if isinstance(options, dict) else None
    if named is None:
        return
    yield Finding(
        Purpose.DEPLOY,
        "environment",
        State.MISSING if world.project.virtualenv is None else State.OK,
        f"{named}, which Pulumi.yaml names"
        + (
            ", is not there; previews run in the tool's own Python"
            if world.project.virtualenv is None
            else ""
        ),
        fix="pulumi install" if world.project.virtualenv is None else "",
    )
