"""Promote a Global Datastore of ElastiCache."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.operate.actions.planned import PlannedStep, done, todo, under_way
from holdfast.operate.call import call
from holdfast.operate.global_datastores import read_global_datastore
from holdfast.operate.steps import StepError

if TYPE_CHECKING:
    from holdfast.operate.steps import StepState

_AVAILABLE = "available"
_FAILS_OVER = frozenset({"available", "primary-only"})
"""Statuses in which nothing else is going on with a Global Datastore."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PromoteCache(PlannedStep):
    """Make a region's replication group the primary, by a call to that region.

    There is one operation for both modes, and it waits for nobody's last writes
    (https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_FailoverGlobalReplicationGroup.html,
    2026-11): graceful, traffic should have stopped writing where the lag matters.
    """

    global_datastore: str
    replication_group: str

    def state(self) -> StepState:
        """Read which member is the primary."""
        place, region = self.planned.place, self.planned.region(self.planned.place)
        found = read_global_datastore(self.planned.clients, region, self.global_datastore)
        mine = found.members.get(region)
        if mine is None or mine.replication_group != self.replication_group:
            raise StepError(
                f"{self.replication_group} is no member of {self.global_datastore} any more: somebody took "
                "it out"
            )
        if mine.role == "PRIMARY":
            if found.status == "modifying":
                return under_way(f"{place} is the primary, the datastore is being modified")
            return done(f"{place} takes writes")
        if found.status not in _FAILS_OVER:
            return under_way(f"{self.global_datastore} is {found.status}")
        primary = found.primary
        if primary is not None and primary.region != self.planned.region(self.planned.away_from):
            return done(f"{primary.region} takes writes, and is not left")
        return todo(f"{primary.region if primary else 'nobody'} takes writes")

    def act(self) -> None:
        """Ask for the failover."""
        region = self.planned.region(self.planned.place)
        call(
            self.planned.clients,
            "elasticache",
            region,
            "failover_global_replication_group",
            GlobalReplicationGroupId=self.global_datastore,
            PrimaryRegion=region,
            PrimaryReplicationGroupId=self.replication_group,
        )
