"""What a DynamoDB global table is told."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from holdfast.topology.values import AttributeType, Consistency, IndexProjection, TableClass

POINT_IN_TIME_RECOVERY_DAYS = 35
"""AWS's default and most
(https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PointInTimeRecoverySpecification.html,
2026-11)."""

TARGET_PERCENT = 70
"""AWS's default target utilisation
(https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html, 2026-11)."""


class KeyAttributeArgs(TypedDict):
    """A key attribute of a table or of an index."""

    name: str
    """Its name."""
    type: AttributeType
    """Its type: ``S`` (string), ``N`` (number) or ``B`` (binary)."""


class GlobalIndexArgs(TypedDict):
    """A global secondary index."""

    partition_key: KeyAttributeArgs
    """Its partition key."""
    sort_key: NotRequired[KeyAttributeArgs]
    """Its sort key. Default: none."""
    projection: NotRequired[IndexProjection]
    """What it holds of each item: ``ALL``, ``KEYS_ONLY`` or ``INCLUDE``. Default: ``ALL``."""
    attributes: NotRequired[Sequence[str]]
    """What an ``INCLUDE`` projection adds to the keys. Default: none."""


class ThroughputArgs(TypedDict):
    """Provisioned capacity that scales by itself."""

    minimum: int
    """Least capacity units, 1 or more; the table begins with them. One that was on demand before begins with
    1 unit, and its indexes with these, until its scaling is registered moments later."""
    maximum: int
    """Most capacity units."""
    target_percent: NotRequired[int]
    """Use of the provisioned units that scaling holds, 20 to 90. Default: 70."""


class TableMemberArgs(TypedDict):
    """One region's copy of the table."""

    region: str
    """AWS region of the copy."""
    key_arn: pulumi.Input[str]
    """ARN of the customer key of that region, which encrypts the copy. A change replaces a replica."""


class GlobalTableArgs(TypedDict):
    """What a global table needs."""

    store: str
    """Key of the store: part of every child's name."""
    home: str
    """Place in which the table was first created. It never changes and says nothing of who serves now."""
    members: Mapping[str, TableMemberArgs]
    """Copies by place, the home among them; one of them alone makes an ordinary table. A strongly consistent
    table keeps the members that it began with."""
    partition_key: KeyAttributeArgs
    """Partition key; a change replaces the table."""
    sort_key: NotRequired[KeyAttributeArgs]
    """Sort key; a change replaces the table. Default: none."""
    indexes: NotRequired[Mapping[str, GlobalIndexArgs]]
    """Global secondary indexes by name, at most 20. AWS makes them in every copy. Default: none."""
    ttl_attribute: NotRequired[str]
    """Attribute with the time, in seconds since 1970, after which AWS deletes an item. Default: items
    stay."""
    read: NotRequired[ThroughputArgs]
    """Provisioned read capacity units of the table and of each index, in every copy; given together with
    ``write``. Default: on demand."""
    write: NotRequired[ThroughputArgs]
    """Provisioned write capacity units of the table and of each index, in every copy, which carry the writes
    of all regions; given together with ``read``. Default: on demand."""
    warm_throughput: NotRequired[Sequence[int]]
    """Read and write units per second (at least 12000 and 4000) that the table carries from the moment that
    it is made. Read once: AWS raises it by itself with use, and a person does with
    ``aws dynamodb update-table --warm-throughput``; nothing lowers it. Above 40000 units, quotas must be
    raised in every region first. Default: what AWS gives."""
    point_in_time_recovery_days: NotRequired[int]
    """How many days back the home's copy restores to any second, 1 to 35; replicas always 35.
    Default: 35."""
    table_class: NotRequired[TableClass]
    """Table class, the same in every copy: ``STANDARD`` or ``STANDARD_INFREQUENT_ACCESS``.
    Default: ``STANDARD``."""
    consistency: NotRequired[Consistency]
    """Whether a write waits for another region: ``eventual`` or ``strong``; fixed when the table is made.
    Default: ``eventual``."""
    witness_region: NotRequired[str]
    """AWS region of the witness of a strongly consistent table with two members, which keeps recent writes
    and serves nobody. Default: none."""
    backup_tags: NotRequired[Mapping[str, str]]
    """Further tags of every copy, by which AWS Backup selects it. Default: none."""
    protection: NotRequired[bool]
    """Keep every copy from deletion, in AWS and in Pulumi; False lets ``pulumi destroy`` work at once.
    Default: True."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every copy. Scaling targets carry none, see ``global_table_scaling``. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


def key_attributes(args: GlobalTableArgs) -> list[KeyAttributeArgs]:
    """Return every key attribute of a table and of its indexes, as often as it is named.

    Args:
        args: The table.

    Returns:
        The table's own first, then those of each index.
    """
    schemas = [(args["partition_key"], args.get("sort_key"))]
    for _, index in sorted(args.get("indexes", {}).items()):
        schemas.append((index["partition_key"], index.get("sort_key")))
    return [key for schema in schemas for key in schema if key is not None]
