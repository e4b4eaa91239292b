"""DAT007: the members of a global database are alike, so that any of them can take over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from holdfast.checks.global_databases import global_databases, instances
from holdfast.checks.inventoried import view_of
from holdfast.checks.judging import conclude
from holdfast.checks.model import Judgement, Rule, Severity
from holdfast.graph import Marker, is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph, Value

GROUPS = tuple(
    f"aws:{one}/clusterParameterGroup:ClusterParameterGroup" for one in ("rds", "docdb", "neptune")
)
PARAMETERS = ("dbClusterParameterGroupName", "neptuneClusterParameterGroupName")


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each follower of a global database against its writer."""
    for database in global_databases(graph):
        for one in database.followers:
            yield _judge(graph, database.writer, one)


def _judge(graph: ResourceGraph, writer: Resource, follower: Resource) -> Judgement:
    wrong, unclear = [], []
    for name in ("engine", "engineVersion"):
        theirs, own = writer.at(name), follower.at(name)
        if not is_known(theirs) or not is_known(own):
            unclear.append(name)
        elif theirs is not None and own is not None and theirs != own:
            wrong.append(f"its {name} is {own}, the writer's {theirs}")
    for what, before, after in _compared(graph, writer, follower):
        if Marker.UNKNOWN in {before, after}:
            unclear.append(f"its {what}")
        elif before != after and before is not None and after is not None:
            wrong.append(f"its {what}: {after}, the writer's: {before}")
    return conclude(follower, wrong, unclear, "it is like the writer")


def _compared(
    graph: ResourceGraph, writer: Resource, follower: Resource
) -> Iterator[tuple[str, object, object]]:
    """What is compared, the writer's and the follower's; None where one of them has none."""
    yield ("classes of instances", _classes(graph, writer), _classes(graph, follower))
    scaling = "serverlessv2ScalingConfiguration"
    most = (writer.at(scaling, "maxCapacity"), follower.at(scaling, "maxCapacity"))
    yield ("largest serverless capacity", *most)
    yield ("parameters", _parameters(graph, writer), _parameters(graph, follower))


def _classes(graph: ResourceGraph, cluster: Resource) -> object:
    found = {one.at("instanceClass") for one in instances(graph, cluster)}
    return Marker.UNKNOWN if Marker.UNKNOWN in found else ", ".join(sorted(map(str, found))) or None


def _parameters(graph: ResourceGraph, cluster: Resource) -> object:
    """The family and settings of a cluster's parameter group, as text; else its name."""
    for name in PARAMETERS:
        for group in view_of(graph).made_of(cluster, name, *GROUPS):
            family, settings = group.at("family"), group.at("parameters")
            if not is_known(family) or not is_known(settings):
                return Marker.UNKNOWN
            return f"{family} {_settings(settings)}".strip()
        given = cluster.at(name)
        if given:
            return given if str(given).startswith("default.") else Marker.UNKNOWN
    return None


def _settings(settings: Value) -> str:
    rows = settings if isinstance(settings, tuple) else ()
    pairs = [(str(one.get("name")), str(one.get("value"))) for one in rows if isinstance(one, Mapping)]
    return ", ".join(f"{name}={value}" for name, value in sorted(pairs))


RULE = Rule(
    id="DAT007-members-of-a-global-database-are-alike",
    title="The members of a global database have one version, one size and the same parameters.",
    explanation=(
        "AWS refuses a switchover between versions that do not match. A smaller or otherwise tuned "
        "secondary becomes the writer of the whole load on the worst day, with settings that nobody tried."
    ),
    severity=Severity.MEDIUM,
    fix="declare the members from one set of values, and change them together",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-disaster-recovery.html",
    subject="secondaries of global databases",
    check=check,
    frameworks=("REL13-BP04",),
)
