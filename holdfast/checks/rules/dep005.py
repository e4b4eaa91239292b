"""DEP005: those who sign in and those who send mail can do so without one region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.serving import serving_regions
from holdfast.checks.twins import SEVERAL, twins
from holdfast.inventory.families.identities import POOL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

SENDERS = (
    "aws:ses/domainIdentity:DomainIdentity",
    "aws:ses/emailIdentity:EmailIdentity",
    "aws:sesv2/emailIdentity:EmailIdentity",
)
NAMES = ("domain", "email", "emailIdentity")


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each user pool and each sender of mail, where several regions serve."""
    serving = serving_regions(graph)
    if len(serving) < SEVERAL:
        return
    paired = {one.urn for group in twins(graph, POOL) for one in group}
    for pool in graph.of_type(POOL):
        yield _pool(pool, paired=pool.urn in paired)
    senders: dict[object, list[Resource]] = {}
    for one in graph.of_type(*SENDERS):
        senders.setdefault(next((one.at(name) for name in NAMES if one.at(name)), one.urn), []).append(one)
    for members in senders.values():
        yield _sender(graph, members, serving)


def _pool(pool: Resource, *, paired: bool) -> Judgement:
    if paired:
        return passes(pool, "each region has a user pool; keeping their users alike is the program's task")
    return fails(
        pool, f"its users are in {pool.region} alone: AWS neither copies nor exports their passwords"
    )


def _sender(graph: ResourceGraph, members: list[Resource], serving: tuple[str, ...]) -> Judgement:
    missing = sorted(set(serving) - {str(one.region) for one in members})
    if not missing:
        return passes(members[0], "each region that serves may send")
    if graph.partial:
        return unknown(members[0], f"not known yet: whether {', '.join(missing)} may send")
    return fails(members[0], f"it is verified in {members[0].region}, and not in {', '.join(missing)}")


RULE = Rule(
    id="DEP005-identities-outlive-a-region",
    title="Users can sign in and mail can be sent when one region is lost.",
    explanation=(
        "A user pool lives in one region, without replica or backup: when that is lost nobody signs in "
        "anywhere. Senders of mail are verified, and taken out of the sandbox, in each region apart."
    ),
    severity=Severity.MEDIUM,
    fix="use an identity provider that spans regions, or a pool in each; verify senders in each region",
    source="https://docs.aws.amazon.com/cognito/latest/developerguide/disaster-recovery-resiliency.html",
    subject="user pools and mail identities where several regions serve",
    check=check,
    frameworks=("REL10-BP01", "REL13-BP02"),
)
