"""What a reviewer must see of a change, worst first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.attention.alarms import alarms
from holdfast.review.attention.backups import backups
from holdfast.review.attention.capacity import capacity
from holdfast.review.attention.context import Context, PolicyFailure, Thresholds
from holdfast.review.attention.cost import cost
from holdfast.review.attention.deletions import deletions
from holdfast.review.attention.detection import detection
from holdfast.review.attention.dns import dns
from holdfast.review.attention.encryption import encryption
from holdfast.review.attention.firewall import firewall
from holdfast.review.attention.folding import folded
from holdfast.review.attention.health_checks import health_checks
from holdfast.review.attention.ids import IDS
from holdfast.review.attention.ignored import ignored
from holdfast.review.attention.items import RANK
from holdfast.review.attention.losses import objectives, times
from holdfast.review.attention.lost import lost
from holdfast.review.attention.network import network
from holdfast.review.attention.permissions import permissions
from holdfast.review.attention.protection import protection
from holdfast.review.attention.roles import role_moves
from holdfast.review.attention.snapshots import without_snapshot
from holdfast.review.attention.stores import stores
from holdfast.review.attention.together import entrance_with_region, failover_with_data, regions_together
from holdfast.review.attention.verdicts import findings, policies, waivers
from holdfast.review.attention.versions import versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from holdfast.review.model import Attention

    Look = Callable[[Context], Iterator[Attention]]

__all__ = ["IDS", "KINDS", "Context", "PolicyFailure", "Thresholds", "attention"]

KINDS: tuple[Look, ...] = (
    without_snapshot,
    lost,
    objectives,
    role_moves,
    versions,
    capacity,
    times,
    deletions,
    protection,
    backups,
    dns,
    health_checks,
    detection,
    stores,
    encryption,
    permissions,
    network,
    firewall,
    failover_with_data,
    regions_together,
    entrance_with_region,
    findings,
    policies,
    waivers,
    alarms,
    ignored,
    cost,
)
"""Every kind of thing that needs attention, the gravest of equal severity first."""
_OF_A_WHOLE_STACK: tuple[Look, ...] = (deletions, without_snapshot, lost)
"""What is told of a stack that is taken away: nothing of it gets weaker, all of it goes."""


def attention(context: Context) -> tuple[Attention, ...]:
    """What a reviewer must see, worst first.

    Args:
        context: The change, and all that is known of it.
    """
    kinds = KINDS if context.after is not None else _OF_A_WHOLE_STACK
    found = folded(one for look in kinds for one in look(context))
    return tuple(sorted(found, key=lambda one: -RANK.index(one.severity)))
