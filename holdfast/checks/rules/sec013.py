"""SEC013: a container has no more of its host than it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.model import Judgement, Rule, Scope, Severity, fails, passes, unknown
from holdfast.checks.plain_secrets import CONTAINERS, containers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.graph import Resource, ResourceGraph, Value

ROOT = frozenset({"0", "root"})


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each definition of containers."""
    for one in graph.of_type(*CONTAINERS):
        yield _judge(one)


def _judge(one: Resource) -> Judgement:
    wrong = [f"it shares the host's {name}" for name in ("pidMode", "ipcMode") if one.at(name) == "host"]
    found = containers(one.at(CONTAINERS[one.type]))
    for container in found or ():
        wrong += [
            f"container {container.get('name') or ''}".rstrip() + f" {each}" for each in _faults(container)
        ]
    if wrong:
        return fails(one, "; ".join(wrong))
    if found is None and one.at(CONTAINERS[one.type]) is not None:
        return unknown(one, "its containers are not known yet")
    return passes(one, "no container is privileged or named to run as root")


def _faults(container: Mapping[str, Value]) -> Iterator[str]:
    if container.get("privileged") is True:
        yield "is privileged: it is root on its host"
    user = container.get("user")
    if isinstance(user, str | int) and str(user).partition(":")[0] in ROOT:
        yield "runs as root"


RULE = Rule(
    id="SEC013-container-is-not-privileged",
    title="No container is privileged, runs as root by name, or shares its host's processes.",
    explanation=(
        "A privileged container is root on the machine that it shares with others: one flaw of the "
        "application is then a flaw of all that runs there, and the role of the machine with it."
    ),
    severity=Severity.MEDIUM,
    fix="leave privileged out, name a user that is not root, keep pidMode and ipcMode to the task",
    source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html",
    subject="definitions of containers",
    check=check,
    scope=Scope.RESOURCE,
    frameworks=("SEC06-BP02",),
)
