from __future__ import annotations

import ipaddress
import re
from itertools import combinations

from holdfast.settings.aws_regions import PLACES

LETTERS = {
    "north": "n",
    "south": "s",
    "east": "e",
    "west": "w",
    "central": "c",
    "southeast": "se",
    "northeast": "ne",
}


def test_places_follow_the_naming_rule() -> None:
    for place, region in PLACES.items():
        area, direction, number = region.name.split("-")
        assert place == region.place == f"{area}{LETTERS[direction]}{number}"


def test_blocks_are_private_and_never_overlap() -> None:
    blocks = [ipaddress.IPv4Network(region.cidr) for region in PLACES.values()]
    assert all(
        block.prefixlen == 16 and block.subnet_of(ipaddress.IPv4Network("10.0.0.0/8")) for block in blocks
    )
    assert not any(first.overlaps(second) for first, second in combinations(blocks, 2))


def test_blocks_are_constant_for_ever() -> None:
    # A VPC's block cannot change: a different number here replaces networks of stacks that exist.
    known = {"use1": 16, "use2": 17, "usw2": 19, "euw1": 48, "euw2": 49, "euc1": 56, "apne1": 104, "sae1": 32}
    assert {place: PLACES[place].cidr for place in known} == {
        place: f"10.{byte}.0.0/16" for place, byte in known.items()
    }


def test_each_region_has_two_zones_or_more_and_a_jurisdiction() -> None:
    for region in PLACES.values():
        assert 2 <= len(region.zones) <= 6
        assert set(region.zones) <= set(region.letters)
        assert re.fullmatch(r"[A-Z]{2}", region.jurisdiction)
