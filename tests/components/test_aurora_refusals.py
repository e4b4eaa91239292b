from __future__ import annotations

from typing import Any

import pytest

from tests.components.aurora_sample import MYSQL, SERVERLESS, build, member


def use1(**instances: str) -> dict[str, Any]:
    return {"members": {"use1": member("use1", instances=instances)}}


MANY = {f"a{number}": f"us-east-1{'ab'[number % 2]}" for number in range(17)}


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"home": "apne1"}, r"'home' must be one of its members \(euw1, use1\), got 'apne1'"),
        ({"members": {}}, r"'home' must be one of its members \(none\), got 'use1'"),
        (
            use1(a1="us-east-1a"),
            r"'members.use1.instances' must be 2 to 16 instances in 2 zones or more, got 1 in 1",
        ),
        (use1(a1="us-east-1a", a2="us-east-1a"), "got 2 in 1"),
        (use1(**MANY), "must be 2 to 16 instances in 2 zones or more, got 17 in 2"),
        (use1(a1="us-east-1a", b1="eu-west-1b"), "'b1' must be in a zone of us-east-1, got 'eu-west-1b'"),
        (use1(a1="us-east-1a", b1="us-east-1"), "'b1' must be in a zone of us-east-1, got 'us-east-1'"),
        (use1(a1="us-east-1a", b1="us-east-1-bos-1a"), "got 'us-east-1-bos-1a'"),
        (use1(a1="us-east-1a", B_1="us-east-1b"), "a key has lower-case letters and digits alone, got 'B_1'"),
        (
            {"members": {"use1": member("use1"), "other": member("use1")}},
            "members 'other' and 'use1' are both in us-east-1: a region takes one",
        ),
        ({"engine": "aurora"}, "'engine' must be one of aurora-postgresql, aurora-mysql, got 'aurora'"),
        (
            {"parameter_group_family": "aurora-postgresql15"},
            "of aurora-postgresql 16.8 is 'aurora-postgresql16', got 'aurora-postgresql15'",
        ),
        (
            {**MYSQL, "parameter_group_family": "aurora-mysql5.7"},
            "is 'aurora-mysql8.0', got 'aurora-mysql5.7'",
        ),
        (
            {"log_exports": ["postgresql", "slowquery", "audit"]},
            "'log_exports' of aurora-postgresql may be .*postgresql, got audit, slowquery",
        ),
        (
            {**MYSQL, "log_exports": ["postgresql"]},
            "'log_exports' of aurora-mysql may be audit, error, general",
        ),
        ({"instance_class": "db.serverless"}, "'capacity_acu' goes with the class db.serverless"),
        ({"capacity_acu": (1, 2)}, "'capacity_acu' goes with the class db.serverless"),
        ({"instance_class": "db.m6g.large"}, "'instance_class' must be db.serverless or one for memory"),
        ({"instance_class": "db.t4g.large"}, "'instance_class' must be db.serverless or one for memory"),
        ({**SERVERLESS, "capacity_acu": (1,)}, "must be the least and the largest capacity, got 1 numbers"),
        ({**SERVERLESS, "capacity_acu": (4, 2)}, "no less than the least, got 4 and 2"),
        ({**SERVERLESS, "capacity_acu": (0.7, 2)}, "in steps of 0.5"),
        ({**SERVERLESS, "capacity_acu": (0.5, 0.5)}, "the largest 1 or more"),
        ({**SERVERLESS, "capacity_acu": (1, 257)}, "from 0 to 256"),
        ({**SERVERLESS, "capacity_acu": (0, 2)}, "a paused region cannot take over: 0.5 or more"),
        ({"port": 1149}, "'port' must be 1150 to 65535, got 1149"),
        ({"password_version": 0}, "'password_version' must be 1 or more, got 0"),
        ({"backup_retention_days": 0}, "'backup_retention_days' must be 1 to 35, got 0"),
        ({"backup_retention_days": 36}, "'backup_retention_days' must be 1 to 35, got 36"),
        ({"log_retention_days": 91}, "'log_retention_days' must be one of 0, 1, 3"),
        (
            {"monitoring_interval_seconds": 0},
            "'monitoring_interval_seconds' must be one of 1, 5, 10, 15, 30, 60, got 0",
        ),
        ({"insights_mode": "best"}, "'insights_mode' must be one of standard, advanced, got 'best'"),
        ({"insights_retention_days": 30}, "'insights_retention_days' must be 7, a multiple of 31"),
        (
            {"insights_mode": "advanced"},
            "'insights_mode' advanced needs 'insights_retention_days' of 465 or more, got 7",
        ),
        ({"insights_mode": "advanced", "insights_retention_days": 434}, "of 465 or more, got 434"),
        ({"identifier": "o" * 64}, "'identifier' must be 1 to 63 lower-case letters"),
        ({"identifier": "Orders"}, "got 'Orders'"),
        ({"identifier": "orders--db"}, "got 'orders--db'"),
        ({"identifier": "orders-"}, "got 'orders-'"),
        ({"identifier": "1orders"}, "got '1orders'"),
        ({"identifier": ""}, "got ''"),
        ({"database": "my-orders"}, "'database' must be 1 to 63 letters, digits and underscores"),
        ({"master_username": "1admin"}, "'master_username' must be 1 to 63 letters"),
    ],
)
def test_refuses(more: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        build(**more)


def test_refuses_write_forwarding_of_one_member() -> None:
    with pytest.raises(ValueError, match="'write_forwarding' needs a second member"):
        build("use1", write_forwarding=True)


def test_leaves_room_for_a_reader_per_secondary() -> None:
    full = dict(list(MANY.items())[:16])
    assert build("use1", **use1(**full))
    with pytest.raises(ValueError, match="must be 2 to 15 instances in 2 zones or more, got 16 in 2"):
        build(members={"use1": member("use1", instances=full), "euw1": member("euw1")})


def test_refuses_more_members_than_aws_takes() -> None:
    members = {
        f"p{number}": {
            **member("use1"),
            "region": f"r{number}",
            "instances": {"a": f"r{number}a", "b": f"r{number}b"},
        }
        for number in range(12)
    }
    with pytest.raises(ValueError, match="'members' may be 11 at most, got 12"):
        build(home="p0", members=members)


def test_one_member_may_pause() -> None:
    (cluster,) = build("use1", instance_class="db.serverless", capacity_acu=(0, 1)).of("Cluster")
    assert cluster.inputs["serverlessv2ScalingConfiguration"] == {"minCapacity": 0, "maxCapacity": 1}


def test_tells_every_problem_at_once_and_whose() -> None:
    with pytest.raises(
        ValueError, match=r"Aurora database 'global-orders': 'home' .*; 'port' .*; 'identifier' "
    ):
        build(home="apne1", port=1, identifier="-")


def test_numbers_may_come_as_floats() -> None:
    resources = build("use1", port=5432.0, log_retention_days=90.0, log_exports=["postgresql"])
    assert resources("use1-orders-db", "Cluster").inputs["port"] == 5432
