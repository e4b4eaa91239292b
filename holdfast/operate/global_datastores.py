"""Who takes the writes of a Global Datastore, as AWS says in a region that is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.operate.call import call
from holdfast.operate.steps import StepError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.operate.aws import Clients


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """A region's replication group: ``PRIMARY`` or ``SECONDARY``, and how its membership is."""

    region: str
    replication_group: str
    role: str
    status: str


@dataclass(frozen=True, kw_only=True, slots=True)
class GlobalDatastore:
    """A Global Datastore and its members by AWS region."""

    status: str
    members: Mapping[str, Member]

    @property
    def primary(self) -> Member | None:
        """The member that takes writes."""
        return next((one for one in self.members.values() if one.role == "PRIMARY"), None)


def read_global_datastore(clients: Clients, region: str, identifier: str) -> GlobalDatastore:
    """Ask a region about a Global Datastore.

    Args:
        clients: Makes clients.
        region: AWS region that is asked.
        identifier: The Global Datastore.

    Raises:
        StepError: There is none of that name.
    """
    found = call(
        clients,
        "elasticache",
        region,
        "describe_global_replication_groups",
        GlobalReplicationGroupId=identifier,
        ShowMemberInfo=True,
    )
    if not found.get("GlobalReplicationGroups"):
        raise StepError(f"{region} knows no Global Datastore {identifier}")
    group = found["GlobalReplicationGroups"][0]
    members = (
        Member(
            region=one["ReplicationGroupRegion"],
            replication_group=one["ReplicationGroupId"],
            role=one.get("Role", "unknown").upper(),
            status=one.get("Status", "unknown"),
        )
        for one in group.get("Members", [])
    )
    return GlobalDatastore(
        status=group.get("Status", "unknown"), members={one.region: one for one in members}
    )
