"""The places that a stack can name: AWS's regions with their zones, jurisdictions and default networks.

A place is a region's short code. It is made from the region's name: the first part as it is, the letters of
the compass direction (``north`` n, ``south`` s, ``east`` e, ``west`` w, ``central`` c; ``southeast`` se,
``northeast`` ne), then the number: ``us-east-1`` is ``use1``, ``ap-southeast-2`` is ``apse2``. Places are
part of resource names, so a code never changes.

Holds the commercial partition ``aws``; China and GovCloud are other partitions with other accounts.
Regions and zones: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
(2025-11). Accounts made before November 2025 have their own mapping of letters in the oldest regions (same
page): ``zones`` are those that a new account sees, ``letters`` all that some account sees; a stack file names
its own letters where its account differs.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


@dataclass(frozen=True, kw_only=True, slots=True)
class AwsRegion:
    """One region.

    ``place`` is its code, ``name`` AWS's name, ``jurisdiction`` whose law its data rests under: ``EU``,
    ``UK`` or an ISO 3166 country code. ``zones`` are the letters that a new account can use, ``letters``
    those that any account can. ``cidr`` is the block that the region's VPC gets by default: constant for
    ever, since a VPC's block cannot change, and no two overlap.
    """

    place: str
    name: str
    jurisdiction: str
    zones: tuple[str, ...]
    letters: tuple[str, ...]
    cidr: str


_TABLE = (
    # place, name, jurisdiction, zones of a new account, letters of any account, second byte of the block
    ("use1", "us-east-1", "US", "abcdef", "abcdef", 16),
    ("use2", "us-east-2", "US", "abc", "abc", 17),
    ("usw1", "us-west-1", "US", "bc", "abc", 18),
    ("usw2", "us-west-2", "US", "abcd", "abcd", 19),
    ("cac1", "ca-central-1", "CA", "abd", "abd", 24),
    ("caw1", "ca-west-1", "CA", "abc", "abc", 25),
    ("mxc1", "mx-central-1", "MX", "abc", "abc", 28),
    ("sae1", "sa-east-1", "BR", "abc", "abc", 32),
    ("euw1", "eu-west-1", "EU", "abc", "abc", 48),
    ("euw2", "eu-west-2", "UK", "abc", "abc", 49),
    ("euw3", "eu-west-3", "EU", "abc", "abc", 50),
    ("euc1", "eu-central-1", "EU", "abc", "abc", 56),
    ("euc2", "eu-central-2", "CH", "abc", "abc", 57),
    ("eun1", "eu-north-1", "EU", "abc", "abc", 60),
    ("eus1", "eu-south-1", "EU", "abc", "abc", 64),
    ("eus2", "eu-south-2", "EU", "abc", "abc", 65),
    ("aps1", "ap-south-1", "IN", "abc", "abc", 80),
    ("aps2", "ap-south-2", "IN", "abc", "abc", 81),
    ("apse1", "ap-southeast-1", "SG", "abc", "abc", 88),
    ("apse2", "ap-southeast-2", "AU", "abc", "abc", 89),
    ("apse3", "ap-southeast-3", "ID", "abc", "abc", 90),
    ("apse4", "ap-southeast-4", "AU", "abc", "abc", 91),
    ("apse5", "ap-southeast-5", "MY", "abc", "abc", 92),
    ("apse6", "ap-southeast-6", "NZ", "abc", "abc", 93),
    ("apse7", "ap-southeast-7", "TH", "abc", "abc", 94),
    ("apne1", "ap-northeast-1", "JP", "acd", "abcd", 104),
    ("apne2", "ap-northeast-2", "KR", "abcd", "abcd", 105),
    ("apne3", "ap-northeast-3", "JP", "abc", "abc", 106),
    ("ape1", "ap-east-1", "HK", "abc", "abc", 112),
    ("ape2", "ap-east-2", "TW", "abc", "abc", 113),
    ("mes1", "me-south-1", "BH", "abc", "abc", 128),
    ("mec1", "me-central-1", "AE", "abc", "abc", 132),
    ("ilc1", "il-central-1", "IL", "abc", "abc", 136),
    ("afs1", "af-south-1", "ZA", "abc", "abc", 144),
)

PLACES: Mapping[str, AwsRegion] = MappingProxyType(
    {
        place: AwsRegion(
            place=place,
            name=name,
            jurisdiction=jurisdiction,
            zones=tuple(zones),
            letters=tuple(letters),
            cidr=f"10.{byte}.0.0/16",
        )
        for place, name, jurisdiction, zones, letters, byte in _TABLE
    }
)
"""Every place by its code."""

JURISDICTIONS: tuple[str, ...] = tuple(sorted({region.jurisdiction for region in PLACES.values()}))
"""Every jurisdiction that a place lies in."""

PLACE_OF_REGION: Mapping[str, str] = MappingProxyType(
    {region.name: place for place, region in PLACES.items()}
)
"""The place of each of AWS's region names."""


def rests_within(place: str, allowed: Collection[str]) -> bool:
    """Whether a place is among those where data may rest.

    Args:
        place: The place.
        allowed: Jurisdictions and places.
    """
    return place in allowed or PLACES[place].jurisdiction in allowed


def where(place: str) -> str:
    """Give a place's region and jurisdiction for a message.

    Args:
        place: The place.
    """
    return f"{PLACES[place].name} ({PLACES[place].jurisdiction})"
