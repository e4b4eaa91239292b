"""SEC011: nobody calls a function past the front door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.judging import Expected, expected
from holdfast.checks.model import Judgement, Rule, Scope, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import ResourceGraph

FUNCTION_URL = "aws:lambda/functionUrl:FunctionUrl"
_SIGNED = (
    Expected(
        path=("authorizationType",),
        values=("AWS_IAM",),
        fault="everybody on the internet may call the function, with no limit of requests",
    ),
)


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each URL of a function."""
    for one in graph.of_type(FUNCTION_URL):
        yield expected(one, _SIGNED, "callers sign their requests")


RULE = Rule(
    id="SEC011-function-url-needs-a-signature",
    title="The URL of a function demands signed requests.",
    explanation=(
        "A function URL without authorisation has no firewall, no throttle but the function's concurrency, "
        "and a name that anybody can call: a flood there uses up the concurrency of the region and the money."
    ),
    severity=Severity.MEDIUM,
    fix="set authorizationType to AWS_IAM, and put CloudFront with origin access control or an API before it",
    source="https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html",
    subject="URLs of functions",
    check=check,
    scope=Scope.RESOURCE,
    frameworks=("SEC03-BP07", "SEC05-BP02"),
)
