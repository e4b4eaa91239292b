"""Auto Scaling: sizes, templates and the policies that move them.

https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html,
https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html (2026-11).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.engine.standin.cloud import Cloud
    from tests.engine.standin.refusals.wanted import Rule, Wanted

GROUP = "aws:autoscaling/group:Group"


def _sizes_are_in_order(_cloud: Cloud, wanted: Wanted) -> str | None:
    low, high = wanted.number("minSize"), wanted.number("maxSize")
    if low > high:
        return f"ValidationError: Max bound, {high}, must be greater than or equal to min bound, {low}"
    desired = wanted.inputs.get("desiredCapacity")
    if wanted.id is None and isinstance(desired, (int, float)) and not low <= int(desired) <= high:
        return (
            f"ValidationError: Desired capacity:{int(desired)} must be between the specified min "
            f"size:{low} and max "
            f"size:{high}"
        )
    return None


def _lies_in_one_network(cloud: Cloud, wanted: Wanted) -> str | None:
    found = [cloud.named(one) for one in wanted.texts("vpcZoneIdentifiers")]
    networks = {str(subnet.state.get("vpcId")) for subnet in found if subnet is not None}
    if len(networks) > 1:
        return "ValidationError: The subnets are in different VPCs"
    for arn in wanted.texts("targetGroupArns"):
        group = cloud.named(arn)
        if group is not None and networks and group.state.get("vpcId") not in networks:
            return (
                "ValidationError: Provided Target Groups must belong to the same VPC as the Auto "
                "Scaling group: "
                f"{arn}"
            )
    return None


def _template_has_the_version(cloud: Cloud, wanted: Wanted) -> str | None:
    for told in _templates(wanted.inputs):
        template = cloud.named(str(told.get("id") or told.get("launchTemplateId") or ""))
        version = str(told.get("version") or "$Default")
        if template is None or version.startswith("$"):
            continue
        if not version.isdigit() or int(version) > int(template.state["latestVersion"]):
            return (
                "ValidationError: You must use a valid fully-formed launch template. Could not find "
                "launch template "
                f"version {version} of {template.id}"
            )
    return None


def _templates(inputs: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    mixed = (inputs.get("mixedInstancesPolicy") or {}).get("launchTemplate") or {}
    return [one for one in (inputs.get("launchTemplate"), mixed.get("launchTemplateSpecification")) if one]


def _group_of_policy_tracks_one_thing(_cloud: Cloud, wanted: Wanted) -> str | None:
    kind = wanted.text("policyType") or "SimpleScaling"
    if (kind == "TargetTrackingScaling") != bool(wanted.inputs.get("targetTrackingConfiguration")):
        return (
            "ValidationError: TargetTrackingConfiguration must be specified for, and only for, policy type "
            "TargetTrackingScaling"
        )
    return None


def _capacity_is_in_order(_cloud: Cloud, wanted: Wanted) -> str | None:
    if wanted.number("minCapacity") > wanted.number("maxCapacity"):
        return "ValidationException: Maximum capacity cannot be less than minimum capacity"
    return None


def _target_is_registered(cloud: Cloud, wanted: Wanted) -> str | None:
    keys = ("resourceId", "scalableDimension", "serviceNamespace")
    for thing in cloud.of("aws:appautoscaling/target:Target"):
        same = all(thing.state.get(key) == wanted.inputs.get(key) for key in keys)
        if same and thing.region == wanted.region:
            return None
    return (
        f"ObjectNotFoundException: No scalable target found for service namespace: "
        f"{wanted.text('serviceNamespace')}, resource ID: {wanted.text('resourceId')}, scalable dimension: "
        f"{wanted.text('scalableDimension')}"
    )


RULES: Mapping[str, tuple[Rule, ...]] = {
    GROUP: (_sizes_are_in_order, _lies_in_one_network, _template_has_the_version),
    "aws:autoscaling/policy:Policy": (_group_of_policy_tracks_one_thing,),
    "aws:appautoscaling/target:Target": (_capacity_is_in_order,),
    "aws:appautoscaling/policy:Policy": (_target_is_registered,),
}
