"""Settings of DynamoDB tables."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from holdfast.settings.base import KeyArn, Place, SettingsModel
from holdfast.topology.values import AttributeType, IndexProjection, TableClass

AttributeName = Annotated[str, Field(min_length=1, max_length=255)]
IndexName = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9_.-]{3,255}$",
        json_schema_extra={
            "patternErrorMessage": "an index's name is 3 to 255 letters, digits, hyphens, dots and "
            "underscores"
        },
    ),
]
TableName = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9_.-]{3,255}$",
        json_schema_extra={
            "patternErrorMessage": "a table's name is 3 to 255 letters, digits, hyphens, dots and underscores"
        },
    ),
]


class AttributeSettings(SettingsModel):
    """A key attribute of a table."""

    name: AttributeName
    """Its name."""
    type: AttributeType = AttributeType.STRING
    """`S` (string), `N` (number) or `B` (binary). Default: `S`."""


class IndexSettings(SettingsModel):
    """A global secondary index."""

    partition_key: AttributeSettings
    """Its partition key."""
    sort_key: AttributeSettings | None = None
    """Its sort key. Default: none."""
    projection: IndexProjection = IndexProjection.ALL
    """What it holds of each item. Default: `ALL`."""
    attributes: tuple[AttributeName, ...] = ()
    """What an `INCLUDE` projection adds to the keys. Default: none."""


class ThroughputSettings(SettingsModel):
    """Provisioned capacity units that scale by themselves."""

    minimum: Annotated[int, Field(ge=1)]
    """Least units."""
    maximum: Annotated[int, Field(ge=1)]
    """Most units."""
    target_percent: Annotated[int, Field(ge=20, le=90)] = 70
    """Use of the provisioned units that scaling holds, 20 to 90. Default: 70."""


class ProvisionedSettings(SettingsModel):
    """Provisioned capacity of a table and of each of its indexes, in every region."""

    read: ThroughputSettings
    """Read capacity units."""
    write: ThroughputSettings
    """Write capacity units."""


class WarmThroughputSettings(SettingsModel):
    """Throughput that a table carries at once, without having grown into it."""

    read_units_per_second: Annotated[int, Field(ge=12_000)]
    """Read units per second."""
    write_units_per_second: Annotated[int, Field(ge=4_000)]
    """Write units per second."""


class AdoptedTableSettings(SettingsModel):
    """An existing global table to use instead of making one: nothing of it is declared."""

    table_name: TableName
    """Its name, which is the same in every region."""
    key_arns: dict[Place, KeyArn] = Field(default_factory=dict)
    """Customer key of the table per place. Default: AWS's own key."""


class DynamodbSettings(SettingsModel):
    """What a DynamoDB global table is."""

    partition_key: AttributeSettings = AttributeSettings.model_construct(name="pk")
    """Partition key; it never changes. Default: `pk`, a string."""
    sort_key: AttributeSettings | None = None
    """Sort key; it never changes. Default: none."""
    indexes: Annotated[dict[IndexName, IndexSettings], Field(max_length=20)] = Field(default_factory=dict)
    """Global secondary indexes by name. Default: none."""
    ttl_attribute: AttributeName | None = None
    """Attribute with the time at which an item expires. Default: items stay."""
    provisioned: ProvisionedSettings | None = None
    """Provisioned capacity with auto scaling. Default: on demand."""
    warm_throughput: WarmThroughputSettings | None = None
    """Throughput that is there when the table is made; later changes of it do nothing, since AWS raises it
    with use. Default: what AWS gives."""
    point_in_time_recovery_days: Annotated[int, Field(ge=1, le=35)] = 35
    """How far back the table restores to any second; replicas always 35 days. Default: 35."""
    table_class: TableClass = TableClass.STANDARD
    """Table class. Default: `STANDARD`."""
    witness: Place | None = None
    """Place of the witness of a strongly consistent table with two replicas. Default: none; three replicas
    need none."""
    adopt: AdoptedTableSettings | None = None
    """An existing table to use. Default: one is made."""
