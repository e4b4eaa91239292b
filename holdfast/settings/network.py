"""Settings of regions and their networks."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from holdfast.settings.aws_names import INTERFACE_ENDPOINTS
from holdfast.settings.base import Cidr, KeyArn, LogDays, OneOf, SettingsModel
from holdfast.topology.values import FlowLogTraffic, NatStrategy, Role

SubnetId = Annotated[
    str,
    Field(
        pattern=r"^subnet-[0-9a-f]{8,17}$",
        json_schema_extra={
            "patternErrorMessage": "a subnet's id is subnet- and 8 to 17 digits or letters a to f"
        },
    ),
]
ZoneLetter = Annotated[
    str,
    Field(
        pattern=r"^[a-z]$",
        json_schema_extra={"patternErrorMessage": "a zone is named by its one lower-case letter, such as a"},
    ),
]


def _zones_tag(value: object) -> str | None:
    if isinstance(value, int):
        return "<count>"
    return "<letters>" if isinstance(value, list | tuple) else None


Zones = Annotated[
    Annotated[int, Field(ge=2, le=6), Tag("<count>")] | Annotated[tuple[ZoneLetter, ...], Tag("<letters>")],
    Discriminator(
        _zones_tag,
        custom_error_type="format",
        custom_error_message="expected a number of zones, such as 3, or a list of their letters, such as "
        "[a, b]",
    ),
]


class FlowLogSettings(SettingsModel):
    """VPC flow logs, sent to CloudWatch Logs."""

    traffic: FlowLogTraffic = FlowLogTraffic.ALL
    """Which traffic is recorded. Default: `ALL`."""
    interval_seconds: Literal[60, 600] = 600
    """Aggregation interval, 60 or 600 seconds. Default: 600."""
    retention_days: LogDays = 90
    """How long CloudWatch Logs keeps them, one of its own steps; 0 keeps them for ever. Default: 90."""


class NetworkSettings(SettingsModel):
    """What the networks of all regions have in common."""

    nat: NatStrategy = NatStrategy.PER_ZONE
    """How private subnets reach the internet. Default: `per-zone`, so that a lost zone takes only its own."""
    gateway_endpoints: tuple[Literal["dynamodb", "s3"], ...] = ("dynamodb", "s3")
    """Free gateway endpoints, `s3` and `dynamodb`. Default: both."""
    interface_endpoints: tuple[
        Annotated[str, OneOf("service with an interface endpoint", INTERFACE_ENDPOINTS)], ...
    ] = ()
    """Interface endpoints by AWS's service name, such as `ecr.api`. Default: none; each is billed per
    zone."""
    flow_logs: FlowLogSettings | None = FlowLogSettings.model_construct()
    """VPC flow logs. Default: all traffic, kept for 90 days; `null` turns them off."""


class AdoptedNetworkSettings(SettingsModel):
    """An existing VPC to use instead of making one; subnets in the order of the region's zones."""

    vpc_id: Annotated[
        str,
        Field(
            pattern=r"^vpc-[0-9a-f]{8,17}$",
            json_schema_extra={
                "patternErrorMessage": "a VPC's id is vpc- and 8 to 17 digits or letters a to f"
            },
        ),
    ]
    """Id of the VPC."""
    cidr: Cidr
    """The VPC's own block: where load balancers and instances may connect to inside it."""
    public_subnet_ids: tuple[SubnetId, ...] = ()
    """Ids of public subnets, at least two for a load balancer that faces the internet. Default: none."""
    private_subnet_ids: tuple[SubnetId, ...]
    """Ids of the subnets that instances run in, one per zone."""
    isolated_subnet_ids: tuple[SubnetId, ...] = ()
    """Ids of subnets without a way out, for stores. Default: none."""


class RegionSettings(SettingsModel):
    """One region of the API."""

    role: Role = Role.ACTIVE
    """What the region does now. Default: `active`."""
    cidr: Cidr | None = None
    """The block of the VPC that is made, /16 to /22. Default: the block that the shipped table keeps for this
    region."""
    zones: Zones = 3
    """How many zones, or their letters. Default: 3."""
    nat: NatStrategy | None = None
    """This region's own NAT strategy. Default: the one of `holdfast:network`."""
    adopt: AdoptedNetworkSettings | None = None
    """An existing VPC to use. Default: a VPC is made."""
    key_arn: KeyArn | None = None
    """ARN of an existing customer key of the region, whose policy admits what `docs/topology.md` lists.
    Default: a key is made."""
