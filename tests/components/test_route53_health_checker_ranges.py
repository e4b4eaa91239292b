from __future__ import annotations

from datetime import date
from ipaddress import IPv4Network

from holdfast.components.route53_health_checker_ranges import AS_OF, IPV4_RANGES


def test_ranges_are_distinct_public_blocks() -> None:
    blocks = [IPv4Network(one) for one in IPV4_RANGES]
    assert all(block.is_global for block in blocks)
    assert not [(a, b) for a in blocks for b in blocks if a is not b and a.overlaps(b)]


def test_ranges_are_narrow_enough_not_to_count_as_public() -> None:
    assert min(IPv4Network(one).prefixlen for one in IPV4_RANGES) >= 8


def test_list_is_dated() -> None:
    assert date.fromisoformat(AS_OF) >= date(2026, 8, 22)
