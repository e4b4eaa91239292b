"""Regions and the networks in them."""

from __future__ import annotations

import ipaddress
from itertools import combinations
from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.settings.aws_regions import PLACES
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Problem, key_text, nearest
from holdfast.topology.values import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.network import AdoptedNetworkSettings, RegionSettings
    from holdfast.settings.stack import Settings

_VPC_RANGES = tuple(
    ipaddress.IPv4Network(block)
    for block in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")
)
_DOCKER_BRIDGE = ipaddress.IPv4Network("172.17.0.0/16")
_LONGEST_PREFIX, _SHORTEST_PREFIX = 22, 16
_LONGEST_ADOPTED_PREFIX = 28
_LEAST_ZONES, _MOST_ZONES = 2, 6


def of_each_region(settings: Settings) -> Iterator[Problem]:
    """Zones, block and adopted network of each region."""
    for place, region in settings.regions.items():
        if region.role is Role.BACKUP:
            yield from _backup_region(place, region)
            continue
        yield from _zones(place, region)
        if region.adopt is not None:
            yield from _adopted(place, region, region.adopt)
        if region.cidr is not None:
            yield from _cidr(place, region.cidr)


def of_all_regions(settings: Settings) -> Iterator[Problem]:
    """Roles, blocks that overlap, regions that are held."""
    if not any(region.role is Role.ACTIVE for region in settings.regions.values()):
        yield Problem(
            path=("regions",),
            message="no region is active: one must have role 'active', which is the default",
        )
    yield from _overlaps(settings)
    yield from repeated(("hold",), settings.hold)
    for index, place in enumerate(settings.hold):
        if place not in settings.regions:
            yield Problem(
                path=("hold", index),
                message="no such region in holdfast:regions",
                value=place,
                allowed=tuple(settings.regions),
                suggestion=nearest(place, settings.regions),
            )
    if settings.hold and set(settings.hold) >= set(settings.regions):
        yield Problem(
            path=("hold",),
            message="holds every region, so an update would do nothing: leave one region to it",
            value=settings.hold,
        )


def _backup_region(place: str, region: RegionSettings) -> Iterator[Problem]:
    for field in sorted(region.model_fields_set - {"role"}):
        had = "no network: leave this out"
        if field == "key_arn":
            had = f"a vault alone: say this under {key_text(('backups', 'key_arns', place))}"
        yield Problem(
            path=("regions", place, field),
            message=f"a region with role 'backup' has {had}, or give the region another role",
        )


def _zones(place: str, region: RegionSettings) -> Iterator[Problem]:
    path, aws = ("regions", place, "zones"), PLACES[place]
    if isinstance(region.zones, int):
        if region.zones > len(aws.zones):
            yield Problem(
                path=path,
                message=f"{aws.name} has {len(aws.zones)} zones for a new account ({', '.join(aws.zones)}); "
                f"name the letters if yours has others",
                value=region.zones,
            )
        return
    yield from repeated(path, region.zones)
    for index, letter in enumerate(region.zones):
        if letter not in aws.letters:
            yield Problem(
                path=(*path, index),
                message=f"there is no zone {aws.name}{letter}",
                value=letter,
                allowed=aws.letters,
            )
    if not _LEAST_ZONES <= len(set(region.zones)) <= _MOST_ZONES:
        yield Problem(
            path=path,
            message="a region needs two to six zones: with one, a lost zone is a lost region",
            value=region.zones,
        )


def _cidr(place: str, text: str) -> Iterator[Problem]:
    """Check a VPC's block: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html.

    AWS takes /16 to /28; subnets of three tiers over the zones need /22 at the smallest.
    """
    path: SettingPath = ("regions", place, "cidr")
    block = ipaddress.IPv4Network(text)
    if not _SHORTEST_PREFIX <= block.prefixlen <= _LONGEST_PREFIX:
        yield Problem(
            path=path,
            message="a VPC's block is /16 to /22: AWS takes nothing larger, and three tiers of subnets in "
            "each zone "
            "need that much",
            value=text,
        )
    elif not any(block.subnet_of(private) for private in _VPC_RANGES):
        yield Problem(
            path=path,
            message="not a private block: answers to these addresses of the internet would never arrive",
            value=text,
            allowed=tuple(str(private) for private in _VPC_RANGES),
        )
    else:
        yield from docker_bridge(path, block)


def _adopted_block(path: SettingPath, text: str) -> Iterator[Problem]:
    """Check an existing VPC's block, which may be smaller than one that is made, and public."""
    block = ipaddress.IPv4Network(text)
    if not _SHORTEST_PREFIX <= block.prefixlen <= _LONGEST_ADOPTED_PREFIX:
        yield Problem(
            path=path,
            message="no VPC has such a block: AWS takes /16 to /28; give the one that the VPC's subnets "
            "lie in",
            value=text,
        )
    else:
        yield from docker_bridge(path, block)


def docker_bridge(path: SettingPath, block: ipaddress.IPv4Network) -> Iterator[Problem]:
    """Refuse a block that instances' containers cannot reach.

    Args:
        path: Where the block stands.
        block: The block.
    """
    if block.overlaps(_DOCKER_BRIDGE):
        yield Problem(
            path=path,
            message="overlaps 172.17.0.0/16, which Docker's bridge on the instances uses: containers could "
            "not reach these addresses",
            value=str(block),
        )


def _overlaps(settings: Settings) -> Iterator[Problem]:
    blocks = {
        place: ipaddress.IPv4Network(effective.cidr(place, region))
        for place, region in settings.regions.items()
        if region.role is not Role.BACKUP
    }
    for (first, block), (second, other) in combinations(blocks.items(), 2):
        if block.overlaps(other):
            culprit, rest = sorted((second, first), key=lambda place: _fixedness(settings.regions[place]))
            yield Problem(
                path=_block_path(culprit, settings),
                message=f"overlaps {key_text(_block_path(rest, settings))} ({blocks[rest]}): regions with "
                "common addresses can never be connected, and a VPC's block cannot change",
                value=str(blocks[culprit]),
            )


def _fixedness(region: RegionSettings) -> tuple[bool, bool]:
    """Tell how hard a region's block is to change: what the file chose first, what exists last."""
    return region.adopt is not None, region.cidr is None


def _block_path(place: str, settings: Settings) -> SettingPath:
    adopted = settings.regions[place].adopt is not None
    return ("regions", place, "adopt", "cidr") if adopted else ("regions", place, "cidr")


def _adopted(place: str, region: RegionSettings, adopt: AdoptedNetworkSettings) -> Iterator[Problem]:
    path = ("regions", place)
    if region.cidr is not None:
        yield Problem(
            path=(*path, "cidr"),
            message="an adopted VPC has its own block, which is not for this file to choose: say it under "
            "adopt.cidr and leave this out",
            value=region.cidr,
        )
    if region.nat is not None:
        yield Problem(
            path=(*path, "nat"),
            message="an adopted VPC has its own way out: leave this out",
            value=str(region.nat),
        )
    yield from _adopted_block((*path, "adopt", "cidr"), adopt.cidr)
    zones = effective.zone_count(region)
    for field in ("public_subnet_ids", "private_subnet_ids", "isolated_subnet_ids"):
        ids = getattr(adopt, field)
        if len(ids) != zones and (ids or field == "private_subnet_ids"):
            yield Problem(
                path=(*path, "adopt", field),
                message=f"has {len(ids)} subnets for {zones} zones: name one per zone, in the order of the "
                "zones",
            )
    everything = (*adopt.public_subnet_ids, *adopt.private_subnet_ids, *adopt.isolated_subnet_ids)
    yield from repeated((*path, "adopt"), everything)
