"""DynamoDB tables: keys, indexes, capacity, and what strong consistency between regions takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective_stores
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Problem
from holdfast.topology.values import AttributeType, Consistency, IndexProjection, StoreKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.dynamodb import AttributeSettings, DynamodbSettings
    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.stack import Settings
    from holdfast.settings.store import StoreSettings

_GUIDE = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide"
_STRONG_PAGE = f"{_GUIDE}/V2globaltables_HowItWorks.html"
STRONG_SETS = (
    frozenset({"use1", "use2", "usw2"}),
    frozenset({"euw1", "euw2", "euw3", "euc1"}),
    frozenset({"apne1", "apne2", "apne3"}),
)
"""Region sets of strongly consistent global tables (same page, 2026-11)."""
_STRONG_REGIONS = 3
_MOST_PROJECTED = 100


def of_each_table(settings: Settings) -> Iterator[Problem]:
    """Keys, indexes and capacity of each table that is made."""
    for key, store in settings.stores.items():
        if store.kind is StoreKind.DYNAMODB and not effective_stores.is_adopted(store):
            path, table = ("stores", key, "dynamodb"), effective_stores.dynamodb(store)
            yield from _keys(path, table)
            yield from _indexes((*path, "indexes"), table)
            yield from _expiry(path, store, table)
            yield from _provisioned((*path, "provisioned"), store, table)


def of_consistency(settings: Settings) -> Iterator[Problem]:
    """Strong consistency of tables: three regions of a set, perhaps one a witness."""
    for key, store in settings.stores.items():
        path = ("stores", key)
        if store.kind is not StoreKind.DYNAMODB:
            continue
        if effective_stores.consistency(store) is Consistency.STRONG:
            yield from _strong(path, store, settings)
        elif effective_stores.dynamodb(store).witness is not None:
            yield Problem(
                path=(*path, "dynamodb", "witness"),
                message=f"only a table with consistency 'strong' has a witness ({_STRONG_PAGE}): add that or "
                "leave this out",
                value=effective_stores.dynamodb(store).witness,
            )


def _strong(path: SettingPath, store: StoreSettings, settings: Settings) -> Iterator[Problem]:
    held, witness = (
        frozenset(effective_stores.store_places(store, settings)),
        effective_stores.dynamodb(store).witness,
    )
    if effective_stores.is_adopted(store) and any(held <= regions for regions in STRONG_SETS):
        return  # Its other regions and its witness are not for these settings to say.
    if witness in held:
        yield Problem(
            path=(*path, "dynamodb", "witness"),
            message=f"holds a replica already; the witness is in a third region ({_STRONG_PAGE})",
            value=witness,
        )
        return
    everywhere = held | ({witness} if witness is not None else set())
    if len(everywhere) != _STRONG_REGIONS or not any(everywhere <= regions for regions in STRONG_SETS):
        sets = "; ".join(", ".join(sorted(regions)) for regions in STRONG_SETS)
        seen = "" if witness is None else f", with its witness in {witness}"
        yield Problem(
            path=(*path, "consistency"),
            message="a strongly consistent global table has three replicas, all in one set of regions "
            f"({sets}), or two and dynamodb.witness in a third region of the set ({_STRONG_PAGE}); this "
            f"store lies in {', '.join(sorted(held))}{seen}",
            value="strong",
        )


def _keys(path: SettingPath, table: DynamodbSettings) -> Iterator[Problem]:
    """Keys that name one attribute twice, or give one attribute two types.

    Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html.
    """
    types: dict[str, AttributeType] = {}
    for where, partition, sort in (
        (path, table.partition_key, table.sort_key),
        *(
            ((*path, "indexes", name), index.partition_key, index.sort_key)
            for name, index in table.indexes.items()
        ),
    ):
        if sort is not None and sort.name == partition.name:
            yield Problem(
                path=(*where, "sort_key", "name"),
                message="is the partition key already: a sort key is another attribute",
                value=sort.name,
            )
            continue
        for field, key in (("partition_key", partition), ("sort_key", sort)):
            if key is not None:
                yield from _type((*where, field, "type"), key, types)


def _type(path: SettingPath, key: AttributeSettings, types: dict[str, AttributeType]) -> Iterator[Problem]:
    known = types.setdefault(key.name, key.type)
    if known is not key.type:
        yield Problem(
            path=path,
            message=f"attribute '{key.name}' has type {known} in another key of this table: an attribute has "
            "one type",
            value=str(key.type),
        )


def _indexes(path: SettingPath, table: DynamodbSettings) -> Iterator[Problem]:
    for name, index in table.indexes.items():
        included = index.projection is IndexProjection.INCLUDE
        yield from repeated((*path, name, "attributes"), index.attributes)
        if included and not index.attributes:
            yield Problem(
                path=(*path, name, "attributes"),
                message="projection INCLUDE names the attributes that the index holds besides its keys, and "
                "none is named: add some, or take KEYS_ONLY",
            )
        elif index.attributes and not included:
            yield Problem(
                path=(*path, name, "attributes"),
                message=f"do nothing with projection {index.projection}: only INCLUDE takes them",
                value=index.attributes,
            )
    total = sum(len(index.attributes) for index in table.indexes.values())
    if total > _MOST_PROJECTED:
        yield Problem(
            path=path,
            message=f"name {total} attributes together, and a table's indexes include at most "
            f"{_MOST_PROJECTED} (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/"
            "API_Projection.html)",
        )


def _expiry(path: SettingPath, store: StoreSettings, table: DynamodbSettings) -> Iterator[Problem]:
    name = table.ttl_attribute
    if name is None:
        return
    keys = [key for key in (table.partition_key, table.sort_key) if key is not None]
    others = [key for index in table.indexes.values() for key in (index.partition_key, index.sort_key)]
    if effective_stores.consistency(store) is Consistency.STRONG:
        problem = f"items of a strongly consistent table do not expire ({_STRONG_PAGE}): leave this out"
    elif any(key.name == name for key in keys):
        problem = "is a key of the table, which says what an item is, not when it expires: name another"
    elif any(key is not None and key.name == name and key.type is not AttributeType.NUMBER for key in others):
        problem = f"is a key of an index with another type than N: an expiry time is a number ({_GUIDE}/"
        problem += "time-to-live-ttl-before-you-start.html)"
    else:
        return
    yield Problem(path=(*path, "ttl_attribute"), message=problem, value=name)


def _provisioned(path: SettingPath, store: StoreSettings, table: DynamodbSettings) -> Iterator[Problem]:
    """Capacity that does not go together.

    Replicas come to a provisioned table only once its writes scale, and those of a strongly consistent table
    are made with it (source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/
    bp-global-table-design.prescriptive-guidance.throughput.html).
    """
    if table.provisioned is None:
        return
    if effective_stores.consistency(store) is Consistency.STRONG:
        yield Problem(
            path=path,
            message="a strongly consistent table is made with all its replicas, before any capacity can "
            "scale, which replicas of a provisioned table need: leave this out, it is then on demand",
        )
    for field, units in (("read", table.provisioned.read), ("write", table.provisioned.write)):
        if units.minimum > units.maximum:
            yield Problem(
                path=(*path, field, "minimum"),
                message=f"is above the maximum ({units.maximum})",
                value=units.minimum,
            )
