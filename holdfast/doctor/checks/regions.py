"""Whether the account has the regions switched on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.doctor.model import Finding, Purpose, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.doctor.world import World

PURPOSE, SUBJECT = Purpose.DEPLOY, "regions"
_OFF = "not-opted-in"


def check(world: World) -> Iterator[Finding]:
    """Ask EC2 for the regions of the account."""
    if world.plan is None:
        return
    if world.unasked:
        yield Finding(PURPOSE, SUBJECT, State.UNKNOWN, world.unasked)
        return
    told = world.clients("ec2", world.signs_in).describe_regions(AllRegions=True)
    states = {one["RegionName"]: one.get("OptInStatus", "") for one in told["Regions"]}
    off = [one for one in world.regions if states.get(one, _OFF) == _OFF]
    fix = "; ".join(f"aws account enable-region --region-name {one}" for one in off)
    yield Finding(
        PURPOSE,
        SUBJECT,
        State.MISSING if off else State.OK,
        f"not switched on: {', '.join(off)}" if off else f"switched on: {', '.join(world.regions)}",
        f"{fix} (takes minutes to hours)" if off else "",
    )
