from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pulumi
import pytest

from holdfast.components.global_table import GlobalTable
from holdfast.topology.values import AttributeType, Consistency, IndexProjection, TableClass
from tests.components.declared import ACCOUNT_ID, Resources, declared

if TYPE_CHECKING:
    from holdfast.components.global_table_args import GlobalTableArgs, TableMemberArgs

REGIONS = {
    "use1": "us-east-1",
    "use2": "us-east-2",
    "usw2": "us-west-2",
    "euw1": "eu-west-1",
    "apse2": "ap-southeast-2",
}
STRONG: dict[str, Any] = {"consistency": Consistency.STRONG}
TABLE, REPLICA = "aws:dynamodb/table:Table", "aws:dynamodb/tableReplica:TableReplica"
COMPONENT = ("holdfast:index:GlobalTable", "global-orders")


def key_arn(place: str) -> str:
    return f"arn:aws:kms:{REGIONS[place]}:{ACCOUNT_ID}:key/{place}"


def table_arn(place: str) -> str:
    return f"arn:aws:dynamodb:{REGIONS[place]}:{ACCOUNT_ID}:table/use1-orders-table-0000"


def args(*others: str, **more: Any) -> GlobalTableArgs:
    members: dict[str, TableMemberArgs] = {
        place: {"region": REGIONS[place], "key_arn": key_arn(place)} for place in ("use1", *others)
    }
    return {
        "store": "orders",
        "home": "use1",
        "members": members,
        "partition_key": {"name": "pk", "type": AttributeType.STRING},
        **more,  # type: ignore[typeddict-item]  # any key
    }


def build(*others: str, **more: Any) -> Resources:
    return declared(lambda: GlobalTable("global-orders", args(*others, **more)))


def test_one_region_makes_a_table_alone() -> None:
    resources = build(origin={"partition_key": "holdfast:stores.orders.dynamodb.partition_key"})
    assert resources.pairs() == {COMPONENT, (TABLE, "use1-orders-table")}
    table = resources("use1-orders-table")
    assert table.inputs == {
        "region": "us-east-1",
        "hashKey": "pk",
        "attributes": [{"name": "pk", "type": "S"}],
        "globalSecondaryIndexes": [],
        "billingMode": "PAY_PER_REQUEST",
        "tableClass": "STANDARD",
        "streamEnabled": True,
        "streamViewType": "NEW_AND_OLD_IMAGES",
        "pointInTimeRecovery": {"enabled": True, "recoveryPeriodInDays": 35},
        "serverSideEncryption": {"enabled": True, "kmsKeyArn": key_arn("use1")},
        "deletionProtectionEnabled": True,
        "tags": {"Name": "use1-orders-table"},
    }
    assert (table.parent, table.protect) == ("global-orders", True)
    # Also without a replica, so that the first one changes nothing.
    assert set(table.ignore_changes) == {"replicas", "warmThroughput"}
    assert resources("global-orders").outputs == {
        "table_name": "use1-orders-table-0000",
        "table_arn": table_arn("use1"),
        "stream_arn": f"{table_arn('use1')}/stream/0",
        "origin": {"partition_key": "holdfast:stores.orders.dynamodb.partition_key"},
    }


def test_a_second_region_gets_a_replica_of_its_own() -> None:
    resources = build("euw1")
    assert resources.pairs() == {COMPONENT, (TABLE, "use1-orders-table"), (REPLICA, "euw1-orders-table")}
    replica = resources("euw1-orders-table")
    assert replica.inputs == {
        "region": "eu-west-1",
        "globalTableArn": table_arn("use1"),
        "kmsKeyArn": key_arn("euw1"),
        "pointInTimeRecovery": True,
        "deletionProtectionEnabled": True,
        "tags": {"Name": "euw1-orders-table"},
    }
    assert (replica.parent, replica.protect, replica.delete_before_replace) == ("global-orders", True, True)
    assert replica.ignore_changes == ("tableClassOverride",)
    assert "replicas" not in resources("use1-orders-table").inputs


def test_replicas_are_made_one_after_the_other() -> None:
    resources = build("usw2", "euw1")
    assert resources.pairs() == {
        COMPONENT,
        (TABLE, "use1-orders-table"),
        (REPLICA, "euw1-orders-table"),
        (REPLICA, "usw2-orders-table"),
    }
    assert resources("euw1-orders-table").depends_on == {"use1-orders-table"}
    assert resources("usw2-orders-table").depends_on == {"use1-orders-table", "euw1-orders-table"}


@pytest.mark.parametrize(
    "more", [{}, {"read": {"minimum": 1, "maximum": 9}, "write": {"minimum": 1, "maximum": 9}}]
)
def test_another_member_changes_nothing_of_the_others(more: dict[str, Any]) -> None:
    before, after = build("usw2", **more), build("usw2", "euw1", **more)
    options = ("protect", "ignore_changes", "parent", "delete_before_replace")
    for one in before:
        if one.custom:
            same = after(one.name, one.type)
            assert same.inputs == one.inputs
            assert [getattr(same, option) for option in options] == [
                getattr(one, option) for option in options
            ]
    assert {name.split("-")[0] for _, name in after.pairs() - before.pairs()} == {"euw1"}


