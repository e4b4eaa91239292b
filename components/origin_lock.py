"""The header that proves to a load balancer that a request came through the distribution."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

import pulumi
import pulumi_random as random
from pulumi_aws import lb

from holdfast.components.load_balancer_authorization import HEALTH_PRIORITY, HealthRequestArgs

ORIGIN_HEADER = "X-Origin-Verify"
"""Name of the header; CloudFront overwrites one that a client sends
(https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/restrict-access-to-load-balancer.html)."""

# A condition's value has at most 128 characters, * and ? are wildcards in it, and case does not count
# (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html): letters and
# digits alone; 40 of them are 206 bits without their case.
_SECRET_LENGTH = 40


class OriginLockArgs(TypedDict):
    """What a load balancer asks of every request but health checks."""

    header: str
    """Name of the header."""
    values: Sequence[pulumi.Input[str]]
    """Values that are taken, as secrets: two, so that one can be renewed while the other is in use."""
    health: HealthRequestArgs
    """What health checkers ask for, who send no header."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OriginSecrets:
    """The two values of the header, and the one that the distribution sends now."""

    values: tuple[pulumi.Output[str], pulumi.Output[str]]
    current: pulumi.Output[str]


def declare_origin_secrets(name: str, *, secret_version: int, child: pulumi.ResourceOptions) -> OriginSecrets:
    """Declare the two values of the header.

    Each new version renews one of them, in turn, and is what the distribution sends from then on. Load
    balancers take both, so they know the new one before it is sent, and the old one until the next version.

    Args:
        name: Prefix of the logical names.
        secret_version: Version, 1 or more; a higher one renews, the next one ends what was renewed from.
        child: Options, with the parent.
    """
    odd = secret_version % 2 == 1
    rounds = {
        "odd": secret_version if odd else secret_version - 1,
        "even": secret_version - 1 if odd else secret_version,
    }
    secrets: dict[str, pulumi.Output[str]] = {
        label: pulumi.Output.secret(
            random.RandomPassword(
                f"{name}-secret-{label}",
                length=_SECRET_LENGTH,
                special=False,
                keepers={"version": str(number)},
                opts=child,
            ).result
        )
        for label, number in rounds.items()
    }
    return OriginSecrets(values=(secrets["odd"], secrets["even"]), current=secrets["odd" if odd else "even"])


def lock_conditions(lock: OriginLockArgs | None) -> "list[lb.ListenerRuleConditionArgs]":
    """Make the condition that a locked load balancer adds to every service's rule.

    Args:
        lock: What is asked of every request, None for nothing.
    """
    if lock is None:
        return []
    header = lb.ListenerRuleConditionHttpHeaderArgs(
        http_header_name=lock["header"], values=list(lock["values"])
    )
    return [lb.ListenerRuleConditionArgs(http_header=header)]


def lock_problems(lock: OriginLockArgs | None, priorities: Mapping[str, int]) -> Iterator[str]:
    """Say what would keep health checkers out of a locked load balancer.

    Args:
        lock: What is asked of every request, None for nothing.
        priorities: Priority of each service's rule.
    """
    if lock is None:
        return
    if lock["health"]["target"] not in priorities:
        yield f"'origin_lock.health.target' names no target: '{lock['health']['target']}'"
    for key, priority in sorted(priorities.items()):
        if priority <= HEALTH_PRIORITY:
            yield (
                f"target '{key}': 'priority' {priority} is that of the rule that keeps the health path open; "
                f"give {HEALTH_PRIORITY + 1} or more"
            )
