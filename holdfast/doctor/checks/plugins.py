"""The provider plugins of the versions that the program's SDKs want."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

from holdfast.doctor.model import Finding, Purpose, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.doctor.world import World

PURPOSE, SUBJECT = Purpose.DEPLOY, "plugins"
_PREFIX = "pulumi-"
_NO_PROVIDERS = frozenset({"policy"})


def check(world: World) -> Iterator[Finding]:
    """Compare the plugins of this machine with the SDKs of the environment."""
    cli = shutil.which("pulumi")
    if cli is None:
        yield Finding(PURPOSE, SUBJECT, State.UNKNOWN, "only the Pulumi CLI knows which there are")
        return
    told = world.runs([cli, "plugin", "ls", "--json"], world.program)
    if told.code != 0:
        yield Finding(PURPOSE, SUBJECT, State.UNKNOWN, f"pulumi plugin ls failed: {told.said}")
        return
    there = {
        (one["name"], one["version"]) for one in json.loads(told.text or "[]") if one["kind"] == "resource"
    }
    wanted = sorted(
        (name.removeprefix(_PREFIX), version)
        for name, version in world.interpreter["packages"].items()
        if name.startswith(_PREFIX)
        and name.removeprefix(_PREFIX) not in _NO_PROVIDERS
        and _is_used(name, world)
    )
    absent = [f"{name} {version}" for name, version in wanted if (name, version) not in there]
    yield Finding(
        PURPOSE,
        SUBJECT,
        State.MISSING if absent else State.OK,
        f"not here yet: {', '.join(absent)}"
        if absent
        else ", ".join(" ".join(one) for one in wanted) or "none needed",
        "pulumi install (an update fetches them too, where it reaches get.pulumi.com or GitHub)"
        if absent
        else "",
    )


def _is_used(name: str, world: World) -> bool:
    """Cloudflare's provider runs only where an entrance is there; a program that is not ours may use any."""
    if name != "pulumi-cloudflare" or world.plan is None:
        return True
    return any(one.cloudflare is not None for one in world.plan.entrances)
