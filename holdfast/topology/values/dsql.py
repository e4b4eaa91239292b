"""A DSQL database, planned."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.topology.values.origin import no_origin

if TYPE_CHECKING:
    from holdfast.topology.values.origin import Origin


@dataclass(frozen=True, kw_only=True, slots=True)
class DsqlPlan:
    """A DSQL database: a cluster in each of the store's places, two of which are peers.

    ``witness_region`` is the AWS region of the witness of two peers, None of a single cluster.
    ``connect_as_admin`` lets services connect as the database's administrator.
    """

    witness_region: str | None
    connect_as_admin: bool
    origin: Origin = field(default_factory=no_origin)
