"""DAT006: the guard of an RPO does not stop the writes of a database that is well."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from holdfast.checks.global_databases import global_databases
from holdfast.checks.judging import conclude
from holdfast.checks.model import Judgement, Parameter, Rule, Severity
from holdfast.checks.promises import promises

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

GROUPS = "aws:rds/clusterParameterGroup:ClusterParameterGroup"
PARAMETER = "rds.global_db_rpo"
FOLLOWERS_NEEDED = 2


def check(graph: ResourceGraph, *, least_seconds: int) -> Iterator[Judgement]:
    """Judge each parameter group that sets the guard."""
    rpo, followers = promises(graph).rpo_seconds, _followers(graph)
    for group in graph.of_type(GROUPS):
        parameters = group.at("parameters")
        for one in parameters if isinstance(parameters, tuple) else ():
            if isinstance(one, Mapping) and one.get("name") == PARAMETER:
                yield _judge(group, one.get("value"), rpo, least_seconds, followers.get(group.urn))


def _followers(graph: ResourceGraph) -> dict[str, int]:
    """Number of secondaries of the global database in which a parameter group is used, by the group's URN."""
    return {
        group.urn: len(database.followers)
        for database in global_databases(graph)
        for cluster in (database.writer, *database.followers)
        for group in graph.references(cluster, "dbClusterParameterGroupName")
    }


def _judge(group: Resource, value: object, rpo: int | None, least: int, followers: int | None) -> Judgement:
    try:
        seconds = int(str(value))
    except ValueError:
        return conclude(group, (), [PARAMETER], "")
    wrong = []
    if seconds < least:
        wrong.append(
            f"{PARAMETER} is {seconds} s: a lag of more than that, in every secondary, stops all commits"
        )
    if rpo is not None and seconds > rpo:
        wrong.append(f"{PARAMETER} is {seconds} s and lets more be lost than the {rpo} s that are promised")
    if followers is not None and followers < FOLLOWERS_NEEDED:
        wrong.append("there is one secondary: while its region is lost, or lags, the writer commits nothing")
    return conclude(group, wrong, (), f"commits stop when every secondary is {seconds} s behind")


RULE = Rule(
    id="DAT006-rpo-guard-does-not-block-writes",
    title="rds.global_db_rpo is no tighter than the lag, and has more than one secondary.",
    explanation=(
        "With this parameter Aurora PostgreSQL commits nothing while every secondary is further behind than "
        "it says. That keeps the RPO by giving up the API: with one secondary the loss of the standby region "
        "is an outage of the primary."
    ),
    severity=Severity.MEDIUM,
    fix=(
        "set it between the lag of a bad day and the RPO, with two secondaries, or leave it out and "
        "alarm on the lag"
    ),
    source="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-disaster-recovery.html",
    subject="cluster parameter groups that set rds.global_db_rpo",
    check=check,
    frameworks=("REL13-BP01",),
    parameters=(
        Parameter(
            name="least_seconds",
            default=20,
            text="least value of the guard; AWS takes none below 20 s",
            minimum=20,
        ),
    ),
)
