"""Whether the public names and each region's host answer from here."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from holdfast.doctor.model import Finding, Purpose, State
from holdfast.operate.operations_file import OperationsError, read_operations_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.doctor.world import World

PURPOSE, SUBJECT = Purpose.OPERATE, "endpoints"
_HTTPS = 443


def check(world: World) -> Iterator[Finding]:
    """Ask each for its health path, as Route 53 does."""
    if world.offline:
        yield Finding(PURPOSE, SUBJECT, State.UNKNOWN, "not asked (--offline)")
        return
    try:
        contract = read_operations_at(world.operations, world.clients)
    except OperationsError:
        yield Finding(
            PURPOSE,
            SUBJECT,
            State.UNKNOWN,
            "the operations file names them (see above)",
        )
        return
    asked = []
    for entrance in contract["entrances"].values():
        port = entrance.get("health_port", _HTTPS)
        path = entrance["health_path"]
        if port == _HTTPS:
            asked.append((entrance["domain"], path))
        asked += [
            (f"{one['host']}{'' if port == _HTTPS else f':{port}'}", path)
            for one in entrance["endpoints"].values()
        ]
    with ThreadPoolExecutor(max_workers=max(len(asked), 1)) as pool:
        yield from pool.map(lambda one: _answered(world, *one), asked)


def _answered(world: World, host: str, path: str) -> Finding:
    told = world.probe(host, path)
    found = world.addresses(host.partition(":")[0])
    fix = ""
    if not told.ok:
        fix = (
            "let the parent domain delegate (pulumi stack output next_steps), or look at the resolver here"
            if found.found is None
            else f"holdfast status {world.stack} tells what stands behind it"
        )
    return Finding(
        PURPOSE,
        host,
        State.OK if told.ok else State.MISSING,
        f"{path}: {told.detail if found.found is not None or told.ok else found.unknown}",
        fix=fix,
    )
