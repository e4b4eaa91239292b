"""Resources, methods and integrations of a REST API: which request reaches which function, and for whom."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pulumi
from pulumi_aws import apigateway

from holdfast.components.api_args import slug
from holdfast.components.rest_args import RestApiArgs
from holdfast.topology.values.api_gateway import covers

_GREEDY = "{proxy+}"


@dataclass(frozen=True, kw_only=True)
class Route:
    """One method of one path."""

    path: str
    """The path, ``*`` as its last segment for all below."""
    method: str
    """``ANY`` or ``GET``."""
    service: str
    """Key of the function that answers."""
    is_open: bool = False
    """Whether anybody may call it."""
    cache_keys: tuple[str, ...] = ()
    """What tells kept answers apart; empty for answers that are not kept."""

    @property
    def name(self) -> str:
        """Part of logical names: path and method."""
        return f"{slug(self.path)}-{self.method.lower()}"

    @property
    def settings_path(self) -> str:
        """How a stage's settings name it: each slash of the path as ``~1``, as AWS writes and returns it.

        Sources: https://docs.aws.amazon.com/apigateway/api-reference/link-relation/stage-update/ and, of the
        provider, https://github.com/hashicorp/terraform-provider-aws/issues/9738, 2026-11.
        """
        return f"{self.path.replace('/', '~1').replace('*', _GREEDY)}/{self.method}"


@dataclass(frozen=True, kw_only=True)
class Guard:
    """Who may call what is not open."""

    authorization: str
    """``NONE``, ``AWS_IAM`` or ``COGNITO_USER_POOLS``."""
    authorizer_id: pulumi.Output[str] | None
    """The authoriser of the last."""
    scopes: Sequence[str]
    """Scopes of which a token must have one."""
    needs_key: bool
    """Whether a client's key is needed too."""


def routes_of(args: RestApiArgs) -> list[Route]:
    """All methods of an API, sorted by path and method."""
    routes = [
        Route(path=one, method="ANY", service=key, is_open=target.get("is_open", False))
        for key, target in args["targets"].items()
        for path in target["paths"]
        for one in (("/", "/*") if path == "/*" else (path,))
    ]
    health = args["health"]
    routes.append(Route(path=health["path"], method="GET", service=health["service"], is_open=True))
    if "cache" in args:
        routes += [
            Route(
                path=path, method="GET", service=_service_of(path, args), cache_keys=_cache_keys(path, args)
            )
            for path in args["cache"]["paths"]
        ]
    routes += [
        Route(path=path, method="ANY", service=_service_of(path, args)) for path in _shadowing(routes, args)
    ]
    return sorted(routes, key=lambda route: (route.path, route.method))


def _shadowing(routes: Sequence[Route], args: RestApiArgs) -> list[str]:
    """Return paths in the tree that a wider pattern takes, and that would refuse what that pattern takes.

    A resource takes its requests out of a greedy sibling's, with whatever methods it has
    (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-set-up-simple-proxy.html,
    2026-11): a POST to a path of which GET is kept would get 403.
    """
    there = {node for route in routes for node in _nodes(route.path)}
    answered = {route.path for route in routes if route.method == "ANY"}
    patterns = [pattern for target in args["targets"].values() for pattern in target["paths"]]
    return [
        path
        for path in sorted(there - answered - {"/"})
        if any(covers(pattern, path) for pattern in patterns)
    ]


def _nodes(path: str) -> list[str]:
    """Return a path and all above it but the root."""
    parts = path.strip("/").split("/")
    return ["/" + "/".join(parts[:depth]) for depth in range(1, len(parts) + 1)]


def _service_of(path: str, args: RestApiArgs) -> str:
    """Return the service with the narrowest path that takes all of this one."""
    taking = [
        (len(pattern), key)
        for key, target in args["targets"].items()
        for pattern in target["paths"]
        if covers(pattern, path)
    ]
    return max(taking)[1]


