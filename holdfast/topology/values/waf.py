"""AWS WAF, planned."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from holdfast.topology.values.origin import no_origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.topology.values.origin import Origin


EDGE_PLACE = "global"
"""Stands for the place of what is at the edge, in no region."""


class WafAttachment(StrEnum):
    """Where an entrance's web ACL stands: in each region, or at CloudFront's edge."""

    REGIONS = "regions"
    EDGE = "edge"


@dataclass(frozen=True, kw_only=True, slots=True)
class PathLimit:
    """A limit of one path: its prefix, and requests of one address within the window."""

    path: str
    limit: int


@dataclass(frozen=True, kw_only=True, slots=True)
class WafLimits:
    """What one web ACL lets through, in requests within the window.

    ``address_header`` is the header with the client's address, None where the connection has it.
    ``carried_rps`` is what the limits come from: the requests per second that what stands behind the web ACL
    carries after a failover.
    """

    address_header: str | None
    carried_rps: float
    per_address: int
    per_key: int | None
    paths: Mapping[str, PathLimit]
    origin: Origin = field(default_factory=no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class WafGroup:
    """A managed rule group: its key, whether it only counts, and which of its rules only count."""

    key: str
    count: bool
    count_rules: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class WafPlan:
    """The web ACLs of one entrance.

     ``limits`` has one entry per place with a web ACL, and the entry ``global`` for the one at the edge.
    ``monitor_cidrs`` are where
     another provider's monitors come from; Route 53's checkers are known to whoever declares it.
    """

    attachments: tuple[WafAttachment, ...]
    limits: Mapping[str, WafLimits]
    window_seconds: int
    count_only: bool
    key_header: str | None
    groups: tuple[WafGroup, ...]
    allowed_cidrs: tuple[str, ...]
    blocked_cidrs: tuple[str, ...]
    monitor_cidrs: tuple[str, ...]
    log_retention_days: int
    origin: Origin = field(default_factory=no_origin)
