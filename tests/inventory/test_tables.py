from __future__ import annotations

from tests.graph.documents import UNKNOWN, step, urn
from tests.inventory.taken import (
    EU,
    KEY,
    US,
    copies,
    gap_ids,
    here,
    key,
    keys,
    only,
    plan,
    selection,
    vault,
)

TABLE, REPLICA = "aws:dynamodb/table:Table", "aws:dynamodb/tableReplica:TableReplica"
LAG = "about 1 s, not bounded"


def test_a_table_alone() -> None:
    item = only(step(TABLE, "orders", here(US, pointInTimeRecovery={"enabled": True})))

    assert copies(item) == [("primary", US, "0"), ("point in time", US, "about 5 min")]
    assert keys(item) == ["AWS's key", "AWS's key"]
    assert gap_ids(item) == ["backup-not-elsewhere"]
    assert gap_ids(only(step(TABLE, "orders", here(US)))) == ["no-backup"]


def test_a_table_with_a_replica_that_is_a_resource() -> None:
    item = only(
        key("us-key", US),
        key("eu-key", EU),
        step(
            TABLE,
            "orders",
            here(US, serverSideEncryption={"kmsKeyArn": UNKNOWN}, pointInTimeRecovery={"enabled": True}),
            links={"serverSideEncryption": [urn(KEY, "us-key")]},
        ),
        step(
            REPLICA,
            "copy",
            here(EU, globalTableArn=UNKNOWN, kmsKeyArn=UNKNOWN, pointInTimeRecovery=True),
            links={"globalTableArn": [urn(TABLE, "orders")], "kmsKeyArn": [urn(KEY, "eu-key")]},
        ),
    )

    assert item.what == "DynamoDB global table"
    assert copies(item) == [
        ("peer", US, LAG),
        ("peer", EU, LAG),
        ("point in time", US, "about 5 min"),
        ("point in time", EU, "about 5 min"),
    ]
    assert keys(item)[:2] == ["us-key", "eu-key"]
    assert gap_ids(item) == []


def test_replicas_that_are_part_of_the_table() -> None:
    replicas = [
        {"regionName": EU, "kmsKeyArn": UNKNOWN, "pointInTimeRecovery": True},
        {"regionName": UNKNOWN},
    ]
    item = only(
        key("us-key", US),
        key("eu-key", EU),
        step(
            TABLE,
            "orders",
            here(US, replicas=replicas),
            links={"replicas": [urn(KEY, "us-key"), urn(KEY, "eu-key")]},
        ),
    )

    assert copies(item) == [
        ("peer", US, LAG),
        ("peer", EU, LAG),
        ("peer", None, LAG),
        ("point in time", EU, "about 5 min"),
    ]
    assert keys(item) == ["AWS's key", "eu-key", "AWS's key", "eu-key"]
    assert item.unknowns == ("where the peer orders is",)


def test_a_replica_that_has_only_a_key_of_another_region() -> None:
    replicas = [{"regionName": EU, "kmsKeyArn": UNKNOWN}]
    item = only(
        key("us-key", US),
        step(TABLE, "orders", here(US, replicas=replicas), links={"replicas": [urn(KEY, "us-key")]}),
    )

    assert "key-elsewhere" in gap_ids(item)


def test_strong_consistency_loses_nothing() -> None:
    replicas = [{"regionName": EU, "consistencyMode": "STRONG"}]
    item = only(
        step(TABLE, "orders", here(US, replicas=replicas, globalTableWitness={"regionName": "eu-west-2"}))
    )

    assert copies(item) == [("peer", US, "0"), ("peer", EU, "0")]
    assert item.notes == ("the witness is in eu-west-2: it serves nobody",)


def test_what_is_not_known_yet() -> None:
    item = only(step(TABLE, "orders", here(US, replicas=UNKNOWN, pointInTimeRecovery=UNKNOWN)))

    assert item.unknowns == ("its replicas", "whether orders can be restored to a point in time")
    assert gap_ids(item) == []


def _in_europe(*, tagged: bool) -> list[str]:
    """Gaps of a table whose replica a plan of its own region looks for by a tag."""
    replicas = [{"regionName": EU, "propagateTags": tagged}]
    item = only(
        step(TABLE, "orders", here(US, replicas=replicas, tags={"backup": "yes"})),
        vault("eu", EU),
        plan("daily", EU, {"targetVaultName": UNKNOWN}, vaults=("eu",)),
        selection("tagged", EU, "daily", selectionTags=[{"key": "backup", "value": "yes"}]),
    )
    return gap_ids(item)


def test_a_plan_may_take_the_replica_alone() -> None:
    assert _in_europe(tagged=True) == []
    assert _in_europe(tagged=False) == ["no-backup"]
