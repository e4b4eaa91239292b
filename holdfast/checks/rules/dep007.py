"""DEP007: automated recovery calls no control plane that lies in one region."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from holdfast.checks.model import Judgement, Rule, Scope, Severity, fails, passes, unknown
from holdfast.graph import Marker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

CONTENT = {"aws:ssm/document:Document": "content", "aws:sfn/stateMachine:StateMachine": "definition"}
"""Where each type says what it does."""
# Services with one control plane for all regions, and where it is:
# https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html
GLOBAL = {
    "cloudfront": "us-east-1",
    "globalaccelerator": "us-west-2",
    "iam": "us-east-1",
    "organizations": "us-east-1",
    "route53": "us-east-1",
    "route53-recovery-control-config": "us-west-2",
    "shield": "us-east-1",
}
_READS = re.compile(r"(?i)^(get|list|describe|test)")
_SERVICES = "|".join(sorted(GLOBAL, key=len, reverse=True))
_STATES = re.compile(rf"(?i)aws-sdk:({_SERVICES}):(\w+)")
_AUTOMATION = re.compile(
    rf"""(?is)["']?Service["']?\s*:\s*["']?({_SERVICES})["']?\s*,?\s*["']?Api["']?\s*:\s*["']?(\w+)"""
)


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each runbook and state machine."""
    for token, name in CONTENT.items():
        for one in graph.of_type(token):
            value = one.at(name)
            if isinstance(value, Marker):
                yield unknown(one, f"not known yet: its {name}")
            elif value is not None:
                yield _judge(one, value if isinstance(value, str) else json.dumps(value, default=str))


def _judge(one: Resource, text: str) -> Judgement:
    calls = {
        (service.lower(), call)
        for service, call in (*_STATES.findall(text), *_AUTOMATION.findall(text))
        if not _READS.match(call)
    }
    if not calls:
        return passes(one, "it calls no control plane that lies in one region")
    told = ", ".join(f"{service}:{call} (in {GLOBAL[service]})" for service, call in sorted(calls))
    return fails(one, f"it calls {told}")


RULE = Rule(
    id="DEP007-runbooks-call-no-global-control-plane",
    title="Automated recovery calls no control plane that lies in one region.",
    explanation=(
        "Records of Route 53, roles, distributions and accelerators are changed through one region's control "
        "plane, wherever they are used. A runbook that edits them waits for the region whose loss it "
        "repairs; on 7 December 2021 Route 53 took no changes for seven hours."
    ),
    severity=Severity.MEDIUM,
    fix=(
        "prepare the change and switch it on a data plane: health checks, routing controls, objects "
        "that checks read"
    ),
    source="https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html",
    subject="Automation runbooks and state machines",
    check=check,
    frameworks=("REL11-BP04",),
    scope=Scope.RESOURCE,
)
