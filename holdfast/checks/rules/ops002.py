"""OPS002: objectives do not contradict each other, nor the regions that are to keep them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.checks.judging import conclude
from holdfast.checks.model import Judgement, Rule, Severity
from holdfast.checks.stated_objectives import number, serving, stated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

POLICY = "aws:resiliencehub/resiliencyPolicy:ResiliencyPolicy"
WIDENING = ("software", "hardware", "az", "region")
"""What is lost, from the least to the most."""
_WORDS = {"software": "software", "hardware": "hardware", "az": "a zone", "region": "a region"}
_SECONDS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001, "us": 1e-6, "ns": 1e-9}
_PART = re.compile(r"(\d+(?:\.\d+)?)(ms|us|ns|h|m|s)")
# 99.99 percent leaves 53 minutes in a year; AWS gives hours for backup and restore:
# https://docs.aws.amazon.com/whitepapers/latest/disaster-recovery-workloads-on-aws/disaster-recovery-options-in-the-cloud.html
NEEDS_TWO_REGIONS_PERCENT = 99.99
REGIONS_NEEDED = 2


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each statement of objectives."""
    for api in stated(graph):
        yield _api(api)
    for policy in graph.of_type(POLICY):
        yield _policy(policy)


def _api(api: Resource) -> Judgement:
    wrong, able = [], serving(api)
    lone = f"{able[0] if able else 'no region'} alone can serve, and a backup takes hours to restore"
    if len(able) < REGIONS_NEEDED:
        if api.at("objectives", "survives") == "region":
            wrong.append(f"it is to survive the loss of a region, and {lone}")
        if (number(api, "availability_percent") or 0) >= NEEDS_TWO_REGIONS_PERCENT:
            wrong.append(f"{number(api, 'availability_percent')} percent are promised, and {lone}")
    return conclude(api, wrong, (), "its regions can keep what is promised")


def _policy(policy: Resource) -> Judgement:
    wrong, unclear = [], []
    for what in ("rto", "rpo"):
        least: tuple[float, str] | None = None
        for scope in WIDENING:
            given = policy.at("policy", scope, what)
            seconds = _duration(given) if isinstance(given, str) else None
            if seconds is None:
                if given is not None:
                    unclear.append(f"policy.{scope}.{what}")
                continue
            if least is not None and seconds < least[0]:
                wrong.append(
                    f"the {what.upper()} for the loss of {_WORDS[scope]} ({given}) is shorter than for "
                    f"the loss of {least[1]}"
                )
            least = max(least or (seconds, ""), (seconds, _WORDS[scope]))
    return conclude(policy, wrong, unclear, "the more is lost, the more time is allowed")


def _duration(text: str) -> float | None:
    """Seconds of a Go duration such as ``1h30m``; None where it is none."""
    parts = _PART.findall(text)
    if not parts or "".join(figure + unit for figure, unit in parts) != text:
        return None
    return sum(float(figure) * _SECONDS[unit] for figure, unit in parts)


RULE = Rule(
    id="OPS002-objectives-agree",
    title="Objectives agree with each other and with the regions that are to keep them.",
    explanation=(
        "A recovery time for the loss of a region that is shorter than for the loss of a zone, or four nines "
        "from one region and its backups, cannot be kept: whoever relies on it plans for something that will "
        "not happen."
    ),
    severity=Severity.MEDIUM,
    fix="allow more time where more is lost, or run a second region that can serve",
    source="https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/disaster-recovery-dr-objectives.html",
    subject="statements of objectives",
    check=check,
    frameworks=("REL13-BP01", "REL13-BP02"),
)
