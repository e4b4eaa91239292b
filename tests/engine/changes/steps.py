"""Steps of a preview: which resources are made, changed, replaced and deleted, and what must not be."""

from __future__ import annotations

from collections import defaultdict
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from tests.engine.engine import Step
    from tests.engine.standin import Call

GUARDED = (
    *("aws:rds/", "aws:dynamodb/", "aws:kms/", "aws:s3/", "aws:secretsmanager/", "aws:backup/", "random:"),
    *("aws:lb/", "aws:route53/", "aws:acm/", "aws:autoscaling/group:"),
    *("aws:ec2/vpc:", "aws:ec2/subnet:", "aws:ec2/natGateway:", "aws:ec2/eip:", "aws:ec2/internetGateway:"),
    *("aws:ec2/route", "aws:ec2/securityGroup:", "aws:ec2/vpcEndpoint:"),
)
"""What keeps state or carries traffic: no change replaces or deletes it, unless it is asked to."""
_PART_OF_REPLACEMENT = {"create-replacement", "delete-replaced"}
"""The engine tells these beside ``replace``."""

Counted = dict[str, dict[str, dict[str, object]]]
"""Operation → type → ``count``, and of updates and replacements the ``properties`` that differ."""


def of_resources(steps: Iterable[Step]) -> list[Step]:
    """Steps of real resources and of providers, each replacement once."""
    return [
        step
        for step in steps
        if step.op not in _PART_OF_REPLACEMENT and not step.type.startswith(("holdfast:", "pulumi:pulumi:"))
    ]


def counted(steps: Iterable[Step]) -> Counted:
    """Count steps by operation and type."""
    found: dict[tuple[str, str], list[Step]] = defaultdict(list)
    for step in steps:
        found[step.op, step.type].append(step)
    result: Counted = {}
    for (operation, type_token), alike in sorted(found.items()):
        row: dict[str, object] = {"count": len(alike)}
        properties = sorted({name for step in alike for name in step.properties})
        if properties:
            row["properties"] = properties
        result.setdefault(operation, {})[type_token] = row
    return result


def harmful(steps: Iterable[Step], removed: Sequence[str], replaced: Sequence[str]) -> list[str]:
    """Tell which steps delete or replace what must stay.

    Args:
        steps: What an update would do.
        removed: Names that may be deleted, as patterns.
        replaced: Names that may be replaced, as patterns.
    """
    asked = {"delete": removed, "replace": replaced}
    return [
        f"{step.op} {step.name} ({step.type}: {', '.join(step.properties)})"
        for step in steps
        if step.op in asked and step.type.startswith(GUARDED) and not _fits(step.name, asked[step.op])
    ]


def _fits(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def out_of_order(calls: Iterable[Call], patterns: Sequence[str]) -> list[str]:
    """Tell which calls did not come one after the other as they had to.

    Args:
        calls: What was asked of the cloud, in order.
        patterns: ``operation name``: all calls that fit one come before all that fit the next.
    """
    told = [f"{call.operation} {call.name}" for call in calls]
    places = [[at for at, text in enumerate(told) if fnmatchcase(text, pattern)] for pattern in patterns]
    missing = [
        f"{pattern} did not happen" for pattern, found in zip(patterns, places, strict=True) if not found
    ]
    if missing:
        return missing
    pairs = zip(patterns, patterns[1:], places, places[1:], strict=False)
    return [f"{one} came after {two}" for one, two, before, after in pairs if max(before) > min(after)]


def done(calls: Iterable[Call]) -> dict[tuple[str, str], str]:
    """What calls did: type and name → ``create``, ``update``, ``delete`` or ``replace``."""
    found: dict[tuple[str, str], str] = {}
    for call in calls:
        if call.operation != "read":
            key = call.type, call.name
            found[key] = "replace" if key in found else call.operation
    return found


def told(steps: Iterable[Step]) -> dict[tuple[str, str], str]:
    """The same of a preview's steps; providers are in no cloud."""
    return {(step.type, step.name): step.op for step in steps if not step.type.startswith("pulumi:")}


def names(steps: Iterable[Step], operations: Collection[str]) -> set[str]:
    """Names of the resources that steps of some operations are about."""
    return {step.name for step in steps if step.op in operations}
