"""DNS zones of Route 53 and Cloudflare, with their exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.inventory import figures
from holdfast.inventory.families.zone_exports import exports
from holdfast.inventory.items import item, known
from holdfast.inventory.keys import PUBLIC
from holdfast.inventory.model import Category, Copy, Item, Role, Way
from holdfast.inventory.view import GLOBAL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.graph import Resource
    from holdfast.inventory.view import View

ROUTE53_ZONE = "aws:route53/zone:Zone"
ROUTE53_RECORD = "aws:route53/record:Record"
CLOUDFLARE_ZONE = "cloudflare:index/zone:Zone"
CLOUDFLARE_RECORDS = ("cloudflare:index/dnsRecord:DnsRecord", "cloudflare:index/record:Record")
_DEPLOY = Way(
    when="records of this stack are lost",
    how="the program declares them: deploy again",
    command="pulumi up",
)
_REBUILD = Way(
    when="the zone, or records that others wrote, are lost",
    how="make a zone at either provider from the last export, and name its servers in the parent zone",
    command="aws s3api list-objects-v2 --bucket EXPORT_BUCKET",
)
_NEW_SERVERS = Way(
    when="it is deleted",
    how="deploy again; it gets other name servers, which the parent zone must then name",
    command="pulumi up",
)


def find(view: View) -> Iterator[Item]:
    """Every zone that the stack has, and every zone of others that it writes records in."""
    for one in view.graph.of_type(ROUTE53_ZONE):
        yield _own(view, one, "Route 53 zone", (ROUTE53_RECORD,))
    for one in view.graph.of_type(CLOUDFLARE_ZONE):
        yield _own(view, one, "Cloudflare zone", CLOUDFLARE_RECORDS)
    yield from _others(view, "Route 53 zone", (ROUTE53_RECORD,))
    yield from _others(view, "Cloudflare zone", CLOUDFLARE_RECORDS)


def _own(view: View, zone: Resource, what: str, records: tuple[str, ...]) -> Item:
    held = len(view.of(zone, "zoneId", *records))
    exported = exports(view, zone)
    notes = [f"records of this stack: {held}"]
    if not exported:
        notes = [f"{notes[0]}; nothing keeps those that others wrote"]
    return item(
        view,
        zone,
        Category.ZONES,
        f"{what} {known(zone, 'name', '')}".rstrip(),
        [_copy(zone.name, view.account(zone)), *exported],
        ways=[_NEW_SERVERS, *_rebuild(exported)],
        notes=notes,
    )


def _others(view: View, what: str, records: tuple[str, ...]) -> Iterator[Item]:
    """Zones that records name by their id."""
    found: dict[str, list[Resource]] = {}
    for one in view.graph.of_type(*records):
        zone = one.at("zoneId")
        if isinstance(zone, str) and not view.made_of(one, "zoneId", ROUTE53_ZONE, CLOUDFLARE_ZONE):
            found.setdefault(zone, []).append(one)
    for zone, held in sorted(found.items()):
        exported = exports(view, zone)
        yield Item(
            category=Category.ZONES,
            what=f"{what} of another stack",
            name=zone,
            resource=None,
            component=None,
            copies=(_copy(zone), *exported),
            ways=(_DEPLOY, *_rebuild(exported)),
            notes=(f"records of this stack: {len(held)}",),
            unknowns=() if exported else ("how the zone itself comes back",),
        )


def _rebuild(exported: Sequence[Copy]) -> list[Way]:
    return [_REBUILD] if exported else []


def _copy(name: str, account: str | None = None) -> Copy:
    return Copy(
        role=Role.PRIMARY,
        region=GLOBAL,
        account=account,
        encryption=PUBLIC,
        age=figures.AS_DECLARED,
        name=name,
    )
