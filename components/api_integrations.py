"""How the routes of HTTP APIs reach functions, and the permissions to invoke them, which every API needs."""

from collections.abc import Mapping

import pulumi
from pulumi_aws import apigatewayv2, lambda_

from holdfast.components.api_args import ApiTarget


def declare_integration(
    logical_name: str,
    target: ApiTarget,
    *,
    region: str,
    api_id: pulumi.Output[str],
    payload: str = "2.0",
    child: pulumi.ResourceOptions,
) -> "apigatewayv2.Integration":
    """Declare the way from an HTTP API to a function.

    Args:
        logical_name: Logical name of the integration.
        target: The function.
        region: AWS region of both.
        api_id: Id of the API.
        payload: Version of the event that the function gets: 2.0, or 1.0 as from a REST API
            (https://docs.aws.amazon.com/apigateway/latest/developerguide/
            http-api-develop-integrations-lambda.html#http-api-develop-integrations-lambda.proxy-format).
        child: Options that make the API the parent.
    """
    return apigatewayv2.Integration(
        logical_name,
        region=region,
        api_id=api_id,
        integration_type="AWS_PROXY",
        integration_method="POST",
        integration_uri=target["invoke_arn"],
        payload_format_version=payload,
        timeout_milliseconds=(int(target["timeout_seconds"]) + 1) * 1000,
        opts=child,
    )


def declare_permissions(
    name: str,
    targets: Mapping[str, ApiTarget],
    *,
    region: str,
    execution_arn: pulumi.Output[str],
    child: pulumi.ResourceOptions,
) -> list[pulumi.Resource]:
    """Declare ``<name>-<service>-permission``: this API alone may invoke the alias, no other of the account.

    Args:
        name: Logical name that the others begin with.
        targets: The functions behind the API, by the service's key.
        region: AWS region.
        execution_arn: The API, as callers of it name it.
        child: Options that make the API the parent.
    """
    return [
        declare_permission(
            f"{name}-{key}-permission", target, region=region, execution_arn=execution_arn, child=child
        )
        for key, target in sorted(targets.items())
    ]


def declare_permission(
    logical_name: str,
    target: ApiTarget,
    *,
    region: str,
    execution_arn: pulumi.Output[str],
    child: pulumi.ResourceOptions,
) -> "lambda_.Permission":
    """Declare that this API alone may invoke the function's alias.

    Args:
        logical_name: Logical name of the permission.
        target: The function.
        region: AWS region.
        execution_arn: The API, as callers of it name it.
        child: Options that make the API the parent.
    """
    return lambda_.Permission(
        logical_name,
        region=region,
        action="lambda:InvokeFunction",
        function=target["function_name"],
        qualifier=target["alias_name"],
        principal="apigateway.amazonaws.com",
        source_arn=pulumi.Output.concat(execution_arn, "/*/*"),
        opts=child,
    )
