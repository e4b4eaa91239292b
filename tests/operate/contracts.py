"""A stack with a store of every kind, and planned steps to take from it."""

from __future__ import annotations

import copy
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from tests.components.api_sample import exported
from tests.topology.examples import ENTRANCE, SERVICE, changed

if TYPE_CHECKING:
    from holdfast.contracts.operations import Operations, RecoveryStep

STORES: dict[str, dict[str, Any]] = {
    "orders": {"kind": "aurora-postgresql", "home": "use1"},
    "users": {"kind": "rds-postgresql", "home": "use1"},
    "bills": {"kind": "rds-mysql", "home": "use1"},
    "carts": {"kind": "dynamodb", "home": "use1"},
    "sessions": {
        "kind": "elasticache",
        "home": "use1",
        "write_routing": "application",
        "elasticache": {"node_type": "cache.r7g.large"},
    },
    "files": {
        "kind": "s3",
        "home": "use1",
        "s3": {"access_point": "multi-region", "access_point_routes": "home"},
    },
}
PAGES = {"global_datastore": True, "home": "use1", "node_type": "cache.r7g.large"}


@cache
def _whole() -> dict[str, Any]:
    service = {**SERVICE, "stores": sorted(STORES), "caches": ["pages"]}
    raw = changed(
        regions={"use1": {}, "euw1": {"role": "standby"}},
        services={"orders": service},
        stores=STORES,
        caches={"pages": PAGES},
        entrances={"public": ENTRANCE},
        backups={"copy_to": ["euw1"]},
    )
    return exported(raw)[1]


def whole() -> Operations:
    """The contract of a pair of regions with a store of every kind but DSQL."""
    return cast("Operations", copy.deepcopy(_whole()))


def planned(  # noqa: PLR0913 - as many as a step has parts
    action: str, subject: str, kind: str, place: str = "euw1", *, worst: int = 600, size: int | None = None
) -> RecoveryStep:
    """A planned step."""
    return {
        "key": f"{action}-{subject}",
        "action": action,
        "subject": subject,
        "subject_kind": kind,
        "place": place,
        "worst_seconds": worst,
        "source": "a test",
        "size": size,
    }


def planned_by(operations: Operations, key: str, *, graceful: bool, away_from: str = "use1") -> RecoveryStep:
    """The step of this key from the contract's own workflow."""
    recovery = operations["recovery"]
    assert recovery is not None
    workflow = recovery["workflows"][away_from]
    groups = workflow["graceful"] if graceful else workflow["ungraceful"]
    return next(step for group in groups for step in group if step["key"] == key)
