"""DNS003: records that stand in for each other do not fall by one health check."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from holdfast.checks.health import Health
from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.routing import Routing
from holdfast.graph import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

SEVERAL = 2


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each set of records, of which two or more have a health check, on its first record."""
    routing = Routing(graph)
    health = Health(routing)
    for members in routing.routed_sets():
        if sum(bool(one.at("healthCheckId")) for one in members) >= SEVERAL:
            yield _set(health, members)


def _set(health: Health, members: tuple[Resource, ...]) -> Judgement:
    users: defaultdict[str, list[Resource]] = defaultdict(list)
    unclear = False
    for one in members:
        linked, given = health.of(one), one.at("healthCheckId")
        if linked:
            users[linked[0].name].append(one)
        elif given and not is_known(given):
            unclear = True
        elif isinstance(given, str):
            users[given].append(one)
    for name, sharers in sorted(users.items()):
        if len(sharers) >= SEVERAL and not _stand_together(health, sharers):
            told = " and ".join(one.name for one in sharers)
            return fails(
                members[0],
                f"{told} have one health check, {name}: Route 53 takes them out together, "
                "and then answers with all of them as if they were healthy",
            )
    if unclear:
        return unknown(members[0], "which health checks the records have is not known yet")
    return passes(members[0], "each record has a health check of its own")


def _stand_together(health: Health, sharers: list[Resource]) -> bool:
    """Whether the records lead to one region, such as two weights of a release there."""
    found = {one.region for each in sharers for one in health.routing.destinations(each)}
    return len(found) == 1 and all(isinstance(region, str) for region in found)


RULE = Rule(
    id="DNS003-records-have-checks-of-their-own",
    title="Records of one set that lead to different places have health checks of their own.",
    explanation=(
        "A health check that two regions share says of both what it sees of one. When it fails, Route 53 has "
        "no healthy record left, and then answers as if all were healthy: failover does nothing."
    ),
    severity=Severity.HIGH,
    fix="give each record a health check that looks at what that record leads to",
    source="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-how-route-53-chooses-records.html",
    subject="sets of records with health checks",
    check=check,
    frameworks=("REL11-BP01", "REL11-BP02"),
)
