"""Promote a global database of Aurora, and what is known of the old writer's fencing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.operate.actions.planned import PlannedStep, done, todo, under_way
from holdfast.operate.call import call
from holdfast.operate.global_clusters import place_of, read_global_cluster
from holdfast.operate.steps import StepError

if TYPE_CHECKING:
    from holdfast.operate.actions.planned import Planned
    from holdfast.operate.steps import StepState

_WRITES = frozenset({"available", "backing-up"})
_MOVING = frozenset({"switching-over", "failing-over"})
_EVENT_MINUTES = 120
"""How far back fencing is looked for: a failover takes minutes, and a run may be taken up again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PromoteAurora(PlannedStep):
    """Make a region's cluster the writer of the global database.

    Graceful is a switchover, which is asked of the present writer's region and loses nothing; ungraceful is
    a managed failover that allows data loss, asked of the region that takes over
    (https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-disaster-recovery.html,
    2026-11). A cluster is never taken out of the global database: that ends replication.
    """

    def state(self) -> StepState:
        """Read who writes, and whether the new writer takes connections."""
        store, place = self.planned.store, self.planned.place
        cluster, region = store["clusters"][place], self.planned.region(place)
        if store["global_cluster"] is None:
            raise StepError(f"{self.planned.step['subject']} is in one region: there is nothing to promote")
        found = read_global_cluster(self.planned.clients, region, store["global_cluster"])
        if cluster["arn"] not in found.members:
            raise StepError(
                f"{cluster['identifier']} is no member of {store['global_cluster']} any more: somebody "
                "took it out, and the way back is in the runbook"
            )
        if found.moving_to is not None:
            target = place_of(store, found.moving_to) or found.moving_to
            if found.moving_to != cluster["arn"]:
                raise StepError(f"{store['global_cluster']} is being moved to {target} by somebody else")
            return under_way(f"{target} is being promoted ({found.movement})")
        writer = place_of(store, found.writer)
        if found.writer != cluster["arn"]:
            if found.status in _MOVING:
                return under_way(f"{store['global_cluster']} is {found.status}")
            if writer is not None and writer != self.planned.away_from:
                return done(f"{writer} writes, and is not left")
            return todo(f"{writer or found.writer or 'nobody'} writes")
        status = _cluster_status(self.planned, region, cluster["identifier"])
        if status not in _WRITES:
            return under_way(f"{place} is the writer, its cluster is {status}")
        return done(f"{place} writes")

    def act(self) -> None:
        """Ask for the switchover or the failover."""
        store, place = self.planned.store, self.planned.place
        identifier, target = store["global_cluster"], store["clusters"][place]["arn"]
        if not self.planned.graceful:
            call(
                self.planned.clients,
                "rds",
                self.planned.region(place),
                "failover_global_cluster",
                GlobalClusterIdentifier=identifier,
                TargetDbClusterIdentifier=target,
                AllowDataLoss=True,
            )
            return
        found = read_global_cluster(self.planned.clients, self.planned.region(place), str(identifier))
        writer = place_of(store, found.writer)
        if writer is None or writer == place or found.moving_to is not None:
            return
        call(
            self.planned.clients,
            "rds",
            self.planned.region(writer),
            "switchover_global_cluster",
            GlobalClusterIdentifier=identifier,
            TargetDbClusterIdentifier=target,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class FenceAurora(PlannedStep):
    """Tell what AWS says of write fencing: a managed failover tries it by itself, and nobody else can.

    "Because fencing writes is a best-effort attempt, it's possible that writes might be momentarily accepted
    in the old primary Region" (same page). Its events stand with the new writer, while the old one cannot be
    reached. There is nothing to begin.
    """

    survivor: str

    def state(self) -> StepState:
        """Read what the new writer's events say; nothing waits for them."""
        store = self.planned.store
        cluster = store["clusters"][self.survivor]
        found = call(
            self.planned.clients,
            "rds",
            self.planned.region(self.survivor),
            "describe_events",
            SourceIdentifier=cluster["identifier"],
            SourceType="db-cluster",
            Duration=_EVENT_MINUTES,
        )
        said = [
            event["Message"]
            for event in found.get("Events", [])
            if "global-failover" in event.get("EventCategories", [])
            or "global failover" in event.get("Message", "").lower()
        ]
        place = self.planned.place
        if said:
            return done(f"the failover fences {place}, as well as AWS can: {said[-1]}")
        return done(
            f"the failover tries to stop writes in {place} itself, best-effort; traffic is kept away besides"
        )

    def act(self) -> None:
        """Nothing: the failover does it."""


def _cluster_status(planned: Planned, region: str, identifier: str) -> str:
    found = call(planned.clients, "rds", region, "describe_db_clusters", DBClusterIdentifier=identifier)
    return str(found["DBClusters"][0].get("Status", "unknown"))
