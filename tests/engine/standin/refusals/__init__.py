"""What AWS refuses and a graph can know: one module per subject, each a table of rules by resource type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.engine.standin.refusals import (
    buckets,
    certificates,
    dns,
    keys,
    load_balancers,
    names,
    network,
    policies,
    references,
    regions,
    scaling,
    security_groups,
    still_used,
    tables,
)
from tests.engine.standin.refusals.wanted import Rule, Wanted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.engine.standin.cloud import Cloud, Thing

__all__ = ["Rule", "Wanted", "deletion_refusal", "refusal"]

_TABLES: tuple[Mapping[str, tuple[Rule, ...]], ...] = (
    names.RULES,
    references.RULES,
    regions.RULES,
    network.RULES,
    security_groups.RULES,
    load_balancers.RULES,
    certificates.RULES,
    dns.RULES,
    policies.RULES,
    keys.RULES,
    scaling.RULES,
    tables.RULES,
    buckets.RULES,
)


def refusal(cloud: Cloud, wanted: Wanted) -> str | None:
    """What AWS says of a creation or a change; None where it accepts.

    Args:
        cloud: What exists.
        wanted: What is asked for.
    """
    for table in _TABLES:
        for rule in (*table.get("*", ()), *table.get(wanted.type, ())):
            said = rule(cloud, wanted)
            if said is not None:
                return said
    return None


def deletion_refusal(cloud: Cloud, thing: Thing) -> str | None:
    """What AWS says of a deletion; None where it accepts.

    Args:
        cloud: What exists.
        thing: What shall go.
    """
    for rule in still_used.RULES.get(thing.type, ()):
        said = rule(cloud, thing)
        if said is not None:
            return said
    return None
