"""Stores that can carry less than before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.review.attention.items import of_weaknesses
from holdfast.review.attention.weakening import Row, lower, weaknesses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Value
    from holdfast.review.attention.context import Context
    from holdfast.review.model import Attention

_SIZES = ("nano", "micro", "small", "medium", "large", "xlarge")
_TIMES = re.compile(r"(\d+)xlarge")
_LESS = "it carries less"


def _size(value: Value) -> tuple[str, int] | None:
    """Family and size of an instance class: ``db.r7g`` and 7 of ``db.r7g.2xlarge``."""
    family, _, size = value.rpartition(".") if isinstance(value, str) else ("", "", "")
    times = _TIMES.fullmatch(size)
    if times is not None:
        return family, len(_SIZES) - 2 + int(times[1])
    return (family, _SIZES.index(size)) if size in _SIZES else None


def _smaller(was: Value, will: Value) -> bool:
    left, right = _size(was), _size(will)
    return left is not None and right is not None and right[1] < left[1]


_MACHINE = tuple(Row(path=name, worse=_smaller, says=_LESS) for name in ("instanceClass", "nodeType"))
_DATABASE = (*_MACHINE, *(Row(path=name, worse=lower, says=_LESS) for name in ("iops", "storageThroughput")))
_CACHE = (
    *_MACHINE,
    *(Row(path=name, worse=lower, says=_LESS) for name in ("numNodeGroups",)),
    *(
        Row(path=name, worse=lower, says="fewer copies answer and take over")
        for name in ("numCacheClusters", "replicasPerNodeGroup")
    ),
)
TABLE = {
    "aws:rds/cluster:Cluster": (
        Row(
            path="serverlessv2ScalingConfiguration.maxCapacity",
            worse=lower,
            says="it grows to less",
            unit="ACU",
        ),
        Row(path="iops", worse=lower, says=_LESS),
    ),
    "aws:rds/clusterInstance:ClusterInstance": _DATABASE,
    "aws:rds/instance:Instance": _DATABASE,
    "aws:docdb/clusterInstance:ClusterInstance": _DATABASE,
    "aws:neptune/clusterInstance:ClusterInstance": _DATABASE,
    "aws:elasticache/replicationGroup:ReplicationGroup": _CACHE,
    "aws:elasticache/cluster:Cluster": _CACHE,
    "aws:dynamodb/table:Table": (
        Row(path="readCapacity", worse=lower, says=_LESS),
        Row(path="writeCapacity", worse=lower, says=_LESS),
    ),
}
"""Inputs as https://www.pulumi.com/registry/packages/aws/ names them (2026-11)."""


def stores(context: Context) -> Iterator[Attention]:
    """Items for databases, tables and caches that get smaller.

    Args:
        context: The change.
    """
    yield from of_weaknesses(
        "store-smaller",
        weaknesses(context.alike, TABLE),
        "Makes {} smaller".format,
        fix="see that its peak fits, and that of the time when it carries another region's load too",
        source="https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_manage_service_limits_suff_buffer_limits.html",
    )
