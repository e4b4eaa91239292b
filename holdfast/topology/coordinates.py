"""Where AWS's regions lie, for steering by distance.

The city or the area that AWS names a region after (https://docs.aws.amazon.com/global-infrastructure/latest/
regions/aws-regions.html), in degrees to a tenth, which is about 11 km: enough to tell regions apart. AWS
publishes no coordinates; those of the older regions agree with https://github.com/yunionio/cloudpods,
pkg/util/aws/latitude_and_longitude.go, and https://github.com/lopoc/defcon31, time_probe/aws_data.py
(2026-11), and the others are their cities' (https://www.geonames.org).
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

COORDINATES: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "use1": (39.0, -77.5),  # Ashburn, Northern Virginia
        "use2": (40.1, -83.2),  # Columbus, Ohio
        "usw1": (37.4, -122.0),  # Santa Clara, Northern California
        "usw2": (45.5, -119.6),  # Morrow and Umatilla, Oregon
        "cac1": (45.5, -73.6),  # Montreal
        "caw1": (51.0, -114.1),  # Calgary
        "mxc1": (20.6, -100.4),  # Querétaro
        "sae1": (-23.5, -46.6),  # São Paulo
        "euw1": (53.4, -6.3),  # Dublin
        "euw2": (51.5, -0.1),  # London
        "euw3": (48.9, 2.3),  # Paris
        "euc1": (50.1, 8.7),  # Frankfurt
        "euc2": (47.4, 8.5),  # Zurich
        "eun1": (59.3, 18.1),  # Stockholm
        "eus1": (45.5, 9.2),  # Milan
        "eus2": (41.7, -0.9),  # Zaragoza
        "aps1": (19.1, 72.9),  # Mumbai
        "aps2": (17.4, 78.5),  # Hyderabad
        "apse1": (1.3, 103.9),  # Singapore
        "apse2": (-33.9, 151.2),  # Sydney
        "apse3": (-6.2, 106.8),  # Jakarta
        "apse4": (-37.8, 145.0),  # Melbourne
        "apse5": (3.1, 101.7),  # Kuala Lumpur
        "apse6": (-36.8, 174.8),  # Auckland
        "apse7": (13.8, 100.5),  # Bangkok
        "apne1": (35.7, 139.7),  # Tokyo
        "apne2": (37.5, 127.0),  # Seoul
        "apne3": (34.7, 135.5),  # Osaka
        "ape1": (22.3, 114.2),  # Hong Kong
        "ape2": (25.0, 121.6),  # Taipei
        "mes1": (25.9, 50.6),  # Bahrain
        "mec1": (24.5, 54.4),  # Abu Dhabi
        "ilc1": (32.1, 34.8),  # Tel Aviv
        "afs1": (-33.9, 18.4),  # Cape Town
    }
)
"""Latitude (north) and longitude (east) in degrees by place."""
