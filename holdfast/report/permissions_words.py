"""What is said of a deployment's permissions in every format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.permissions.model import MAX_POLICIES, MAX_POLICY_CHARACTERS
from holdfast.report.lines import plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.permissions import Permissions, Policy

_REACH = (
    "what they make has ids and no names, so that others of the same account and region are in reach:"
    " give each environment an account of its own"
)


def headline(found: Permissions, policies: tuple[Policy, ...]) -> str:
    """What it takes, in a line.

    Args:
        found: What deploying takes.
        policies: The policies that are told.
    """
    stack = f"{found.project}/{found.stack}" if found.stack else "nothing"
    return f"Deploying {stack} takes {plural(sum(found.levels.values()), 'action')} in {_many(len(policies))}"


def _many(policies: int) -> str:
    return plural(policies, "policy") if policies != 1 else "one policy"


def levels(found: Permissions) -> str:
    """How many actions there are of each level.

    Args:
        found: What deploying takes.
    """
    return ", ".join(f"{count} {level.lower()}" for level, count in found.levels.items())


def notes(found: Permissions, policies: tuple[Policy, ...]) -> Iterator[tuple[str, str]]:
    """What a reviewer should know, each with a title.

    Args:
        found: What deploying takes.
        policies: The policies that are told.
    """
    yield "Where", ", ".join(found.regions) or "in every region: one is only known when deployed"
    if found.passed_to:
        yield "The stack's roles go to", ", ".join(found.passed_to)
    if found.passed_to_any:
        yield "Roles may go to any service", "whom a role trusts is only known when deployed"
    if found.without_names:
        yield (
            "Bounded by region alone",
            f"{', '.join(found.without_names)}: {_REACH}",
        )
    if found.account_wide:
        yield "Settings of the whole account", ", ".join(found.account_wide)
    if found.keeps_data:
        yield "Left out", "what deletes data, keys and backups"
    yield from _left_open(found, policies)


def _left_open(found: Permissions, policies: tuple[Policy, ...]) -> Iterator[tuple[str, str]]:
    if found.unknown:
        yield "Not known what these take", ", ".join(found.unknown)
    if found.elsewhere:
        yield "Not of AWS", ", ".join(found.elsewhere)
    if found.partial:
        yield "Not whole", "what was read leaves resources out, and so may the policies"
    if len(policies) > MAX_POLICIES:
        yield "Too many", f"a role takes {MAX_POLICIES} managed policies until AWS raises the quota (to 20)"
    if too_long := [one.name for one in policies if one.characters > MAX_POLICY_CHARACTERS]:
        yield "Too long for IAM", ", ".join(too_long)
