"""What takes a place out of an entrance's traffic and lets it in again, one class per way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.operate.levers.dial import DialLever
from holdfast.operate.levers.pool import PoolLever
from holdfast.operate.levers.routing_control import RoutingControlLever
from holdfast.operate.levers.switch import SwitchLever

if TYPE_CHECKING:
    from holdfast.contracts.operations import Operations
    from holdfast.operate.aws import Clients
    from holdfast.operate.levers.lever import Lever


def levers_of(operations: Operations, clients: Clients, entrance: str, place: str) -> list[Lever]:
    """Give what takes a place out of an entrance's traffic by data planes, and Cloudflare's own API.

    Args:
        operations: The stack's contract.
        clients: Makes clients.
        entrance: Key of the entrance.
        place: The place.

    Returns:
        Routing control or maintenance switch, and the pool at Cloudflare, as far as there are any.
    """
    known = operations["entrances"][entrance]
    found: list[Lever] = []
    recovery = operations.get("recovery")
    controls = recovery["routing_control"] if recovery is not None else None
    by_control = recovery is not None and recovery["routing"] == "routing-control"
    arns = controls["controls"].get(entrance, {}) if controls is not None and by_control else {}
    endpoint = known["endpoints"][place]
    if controls is not None and place in arns:
        found.append(
            RoutingControlLever(
                clients=clients,
                place=place,
                arn=arns[place],
                others=tuple(arn for other, arn in sorted(arns.items()) if other != place),
                endpoints=controls["endpoints"],
            )
        )
    elif endpoint["switch"] is not None and known["accelerator"] is None:
        found.append(
            SwitchLever(clients=clients, place=place, switch=endpoint["switch"], stack=operations["stack"])
        )
    if known["cloudflare"] is not None and place in known["cloudflare"]["pool_ids"]:
        found.append(
            PoolLever(
                place=place,
                account_id=known["cloudflare"]["account_id"],
                pool_id=known["cloudflare"]["pool_ids"][place],
                proxied=known["cloudflare"]["proxied"],
            )
        )
    return found


def dial_of(operations: Operations, clients: Clients, entrance: str, place: str) -> Lever | None:
    """Give the accelerator's dial of a place; it is turned by a control plane, in us-west-2.

    Args:
        operations: The stack's contract.
        clients: Makes clients.
        entrance: Key of the entrance.
        place: The place.
    """
    accelerator = operations["entrances"][entrance]["accelerator"]
    if accelerator is None or place not in accelerator["endpoint_group_arns"]:
        return None
    return DialLever(
        clients=clients,
        place=place,
        control_region=accelerator["control_region"],
        endpoint_group=accelerator["endpoint_group_arns"][place],
    )
