"""What clients reach from outside: load balancers, APIs and distributions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.judging import each, settled
from holdfast.checks.open_ports import openings
from holdfast.checks.traffic import BALANCERS, LISTENER_RULES, LISTENERS
from holdfast.graph import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph
    from holdfast.inventory.view import View

REST_STAGE = "aws:apigateway/stage:Stage"
HTTP_STAGE = "aws:apigatewayv2/stage:Stage"
REST_API = "aws:apigateway/restApi:RestApi"
_SILENT = ("fixed-response", "redirect")
GRAPH_API = "aws:appsync/graphQLApi:GraphQLApi"


def public_application_balancers(graph: ResourceGraph) -> Iterator[Resource]:
    """The load balancers that read requests from outside.

    Args:
        graph: The stack.
    """
    for balancer in graph.of_type(*BALANCERS):
        if (
            is_public(balancer)
            and settled(balancer, "loadBalancerType", default="application") == "application"
        ):
            yield balancer


def is_public(balancer: Resource) -> bool:
    """Whether a load balancer answers from outside; it does where nothing is said."""
    return settled(balancer, "internal", default=False) is not True


def is_private_api(view: View, stage: Resource) -> bool:
    """Whether a stage of a REST API is reached from inside a VPC alone.

    Args:
        view: The graph.
        stage: A stage of a REST API.
    """
    return any(
        api.at("endpointConfiguration", "types") in ("PRIVATE", ("PRIVATE",))
        for api in view.made_of(stage, "restApi", REST_API)
    )


def takes_a_cdn_alone(view: View, balancer: Resource) -> bool | None:
    """Whether a load balancer forwards nothing but single paths and what carries a header.

    That is how a CDN is told from everybody else: it adds a header that nobody else knows.

    Args:
        view: The graph.
        balancer: A load balancer that reads requests.

    Returns:
        None where what its rules ask for is not readable, as that header is a secret.
    """
    listeners = view.of(balancer, "loadBalancerArn", *LISTENERS)
    rules = [rule for one in listeners for rule in view.of(one, "listenerArn", *LISTENER_RULES)]
    if not rules or any(one.at("defaultActions", 0, "type") not in _SILENT for one in listeners):
        return False
    narrow = {_is_narrow(rule) for rule in rules}
    return False if False in narrow else None if None in narrow else True


def _is_narrow(rule: Resource) -> bool | None:
    if not is_known(rule.at("conditions")):
        return None
    for at in each(rule, "conditions"):
        paths = rule.at(*at, "pathPattern", "values")
        single = isinstance(paths, tuple) and not any("*" in str(path) for path in paths)
        if single or rule.at(*at, "httpHeader"):
            return True
    return False


def guarded(graph: ResourceGraph) -> frozenset[str]:
    """URNs of the security groups that let nobody in but named addresses.

    Args:
        graph: The stack.
    """
    told: dict[str, bool] = {}
    for one in openings(graph):
        groups = (one.where,) if one.where.at("ingress") else graph.references(one.where, "securityGroupId")
        for group in groups:
            told[group.urn] = told.get(group.urn, True) and one.world is False
    return frozenset(urn for urn, named in told.items() if named)
