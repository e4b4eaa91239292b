"""What an RDS database stands on in one region, be it an instance or a Multi-AZ DB cluster."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pulumi
from pulumi_aws import ec2

from holdfast.components.database_inputs import database_inputs
from holdfast.components.database_parts import (
    declare_database_group,
    declare_database_logs,
    declare_monitoring_role,
)
from holdfast.components.rds_scope import RdsScope


@dataclass(frozen=True, kw_only=True, slots=True)
class RdsSurroundings:
    """What stands around a member."""

    identifier: pulumi.Input[str]
    """Name of the member in AWS."""
    security_group: "ec2.SecurityGroup"
    """Its security group, without any rule."""
    inputs: Mapping[str, Any]
    """Inputs that instances and clusters have alike."""
    gates: tuple[pulumi.Resource, ...]
    """What must be there before the member logs and is monitored."""


def declare_surroundings(
    scope: RdsScope, place: str, *, kind: Literal["cluster", "instance"]
) -> RdsSurroundings:
    """Declare what stands around a member.

    Args:
        scope: What all children have in common.
        place: Place of the member.
        kind: What the member is, as its log groups' names say it.
    """
    args, identifier = scope.args, scope.identifier(place)
    group = declare_database_group(scope, place)
    logs = declare_database_logs(
        scope, place, prefix=pulumi.Output.concat(f"/aws/rds/{kind}/", identifier, "/")
    )
    role, attachment = declare_monitoring_role(scope, place)
    inputs = {
        **database_inputs(scope, place, group=group),
        # The version is said in full, so another major one is asked for on purpose; AWS refuses it otherwise.
        "allow_major_version_upgrade": True,
        "monitoring_interval": int(args.get("monitoring_interval_seconds", 60)),
        "monitoring_role_arn": role.arn,
    }
    return RdsSurroundings(
        identifier=identifier, security_group=group, inputs=inputs, gates=(attachment, *logs)
    )