@pytest.mark.parametrize("more", [{}, STRONG])
def test_tells_the_arn_of_every_copy(more: dict[str, Any]) -> None:
    found: dict[str, str] = {}

    def program() -> None:
        table = GlobalTable("global-orders", args("use2", "usw2", **more))
        for place in ("use1", "use2", "usw2"):
            pulumi.Output.all(place, table.member_arn(place)).apply(
                lambda pair: found.update({pair[0]: pair[1]})
            )
        with pytest.raises(KeyError):
            table.member_arn("euw1")

    declared(program)
    assert found == {place: table_arn(place) for place in ("use1", "use2", "usw2")}


def test_keys_indexes_expiry_and_class_reach_the_table() -> None:
    resources = build(
        "euw1",
        sort_key={"name": "sk", "type": AttributeType.NUMBER},
        indexes={
            "by-status": {
                "partition_key": {"name": "status", "type": AttributeType.STRING},
                "sort_key": {"name": "sk", "type": AttributeType.NUMBER},
                "projection": IndexProjection.INCLUDE,
                "attributes": ["total", "customer"],
            },
            "by-hash": {"partition_key": {"name": "hash", "type": AttributeType.BINARY}},
        },
        ttl_attribute="expires",
        table_class=TableClass.STANDARD_INFREQUENT_ACCESS,
        point_in_time_recovery_days=7.0,
    )
    inputs = resources("use1-orders-table").inputs
    assert (inputs["hashKey"], inputs["rangeKey"]) == ("pk", "sk")
    assert inputs["attributes"] == [
        {"name": "hash", "type": "B"},
        {"name": "pk", "type": "S"},
        {"name": "sk", "type": "N"},
        {"name": "status", "type": "S"},
    ]
    assert inputs["globalSecondaryIndexes"] == [
        {
            "name": "by-hash",
            "keySchemas": [{"attributeName": "hash", "keyType": "HASH"}],
            "projectionType": "ALL",
        },
        {
            "name": "by-status",
            "keySchemas": [
                {"attributeName": "status", "keyType": "HASH"},
                {"attributeName": "sk", "keyType": "RANGE"},
            ],
            "projectionType": "INCLUDE",
            "nonKeyAttributes": ["customer", "total"],
        },
    ]
    assert inputs["ttl"] == {"attributeName": "expires", "enabled": True}
    assert inputs["tableClass"] == "STANDARD_INFREQUENT_ACCESS"
    assert inputs["pointInTimeRecovery"] == {"enabled": True, "recoveryPeriodInDays": 7}
    assert "tableClassOverride" not in resources("euw1-orders-table").inputs


def test_warm_throughput_is_there_on_demand() -> None:
    inputs = build("euw1", warm_throughput=(15_000.0, 5_000))("use1-orders-table").inputs
    assert inputs["warmThroughput"] == {"readUnitsPerSecond": 15_000, "writeUnitsPerSecond": 5_000}
    assert inputs["billingMode"] == "PAY_PER_REQUEST"
    assert not {"readCapacity", "writeCapacity"} & inputs.keys()


def test_three_strong_copies_are_one_resource() -> None:
    resources = build("usw2", "use2", **STRONG)
    assert resources.pairs() == {COMPONENT, (TABLE, "use1-orders-table")}
    table = resources("use1-orders-table")
    assert table.inputs["replicas"] == [
        {
            "regionName": REGIONS[place],
            "consistencyMode": "STRONG",
            "kmsKeyArn": key_arn(place),
            "pointInTimeRecovery": True,
            "deletionProtectionEnabled": True,
            "propagateTags": True,
        }
        for place in ("use2", "usw2")
    ]
    assert "globalTableWitness" not in table.inputs
    assert table.ignore_changes == ("warmThroughput",)
    assert table.protect is True


def test_two_strong_copies_have_a_witness() -> None:
    resources = build("usw2", **STRONG, witness_region="us-east-2")
    assert resources.pairs() == {COMPONENT, (TABLE, "use1-orders-table")}
    inputs = resources("use1-orders-table").inputs
    assert [replica["regionName"] for replica in inputs["replicas"]] == ["us-west-2"]
    assert inputs["globalTableWitness"] == {"regionName": "us-east-2"}


def test_tags_reach_every_copy() -> None:
    tags: dict[str, Any] = {"tags": {"Team": "orders"}, "backup_tags": {"holdfast:backup": "gold"}}
    resources = build("euw1", **tags)
    for name in ("use1-orders-table", "euw1-orders-table"):
        assert resources(name).inputs["tags"] == {"Team": "orders", "holdfast:backup": "gold", "Name": name}
    strong = build("use2", "usw2", **STRONG, **tags)("use1-orders-table").inputs
    assert strong["tags"] == {"Team": "orders", "holdfast:backup": "gold", "Name": "use1-orders-table"}
    assert [replica["propagateTags"] for replica in strong["replicas"]] == [True, True]


def test_lifted_protection_lets_everything_go() -> None:
    resources = build("euw1", protection=False)
    for name in ("use1-orders-table", "euw1-orders-table"):
        assert resources(name).inputs["deletionProtectionEnabled"] is False
        assert not resources(name).protect
    strong = build("use2", "usw2", **STRONG, protection=False)("use1-orders-table")
    assert not strong.protect
    assert strong.inputs["deletionProtectionEnabled"] is False
    assert [replica["deletionProtectionEnabled"] for replica in strong.inputs["replicas"]] == [False, False]


def test_whoever_is_home_is_the_table() -> None:
    resources = declared(lambda: GlobalTable("global-orders", {**args("euw1"), "home": "euw1"}))
    assert {one.name: one.type for one in resources if one.custom} == {
        "euw1-orders-table": TABLE,
        "use1-orders-table": REPLICA,
    }
    assert resources("euw1-orders-table").region == "eu-west-1"
