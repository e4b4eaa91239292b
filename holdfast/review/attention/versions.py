"""Engines of databases that go to another major version, or back."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from holdfast.checks import Severity
from holdfast.review.attention.telling import subject, urns
from holdfast.review.model import Attention, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Value
    from holdfast.review.attention.context import Context
    from holdfast.review.model import Change

_TYPES = frozenset(
    {
        "aws:docdb/cluster:Cluster",
        "aws:docdb/globalCluster:GlobalCluster",
        "aws:neptune/cluster:Cluster",
        "aws:neptune/globalCluster:GlobalCluster",
        "aws:rds/cluster:Cluster",
        "aws:rds/globalCluster:GlobalCluster",
        "aws:rds/instance:Instance",
    }
)
_VERSION = re.compile(r"\d+(?:\.\d+)*")
_ONE_NUMBER_FROM = 10
"""Major versions of PostgreSQL have one number from 10 on; those of MySQL, MariaDB and Neptune have two:
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html (2026-11)."""
_SOURCE = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html"


def versions(context: Context) -> Iterator[Attention]:
    """Items for upgrades to another major version, and for versions that go back.

    Args:
        context: The change.
    """
    found: defaultdict[tuple[bool, str], list[Change]] = defaultdict(list)
    for changes in context.alike:
        first = changes[0]
        if first.resource.type not in _TYPES or first.kind is not Kind.UPDATE or first.before is None:
            continue
        was, will = first.before.at("engineVersion"), first.resource.at("engineVersion")
        old, new = _numbers(was), _numbers(will)
        if not old or not new or old == new:
            continue
        length = min(len(old), len(new))
        back = new[:length] < old[:length]
        if back or _major(old, first) != _major(new, first):
            told = " -> ".join(".".join(map(str, one)) for one in (old, new))
            found[back, f"engineVersion ({told})"].extend(changes)
    for (back, told), members in found.items():
        yield Attention(
            id="engine-version",
            severity=Severity.HIGH,
            title=f"Takes {subject(members)} {'back to an older' if back else 'to another major'} version",
            details=(
                f"{told}: AWS goes to no older version in place: the update fails"
                if back
                else f"{told}: it is down while it is upgraded, and only a restore leads back",
            ),
            resources=urns(members),
            fix=(
                "restore a backup of that version beside it, and move over"
                if back
                else "try it on a copy; upgrade blue/green, or in a window, with a fresh snapshot"
            ),
            source=_SOURCE,
        )


def _numbers(value: Value) -> tuple[int, ...]:
    found = _VERSION.search(value) if isinstance(value, str) else None
    return tuple(int(one) for one in found[0].split(".")) if found else ()


def _major(numbers: tuple[int, ...], change: Change) -> tuple[int, ...]:
    one = numbers[0] >= _ONE_NUMBER_FROM and change.resource.at("engine") != "mariadb"
    return numbers[:1] if one else numbers[:2]
