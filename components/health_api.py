"""The API of a region's own name where clients show certificates, which health checkers have none of."""

from typing import Any

import pulumi
from pulumi_aws import apigatewayv2

from holdfast.components.api_args import ApiScope
from holdfast.components.api_integrations import declare_integration, declare_permission
from holdfast.components.api_names import Mapped


def declare_health_api(
    name: str, args: ApiScope, child: pulumi.ResourceOptions, *, payload: str
) -> tuple[Mapped, list[pulumi.Resource]]:
    """Declare ``<name>-health-api``: an HTTP API that knows the health path and nothing else.

    Without it the region's own name would be a way round mutual TLS.

    Args:
        name: Logical name of the API's component.
        args: The API.
        child: Options that make the API the parent.
        payload: Version of the event that the function gets, the same as from the API itself: a function
            that reads one does not know the other.

    Returns:
        What the region's own name leads to, and what must be there before it does.
    """
    key, path = args["health"]["service"], args["health"]["path"]
    own = f"{name}-health"
    shared: dict[str, Any] = {"region": args["region"], "opts": child}
    tags = {**args.get("tags", {})}
    api = apigatewayv2.Api(
        f"{own}-api",
        protocol_type="HTTP",
        description=f"Health checks of {args['domain']}",
        disable_execute_api_endpoint=True,
        tags={**tags, "Name": f"{own}-api"},
        **shared,
    )
    target = args["targets"][key]
    integration = declare_integration(
        # No service's, whatever its key.
        f"{name}-integration-health",
        target,
        region=args["region"],
        api_id=api.id,
        payload=payload,
        child=child,
    )
    route = apigatewayv2.Route(
        f"{own}-route",
        api_id=api.id,
        route_key=f"GET {path}",
        authorization_type="NONE",
        target=pulumi.Output.concat("integrations/", integration.id),
        **shared,
    )
    stage = apigatewayv2.Stage(
        f"{own}-stage",
        api_id=api.id,
        name="$default",
        auto_deploy=True,
        # Several requests a second are what Route 53 sends, whatever the interval
        # (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html).
        default_route_settings={"throttling_rate_limit": 50, "throttling_burst_limit": 50},
        tags={**tags, "Name": f"{own}-stage"},
        **shared,
    )
    permission = declare_permission(
        f"{name}-permission-health",
        target,
        region=args["region"],
        execution_arn=api.execution_arn,
        child=child,
    )
    return Mapped(api_id=api.id, stage=stage.name), [route, permission]
