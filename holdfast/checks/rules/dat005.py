"""DAT005: a table with strong consistency has the three regions that it must have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from holdfast.checks.judging import conclude
from holdfast.checks.model import Judgement, Rule, Scope, Severity
from holdfast.graph import Marker
from holdfast.inventory.families.tables import TABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph, Value

NEEDED = 3
SETS = (
    frozenset({"us-east-1", "us-east-2", "us-west-2"}),
    frozenset({"eu-west-1", "eu-west-2", "eu-west-3", "eu-central-1"}),
    frozenset({"ap-northeast-1", "ap-northeast-2", "ap-northeast-3"}),
)
"""Regions between which AWS offers strong consistency, as of 2026-11:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-dynamodb-globaltable-globaltablewitness.html"""


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each table whose replicas are strongly consistent."""
    for table in graph.of_type(TABLE):
        replicas = table.at("replicas")
        inline = [one for one in replicas if isinstance(one, Mapping)] if isinstance(replicas, tuple) else []
        if any(one.get("consistencyMode") == "STRONG" for one in inline):
            yield _judge(table, inline)


def _judge(table: Resource, replicas: list[Mapping[str, Value]]) -> Judgement:
    witness = table.at("globalTableWitness", "regionName")
    named = [table.region, *(one.get("regionName") for one in replicas), *([witness] if witness else [])]
    known = {one for one in named if isinstance(one, str)}
    wrong, unclear = [], []
    if any(isinstance(one, Marker) for one in named):
        unclear.append("its regions")
    elif len(known) != NEEDED:
        wrong.append(
            f"it has {len(known)} regions ({', '.join(sorted(known))}), strong consistency needs {NEEDED}, "
            "of which one may be a witness"
        )
    if not any(known <= one for one in SETS):
        wrong.append(f"no set of regions with strong consistency holds {', '.join(sorted(known))}")
    modes = {one.get("consistencyMode") for one in replicas}
    if len(modes) > 1 and Marker.UNKNOWN not in modes:
        wrong.append("its replicas differ in consistencyMode")
    return conclude(table, wrong, unclear, f"it spans {', '.join(sorted(known))}")


RULE = Rule(
    id="DAT005-strong-table-has-three-regions",
    title="A table with strong consistency spans three regions of one set.",
    explanation=(
        "Multi-Region strong consistency is a quorum of three, replicas or two and a witness, all in one set "
        "of regions. Anything else is refused when it is deployed, and the mode cannot be changed later."
    ),
    severity=Severity.MEDIUM,
    fix="add the third replica or a witness, in a region of the same set",
    source="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html",
    subject="DynamoDB tables with strong consistency",
    check=check,
    frameworks=("REL10-BP01",),
    scope=Scope.RESOURCE,
)
