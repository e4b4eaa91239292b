"""DEP004: a request is answered with what is in its own region."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from holdfast.checks.capacity import FUNCTION, TASK, TEMPLATE
from holdfast.checks.inventoried import inventory_of
from holdfast.checks.model import Judgement, Rule, Severity, fails, passes
from holdfast.checks.serving import serving_regions
from holdfast.checks.traffic import BALANCERS
from holdfast.checks.twins import SEVERAL
from holdfast.graph import Marker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph, Value

CONFIGURED_BY = {
    TASK: ("containerDefinitions",),
    FUNCTION: ("environment",),
    TEMPLATE: ("userData",),
    "aws:ec2/instance:Instance": ("userData", "userDataBase64"),
    "aws:apigatewayv2/integration:Integration": ("integrationUri",),
    "aws:apigateway/integration:Integration": ("uri",),
}
"""Where what serves requests is told whom to call."""
CALLED = frozenset(
    {
        "aws:cognito/userPool:UserPool",
        "aws:dynamodb/table:Table",
        "aws:elasticache/cluster:Cluster",
        "aws:elasticache/replicationGroup:ReplicationGroup",
        "aws:elasticache/serverlessCache:ServerlessCache",
        "aws:kinesis/stream:Stream",
        "aws:lambda/function:Function",
        *BALANCERS,
        "aws:opensearch/domain:Domain",
        "aws:rds/cluster:Cluster",
        "aws:rds/instance:Instance",
        "aws:rds/proxy:Proxy",
        "aws:s3/bucket:Bucket",
        "aws:secretsmanager/secret:Secret",
        "aws:sns/topic:Topic",
        "aws:sqs/queue:Queue",
        "aws:ssm/parameter:Parameter",
    }
)
"""Types that a service calls while it answers."""
PERMISSION = "aws:lambda/permission:Permission"
FUNCTION_URL = "aws:lambda/functionUrl:FunctionUrl"
CALLERS = ("apigateway.amazonaws.com", "elasticloadbalancing.amazonaws.com")
HOST = re.compile(r"(?<!\.dkr\.ecr)\.([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com")


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each thing that serves requests in one of several regions."""
    serving = serving_regions(graph)
    if len(serving) < SEVERAL:
        return
    copied, asked = _copied(graph), _asked(graph)
    for token, names in CONFIGURED_BY.items():
        for one in graph.of_type(token):
            if one.region in serving and (token != FUNCTION or one.urn in asked):
                yield _judge(graph, one, names, copied)


def _asked(graph: ResourceGraph) -> set[str]:
    """URNs of the functions that answer requests: an API, load balancer or URL may call them."""
    called = [one for one in graph.of_type(PERMISSION) if one.at("principal") in CALLERS]
    names = [(one, "function") for one in called] + [
        (one, "functionName") for one in graph.of_type(FUNCTION_URL)
    ]
    return {each.urn for one, name in names for each in graph.references(one, name) if each.type == FUNCTION}


def _copied(graph: ResourceGraph) -> dict[str, set[str | None]]:
    """The regions in which the store, secret or image behind a resource has copies, by the resource's URN."""
    found: dict[str, set[str | None]] = {}
    named = {(one.name, one.region): one.urn for one in graph if not one.component}
    for item in inventory_of(graph).items:
        regions = {copy.region for copy in item.copies}
        for copy in item.copies:
            urn = named.get((copy.name, copy.region)) or item.resource
            if urn:
                found.setdefault(urn, set()).update(regions)
        if item.resource:
            found.setdefault(item.resource, set()).update(regions)
    return found


def _judge(
    graph: ResourceGraph, one: Resource, names: tuple[str, ...], copied: dict[str, set[str | None]]
) -> Judgement:
    far = [
        f"{each.name} in {each.region}"
        for name in names
        for each in graph.references(one, name)
        if each.type in CALLED
        and isinstance(each.region, str)
        and each.region != one.region
        and one.region not in copied.get(each.urn, ())
    ]
    far += [
        f"an endpoint of {region}"
        for name in names
        for text in _texts(one.at(name))
        for region in HOST.findall(text)
        if region != one.region
    ]
    if far:
        return fails(one, f"what runs in {one.region} is told to call {', '.join(sorted(set(far)))}")
    return passes(one, "nothing that it is told of is in another region alone")


def _texts(value: Value) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping | tuple):
        return [json.dumps(value, default=lambda _: "")]
    return [str(value)] if value is not None and not isinstance(value, Marker) else []


RULE = Rule(
    id="DEP004-requests-stay-in-their-region",
    title="What answers requests in a region calls nothing that is in another region alone.",
    explanation=(
        "One call to the other region ties both together: the loss of either takes both, and the design of "
        "two regions is less available than one. The pitfall hides in a copied environment variable."
    ),
    severity=Severity.MEDIUM,
    fix="give each region its own, replicate it there, or make the call soft and after the answer",
    source="https://docs.aws.amazon.com/prescriptive-guidance/latest/aws-multi-region-fundamentals/fundamental-3.html",
    subject="what serves requests where several regions do",
    check=check,
    frameworks=("REL10-BP01",),
)
