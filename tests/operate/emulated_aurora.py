"""What the emulator lacks of Aurora global databases: switchover and managed failover move the writer.

Both end at once, where AWS takes a minute. AWS refuses a switchover that is not asked of the writer's own
region, and so does this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from moto.core.responses import ActionResult
from moto.rds.responses import RDSResponse

if TYPE_CHECKING:
    import pytest
    from moto.rds.models import RDSBackend


def with_global_failover(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the emulator both calls for as long as a test lasts."""

    def switchover_global_cluster(self: RDSResponse) -> ActionResult:
        return _move(self, graceful=True)

    def failover_global_cluster(self: RDSResponse) -> ActionResult:
        return _move(self, graceful=False)

    monkeypatch.setattr(RDSResponse, "switchover_global_cluster", switchover_global_cluster, raising=False)
    monkeypatch.setattr(RDSResponse, "failover_global_cluster", failover_global_cluster, raising=False)


def _move(response: Any, *, graceful: bool) -> ActionResult:
    asked: dict[str, Any] = response.params
    backend: RDSBackend = response.global_backend
    cluster = backend.global_clusters[asked["GlobalClusterIdentifier"].lower()]
    target = asked["TargetDbClusterIdentifier"]
    writer = next(member for member in cluster.members if member.is_writer)
    assert target in {member.db_cluster_arn for member in cluster.members}
    if graceful:
        assert response.region == writer.region
    else:
        assert str(asked["AllowDataLoss"]).lower() == "true"
        assert response.region in target
    for member in cluster.members:
        member.is_writer = member.db_cluster_arn == target
    return ActionResult({"GlobalCluster": cluster})
