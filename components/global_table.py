"""A DynamoDB table that several regions hold and write."""

from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi_aws import dynamodb

from holdfast.components.global_table_args import (
    POINT_IN_TIME_RECOVERY_DAYS,
    GlobalTableArgs,
    key_attributes,
)
from holdfast.components.global_table_limits import refuse
from holdfast.components.global_table_scaling import TableScaling, declare_scaling
from holdfast.topology.values import Consistency, IndexProjection, TableClass

# AWS raises the warm throughput with use, in every region when one takes another's traffic, and the provider
# would replace the table in order to lower it.
_GROWS_WITH_USE = ["warmThroughput"]
# Application Auto Scaling moves these. Indexes are left out: the engine would take the old value of an index
# for its new one, which is none when a table leaves on demand, and the provider refuses that.
_SCALES = ["readCapacity", "writeCapacity"]
# Each replica is a resource of its own region. The provider lists them on the table as well, and would
# delete those that the table does not declare (docs of ``aws_dynamodb_table_replica``).
_DECLARED_APART = ["replicas"]


class GlobalTable(pulumi.ComponentResource):
    """A DynamoDB table with a copy in each of several regions, which all read and write.

    Declares: the table in its home, with a stream, point-in-time recovery, deletion protection and the
    home's customer key; a replica in every other member's region with that region's key; the scaling of
    every copy and index where capacity is provisioned. Replicas of an eventually consistent table are
    resources of their own regions, made one after the other, since AWS takes one change of replicas at a
    time. Those of a strongly consistent table are part of the table: AWS makes them with it, all at once,
    and never adds or removes one.

    Survives: the loss of a zone, and of any region but the last: the other copies go on reading and writing
    without anybody's doing, and the lost one catches up by itself. An eventually consistent table loses, or
    gets back only with the region, what the lost region wrote in its last second or so (no bound is
    promised), and of two concurrent writes of an item the last one wins. A strongly consistent one loses
    nothing, and serves as long as two of its three regions do
    (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-global-table-design.html, 2026-11).

    Does not survive: a wrong write or delete, which every copy repeats (restore to a point in time, or from
    a backup, into a new table); the deletion of a region's key, for that copy. While the home is away
    its replicas serve, but nothing about the table can be changed through this stack.
    """

    table_name: pulumi.Output[str]
    """Name of the table, the same in every region."""
    table_arn: pulumi.Output[str]
    """ARN of the home's copy."""
    stream_arn: pulumi.Output[str]
    """ARN of the home's stream."""

    def __init__(self, name: str, args: GlobalTableArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("holdfast:index:GlobalTable", name, {**args}, opts)
        refuse(name, args)
        self._args = args
        self._protection = args.get("protection", True)
        self._strong = Consistency(args.get("consistency", Consistency.EVENTUAL)) is Consistency.STRONG
        self._table = self._declare_table()
        self._member_arns = self._declare_replicas()
        self.table_name = self._table.name
        self.table_arn = self._table.arn
        self.stream_arn = self._table.stream_arn
        self.register_outputs(
            {
                "table_name": self.table_name,
                "table_arn": self.table_arn,
                "stream_arn": self.stream_arn,
                "origin": dict(args.get("origin", {})),
            }
        )

    def member_arn(self, place: str) -> pulumi.Output[str]:
        """Return the ARN of one region's copy.

        Args:
            place: Place of the copy: one of the members.

        Returns:
            The ARN, known once the copy is there.

        Raises:
            KeyError: There is no such member.
        """
        return self._member_arns[place]

    def _declare_table(self) -> "dynamodb.Table":
        args, home = self._args, self._args["members"][self._args["home"]]
        name = self._copy_name(args["home"])
        inputs = {**self._schema(), **self._capacity()}
        ignored = [*_GROWS_WITH_USE, *(_SCALES if "read" in args else [])]
        if self._strong:
            inputs |= self._strong_replicas()
        else:
            ignored += _DECLARED_APART
        if "ttl_attribute" in args:
            inputs["ttl"] = {"attribute_name": args["ttl_attribute"], "enabled": True}
        return dynamodb.Table(
            name,
            region=home["region"],
            table_class=str(args.get("table_class", TableClass.STANDARD)),
            stream_enabled=True,
            stream_view_type="NEW_AND_OLD_IMAGES",
            point_in_time_recovery={
                "enabled": True,
                "recovery_period_in_days": int(
                    args.get("point_in_time_recovery_days", POINT_IN_TIME_RECOVERY_DAYS)
                ),
            },
            server_side_encryption={"enabled": True, "kms_key_arn": home["key_arn"]},
            deletion_protection_enabled=self._protection,
            tags=self._tags(name),
            **inputs,
            opts=pulumi.ResourceOptions(parent=self, protect=self._protection, ignore_changes=ignored),
        )

    def _schema(self) -> dict[str, Any]:
        args = self._args
        attributes = {key["name"]: str(key["type"]) for key in key_attributes(args)}
        schema: dict[str, Any] = {
            "hash_key": args["partition_key"]["name"],
            "attributes": [{"name": key, "type": type_} for key, type_ in sorted(attributes.items())],
            "global_secondary_indexes": [self._index(key) for key in sorted(args.get("indexes", {}))],
        }
        if "sort_key" in args:
            schema["range_key"] = args["sort_key"]["name"]
        return schema

    def _index(self, key: str) -> dict[str, Any]:
        index = self._args["indexes"][key]
        keys = [{"attribute_name": index["partition_key"]["name"], "key_type": "HASH"}]
        if "sort_key" in index:
            keys.append({"attribute_name": index["sort_key"]["name"], "key_type": "RANGE"})
        declared = {
            "name": key,
            "key_schemas": keys,
            "projection_type": str(index.get("projection", IndexProjection.ALL)),
            **self._units(),
        }
        if index.get("attributes"):
            declared["non_key_attributes"] = sorted(index["attributes"])
        return declared

    def _capacity(self) -> dict[str, Any]:
        capacity: dict[str, Any] = {
            "billing_mode": "PROVISIONED" if "read" in self._args else "PAY_PER_REQUEST",
            **self._units(),
        }
        if "warm_throughput" in self._args:
            read, write = self._args["warm_throughput"]
            capacity["warm_throughput"] = {
                "read_units_per_second": int(read),
                "write_units_per_second": int(write),
            }
        return capacity

    def _units(self) -> dict[str, int]:
        if "read" not in self._args:
            return {}
        return {
            "read_capacity": int(self._args["read"]["minimum"]),
            "write_capacity": int(self._args["write"]["minimum"]),
        }

    def _strong_replicas(self) -> dict[str, Any]:
        replicas: dict[str, Any] = {
            "replicas": [
                {
                    "region_name": self._args["members"][place]["region"],
                    "consistency_mode": "STRONG",
                    "kms_key_arn": self._args["members"][place]["key_arn"],
                    "point_in_time_recovery": True,
                    "deletion_protection_enabled": self._protection,
                    "propagate_tags": True,
                }
                for place in self._others()
            ]
        }
        if "witness_region" in self._args:
            replicas["global_table_witness"] = {"region_name": self._args["witness_region"]}
        return replicas

    def _declare_replicas(self) -> Mapping[str, pulumi.Output[str]]:
        members, home = self._args["members"], self._args["home"]
        if self._strong:
            # The table is there when all of its copies are.
            return {place: _arn_in(member["region"], self._table.arn) for place, member in members.items()}
        arns = {home: self._table.arn}
        # AWS adds a replica to a provisioned table only once writes of the table and of all indexes scale.
        # And one replica at a time: the provider tries again to add one meanwhile, but not to protect it.
        before = [self._table, *self._declare_scaling(home, self._table)]
        for place in self._others():
            replica = self._declare_replica(place, before)
            arns[place] = replica.arn
            before = [replica, *self._declare_scaling(place, replica)]
        return arns

    def _declare_replica(self, place: str, before: list[pulumi.Resource]) -> "dynamodb.TableReplica":
        name, member = self._copy_name(place), self._args["members"][place]
        return dynamodb.TableReplica(
            name,
            region=member["region"],
            global_table_arn=self._table.arn,
            kms_key_arn=member["key_arn"],
            point_in_time_recovery=True,
            deletion_protection_enabled=self._protection,
            tags=self._tags(name),
            opts=pulumi.ResourceOptions(
                parent=self,
                protect=self._protection,
                depends_on=before,
                # A region holds one replica of a table, so a new one cannot stand beside the old one.
                delete_before_replace=True,
                # The table's class is the replicas' class; the provider may read it back as an override of
                # the replica, and would replace the replica in order to take it away.
                ignore_changes=["tableClassOverride"],
            ),
        )

    def _declare_scaling(self, place: str, copy: pulumi.Resource) -> list[pulumi.Resource]:
        if "read" not in self._args:
            return []
        scaling = TableScaling(
            read=self._args["read"],
            write=self._args["write"],
            indexes=tuple(self._args.get("indexes", {})),
            table=self._table.name,
            parent=self,
        )
        region = self._args["members"][place]["region"]
        return [*declare_scaling(self._copy_name(place), region, copy, scaling)]

    def _others(self) -> list[str]:
        return sorted(place for place in self._args["members"] if place != self._args["home"])

    def _copy_name(self, place: str) -> str:
        return f"{place}-{self._args['store']}-table"

    def _tags(self, name: str) -> dict[str, str]:
        return {**self._args.get("tags", {}), **self._args.get("backup_tags", {}), "Name": name}


def _arn_in(region: str, arn: pulumi.Output[str]) -> pulumi.Output[str]:
    return arn.apply(lambda known: ":".join([*known.split(":")[:3], region, *known.split(":")[4:]]))
