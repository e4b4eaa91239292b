"""SEC006: no secret stands in plain text in what AWS shows to everybody who may look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.model import Judgement, Rule, Scope, Severity, fails, passes, unknown
from holdfast.checks.plain_secrets import (
    CONTAINERS,
    LISTED,
    PARAMETER,
    START_UP,
    VARIABLES,
    readable,
    secrets,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import ResourceGraph


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each thing that is given variables, a start-up text or a plain parameter."""
    for one in graph.of_type(*VARIABLES, *LISTED, *CONTAINERS, *START_UP, PARAMETER):
        found = sorted(set(secrets(one)))
        if found:
            yield fails(one, "; ".join(f"{name}: {how}" for name, how in found))
        elif readable(one):
            yield passes(one, "no secret is seen in it")
        else:
            yield unknown(one, "its variables are not known yet")


RULE = Rule(
    id="SEC006-no-secret-in-plain-text",
    title="No secret is given as an environment variable, in user data or as a plain parameter.",
    explanation=(
        "Variables, user data and String parameters are shown by the console and by describe calls, to "
        "everybody with read access, and are kept in old versions. They are no place for a password, and one "
        "there cannot be turned without a release."
    ),
    severity=Severity.CRITICAL,
    fix="keep it in Secrets Manager or a SecureString, give its ARN, read it when starting; then replace it",
    source="https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_identities_secrets.html",
    subject="functions, tasks, builds, instances and parameters",
    check=check,
    scope=Scope.RESOURCE,
    frameworks=("SEC02-BP03",),
)
