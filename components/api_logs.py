"""The log group that receives an API's access logs, and what a line of them says."""

import json

import pulumi
from pulumi_aws import cloudwatch

from holdfast.components.api_args import ApiScope
from holdfast.components.vended_logs import declare_vended_log_group

_COMMON = {
    "requestId": "$context.requestId",
    "time": "$context.requestTime",
    "ip": "$context.identity.sourceIp",
    "userAgent": "$context.identity.userAgent",
    "domain": "$context.domainName",
    "method": "$context.httpMethod",
    "path": "$context.path",
    "protocol": "$context.protocol",
    "status": "$context.status",
    "responseBytes": "$context.responseLength",
    "responseMilliseconds": "$context.responseLatency",
    "integrationMilliseconds": "$context.integrationLatency",
    "error": "$context.error.message",
    "authorizerError": "$context.authorizer.error",
}
# https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html, 2026-11
HTTP_FORMAT = json.dumps(
    {**_COMMON, "route": "$context.routeKey", "integrationError": "$context.integrationErrorMessage"}
)
"""A line of an HTTP API's access log."""
# The key's id, not the key: https://docs.aws.amazon.com/apigateway/latest/developerguide/
# api-gateway-mapping-template-reference.html#context-variable-reference, 2026-11
REST_FORMAT = json.dumps(
    {
        **_COMMON,
        "resource": "$context.resourcePath",
        "apiKeyId": "$context.identity.apiKeyId",
        "integrationError": "$context.integration.error",
        "waf": "$context.wafResponseCode",
    }
)
"""A line of a REST API's access log."""


def declare_access_logs(name: str, args: ApiScope, child: pulumi.ResourceOptions) -> "cloudwatch.LogGroup":
    """Declare ``<name>-access-logs``.

    Args:
        name: Logical name of the API's component.
        args: The API.
        child: Options that make the API the parent.
    """
    own = f"{name}-access-logs"
    return declare_vended_log_group(
        own,
        service="apigateway",
        region=args["region"],
        retention_days=int(args.get("log_retention_days", 90)),
        key_arn=args["key_arn"],
        tags={**args.get("tags", {}), "Name": own},
        opts=child,
    )
