"""Who writes a global database of Aurora, as AWS says in a region that is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.operate.call import call
from holdfast.operate.steps import StepError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.contracts.operations import Store
    from holdfast.operate.aws import Clients


@dataclass(frozen=True, kw_only=True, slots=True)
class GlobalCluster:
    """A global database: its members by ARN and whether each writes, and the change that is going on.

    ``moving_to`` is the ARN that is being promoted, None while nothing moves. ``synchronization`` is AWS's
    word for each member, by ARN: ``connected`` or ``pending-resync``.
    """

    status: str
    members: Mapping[str, bool]
    synchronization: Mapping[str, str]
    moving_to: str | None
    movement: str | None

    @property
    def writer(self) -> str | None:
        """ARN of the member that writes."""
        return next((arn for arn, writes in self.members.items() if writes), None)


def read_global_cluster(clients: Clients, region: str, identifier: str) -> GlobalCluster:
    """Ask a region about a global database, which each of its regions knows.

    Args:
        clients: Makes clients.
        region: AWS region that is asked.
        identifier: The global database.

    Raises:
        StepError: There is none of that name.
    """
    found = call(clients, "rds", region, "describe_global_clusters", GlobalClusterIdentifier=identifier)
    if not found["GlobalClusters"]:
        raise StepError(f"{region} knows no global database {identifier}")
    cluster = found["GlobalClusters"][0]
    members = cluster.get("GlobalClusterMembers", [])
    failover = cluster.get("FailoverState") or {}
    return GlobalCluster(
        status=cluster.get("Status", "unknown"),
        members={one["DBClusterArn"]: bool(one.get("IsWriter")) for one in members},
        synchronization={one["DBClusterArn"]: one.get("SynchronizationStatus", "unknown") for one in members},
        moving_to=failover.get("ToDbClusterArn"),
        movement=failover.get("Status"),
    )


def place_of(store: Store, arn: str | None) -> str | None:
    """Give the place of a member, None of one that the contract does not name."""
    return next((place for place, cluster in store["clusters"].items() if cluster["arn"] == arn), None)
