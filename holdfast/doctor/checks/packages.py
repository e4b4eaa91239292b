"""The packages that the program runs with, against what this version of Holdfast needs."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, requires
from typing import TYPE_CHECKING

from packaging.requirements import Requirement

from holdfast.doctor.model import Finding, Purpose, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.doctor.world import World

PURPOSE, SUBJECT = Purpose.PREVIEW, "packages"
_HOLDFAST = "holdfast"


def check(world: World) -> Iterator[Finding]:
    """Compare what is installed with what is required."""
    installed = world.interpreter["packages"]
    try:
        needed = [Requirement(one) for one in requires(_HOLDFAST) or ()]
    except PackageNotFoundError:
        yield Finding(
            PURPOSE,
            SUBJECT,
            State.UNKNOWN,
            "this holdfast is not installed, so nobody says what it needs",
        )
        return
    wrong = []
    for one in needed:
        if one.marker is not None and not one.marker.evaluate({"extra": ""}):
            continue
        version = installed.get(one.name.lower())
        if version is None or not one.specifier.contains(version, prereleases=True):
            wrong.append(f"{one.name} {version or 'is not installed'} (needed: {one.specifier})")
    if world.is_ours and _HOLDFAST not in installed:
        wrong.append(f"{_HOLDFAST} is not installed")
    pulumi = installed.get("pulumi", "no")
    yield Finding(
        PURPOSE,
        SUBJECT,
        State.MISSING if wrong else State.OK,
        "; ".join(wrong)
        or f"holdfast {installed.get(_HOLDFAST, 'not used')}, pulumi {pulumi}, and what they need",
        fix=f"{world.project.python} -m pip install -r requirements.txt" if wrong else "",
    )
