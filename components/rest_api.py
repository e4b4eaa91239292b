"""The REST API of one entrance in one region: a door of API Gateway with keys, a cache and WAF."""

from collections.abc import Sequence
from typing import Any

import pulumi
from pulumi_aws import apigateway

from holdfast.components.api_args import burst_of
from holdfast.components.api_integrations import declare_permissions
from holdfast.components.api_logs import REST_FORMAT, declare_access_logs
from holdfast.components.api_names import Mapped, declare_names
from holdfast.components.door import ErrorMetric
from holdfast.components.health_api import declare_health_api
from holdfast.components.refusals import refuse_if_any
from holdfast.components.rest_args import RestApiArgs, rest_problems
from holdfast.components.rest_routes import Guard, Route, declare_routes, fingerprint, routes_of
from holdfast.components.usage_plans import declare_usage_plans

STAGE = "live"
"""The one stage: what is not yet to be served is another stack's."""


class RestApi(pulumi.ComponentResource):
    """The REST API of one entrance in one region.

    Declares: the API, without its ``execute-api`` address; a method for each path of each function and one
    for the health path, open to all; the permissions to invoke the functions' aliases; a Cognito authoriser,
    API keys and usage plans by choice; a deployment, made anew when a route changes, and the stage with its
    access logs, its throttle and by choice its cache, encrypted; both names, the public one and the region's
    own, each with TLS 1.2 and an address of its own. With mutual TLS, an HTTP API that answers health checks
    at the region's own name. AWS WAF can be attached to the stage.

    The throttle is what the functions carry in this region. API Gateway applies it to each method of each
    path by itself and as well as it can
    (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html), so the
    hard ceiling is the functions' reserved concurrency.

    A path that is taken away answers until the next deployment: Pulumi deletes last, so the deployment of the
    same update still holds the path. ``pulumi up --replace <urn of the deployment>`` makes the next one.

    Survives: the loss of a zone: API Gateway and Lambda run in several.
    Does not survive: the loss of the region (DNS failover does, and clients' keys are the same elsewhere); a
    quota of the account that others use up. A kept answer is lost with its cache, which has no copy: the
    functions are asked again.
    """

    api_id: pulumi.Output[str]
    """Id of the API."""
    api_arn: pulumi.Output[str]
    """ARN of the API."""
    stage_arn: pulumi.Output[str]
    """ARN of the stage, to which AWS WAF is attached."""
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

    def __init__(self, name: str, args: RestApiArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("holdfast:index:RestApi", name, {**args}, opts)
        refuse_if_any(f"REST API '{name}'", rest_problems(args))
        self._prefix, self._plan, self._child = name, args, pulumi.ResourceOptions(parent=self)
        self._shared: dict[str, Any] = {"region": args["region"], "opts": self._child}
        api, routes = self._api(), routes_of(args)
        methods = declare_routes(name, args, routes, api=api, guard=self._guard(api), child=self._child)
        permissions = declare_permissions(
            name, args["targets"], region=args["region"], execution_arn=api.execution_arn, child=self._child
        )
        stage = self._stage(api, self._deployment(api, routes, methods))
        self._settings(stage, routes)
        declare_usage_plans(name, args, stage, self._child)
        public = own = Mapped(api_id=api.id, stage=stage.stage_name)
        ready: list[pulumi.Resource] = [*permissions]
        if "truststore" in args:
            own, more = declare_health_api(name, args, self._child, payload="1.0")
            ready += more
        names = declare_names(name, args, public=public, own=own, after=ready, child=self._child)
        self._name_in_metrics = api.name
        self.api_id, self.api_arn, self.stage_arn = api.id, api.arn, stage.arn
        self.dns_name, self.zone_id = names.dns_name, names.zone_id
        self.host_dns_name, self.host_zone_id = names.host_dns_name, names.host_zone_id
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
        """ARN of the stage, which receives the requests."""
        return self.stage_arn

    @property
    def error_metric(self) -> ErrorMetric:
        """5xx answers of the stage, functions' and its own.

        Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html.
        """
        return ErrorMetric(
            namespace="AWS/ApiGateway",
            metric="5XXError",
            dimensions={"ApiName": self._name_in_metrics, "Stage": STAGE},
        )

    def _tags(self, noun: str) -> dict[str, str]:
        return {**self._plan.get("tags", {}), "Name": f"{self._prefix}-{noun}"}

    def _api(self) -> "apigateway.RestApi":
        compression = self._plan.get("compression_bytes")
        return apigateway.RestApi(
            f"{self._prefix}-api",
            description=self._plan["domain"],
            endpoint_configuration={"types": "REGIONAL"},
            # The names alone lead here, so that nothing goes round a certificate, a record or a front.
            disable_execute_api_endpoint=True,
            minimum_compression_size=None if compression is None else str(int(compression)),
            tags=self._tags("api"),
            **self._shared,
        )

    def _guard(self, api: "apigateway.RestApi") -> Guard:
        """Declare who may call."""
        needs_key = bool(self._plan.get("api_keys"))
        if "cognito" not in self._plan:
            authorization = "AWS_IAM" if self._plan.get("iam", False) else "NONE"
            return Guard(authorization=authorization, authorizer_id=None, scopes=(), needs_key=needs_key)
        cognito = self._plan["cognito"]
        authorizer = apigateway.Authorizer(
            f"{self._prefix}-cognito",
            rest_api=api.id,
            type="COGNITO_USER_POOLS",
            provider_arns=[cognito["user_pool_arn"]],
            identity_source="method.request.header.Authorization",
            **self._shared,
        )
        return Guard(
            authorization="COGNITO_USER_POOLS",
            authorizer_id=authorizer.id,
            scopes=sorted(cognito.get("scopes", ())),
            needs_key=needs_key,
        )

    def _deployment(
        self, api: "apigateway.RestApi", routes: Sequence[Route], methods: Sequence[pulumi.Resource]
    ) -> "apigateway.Deployment":
        """Declare a snapshot of the routes, which is all that the stage knows of them."""
        return apigateway.Deployment(
            f"{self._prefix}-deployment",
            region=self._plan["region"],
            rest_api=api.id,
            triggers={
                "routes": fingerprint(routes, self._plan),
                # A function that is replaced has another ARN.
                **{
                    f"function {key}": target["invoke_arn"]
                    for key, target in sorted(self._plan["targets"].items())
                },
                # https://docs.aws.amazon.com/apigateway/latest/developerguide/updating-api.html, 2026-11
                **({"user pool": self._plan["cognito"]["user_pool_arn"]} if "cognito" in self._plan else {}),
            },
            opts=pulumi.ResourceOptions(parent=self, depends_on=list(methods)),
        )

    def _stage(self, api: "apigateway.RestApi", deployment: "apigateway.Deployment") -> "apigateway.Stage":
        logs, cache = declare_access_logs(self._prefix, self._plan, self._child), self._plan.get("cache")
        self.log_group_name = logs.name
        role = self._plan.get("account_role_arn", "")
        # AWS refuses logs before the account has a role for them.
        destination = pulumi.Output.all(logs.arn, role).apply(lambda both: str(both[0]))
        return apigateway.Stage(
            f"{self._prefix}-stage",
            rest_api=api.id,
            deployment=deployment.id,
            stage_name=STAGE,
            access_log_settings={"destination_arn": destination, "format": REST_FORMAT},
            cache_cluster_enabled=cache is not None,
            cache_cluster_size=None if cache is None else f"{cache['size_gb']:g}",
            xray_tracing_enabled=self._plan.get("tracing", False),
            tags=self._tags("stage"),
            **self._shared,
        )

    def _settings(self, stage: "apigateway.Stage", routes: Sequence[Route]) -> None:
        """Declare what holds for all methods, and for those whose answers are kept."""
        total = sum(target["rate_rps"] for target in self._plan["targets"].values())
        common: dict[str, Any] = {
            "metrics_enabled": self._plan.get("detailed_metrics", False),
            "throttling_rate_limit": float(total),
            "throttling_burst_limit": burst_of(total, self._plan.get("burst")),
        }
        of_all = apigateway.MethodSettings(
            f"{self._prefix}-settings",
            rest_api=stage.rest_api,
            stage_name=stage.stage_name,
            method_path="*/*",
            settings=apigateway.MethodSettingsSettingsArgs(**common, caching_enabled=False),
            **self._shared,
        )
        for route in routes:
            if not route.cache_keys:
                continue
            apigateway.MethodSettings(
                f"{self._prefix}-settings-{route.name}",
                region=self._plan["region"],
                rest_api=stage.rest_api,
                stage_name=stage.stage_name,
                method_path=route.settings_path,
                settings=apigateway.MethodSettingsSettingsArgs(
                    **common,
                    caching_enabled=True,
                    cache_ttl_in_seconds=int(self._plan["cache"]["ttl_seconds"]),
                    cache_data_encrypted=True,
                    # Or any client could empty the cache with a header.
                    require_authorization_for_cache_control=True,
                    unauthorized_cache_control_header_strategy="SUCCEED_WITHOUT_RESPONSE_HEADER",
                ),
                opts=pulumi.ResourceOptions(parent=self, depends_on=[of_all]),
            )
