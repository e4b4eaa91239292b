from __future__ import annotations

from typing import Any

import pytest

from tests.components.test_global_table import COMPONENT, REGIONS, REPLICA, TABLE, build

TARGET, POLICY = "aws:appautoscaling/target:Target", "aws:appautoscaling/policy:Policy"
INDEX: dict[str, Any] = {"by-status": {"partition_key": {"name": "status", "type": "S"}}}
PROVISIONED: dict[str, Any] = {
    "read": {"minimum": 5.0, "maximum": 100.0},
    "write": {"minimum": 10, "maximum": 200, "target_percent": 50},
}
EXPECTED = {
    "read": ("", "table:ReadCapacityUnits", "Read", (5, 100), 70),
    "write": ("", "table:WriteCapacityUnits", "Write", (10, 200), 50),
    "read-by-status": ("/index/by-status", "index:ReadCapacityUnits", "Read", (5, 100), 70),
    "write-by-status": ("/index/by-status", "index:WriteCapacityUnits", "Write", (10, 200), 50),
}
DIMENSIONS = tuple(EXPECTED)


def test_every_copy_and_index_scales() -> None:
    resources = build("euw1", indexes=INDEX, **PROVISIONED)
    assert resources.pairs() == {
        COMPONENT,
        (TABLE, "use1-orders-table"),
        (REPLICA, "euw1-orders-table"),
        *(
            (type_, f"{place}-orders-table-{dimension}")
            for type_ in (TARGET, POLICY)
            for place in ("use1", "euw1")
            for dimension in DIMENSIONS
        ),
    }


def test_the_table_begins_with_the_least_units_which_scaling_then_moves() -> None:
    table = build("euw1", indexes=INDEX, **PROVISIONED)("use1-orders-table")
    assert table.inputs["billingMode"] == "PROVISIONED"
    assert (table.inputs["readCapacity"], table.inputs["writeCapacity"]) == (5, 10)
    (index,) = table.inputs["globalSecondaryIndexes"]
    assert (index["readCapacity"], index["writeCapacity"]) == (5, 10)
    # Nothing of an index: a table that leaves on demand would then have indexes without capacity.
    assert set(table.ignore_changes) == {"replicas", "warmThroughput", "readCapacity", "writeCapacity"}


@pytest.mark.parametrize("place", ["use1", "euw1"])
@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_each_dimension_scales_in_its_own_region(place: str, dimension: str) -> None:
    resources, copy = build("euw1", indexes=INDEX, **PROVISIONED), f"{place}-orders-table"
    target, policy = (resources(f"{copy}-{dimension}", kind) for kind in ("Target", "Policy"))
    path, scalable, metric, bounds, percent = EXPECTED[dimension]
    of_the_target = {
        "region": REGIONS[place],
        "serviceNamespace": "dynamodb",
        "resourceId": f"table/use1-orders-table-0000{path}",
        "scalableDimension": f"dynamodb:{scalable}",
    }
    assert target.inputs == {**of_the_target, "minCapacity": bounds[0], "maxCapacity": bounds[1]}
    assert policy.inputs == {
        **of_the_target,
        "name": f"DynamoDB{metric}CapacityUtilization:table/use1-orders-table-0000{path}",
        "policyType": "TargetTrackingScaling",
        "targetTrackingScalingPolicyConfiguration": {
            "predefinedMetricSpecification": {
                "predefinedMetricType": f"DynamoDB{metric}CapacityUtilization",
            },
            "targetValue": percent,
        },
    }
    assert copy in target.depends_on
    assert target.name in policy.depends_on
    assert (target.parent, policy.parent) == ("global-orders", "global-orders")
    assert not target.protect
    assert not policy.protect


def test_a_replica_waits_until_the_copy_before_it_scales() -> None:
    resources = build("euw1", "usw2", indexes=INDEX, **PROVISIONED)
    for place, before in (("euw1", "use1"), ("usw2", "euw1")):
        scaling = {f"{before}-orders-table-{dimension}" for dimension in DIMENSIONS}
        assert resources(f"{place}-orders-table").depends_on >= {f"{before}-orders-table", *scaling}


def test_on_demand_nothing_scales() -> None:
    resources = build("euw1", indexes=INDEX)
    assert resources.of(TARGET) == resources.of(POLICY) == []
    (index,) = resources("use1-orders-table").inputs["globalSecondaryIndexes"]
    assert not {"readCapacity", "writeCapacity"} & index.keys()
