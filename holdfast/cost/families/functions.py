"""Lambda functions: those that clients call and those in the background, and provisioned concurrency."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from holdfast.cost.model import HOURS_A_MONTH
from holdfast.cost.schedules import runs_a_month
from holdfast.cost.scope import KILO, MILLION, number
from holdfast.graph import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.cost.model import CostItem
    from holdfast.cost.scope import Calculator, Scope
    from holdfast.graph import Resource, ResourceGraph

FUNCTION = "aws:lambda/function:Function"
ALIAS = "aws:lambda/alias:Alias"
INTEGRATIONS = ("aws:apigatewayv2/integration:Integration", "aws:apigateway/integration:Integration")
ATTACHMENT = "aws:lb/targetGroupAttachment:TargetGroupAttachment"
DESCRIPTION = "holdfast:index:ApiDescription"
SCHEDULE = "aws:scheduler/schedule:Schedule"
DEFAULT_MEMORY = Decimal(128)
"""MB (https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html, 2026-11)."""
MIB_IN_GIB = Decimal(1024)
SECONDS_A_MONTH = HOURS_A_MONTH * 3600


def function(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """Requests and duration of a function."""
    place = place_of(one)
    called, keys, note = _calls(one, scope)
    memory = number(one.inputs.get("memorySize")) or DEFAULT_MEMORY
    chip, words = _chip(one)
    yield scope.item(
        "function, requests", "lambda/requests/million", place, called / MILLION, usage=keys, note=note
    )
    seconds = called * scope.usage["function_milliseconds"] / KILO
    item = scope.item(
        f"function, duration on {words}",
        f"lambda/{chip}/GB-second",
        place,
        seconds * memory / MIB_IN_GIB,
        usage=(*keys, "function_milliseconds"),
    )
    yield scope.discounted(item)


def _calls(one: Resource, scope: Scope) -> tuple[Decimal, tuple[str, ...], str]:
    """Invocations a month, the usage that they come from, and in words."""
    fronts = behind_doors(scope)
    if one.urn in fronts:
        beside = sum(scope.graph.resources[urn].region == one.region for urn in fronts)
        note = f"requests spread evenly over {beside} functions" if beside > 1 else ""
        return scope.served(place_of(one)) * MILLION / beside, ("requests_million",), note
    scheduled = [
        runs
        for schedule in scope.graph.of_type(SCHEDULE)
        if one.urn in schedule.property_dependencies.get("target", ())
        if isinstance(expression := schedule.inputs.get("scheduleExpression"), str)
        if (runs := runs_a_month(expression)) is not None
    ]
    if scheduled:
        return sum(scheduled, Decimal()), (), "as scheduled"
    return scope.usage["background_invocations"], ("background_invocations",), ""


def behind_doors(scope: Scope) -> frozenset[str]:
    """URNs of the functions that API gateways and load balancers call."""
    return scope.once("functions behind doors", lambda: _behind_doors(scope))


def _behind_doors(scope: Scope) -> frozenset[str]:
    graph = scope.graph
    called = [
        *(
            held
            for one in graph.of_type(*INTEGRATIONS)
            for name in ("integrationUri", "uri")
            for held in graph.references(one, name)
        ),
        *(held for one in graph.of_type(ATTACHMENT) for held in graph.references(one, "targetId")),
    ]
    named = [
        held for alias in called if alias.type == ALIAS for held in graph.references(alias, "functionName")
    ]
    return frozenset(
        one.urn for one in (*called, *named) if one.type == FUNCTION and not _describes(one, graph)
    )


def _describes(one: Resource, graph: ResourceGraph) -> bool:
    """Whether a function answers with an API's description: of the API's requests it gets next to none."""
    parent = graph.resources.get(one.parent or "")
    return parent is not None and parent.type == DESCRIPTION


def provisioned(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """Functions that are kept ready."""
    functions = [held for held in scope.graph.references(one, "functionName") if held.type == FUNCTION]
    memory = number(functions[0].inputs.get("memorySize")) or DEFAULT_MEMORY if functions else None
    chip, words = _chip(functions[0]) if functions else ("x86", "Intel or AMD")
    kept = number(one.inputs.get("provisionedConcurrentExecutions"))
    known = memory is not None and kept is not None
    item = scope.item(
        f"provisioned concurrency on {words}",
        f"lambda/provisioned/{chip}/GB-second",
        place_of(one),
        kept * memory / MIB_IN_GIB * SECONDS_A_MONTH if memory is not None and kept is not None else None,
        note="" if known else "the function's memory is not known",
    )
    yield scope.discounted(item)


def _chip(one: Resource) -> tuple[str, str]:
    return ("arm", "Graviton") if one.at("architectures", 0) == "arm64" else ("x86", "Intel or AMD")


CALCULATORS: Mapping[str, Calculator] = {
    FUNCTION: function,
    "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": provisioned,
}
