"""What AWS does to the clusters of a DSQL database in two regions.

- A cluster with a witness and no peer waits to be set up and lists itself alone; a peering names its peer,
  and from then on reading the cluster lists it
  (https://docs.aws.amazon.com/aurora-dsql/latest/userguide/multi-region-aws-cli.html).
- A peering is created on a cluster that waits to be set up and on no other, is never updated, its deletion
  does nothing, it names one peer at least, and it is gone once its cluster has no multi-Region properties
  (https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/dsql/cluster_peering.go).
- Nothing is promoted: both clusters read and write
  (https://docs.aws.amazon.com/aurora-dsql/latest/userguide/disaster-recovery-resiliency.html).
- ``UpdateCluster`` takes peers away, adds others and sets another witness
  (https://docs.aws.amazon.com/aurora-dsql/latest/APIReference/API_UpdateCluster.html).

All 2026-11. Assumed, since no public page says it: a survivor lists a lost peer until a person takes it away,
keeps its witness when that is done, and is read without any multi-Region properties once it is single.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.engine.standin.errors import CloudError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from typing import Any

    from holdfast.preview.child.provider.diff import Change
    from tests.engine.standin.cloud import Cloud, Thing

CLUSTER, PEERING = "aws:dsql/cluster:Cluster", "aws:dsql/clusterPeering:ClusterPeering"


def lose(cloud: Cloud, survivors: Collection[str]) -> None:
    """Clusters in all but some regions are lost with their regions; survivors list them as before."""
    for thing in [*cloud.of(CLUSTER, PEERING)]:
        if thing.region not in survivors:
            thing.state["deletionProtectionEnabled"] = False
            cloud.delete(thing.type, thing.state, thing.id)


def take_peers_away(cloud: Cloud, survivors: Collection[str]) -> None:
    """A person takes the lost peers out of every survivor."""
    _set_all_peers(cloud, survivors, [])


def peer_anew(cloud: Cloud, survivors: Collection[str], *, found: str) -> None:
    """A person peers every survivor with a cluster that was made anew in another region."""
    _set_all_peers(cloud, survivors, [f"arn:aws:dsql:{found}:{cloud.account}:cluster/{'a' * 26}"])


def make_single(cloud: Cloud, survivors: Collection[str]) -> None:
    """A person makes every survivor a single cluster, since its second region stays away."""
    for thing in [*cloud.of(CLUSTER, PEERING)]:
        if thing.region not in survivors:
            continue
        if thing.type == CLUSTER:
            thing.state["multiRegionProperties"] = None
        else:
            cloud.delete(thing.type, thing.state, thing.id)


def created(cloud: Cloud, thing: Thing) -> None:
    """Let a cluster wait for its peer, and a peering tell its cluster of the peer."""
    if thing.type == CLUSTER and thing.state.get("multiRegionProperties"):
        thing.state["multiRegionProperties"] = {
            **thing.state["multiRegionProperties"],
            "clusters": [thing.arn],
        }
    if thing.type != PEERING:
        return
    cluster = cloud.find(CLUSTER, thing.region, str(thing.state["identifier"]))
    properties = None if cluster is None else cluster.state.get("multiRegionProperties")
    if cluster is None or properties is None or properties["clusters"] != [cluster.arn]:
        raise CloudError(f"Aurora DSQL Cluster ({thing.id}) is not in a valid state to create a peering")
    cluster.state["multiRegionProperties"] = {**properties, "clusters": [*thing.state["clusters"]]}


def updating(thing: Thing, found: Sequence[Change]) -> None:
    """Refuse what the provider cannot do to a peering."""
    if thing.type == PEERING and found:
        raise CloudError("This resource's Update method should not have been called")


def mistakes(type_token: str, inputs: Mapping[str, Any]) -> Iterator[str]:
    """Inputs that the provider's check refuses."""
    if type_token == PEERING and inputs.get("clusters") == []:
        yield "Attribute clusters set must contain at least 1 elements, got: 0"


def _set_all_peers(cloud: Cloud, survivors: Collection[str], peers: list[str]) -> None:
    for thing in [*cloud.of(CLUSTER, PEERING)]:
        if thing.region not in survivors:
            continue
        if thing.type == PEERING:
            thing.state["clusters"] = peers
        elif thing.state.get("multiRegionProperties") is not None:
            thing.state["multiRegionProperties"] = {
                **thing.state["multiRegionProperties"],
                "clusters": peers,
            }
