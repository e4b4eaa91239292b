from __future__ import annotations

from typing import Any

import pytest

from holdfast.components.global_table import GlobalTable
from tests.components.declared import declared
from tests.components.test_global_table import STRONG, args, build

UNITS = {"minimum": 1, "maximum": 10}
STATUS = {"partition_key": {"name": "status", "type": "S"}}


def refusal(*others: str, **more: Any) -> str:
    with pytest.raises(ValueError, match=r"^global table 'global-orders':\n- ") as raised:
        build(*others, **more)
    return str(raised.value)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"home": "euw1"}, "- 'home' must be one of the members (use1), got 'euw1'"),
        (
            {"sort_key": {"name": "pk", "type": "S"}},
            "- the two keys of the table must be two attributes, got 'pk' twice",
        ),
        (
            {"indexes": {"one": {**STATUS, "sort_key": {"name": "pk", "type": "N"}}}},
            "- an attribute has one type, but 'pk' is N and S",
        ),
        (
            {"indexes": {"one": {**STATUS, "sort_key": {"name": "status", "type": "S"}}}},
            "- the two keys of index 'one' must be two attributes, got 'status' twice",
        ),
        (
            {"indexes": {f"index-{number}": STATUS for number in range(21)}},
            "- a table has at most 20 global secondary indexes, got 21",
        ),
        (
            {"indexes": {"one": {**STATUS, "projection": "INCLUDE"}}},
            "- index 'one': projection INCLUDE needs 'attributes'",
        ),
        (
            {"indexes": {"one": {**STATUS, "attributes": ["total"]}}},
            "- index 'one': 'attributes' need projection INCLUDE",
        ),
        (
            {
                "indexes": {
                    name: {
                        **STATUS,
                        "projection": "INCLUDE",
                        "attributes": [f"{number}" for number in range(51)],
                    }
                    for name in ("one", "two")
                }
            },
            "- the indexes of a table include at most 100 attributes together, got 102",
        ),
        ({"read": UNITS}, "- 'read' needs 'write': provisioned capacity has both, on demand has neither"),
        ({"write": UNITS}, "- 'write' needs 'read': provisioned capacity has both, on demand has neither"),
        (
            {"read": UNITS, "write": {"minimum": 11, "maximum": 10}},
            "- 'write': 'minimum' must not be more than 'maximum', got 11 and 10",
        ),
        (
            {"write": UNITS, "read": {"minimum": 0, "maximum": 10}},
            "- 'read': 'minimum' must be 1 or more, got 0",
        ),
        (
            {"write": UNITS, "read": {**UNITS, "target_percent": 91}},
            "- 'read': 'target_percent' must be 20 to 90, got 91",
        ),
        (
            {"write": {**UNITS, "target_percent": 19}, "read": UNITS},
            "- 'write': 'target_percent' must be 20 to 90, got 19",
        ),
        (
            {"warm_throughput": (11_999, 4_000)},
            "- 'warm_throughput': read units must be 12000 or more, got 11999",
        ),
        (
            {"warm_throughput": (12_000, 3_999)},
            "- 'warm_throughput': write units must be 4000 or more, got 3999",
        ),
        (
            {"warm_throughput": (12_000,)},
            "- 'warm_throughput' must be read and write units per second, got 1 numbers",
        ),
        ({"point_in_time_recovery_days": 0}, "- 'point_in_time_recovery_days' must be 1 to 35, got 0"),
        ({"point_in_time_recovery_days": 36}, "- 'point_in_time_recovery_days' must be 1 to 35, got 36"),
        (
            {"witness_region": "us-east-2"},
            "- 'witness_region' needs consistency strong: an eventually consistent table has no witness",
        ),
    ],
)
def test_refuses(more: dict[str, Any], message: str) -> None:
    assert refusal(**more).splitlines()[1:] == [message]


def test_refuses_two_members_in_one_region() -> None:
    given = args("use2", "euw1")
    given["members"] = {**given["members"], "second": given["members"]["use2"]}
    with pytest.raises(ValueError, match="a region holds one copy, but second, use2 are all in us-east-2"):
        declared(lambda: GlobalTable("global-orders", given))


@pytest.mark.parametrize(
    ("others", "more", "message"),
    [
        (
            (),
            {},
            "- consistency strong needs three members, or two and 'witness_region', got 1 and 0 witness",
        ),
        (
            ("use2",),
            {},
            "- consistency strong needs three members, or two and 'witness_region', got 2 and 0 witness",
        ),
        (
            ("use2", "usw2"),
            {"witness_region": "us-east-1"},
            "- consistency strong needs three members, or two and 'witness_region', got 3 and 1 witness",
        ),
        (
            ("use2",),
            {"witness_region": "us-east-2"},
            "- 'witness_region' must be a region without a member, got us-east-2",
        ),
        (
            ("use2", "usw2"),
            {"ttl_attribute": "expires"},
            "- consistency strong forbids 'ttl_attribute': AWS expires no items of such a table",
        ),
        (
            ("use2", "usw2"),
            {"read": UNITS, "write": UNITS},
            "- consistency strong needs a table on demand, without 'read' and 'write'",
        ),
    ],
)
def test_refuses_of_a_strong_table(others: tuple[str, ...], more: dict[str, Any], message: str) -> None:
    assert message in refusal(*others, **STRONG, **more).splitlines()


@pytest.mark.parametrize(
    ("others", "witness"),
    [(("use2", "euw1"), {}), (("use2",), {"witness_region": "us-west-1"}), (("use2", "apse2"), {})],
)
def test_refuses_a_strong_table_across_region_sets(others: tuple[str, ...], witness: dict[str, str]) -> None:
    (problem,) = refusal(*others, **STRONG, **witness).splitlines()[1:]
    assert problem.startswith("- consistency strong needs all regions in one of these sets (us-east-1, ")


@pytest.mark.parametrize(
    "regions",
    [
        ("eu-west-1", "eu-west-3", "eu-central-1"),
        ("eu-west-2", "eu-west-1", "eu-west-3"),
        ("ap-northeast-1", "ap-northeast-2", "ap-northeast-3"),
    ],
)
def test_accepts_every_region_set(regions: tuple[str, ...]) -> None:
    given = args("use2", "usw2", **STRONG)
    members = zip(given["members"].items(), regions, strict=True)
    given["members"] = {place: {**member, "region": region} for (place, member), region in members}
    found = declared(lambda: GlobalTable("global-orders", given))
    assert found("use1-orders-table").region == regions[0]


def test_accepts_the_bounds() -> None:
    build(
        point_in_time_recovery_days=1,
        warm_throughput=(12_000, 4_000),
        read={"minimum": 1, "maximum": 1, "target_percent": 20},
        write={"minimum": 1, "maximum": 1, "target_percent": 90},
        indexes={f"index-{number}": STATUS for number in range(20)},
    )


def test_says_all_problems_at_once() -> None:
    assert len(refusal(home="euw1", read=UNITS, point_in_time_recovery_days=99).splitlines()) == 4


def test_refuses_a_consistency_that_does_not_exist() -> None:
    with pytest.raises(ValueError, match="'Strong' is not a valid Consistency"):
        build(consistency="Strong")
