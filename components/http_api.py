"""The HTTP API of one entrance in one region: a door of API Gateway to functions."""

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any, NotRequired, TypedDict

import pulumi
from pulumi_aws import apigatewayv2

from holdfast.components.api_args import (
    ApiHealth,
    ApiTarget,
    ApiTruststore,
    burst_of,
    scope_problems,
    slug,
)
from holdfast.components.api_integrations import declare_integration, declare_permissions
from holdfast.components.api_logs import HTTP_FORMAT, declare_access_logs
from holdfast.components.api_names import Mapped, declare_names
from holdfast.components.door import ErrorMetric
from holdfast.components.health_api import declare_health_api
from holdfast.components.refusals import refuse_if_any

_STAGE = "$default"


class JwtAuthorizerArgs(TypedDict):
    """Tokens of an OpenID Connect issuer."""

    issuer: str
    """The issuer, as the claim ``iss`` has it."""
    audiences: Sequence[str]
    """Audiences of which a token must name one."""
    scopes: NotRequired[Sequence[str]]
    """Scopes of which a token must have one. Default: any will do."""


class HttpApiArgs(TypedDict):
    """What the HTTP API of an entrance needs."""

    region: str
    """AWS region in which every child is declared."""
    domain: str
    """Public name, alike in every region."""
    host: str
    """The region's own name, which health checkers ask."""
    certificate_arn: NotRequired[pulumi.Input[str]]
    """Issued ACM certificate of this region for both names. Default: none, because the zone is not delegated
    yet: there is no name then, and nothing is reachable."""
    targets: Mapping[str, ApiTarget]
    """The functions behind the API, by the service's key."""
    health: ApiHealth
    """What health checkers ask, open to all."""
    key_arn: pulumi.Input[str]
    """KMS key of the region for access logs; its policy must let CloudWatch Logs use it."""
    burst: NotRequired[int]
    """Requests that each service's routes take at once. Default: what its function carries in a second."""
    jwt: NotRequired[JwtAuthorizerArgs]
    """Tokens that every route but the health path needs. Default: none."""
    iam: NotRequired[bool]
    """Whether every route but the health path needs a request signed with AWS credentials. Default: False."""
    truststore: NotRequired[ApiTruststore]
    """Mutual TLS at the public name; the region's own name then answers the health path alone. Default: no
    client certificate is asked for."""
    detailed_metrics: NotRequired[bool]
    """Whether CloudWatch gets metrics of each route. Default: False."""
    log_retention_days: NotRequired[int]
    """Days that access logs are kept, one of CloudWatch Logs' own steps; 0 for ever. Default: 90."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class HttpApi(pulumi.ComponentResource):
    """The HTTP API of one entrance in one region.

    Declares: the API, without its ``execute-api`` address; a route for each path of each function, throttled
    at what the function carries in this region; a route for the health path, open to all; the permissions to
    invoke the functions' aliases; a JWT authoriser by choice; the stage with its access logs; both names, the
    public one and the region's own, each with TLS 1.2 and an address of its own. With mutual TLS, a second
    API that answers health checks at the region's own name.

    An HTTP API has no API keys, no usage plans and no cache, and AWS WAF cannot be attached to it
    (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html).

    Survives: the loss of a zone: API Gateway and Lambda run in several. A token's issuer being away for as
    long as API Gateway keeps its keys. Overload, as far as the throttle holds it off, which AWS does as well
    as it can.
    Does not survive: the loss of the region (DNS failover does); a quota of the account that others use up.
    """

    api_id: pulumi.Output[str]
    """Id of the API."""
    api_arn: pulumi.Output[str]
    """ARN of the API."""
    stage_arn: pulumi.Output[str]
    """ARN of the stage."""
    dns_name: pulumi.Output[str | None]
    """What alias records of the public name lead to; none without a certificate."""
    zone_id: pulumi.Output[str | None]
    """Hosted zone of that."""
    host_dns_name: pulumi.Output[str | None]
    """What the alias record of the region's own name leads to; none without a certificate."""
    host_zone_id: pulumi.Output[str | None]
    """Hosted zone of that."""
    log_group_name: pulumi.Output[str]
    """Log group of the access logs."""

    def __init__(self, name: str, args: HttpApiArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("holdfast:index:HttpApi", name, {**args}, opts)
        _refuse(name, args)
        self._prefix, self._plan, self._child = name, args, pulumi.ResourceOptions(parent=self)
        self._shared: dict[str, Any] = {"region": args["region"], "opts": self._child}
        api = apigatewayv2.Api(
            f"{name}-api",
            protocol_type="HTTP",
            description=args["domain"],
            # The names alone lead here, so that nothing goes round a certificate, a record or a front.
            disable_execute_api_endpoint=True,
            tags=self._tags("api"),
            **self._shared,
        )
        routes = self._routes(api)
        permissions = declare_permissions(
            name, args["targets"], region=args["region"], execution_arn=api.execution_arn, child=self._child
        )
        logs = declare_access_logs(name, args, self._child)
        stage = self._stage(api, routes, logs.arn)
        public = own = Mapped(api_id=api.id, stage=stage.name)
        ready: list[pulumi.Resource] = [*routes.values(), *permissions]
        if "truststore" in args:
            own, more = declare_health_api(name, args, self._child, payload="2.0")
            ready += more
        names = declare_names(name, args, public=public, own=own, after=ready, child=self._child)
        self.api_id, self.api_arn, self.stage_arn = api.id, api.arn, stage.arn
        self.dns_name, self.zone_id = names.dns_name, names.zone_id
        self.host_dns_name, self.host_zone_id = names.host_dns_name, names.host_zone_id
        self.log_group_name = logs.name
        self.register_outputs(
            {
                "api_id": self.api_id,
                "api_arn": self.api_arn,
                "stage_arn": self.stage_arn,
                "dns_name": self.dns_name,
                "zone_id": self.zone_id,
                "host_dns_name": self.host_dns_name,
                "host_zone_id": self.host_zone_id,
                "log_group_name": self.log_group_name,
                "origin": dict(args.get("origin", {})),
            }
        )

    @property
    def arn(self) -> pulumi.Output[str]:
        """ARN of the API."""
        return self.api_arn

    @property
    def error_metric(self) -> ErrorMetric:
        """5xx answers of the API, functions' and its own.

        Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html.
        """
        return ErrorMetric(namespace="AWS/ApiGateway", metric="5xx", dimensions={"ApiId": self.api_id})

    def _tags(self, noun: str) -> dict[str, str]:
        return {**self._plan.get("tags", {}), "Name": f"{self._prefix}-{noun}"}

    def _routes(self, api: "apigatewayv2.Api") -> "dict[str, apigatewayv2.Route]":
        """Declare every route, by its key in API Gateway."""
        guard = self._guard(api)
        integrations = {
            key: declare_integration(
                f"{self._prefix}-{key}-integration",
                target,
                region=self._plan["region"],
                api_id=api.id,
                child=self._child,
            )
            for key, target in sorted(self._plan["targets"].items())
        }
        health = self._plan["health"]
        routes = {
            route_key: self._route(
                f"{key}-route-{slug(path)}",
                api,
                route_key,
                integrations[key],
                {"authorization_type": "NONE"} if self._plan["targets"][key].get("is_open", False) else guard,
            )
            for key, path, route_key in _route_keys(self._plan)
        }
        routes[f"GET {health['path']}"] = self._route(
            "health-check-route",
            api,
            f"GET {health['path']}",
            integrations[health["service"]],
            {"authorization_type": "NONE"},
        )
        return routes

    def _guard(self, api: "apigatewayv2.Api") -> dict[str, Any]:
        """Declare who may call, in the words of a route."""
        if self._plan.get("iam", False):
            return {"authorization_type": "AWS_IAM"}
        if "jwt" not in self._plan:
            return {"authorization_type": "NONE"}
        jwt = self._plan["jwt"]
        authorizer = apigatewayv2.Authorizer(
            f"{self._prefix}-jwt",
            api_id=api.id,
            authorizer_type="JWT",
            identity_sources=["$request.header.Authorization"],
            jwt_configuration={"issuer": jwt["issuer"], "audiences": sorted(jwt["audiences"])},
            **self._shared,
        )
        guard = {"authorization_type": "JWT", "authorizer_id": authorizer.id}
        scopes = sorted(jwt.get("scopes", ()))
        return {**guard, "authorization_scopes": scopes} if scopes else guard

    def _route(
        self,
        noun: str,
        api: "apigatewayv2.Api",
        route_key: str,
        integration: "apigatewayv2.Integration",
        guard: Mapping[str, Any],
    ) -> "apigatewayv2.Route":
        return apigatewayv2.Route(
            f"{self._prefix}-{noun}",
            api_id=api.id,
            route_key=route_key,
            target=pulumi.Output.concat("integrations/", integration.id),
            **guard,
            **self._shared,
        )

    def _stage(
        self,
        api: "apigatewayv2.Api",
        routes: "Mapping[str, apigatewayv2.Route]",
        log_group_arn: pulumi.Output[str],
    ) -> "apigatewayv2.Stage":
        detailed, targets = self._plan.get("detailed_metrics", False), self._plan["targets"]
        total = sum(target["rate_rps"] for target in targets.values())
        limits = [
            apigatewayv2.StageRouteSettingArgs(
                route_key=route_key,
                detailed_metrics_enabled=detailed,
                throttling_rate_limit=float(targets[key]["rate_rps"]),
                throttling_burst_limit=burst_of(targets[key]["rate_rps"], self._plan.get("burst")),
            )
            for key, _, route_key in sorted(_route_keys(self._plan), key=itemgetter(2))
        ]
        return apigatewayv2.Stage(
            f"{self._prefix}-stage",
            region=self._plan["region"],
            api_id=api.id,
            name=_STAGE,
            auto_deploy=True,
            access_log_settings={"destination_arn": log_group_arn, "format": HTTP_FORMAT},
            default_route_settings={
                "detailed_metrics_enabled": detailed,
                "throttling_rate_limit": float(total),
                "throttling_burst_limit": burst_of(total, self._plan.get("burst")),
            },
            route_settings=limits,
            tags=self._tags("stage"),
            # A limit names a route, which must be there.
            opts=pulumi.ResourceOptions(parent=self, depends_on=list(routes.values())),
        )


def _route_keys(args: HttpApiArgs) -> list[tuple[str, str, str]]:
    """Service, path and key in API Gateway of each route but the health check's."""
    return [
        (key, path, _route_key(path))
        for key, target in sorted(args["targets"].items())
        for path in sorted(target["paths"])
    ]


def _route_key(path: str) -> str:
    if path == "/*":
        return "$default"
    return f"ANY {path.removesuffix('*')}{{proxy+}}" if path.endswith("/*") else f"ANY {path}"


def _refuse(name: str, args: HttpApiArgs) -> None:
    problems = list(scope_problems("http", args))
    if args.get("iam", False) and "jwt" in args:
        problems.append("'jwt' and 'iam' are both given: a route has one authoriser")
    if "jwt" in args and not args["jwt"]["audiences"]:
        problems.append("'jwt.audiences' is empty: no token would do")
    if "burst" in args and int(args["burst"]) < 1:
        problems.append(f"'burst' must be 1 or more, got {args['burst']}")
    refuse_if_any(f"HTTP API '{name}'", problems)
