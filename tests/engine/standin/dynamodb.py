"""What AWS does to the copies of a DynamoDB global table.

Every replica takes writes, so nothing fails over
(https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GlobalTables.html). Reading the table lists
the replicas that were made apart from it
(https://github.com/hashicorp/terraform-provider-aws/blob/main/website/docs/r/dynamodb_table_replica.html.markdown).
Both 2026-11.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.engine.standin.cloud import Cloud, Thing

TABLE, REPLICA = "aws:dynamodb/table:Table", "aws:dynamodb/tableReplica:TableReplica"


def take_traffic(cloud: Cloud) -> None:
    """Every copy takes another region's traffic: capacity and warm throughput grow, classes are read back."""
    for table in cloud.of(TABLE):
        if table.state.get("billingMode") == "PROVISIONED":
            table.state.update(readCapacity=999, writeCapacity=999)
        table.state["warmThroughput"] = {"readUnitsPerSecond": 90_000, "writeUnitsPerSecond": 90_000}
    for replica in cloud.of(REPLICA):
        replica.state["tableClassOverride"] = "STANDARD"


def created(cloud: Cloud, thing: Thing) -> None:
    """List a new replica on its table."""
    if thing.type == REPLICA:
        table = _table(cloud, thing)
        table.state["replicas"] = [*table.state.get("replicas", []), {"regionName": thing.state["region"]}]


def deleting(cloud: Cloud, thing: Thing) -> None:
    """Take a replica off its table's list."""
    if thing.type == REPLICA:
        table, region = _table(cloud, thing), thing.state["region"]
        table.state["replicas"] = [one for one in table.state["replicas"] if one["regionName"] != region]


def _table(cloud: Cloud, replica: Thing) -> Thing:
    (found,) = (table for table in cloud.of(TABLE) if table.arn == replica.state["globalTableArn"])
    return found
