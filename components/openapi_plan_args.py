"""An API's description, planned, as declared resources of a region."""

from holdfast.components.api_args import ApiTarget
from holdfast.components.api_description import TIMEOUT_SECONDS, ApiDescription, answer_headers
from holdfast.components.load_balancer_description import DescriptionTargetArgs
from holdfast.components.proxy_description import ProxyDescriptionArgs
from holdfast.components.regional_scope import RegionalScope
from holdfast.topology.values import DESCRIPTION_KEY, Door, EntrancePlan, OpenapiPlan

_RATE_RPS = 20.0
"""Requests per second that API Gateway lets through to the description: an assumption. Who asks more often
than it changes should keep it, as its headers say."""


def declare_api_description(scope: RegionalScope, entrance: EntrancePlan) -> ApiDescription | None:
    """Declare what answers with an entrance's description; None where it has none, or its proxies answer.

    Args:
        scope: The region.
        entrance: The entrance.
    """
    plan = entrance.openapi
    if plan is None or entrance.door is Door.PROXY:
        return None
    return ApiDescription(
        f"{scope.name}-{entrance.key}-{DESCRIPTION_KEY}",
        {
            "region": scope.plan.region,
            "text": plan.text,
            "etag": plan.etag,
            "cache_control": plan.cache_control,
            "cors": plan.cors,
            "key_arn": scope.key_arn,
            "tags": scope.tags,
            "origin": plan.origin,
        },
        scope.child,
    )


def balancer_description(plan: OpenapiPlan, description: ApiDescription) -> DescriptionTargetArgs:
    """Return a description as what a load balancer sends requests to.

    Args:
        plan: The description, planned.
        description: What answers.
    """
    return {
        "path": plan.path,
        "function_name": description.function_name,
        "alias_name": description.alias_name,
        "alias_arn": description.alias_arn,
        "is_open": plan.is_open,
    }


def api_description_target(plan: OpenapiPlan, description: ApiDescription) -> ApiTarget:
    """Return a description as a function behind API Gateway.

    Args:
        plan: The description, planned.
        description: What answers.
    """
    return {
        "function_name": description.function_name,
        "alias_name": description.alias_name,
        "invoke_arn": description.invoke_arn,
        "paths": [plan.path],
        "timeout_seconds": TIMEOUT_SECONDS,
        "rate_rps": _RATE_RPS,
        "is_open": plan.is_open,
    }


def proxy_description(plan: OpenapiPlan) -> ProxyDescriptionArgs:
    """Return a description as what an entrance's own proxies answer with.

    Args:
        plan: The description, planned.
    """
    return {
        "path": plan.path,
        "text": plan.text,
        "etag": plan.etag,
        "headers": answer_headers(etag=plan.etag, cache_control=plan.cache_control, cors=plan.cors),
    }
