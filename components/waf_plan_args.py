"""Planned web ACLs as arguments of components, and what they are attached to."""

from collections.abc import Mapping

import pulumi
from pulumi_aws import wafv2

from holdfast.components.edge_foundation import EDGE_REGION
from holdfast.components.regional_scope import RegionalScope
from holdfast.components.web_acl import WebAcl
from holdfast.components.web_acl_args import ManagedGroupArgs, RateLimitArgs, WebAclArgs, WebAclScope
from holdfast.topology.values import EDGE_PLACE, EntrancePlan, WafAttachment, WafGroup, WafLimits, WafPlan


def web_acl_args(
    plan: WafPlan, limits: WafLimits, *, region: str, key_arn: pulumi.Input[str], tags: Mapping[str, str]
) -> WebAclArgs:
    """Return the arguments of a planned web ACL, but for what depends on where it stands.

    Args:
        plan: The entrance's web ACLs.
        limits: The limits of this one.
        region: AWS region.
        key_arn: Customer key of that region.
        tags: Tags of every child.
    """
    args: WebAclArgs = {
        "region": region,
        "key_arn": key_arn,
        "rate_limits": _rate_limits(plan, limits),
        "managed_groups": [_group(group) for group in plan.groups],
        "allowed_cidrs": plan.allowed_cidrs,
        "blocked_cidrs": plan.blocked_cidrs,
        "log_retention_days": plan.log_retention_days,
        "tags": tags,
        "origin": {**plan.origin, **limits.origin},
    }
    if limits.address_header is not None:
        args["address_header"] = limits.address_header
    return args


def _rate_limits(plan: WafPlan, limits: WafLimits) -> RateLimitArgs:
    rates: RateLimitArgs = {
        "per_address": limits.per_address,
        "paths": {name: {"path": path.path, "limit": path.limit} for name, path in limits.paths.items()},
        "window_seconds": plan.window_seconds,
        "count_only": plan.count_only,
    }
    if plan.key_header is not None and limits.per_key is not None:
        rates["per_key"] = {"header": plan.key_header, "limit": limits.per_key}
    return rates


def _group(group: WafGroup) -> ManagedGroupArgs:
    return {"key": group.key, "count": group.count, "count_rules": group.count_rules}


def declare_regional_web_acl(
    scope: RegionalScope, entrance: EntrancePlan, resource_arn: pulumi.Input[str]
) -> WebAcl | None:
    """Declare the web ACL of an entrance in one region and attach it.

    Args:
        scope: The region.
        entrance: The entrance.
        resource_arn: ARN of the load balancer, or of the stage of a REST API.

    Returns:
        The web ACL; None where the entrance has none in its regions.
    """
    plan = entrance.waf
    if plan is None or WafAttachment.REGIONS not in plan.attachments:
        return None
    name = f"{scope.name}-{entrance.key}"
    args = web_acl_args(
        plan,
        plan.limits[scope.plan.place],
        region=scope.plan.region,
        key_arn=scope.key_arn,
        tags=scope.tags,
    )
    args["monitor_cidrs"] = plan.monitor_cidrs
    # Checkers ask with the query string, and a rule compares the path alone.
    args["health_path"] = entrance.health.path.partition("?")[0]
    acl = WebAcl(name, args, scope.child)
    wafv2.WebAclAssociation(
        f"{name}-waf-association",
        region=scope.plan.region,
        resource_arn=resource_arn,
        web_acl_arn=acl.web_acl_arn,
        opts=scope.child,
    )
    return acl


def declare_edge_web_acl(
    entrance: EntrancePlan,
    *,
    key_arn: pulumi.Input[str],
    tags: Mapping[str, str],
    opts: pulumi.ResourceOptions,
) -> WebAcl | None:
    """Declare the web ACL of an entrance at CloudFront's edge; the distribution names it.

    No rule lets health checkers pass: they ask the regions, not the edge.

    Args:
        entrance: The entrance.
        key_arn: Customer key in us-east-1.
        tags: Tags of every child.
        opts: Options, with the parent.

    Returns:
        The web ACL; None where the entrance has none at the edge.
    """
    plan = entrance.waf
    if plan is None or WafAttachment.EDGE not in plan.attachments:
        return None
    args = web_acl_args(plan, plan.limits[EDGE_PLACE], region=EDGE_REGION, key_arn=key_arn, tags=tags)
    args["scope"] = WebAclScope.CLOUDFRONT
    return WebAcl(f"{EDGE_PLACE}-{entrance.key}", args, opts)
