"""Contradictions in a global table's arguments, in a person's words."""

from collections import Counter
from collections.abc import Iterator

from holdfast.components.global_table_args import (
    POINT_IN_TIME_RECOVERY_DAYS,
    TARGET_PERCENT,
    GlobalTableArgs,
    ThroughputArgs,
    key_attributes,
)
from holdfast.components.refusals import refuse_if_any
from holdfast.topology.values import Consistency, IndexProjection

STRONG_REGION_SETS = (
    ("us-east-1", "us-east-2", "us-west-2"),
    ("eu-central-1", "eu-west-1", "eu-west-2", "eu-west-3"),
    ("ap-northeast-1", "ap-northeast-2", "ap-northeast-3"),
)
"""Sets of regions within which a table can be strongly consistent
(https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-global-table-design.html, 2026-11)."""

_STRONG_REGIONS = 3

# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html (2026-11).
_MOST_INDEXES, _MOST_PROJECTED_ATTRIBUTES = 20, 100

# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput.html (2026-11).
_WARM_FLOORS = {"read": 12_000, "write": 4_000}

# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html (2026-11).
_LOWEST_TARGET, _HIGHEST_TARGET = 20, 90


def refuse(name: str, args: GlobalTableArgs) -> None:
    """Refuse what AWS or reason refuses.

    Args:
        name: Logical name of the table's component.
        args: The table.

    Raises:
        ValueError: All problems at once.
    """
    checks = (_members, _keys, _indexes, _capacity, _recovery, _consistency)
    refuse_if_any(f"global table {name!r}", [problem for check in checks for problem in check(args)])


def _members(args: GlobalTableArgs) -> Iterator[str]:
    members = args["members"]
    if args["home"] not in members:
        yield f"'home' must be one of the members ({', '.join(sorted(members))}), got {args['home']!r}"
    counted = Counter(member["region"] for member in members.values())
    for region in sorted(region for region, times in counted.items() if times > 1):
        places = ", ".join(sorted(place for place, member in members.items() if member["region"] == region))
        yield f"a region holds one copy, but {places} are all in {region}"


def _keys(args: GlobalTableArgs) -> Iterator[str]:
    types: dict[str, set[str]] = {}
    for key in key_attributes(args):
        types.setdefault(key["name"], set()).add(str(key["type"]))
    for attribute, found in sorted(types.items()):
        if len(found) > 1:
            yield f"an attribute has one type, but {attribute!r} is {' and '.join(sorted(found))}"
    schemas = {"the table": (args["partition_key"], args.get("sort_key"))}
    for index, one in sorted(args.get("indexes", {}).items()):
        schemas[f"index {index!r}"] = (one["partition_key"], one.get("sort_key"))
    for owner, (partition_key, sort_key) in schemas.items():
        if sort_key is not None and sort_key["name"] == partition_key["name"]:
            yield f"the two keys of {owner} must be two attributes, got {sort_key['name']!r} twice"


def _indexes(args: GlobalTableArgs) -> Iterator[str]:
    indexes, projected = args.get("indexes", {}), 0
    if len(indexes) > _MOST_INDEXES:
        yield f"a table has at most {_MOST_INDEXES} global secondary indexes, got {len(indexes)}"
    for key, index in sorted(indexes.items()):
        attributes = index.get("attributes", ())
        includes = index.get("projection", IndexProjection.ALL) == IndexProjection.INCLUDE
        if includes and not attributes:
            yield f"index {key!r}: projection INCLUDE needs 'attributes'"
        if attributes and not includes:
            yield f"index {key!r}: 'attributes' need projection INCLUDE"
        projected += len(attributes)
    if projected > _MOST_PROJECTED_ATTRIBUTES:
        yield (
            f"the indexes of a table include at most {_MOST_PROJECTED_ATTRIBUTES} attributes together, "
            f"got {projected}"
        )


def _capacity(args: GlobalTableArgs) -> Iterator[str]:
    if ("read" in args) != ("write" in args):
        given, missing = ("read", "write") if "read" in args else ("write", "read")
        yield f"'{given}' needs '{missing}': provisioned capacity has both, on demand has neither"
    if "read" in args:
        yield from _throughput("read", args["read"])
    if "write" in args:
        yield from _throughput("write", args["write"])
    if "warm_throughput" in args:
        warm = tuple(args["warm_throughput"])
        if len(warm) != len(_WARM_FLOORS):
            yield f"'warm_throughput' must be read and write units per second, got {len(warm)} numbers"
        for (kind, floor), units in zip(_WARM_FLOORS.items(), warm, strict=False):
            if units < floor:
                yield f"'warm_throughput': {kind} units must be {floor} or more, got {units}"


def _throughput(kind: str, asked: ThroughputArgs) -> Iterator[str]:
    minimum, maximum, target = asked["minimum"], asked["maximum"], asked.get("target_percent", TARGET_PERCENT)
    if minimum < 1:
        yield f"'{kind}': 'minimum' must be 1 or more, got {minimum}"
    if minimum > maximum:
        yield f"'{kind}': 'minimum' must not be more than 'maximum', got {minimum} and {maximum}"
    if not _LOWEST_TARGET <= target <= _HIGHEST_TARGET:
        yield f"'{kind}': 'target_percent' must be {_LOWEST_TARGET} to {_HIGHEST_TARGET}, got {target}"


def _recovery(args: GlobalTableArgs) -> Iterator[str]:
    days = args.get("point_in_time_recovery_days", POINT_IN_TIME_RECOVERY_DAYS)
    if not 1 <= days <= POINT_IN_TIME_RECOVERY_DAYS:
        yield (f"'point_in_time_recovery_days' must be 1 to {POINT_IN_TIME_RECOVERY_DAYS}, got {days}")


def _consistency(args: GlobalTableArgs) -> Iterator[str]:
    if Consistency(args.get("consistency", Consistency.EVENTUAL)) is Consistency.STRONG:
        yield from _strong(args)
    elif "witness_region" in args:
        yield "'witness_region' needs consistency strong: an eventually consistent table has no witness"


def _strong(args: GlobalTableArgs) -> Iterator[str]:
    regions = [member["region"] for member in args["members"].values()]
    witnesses = [args["witness_region"]] if "witness_region" in args else []
    if len(regions) + len(witnesses) != _STRONG_REGIONS:
        yield (
            "consistency strong needs three members, or two and 'witness_region', "
            f"got {len(regions)} and {len(witnesses)} witness"
        )
    if set(witnesses) & set(regions):
        yield f"'witness_region' must be a region without a member, got {witnesses[0]}"
    if not any({*regions, *witnesses} <= set(one) for one in STRONG_REGION_SETS):
        sets = "; ".join(", ".join(one) for one in STRONG_REGION_SETS)
        asked = ", ".join(sorted({*regions, *witnesses}))
        yield f"consistency strong needs all regions in one of these sets ({sets}), got {asked}"
    if "ttl_attribute" in args:
        yield "consistency strong forbids 'ttl_attribute': AWS expires no items of such a table"
    if "read" in args or "write" in args:
        # AWS adds replicas to a provisioned table only once its writes scale, and the provider makes those
        # of a strong table together with the table, before there is anything that could scale.
        yield "consistency strong needs a table on demand, without 'read' and 'write'"
