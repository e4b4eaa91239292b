"""ECS002: a deployment that does not become healthy is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.capacity import SERVICE
from holdfast.checks.judging import settled
from holdfast.checks.model import Judgement, Rule, Scope, Severity, fails, passes, unknown
from holdfast.graph import Marker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

OWN = "ECS"
"""The controller that has a circuit breaker; CodeDeploy and others roll back by their own means."""


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each service that ECS itself deploys."""
    for service in graph.of_type(SERVICE):
        controller = settled(service, "deploymentController", "type", default=OWN)
        if controller is Marker.UNKNOWN:
            yield unknown(service, "not known yet: deploymentController")
        elif controller == OWN:
            yield _judge(service)


def _judge(service: Resource) -> Judgement:
    breaker = _both(service, "deploymentCircuitBreaker")
    alarms = _both(service, "alarms")
    if breaker is True:
        return passes(service, "its circuit breaker rolls back")
    if alarms is True:
        return passes(service, "its deployment alarms roll back")
    if None in {breaker, alarms}:
        return unknown(service, "not known yet: whether a failed deployment is rolled back")
    if settled(service, "deploymentCircuitBreaker", "enable", default=False) is True:
        return fails(service, "its circuit breaker stops a failed deployment and leaves it where it stopped")
    return fails(service, "nothing stops a deployment whose tasks never become healthy: ECS tries for ever")


def _both(service: Resource, name: str) -> bool | None:
    found = {settled(service, name, switch, default=False) for switch in ("enable", "rollback")}
    return None if Marker.UNKNOWN in found and False not in found else found == {True}


RULE = Rule(
    id="ECS002-failed-deployment-rolls-back",
    title="An ECS deployment that does not become healthy is rolled back.",
    explanation=(
        "Most outages are changes. Without a circuit breaker ECS starts tasks of a bad version again and "
        "again; with one that only stops, a person has to find and deploy the version before, in a region "
        "at a time."
    ),
    severity=Severity.MEDIUM,
    fix="set deploymentCircuitBreaker with enable and rollback, or deployment alarms with rollback",
    source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html",
    subject="ECS services that ECS deploys",
    check=check,
    frameworks=("REL08-BP05", "OPS06-BP04"),
    scope=Scope.RESOURCE,
)
