"""DAT008: a secondary database has instances where the RTO leaves no time to start them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.global_databases import global_databases, instances
from holdfast.checks.model import Judgement, Parameter, Rule, Severity, fails, passes, unknown
from holdfast.checks.promises import promises

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import ResourceGraph


def check(graph: ResourceGraph, *, rto_seconds: int, start_seconds: int) -> Iterator[Judgement]:
    """Judge each follower of a global database."""
    promised = promises(graph)
    rto = promised.rto_seconds if promised.stated else rto_seconds
    for database in global_databases(graph):
        for one in database.followers:
            if instances(graph, one):
                yield passes(one, "it has instances of its own")
            elif rto is None or rto >= start_seconds:
                promise = "no RTO is promised" if rto is None else f"the RTO of {rto} s leaves time for them"
                yield passes(one, f"it is headless, its instances are made first; {promise}")
            elif graph.partial:
                yield unknown(one, "not known yet: whether it has instances")
            else:
                yield fails(
                    one,
                    f"it has no instance: one must be made before it is written, in about {start_seconds} s, "
                    f"and {rto} s are promised",
                )


RULE = Rule(
    id="DAT008-secondary-database-is-not-headless",
    title="A secondary database has instances, unless the RTO leaves time to make them.",
    explanation=(
        "A headless cluster keeps the data and costs no instances. Its first instance is made by the control "
        "plane of a region to which everybody is moving, and only then can anybody write."
    ),
    severity=Severity.MEDIUM,
    fix="give the secondary an instance, or state an RTO that has time for one",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-attach.console.headless.html",
    subject="secondaries of global databases",
    check=check,
    frameworks=("REL13-BP02", "REL11-BP05"),
    parameters=(
        Parameter(
            name="rto_seconds",
            default=3600,
            text="in how long the API is back, in seconds, for programs that state no objective",
        ),
        Parameter(
            name="start_seconds",
            default=900,
            text=(
                "how long the first instance takes, in seconds; AWS publishes no figure, measure it in a "
                "drill"
            ),
            minimum=1,
        ),
    ),
)
