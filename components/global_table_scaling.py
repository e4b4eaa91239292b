"""Auto scaling of one region's copy of a provisioned table and of its indexes.

Targets and policies can be there already: AWS keeps the auto scaling of the copies of a table in step, from
the moment that a replica or an index is made
(https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/globaltables-CoreConcepts.html, 2026-11).
Registering a target and putting a policy of the same name then take over what is there. Hence two oddities:

- A policy has AWS's own fixed name, since AWS refuses a second policy for the same metric
  (https://github.com/hashicorp/terraform-provider-aws/issues/41179).
- A target has no tags, since AWS refuses to tag one that is there already
  (https://github.com/hashicorp/terraform-provider-aws/issues/31839).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import appautoscaling

from holdfast.components.global_table_args import TARGET_PERCENT, ThroughputArgs


@dataclass(frozen=True, kw_only=True, slots=True)
class TableScaling:
    """How the copies of one table scale, the same in each."""

    read: ThroughputArgs
    """Read capacity of the table and of each index."""
    write: ThroughputArgs
    """Write capacity of the table and of each index."""
    indexes: Sequence[str]
    """Names of the indexes."""
    table: pulumi.Output[str]
    """Name of the table, the same in every region."""
    parent: pulumi.Resource
    """The component that declares it."""


def declare_scaling(
    name: str, region: str, copy: pulumi.Resource, scaling: TableScaling
) -> "list[appautoscaling.Policy]":
    """Declare what scales one region's copy.

    Args:
        name: Logical name of the copy; the others' names begin with it.
        region: AWS region of the copy.
        copy: The copy, which must be there first.
        scaling: How it scales.

    Returns:
        The policies; with them the copy scales.
    """
    return [
        _declare(name, region, copy, scaling, index=index, kind=kind)
        for index in (None, *sorted(scaling.indexes))
        for kind in ("Read", "Write")
    ]


def _declare(
    name: str,
    region: str,
    copy: pulumi.Resource,
    scaling: TableScaling,
    *,
    index: str | None,
    kind: str,
) -> "appautoscaling.Policy":
    asked = scaling.read if kind == "Read" else scaling.write
    own = f"{name}-{kind.lower()}" + ("" if index is None else f"-{index}")
    path = pulumi.Output.concat("table/", scaling.table, *(() if index is None else ("/index/", index)))
    target = appautoscaling.Target(
        own,
        region=region,
        service_namespace="dynamodb",
        resource_id=path,
        scalable_dimension=f"dynamodb:{'table' if index is None else 'index'}:{kind}CapacityUnits",
        min_capacity=int(asked["minimum"]),
        max_capacity=int(asked["maximum"]),
        opts=pulumi.ResourceOptions(parent=scaling.parent, depends_on=[copy]),
    )
    metric = f"DynamoDB{kind}CapacityUtilization"
    return appautoscaling.Policy(
        own,
        region=region,
        name=pulumi.Output.concat(metric, ":", path),
        policy_type="TargetTrackingScaling",
        service_namespace=target.service_namespace,
        resource_id=target.resource_id,
        scalable_dimension=target.scalable_dimension,
        target_tracking_scaling_policy_configuration={
            "predefined_metric_specification": {"predefined_metric_type": metric},
            "target_value": int(asked.get("target_percent", TARGET_PERCENT)),
        },
        opts=pulumi.ResourceOptions(parent=scaling.parent),
    )
