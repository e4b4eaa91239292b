"""DynamoDB: keys, indexes, capacity and streams.

Texts: https://github.com/aws-cloudformation/cfn-lint/issues/1037,
https://github.com/hashicorp/terraform-provider-aws/pull/3194; rules:
https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html and
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html. All 2026-11.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.engine.standin.cloud import Cloud
    from tests.engine.standin.refusals.wanted import Rule, Wanted

TABLE, REPLICA = "aws:dynamodb/table:Table", "aws:dynamodb/tableReplica:TableReplica"
_MOST_INDEXES = 20


def _key_attributes(inputs: Mapping[str, Any]) -> Iterator[str]:
    indexes = (inputs.get("globalSecondaryIndexes") or (), inputs.get("localSecondaryIndexes") or ())
    for holder in (inputs, *indexes[0], *indexes[1]):
        for key in ("hashKey", "rangeKey"):
            if holder.get(key):
                yield str(holder[key])
        for part in holder.get("keySchemas") or ():
            yield str(part["attributeName"])


def _defines_its_keys(_cloud: Cloud, wanted: Wanted) -> str | None:
    used = set(_key_attributes(wanted.inputs))
    defined = {str(one["name"]) for one in wanted.inputs.get("attributes") or ()}
    if used - defined:
        return (
            "ValidationException: One or more parameter values were invalid: Some index key attributes "
            "are not "
            f"defined in AttributeDefinitions. Keys: [{', '.join(sorted(used))}], "
            f"AttributeDefinitions: [{', '.join(sorted(defined))}]"
        )
    if defined - used:
        return (
            "ValidationException: One or more parameter values were invalid: Some AttributeDefinitions "
            "are not used. "
            f"AttributeDefinitions: [{', '.join(sorted(defined))}], keys used: [{', '.join(sorted(used))}]"
        )
    return None


def _capacity_fits_the_mode(_cloud: Cloud, wanted: Wanted) -> str | None:
    given = [key for key in ("readCapacity", "writeCapacity") if wanted.number(key)]
    demand = wanted.text("billingMode") == "PAY_PER_REQUEST"
    if demand and given and wanted.id is None:
        return (
            "ValidationException: One or more parameter values were invalid: Neither ReadCapacityUnits nor "
            "WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST"
        )
    if not demand and len(given) != len(("read", "write")):
        return (
            "ValidationException: One or more parameter values were invalid: ReadCapacityUnits and "
            "WriteCapacityUnits must both be specified when BillingMode is PROVISIONED"
        )
    return None


def _indexes_differ(_cloud: Cloud, wanted: Wanted) -> str | None:
    indexes = wanted.inputs.get("globalSecondaryIndexes") or ()
    names = [str(one["name"]) for one in indexes]
    if len(set(names)) != len(names):
        return "ValidationException: One or more parameter values were invalid: Duplicate index name"
    if len(names) > _MOST_INDEXES:
        return (
            "ValidationException: One or more parameter values were invalid: GlobalSecondaryIndex "
            "count exceeds the "
            f"per-table limit of {_MOST_INDEXES}"
        )
    for one in indexes:
        included, named = one.get("projectionType") == "INCLUDE", bool(one.get("nonKeyAttributes"))
        if included != named:
            return (
                "ValidationException: One or more parameter values were invalid: ProjectionType is "
                f"{one.get('projectionType')}, but NonKeyAttributes is {'' if named else 'not '}specified"
            )
    return None


def _copied_table_streams(cloud: Cloud, wanted: Wanted) -> str | None:
    """A replica needs a table with a stream of both images, on demand or with scaled write capacity.

    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_reqs_bestpractices.html
    (2026-11); capacity is not looked at, since what scales it comes after the table.
    """
    table = cloud.named(wanted.text("globalTableArn"))
    if wanted.id is None and table is not None and table.state.get("streamViewType") != "NEW_AND_OLD_IMAGES":
        return (
            "ValidationException: Failed to create a the new replica: table must have a stream with "
            "NEW_AND_OLD_IMAGES"
        )
    return None


def _one_replica_per_region(cloud: Cloud, wanted: Wanted) -> str | None:
    table = cloud.named(wanted.text("globalTableArn"))
    if wanted.id is None and table is not None and table.region == wanted.region:
        return (
            "ValidationException: One or more parameter values were invalid: Cannot add, delete, or "
            "update the "
            "local region through ReplicaUpdates. Use CreateTable, DeleteTable, or UpdateTable as required."
        )
    for thing in cloud.of(REPLICA):
        same = thing.state["globalTableArn"] == wanted.text("globalTableArn")
        if wanted.id is None and same and thing.region == wanted.region:
            return (
                "ValidationException: Failed to create a the new replica of table because one or more "
                "replicas already existed as tables."
            )
    return None


RULES: Mapping[str, tuple[Rule, ...]] = {
    TABLE: (_defines_its_keys, _capacity_fits_the_mode, _indexes_differ),
    REPLICA: (_copied_table_streams, _one_replica_per_region),
}
