"""API keys of clients and what they may ask of a REST stage."""

from typing import Any

import pulumi
from pulumi_aws import apigateway

from holdfast.components.rest_args import ApiUsagePlan, RestApiArgs


def declare_usage_plans(
    name: str, args: RestApiArgs, stage: "apigateway.Stage", child: pulumi.ResourceOptions
) -> None:
    """Declare ``<name>-plan-<plan>``, and per client ``<name>-key-<client>`` and its place in the plan.

    Args:
        name: Logical name of the API's component.
        args: The API.
        stage: The stage that the plans speak of.
        child: Options that make the API the parent.
    """
    shared: dict[str, Any] = {"region": args["region"], "opts": child}
    tags = args.get("tags", {})
    plans = {
        key: apigateway.UsagePlan(
            f"{name}-plan-{key}",
            api_stages=[{"api_id": stage.rest_api, "stage": stage.stage_name}],
            throttle_settings={
                "rate_limit": float(plan["rate_rps"]),
                "burst_limit": int(plan["burst"]),
            },
            quota_settings=_quota(plan),
            tags={**tags, "Name": f"{name}-plan-{key}"},
            **shared,
        )
        for key, plan in sorted(args.get("usage_plans", {}).items())
    }
    for client, key in sorted(args.get("api_keys", {}).items()):
        own = apigateway.ApiKey(
            f"{name}-key-{client}",
            description=f"{client} at {args['domain']}",
            value=key["value"],
            tags={**tags, "Name": f"{name}-key-{client}"},
            **shared,
        )
        apigateway.UsagePlanKey(
            f"{name}-key-{client}-plan",
            key_id=own.id,
            key_type="API_KEY",
            usage_plan_id=plans[key["plan"]].id,
            **shared,
        )


def _quota(plan: ApiUsagePlan) -> "apigateway.UsagePlanQuotaSettingsArgs | None":
    if "quota" not in plan:
        return None
    period = str(plan.get("period", "month")).upper()
    return apigateway.UsagePlanQuotaSettingsArgs(limit=int(plan["quota"]), period=period)
