"""Route 53's locations as Cloudflare's pools: continents are regions there, countries are countries.

In each list all regions behind the entrance follow in the order of failover: when all pools of a list are
unhealthy, Cloudflare goes to the fallback pool, and neither to a wider location nor to the default pools
(https://developers.cloudflare.com/load-balancing/understand-basics/traffic-steering/steering-policies/
geo-steering/#failover-behavior, 2026-11).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.topology.values import CONTINENTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

REGIONS_OF: Mapping[str, tuple[str, ...]] = {
    "AF": ("NAF", "SAF"),
    "AS": ("ME", "NEAS", "SAS", "SEAS"),
    "EU": ("EEU", "WEU"),
    "NA": ("ENAM", "WNAM"),
    "OC": ("OC",),
    "SA": ("NSAM", "SSAM"),
}
"""Continent of Route 53's → regions of Cloudflare's; Antarctica has none. The borders are not the same ones:
Cloudflare's region is that of the data centre that a client reaches.

Source: https://developers.cloudflare.com/load-balancing/reference/region-mapping-api/ (2026-11).
"""


def location_pools(
    locations: Mapping[str, Sequence[str]], order: Sequence[str]
) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Return the pools of regions and those of countries.

    Args:
        locations: Place → its locations, as the settings name them.
        order: All places in the order of failover, the one of clients who are nowhere else first.

    Returns:
        Region of Cloudflare's → places, and country → places, each with the located place first.
    """
    regions: dict[str, tuple[str, ...]] = {}
    countries: dict[str, tuple[str, ...]] = {}
    for place in sorted(locations):
        chain = (place, *(other for other in order if other != place))
        for location in sorted(locations[place]):
            if location in CONTINENTS:
                regions.update(dict.fromkeys(REGIONS_OF[location], chain))
            elif location != "default":
                countries[location.removeprefix("country:")] = chain
    return dict(sorted(regions.items())), dict(sorted(countries.items()))