def _cache_keys(path: str, args: RestApiArgs) -> tuple[str, ...]:
    """Return what tells kept answers apart: without the path's own part all below it would be one answer.

    Who calls is always among it, so that nobody gets an answer that was made for another, and so is the form
    of the answer that a client takes.
    """
    cache = args["cache"]
    headers = {*cache.get("headers", ()), "Accept"}
    headers |= {"Authorization"} if "cognito" in args or args.get("iam", False) else set()
    headers |= {"X-Api-Key"} if args.get("api_keys") else set()
    return (
        *(("method.request.path.proxy",) if path.endswith("/*") else ()),
        *(f"method.request.header.{header}" for header in sorted(headers)),
        *(f"method.request.querystring.{name}" for name in sorted(cache.get("query_strings", ()))),
    )


def fingerprint(routes: Sequence[Route], args: RestApiArgs) -> str:
    """Return a text that changes with whatever only a new deployment brings to the stage."""
    told = {
        "routes": [asdict(route) for route in routes],
        "iam": args.get("iam", False),
        "scopes": sorted(args["cognito"].get("scopes", ())) if "cognito" in args else None,
        "keys": bool(args.get("api_keys")),
        "compression": args.get("compression_bytes"),
        "timeouts": {key: int(target["timeout_seconds"]) for key, target in sorted(args["targets"].items())},
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def declare_routes(
    name: str,
    args: RestApiArgs,
    routes: Sequence[Route],
    *,
    api: "apigateway.RestApi",
    guard: Guard,
    child: pulumi.ResourceOptions,
) -> list[pulumi.Resource]:
    """Declare ``<name>-resource-…``, ``<name>-method-…`` and ``<name>-integration-…``.

    Args:
        name: Logical name of the API's component.
        args: The API.
        routes: Its methods.
        api: The API itself.
        guard: Who may call what is not open.
        child: Options that make the API the parent.

    Returns:
        Methods and integrations, which a deployment takes along.
    """
    shared: dict[str, Any] = {"region": args["region"], "rest_api": api.id, "opts": child}
    resources = _resources(name, {route.path for route in routes}, api, shared)
    declared: list[pulumi.Resource] = []
    for route in routes:
        method = apigateway.Method(
            f"{name}-method-{route.name}",
            resource_id=resources[route.path],
            http_method=route.method,
            request_parameters={one: one.startswith("method.request.path.") for one in route.cache_keys}
            or None,
            **_guarded(guard, is_open=route.is_open),
            **shared,
        )
        target = args["targets"][route.service]
        integration = apigateway.Integration(
            f"{name}-integration-{route.name}",
            resource_id=resources[route.path],
            http_method=method.http_method,
            type="AWS_PROXY",
            integration_http_method="POST",
            uri=target["invoke_arn"],
            timeout_milliseconds=(int(target["timeout_seconds"]) + 1) * 1000,
            cache_key_parameters=list(route.cache_keys) or None,
            **shared,
        )
        declared += [method, integration]
    return declared


def _guarded(guard: Guard, *, is_open: bool) -> dict[str, Any]:
    if is_open:
        return {"authorization": "NONE", "api_key_required": False}
    return {
        "authorization": guard.authorization,
        "authorizer_id": guard.authorizer_id,
        "authorization_scopes": list(guard.scopes) or None,
        "api_key_required": guard.needs_key,
    }


def _resources(
    name: str, paths: set[str], api: "apigateway.RestApi", shared: Mapping[str, Any]
) -> dict[str, pulumi.Output[str]]:
    """Declare the tree of paths and return the id of each."""
    ids: dict[str, pulumi.Output[str]] = {"/": api.root_resource_id}
    for path in sorted(paths - {"/"}):
        for here in _nodes(path):
            above, _, part = here.rpartition("/")
            if here not in ids:
                ids[here] = apigateway.Resource(
                    f"{name}-resource-{slug(here)}",
                    parent_id=ids[above or "/"],
                    path_part=part.replace("*", _GREEDY),
                    **shared,
                ).id
    return ids
