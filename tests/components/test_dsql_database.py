from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.components.dsql_database import DsqlDatabase
from tests.components.declared import ACCOUNT_ID, declared

if TYPE_CHECKING:
    from tests.components.declared import Resources

CLUSTER, PEERING = "aws:dsql/cluster:Cluster", "aws:dsql/clusterPeering:ClusterPeering"
REGIONS = {"use1": "us-east-1", "use2": "us-east-2", "euw1": "eu-west-1"}


def arguments(*places: str, **more: Any) -> Any:
    return {
        "store": "orders",
        "members": {
            place: {
                "region": REGIONS[place],
                "key_arn": f"arn:aws:kms:{REGIONS[place]}:{ACCOUNT_ID}:key/{place}",
            }
            for place in places
        },
        **({"witness_region": "us-west-2"} if len(places) > 1 else {}),
        **more,
    }


def build(*places: str, **more: Any) -> Resources:
    return declared(lambda: DsqlDatabase("global-orders", arguments(*places, **more)))


def test_a_database_in_one_region_is_a_cluster() -> None:
    resources = build("euw1")

    assert resources.pairs() == {
        ("holdfast:index:DsqlDatabase", "global-orders"),
        (CLUSTER, "euw1-orders-dsql"),
    }
    cluster = resources("euw1-orders-dsql", CLUSTER)
    assert cluster.inputs == {
        "region": "eu-west-1",
        "kmsEncryptionKey": f"arn:aws:kms:eu-west-1:{ACCOUNT_ID}:key/euw1",
        "deletionProtectionEnabled": True,
        "forceDestroy": False,
        "tags": {"Name": "euw1-orders-dsql"},
    }
    assert cluster.protect
    assert cluster.parent == "global-orders"


def test_a_database_in_two_regions_is_two_clusters_that_name_each_other() -> None:
    resources = build("use1", "use2")

    assert resources.pairs() == {
        ("holdfast:index:DsqlDatabase", "global-orders"),
        (CLUSTER, "use1-orders-dsql"),
        (CLUSTER, "use2-orders-dsql"),
        (PEERING, "use1-orders-dsql-peering"),
        (PEERING, "use2-orders-dsql-peering"),
    }
    for place, other in (("use1", "use2"), ("use2", "use1")):
        cluster = resources(f"{place}-orders-dsql", CLUSTER)
        assert cluster.region == REGIONS[place]
        assert cluster.inputs["multiRegionProperties"] == {"witnessRegion": "us-west-2"}
        assert cluster.inputs["kmsEncryptionKey"].endswith(f"key/{place}")
        peering = resources(f"{place}-orders-dsql-peering", PEERING)
        assert peering.inputs == {
            "region": REGIONS[place],
            "identifier": cluster.outputs["identifier"],
            "clusters": [resources(f"{other}-orders-dsql", CLUSTER).arn],
            "witnessRegion": "us-west-2",
        }


def test_peerings_are_made_at_once_since_each_waits_for_the_other() -> None:
    resources = build("use1", "use2")

    for peering in resources.of(PEERING):
        assert peering.depends_on == {"use1-orders-dsql", "use2-orders-dsql"}


def test_what_a_lost_peer_changes_is_ignored() -> None:
    resources = build("use1", "use2")

    for cluster in resources.of(CLUSTER):
        assert cluster.ignore_changes == ("multiRegionProperties",)
        assert cluster.replace_on_changes == ()
    for peering in resources.of(PEERING):
        assert peering.ignore_changes == ("clusters",)
        assert peering.replace_on_changes == ("identifier", "witnessRegion")
        assert not peering.protect


def test_the_order_of_members_changes_nothing() -> None:
    assert build("use2", "use1").pairs() == build("use1", "use2").pairs()
    for name in build("use1", "use2").names(CLUSTER):
        assert build("use2", "use1")(name).inputs == build("use1", "use2")(name).inputs


def test_services_get_the_cluster_of_their_own_region() -> None:
    found: dict[str, str] = {}

    def program() -> None:
        database = DsqlDatabase("global-orders", arguments("use1", "use2"))
        for place in ("use1", "use2"):
            database.member(place).endpoint.apply(partial(found.setdefault, place))

    resources = declared(program)

    assert found == {
        place: f"{resources(f'{place}-orders-dsql').outputs['identifier']}.dsql.{REGIONS[place]}.on.aws"
        for place in ("use1", "use2")
    }
    assert resources("global-orders").outputs["endpoints"] == found


def test_the_origin_of_each_value_is_told() -> None:
    origin = {"witness_region": "holdfast:stores.orders.dsql.witness"}

    assert build("use1", "use2", origin=origin)("global-orders").outputs["origin"] == origin


def test_tags_reach_every_cluster() -> None:
    resources = build("use1", "use2", tags={"Team": "shop"}, backup_tags={"BackupClass": "daily"})

    for cluster in resources.of(CLUSTER):
        assert cluster.inputs["tags"] == {"Team": "shop", "BackupClass": "daily", "Name": cluster.name}


def test_protection_can_be_lifted() -> None:
    for cluster in build("use1", "use2", protection=False).of(CLUSTER):
        assert cluster.inputs["deletionProtectionEnabled"] is False
        assert not cluster.protect


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (arguments("use1", "use2", "euw1"), "'members' must be one region or two, got 3"),
        (arguments(), "'members' must be one region or two, got 0"),
        ({**arguments("euw1"), "witness_region": "eu-west-2"}, "'witness_region' is of two peers"),
        (
            {key: value for key, value in arguments("use1", "use2").items() if key != "witness_region"},
            "two peers need a witness",
        ),
        ({**arguments("use1", "use2"), "witness_region": "us-east-2"}, "us-east-2 holds a cluster already"),
        (
            {
                **arguments("use1"),
                "members": {"use1": arguments("use1")["members"]["use1"], "use2": {"region": "us-east-1"}},
            },
            "members 'use1' and 'use2' are both in us-east-1",
        ),
    ],
)
def test_what_cannot_be_declared_is_refused(args: Any, said: str) -> None:
    with pytest.raises(ValueError, match="DSQL database 'global-orders': ") as refused:
        declared(lambda: DsqlDatabase("global-orders", args))

    assert said in str(refused.value)


def test_every_problem_is_told_at_once() -> None:
    members: Any = {place: {"region": "us-east-1", "key_arn": "key"} for place in ("use1", "use2", "euw1")}
    with pytest.raises(ValueError) as refused:  # noqa: PT011  # the words are below
        declared(lambda: DsqlDatabase("x", {"store": "orders", "members": members}))

    assert "are both in us-east-1" in str(refused.value)
    assert "must be one region or two" in str(refused.value)
