"""Writers that move, by botocore's Stubber with shapes of the services' models.

Moto has no switchover and no failover of a global database, no Global Datastore and no routes of an access
point, and leaves the source of a promoted replica as it was: a test on it would prove nothing.
"""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from holdfast.components.lambdas.recovery_step.steps import Stage, StepError
from holdfast.components.lambdas.recovery_step.stores import (
    AccessPointRoutes,
    Aurora,
    GlobalCache,
    RdsReplica,
)

OLD = "arn:aws:rds:us-east-1:111122223333:cluster:orders-use1"
NEW = "arn:aws:rds:eu-west-1:111122223333:cluster:orders-euw1"
REPLICA = {"identifier": "orders", "left_region": "us-east-1"}
MRAP = "arn:aws:s3::111122223333:accesspoint/orders.mrap"


class Stubbed:
    """Clients by service and region, each with what it answers in order."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self._clients: dict[tuple[str, str], Any] = {}
        self._stubbers: dict[tuple[str, str], Stubber] = {}

    def __call__(self, service: str, region: str) -> Any:
        self.asked.append((service, region))
        return self._clients[service, region]

    def of(self, service: str, region: str) -> Stubber:
        """The stubber of a client, made with the first call."""
        if (service, region) not in self._stubbers:
            client: Any = boto3.client(  # type: ignore[call-overload]  # any service
                service,
                region,
                aws_access_key_id="testing",
                aws_secret_access_key="testing",  # noqa: S106  # no secret
                endpoint_url="http://127.0.0.1:1",
            )
            self._clients[service, region] = client
            self._stubbers[service, region] = Stubber(client)
            self._stubbers[service, region].activate()
        return self._stubbers[service, region]

    def used_up(self) -> None:
        for stubber in self._stubbers.values():
            stubber.assert_no_pending_responses()


@pytest.fixture
def stubbed() -> Stubbed:
    return Stubbed()


def global_cluster(writer: str, status: str = "available") -> dict[str, Any]:
    members = [{"DBClusterArn": arn, "IsWriter": arn == writer, "Readers": []} for arn in (OLD, NEW)]
    return {"GlobalClusters": [{"Status": status, "GlobalClusterMembers": members}]}


def aurora(stubbed: Stubbed, *, graceful: bool = False, target: str = NEW, left: str = OLD) -> Aurora:
    return Aurora(
        clients=stubbed,
        global_cluster="orders",
        target_arn=target,
        left_arn=left,
        region="eu-west-1",
        graceful=graceful,
    )


@pytest.mark.parametrize(
    ("writer", "status", "stage"),
    [
        (OLD, "available", Stage.TODO),
        (OLD, "failing-over", Stage.UNDER_WAY),
        (NEW, "failing-over", Stage.UNDER_WAY),
        (OLD, "switching-over", Stage.UNDER_WAY),
        (NEW, "available", Stage.DONE),
    ],
)
def test_aurora_is_where_its_writer_is(stubbed: Stubbed, writer: str, status: str, stage: Stage) -> None:
    stubbed.of("rds", "eu-west-1").add_response(
        "describe_global_clusters", global_cluster(writer, status), {"GlobalClusterIdentifier": "orders"}
    )
    assert aurora(stubbed).state().stage is stage


def test_aurora_gives_up_what_was_not_copied_only_where_the_region_is_lost(stubbed: Stubbed) -> None:
    names = {"GlobalClusterIdentifier": "orders", "TargetDbClusterIdentifier": NEW}
    rds = stubbed.of("rds", "eu-west-1")
    rds.add_response("failover_global_cluster", {}, {**names, "AllowDataLoss": True})
    rds.add_response("switchover_global_cluster", {}, names)
    aurora(stubbed).act()
    aurora(stubbed, graceful=True).act()
    stubbed.used_up()


def test_aurora_refuses_a_cluster_that_is_no_member(stubbed: Stubbed) -> None:
    stubbed.of("rds", "eu-west-1").add_response("describe_global_clusters", global_cluster(OLD))
    with pytest.raises(StepError, match="arn:other is no member of orders"):
        aurora(stubbed, target="arn:other").state()


def test_a_writer_stays_where_it_is_when_a_reader_is_left(stubbed: Stubbed) -> None:
    stubbed.of("rds", "eu-west-1").add_response("describe_global_clusters", global_cluster(OLD))
    state = aurora(stubbed, left="arn:aws:rds:ap-northeast-1:111122223333:cluster:orders-apne1").state()
    assert (state.stage, state.detail) == (Stage.DONE, f"{OLD} is the writer, and is not left")


def test_a_primary_stays_where_it_is_when_a_secondary_is_left(stubbed: Stubbed) -> None:
    stubbed.of("elasticache", "eu-west-1").add_response(
        "describe_global_replication_groups", datastore("sessions-use1", "available")
    )
    assert cache(stubbed, left="sessions-apne1").state().stage is Stage.DONE


@pytest.mark.parametrize(
    ("source", "stage"),
    [
        ("arn:aws:rds:us-east-1:111122223333:db:orders-use1", Stage.TODO),
        ("arn:aws:rds:ap-northeast-1:111122223333:db:orders-apne1", Stage.DONE),
    ],
)
def test_a_replica_of_who_writes_on_stays_one(stubbed: Stubbed, source: str, stage: Stage) -> None:
    instance = {"DBInstanceStatus": "available", "ReadReplicaSourceDBInstanceIdentifier": source}
    stubbed.of("rds", "eu-west-1").add_response("describe_db_instances", {"DBInstances": [instance]})
    replica = RdsReplica(clients=stubbed, shape="instance", region="eu-west-1", **REPLICA)
    assert replica.state().stage is stage


@pytest.mark.parametrize(
    ("source", "status", "stage"),
    [
        ("orders-use1", "available", Stage.TODO),
        ("orders-use1", "modifying", Stage.UNDER_WAY),
        ("", "rebooting", Stage.UNDER_WAY),
        ("", "available", Stage.DONE),
    ],
)
def test_a_replica_is_promoted_once_nothing_is_its_source(
    stubbed: Stubbed, source: str, status: str, stage: Stage
) -> None:
    rds, given = stubbed.of("rds", "eu-west-1"), {"shape": "instance", **REPLICA}
    instance = {"DBInstanceStatus": status}
    if source:
        instance["ReadReplicaSourceDBInstanceIdentifier"] = source
    rds.add_response("describe_db_instances", {"DBInstances": [instance]}, {"DBInstanceIdentifier": "orders"})
    assert RdsReplica(clients=stubbed, region="eu-west-1", **given).state().stage is stage
    cluster = {"Status": status, **({"ReplicationSourceIdentifier": source} if source else {})}
    rds.add_response("describe_db_clusters", {"DBClusters": [cluster]}, {"DBClusterIdentifier": "orders"})
    given["shape"] = "cluster"
    assert RdsReplica(clients=stubbed, region="eu-west-1", **given).state().stage is stage


def test_instances_and_clusters_are_promoted_by_calls_of_their_own(stubbed: Stubbed) -> None:
    rds = stubbed.of("rds", "eu-west-1")
    rds.add_response("promote_read_replica", {}, {"DBInstanceIdentifier": "orders"})
    rds.add_response("promote_read_replica_db_cluster", {}, {"DBClusterIdentifier": "orders"})
    for shape in ("instance", "cluster"):
        RdsReplica(clients=stubbed, shape=shape, region="eu-west-1", **REPLICA).act()
    stubbed.used_up()


def cache(
    stubbed: Stubbed, replication_group: str = "sessions-euw1", left: str = "sessions-use1"
) -> GlobalCache:
    return GlobalCache(
        clients=stubbed,
        global_replication_group="sgaui-sessions",
        replication_group=replication_group,
        left_replication_group=left,
        region="eu-west-1",
    )


def datastore(primary: str, status: str) -> dict[str, Any]:
    members = [
        {"ReplicationGroupId": one, "Role": "PRIMARY" if one == primary else "SECONDARY"}
        for one in ("sessions-use1", "sessions-euw1")
    ]
    return {"GlobalReplicationGroups": [{"Status": status, "Members": members}]}


@pytest.mark.parametrize(
    ("primary", "status", "stage"),
    [
        ("sessions-use1", "available", Stage.TODO),
        ("sessions-use1", "primary-only", Stage.TODO),
        ("sessions-use1", "modifying", Stage.UNDER_WAY),
        ("sessions-euw1", "modifying", Stage.UNDER_WAY),
        ("sessions-euw1", "available", Stage.DONE),
    ],
)
def test_a_cache_is_where_its_primary_is(stubbed: Stubbed, primary: str, status: str, stage: Stage) -> None:
    stubbed.of("elasticache", "eu-west-1").add_response(
        "describe_global_replication_groups",
        datastore(primary, status),
        {"GlobalReplicationGroupId": "sgaui-sessions", "ShowMemberInfo": True},
    )
    assert cache(stubbed).state().stage is stage


def test_a_cache_moves_its_primary_by_name_and_region(stubbed: Stubbed) -> None:
    stubbed.of("elasticache", "eu-west-1").add_response(
        "failover_global_replication_group",
        {},
        {
            "GlobalReplicationGroupId": "sgaui-sessions",
            "PrimaryRegion": "eu-west-1",
            "PrimaryReplicationGroupId": "sessions-euw1",
        },
    )
    cache(stubbed).act()
    stubbed.used_up()


def test_a_cache_refuses_a_group_that_is_no_member(stubbed: Stubbed) -> None:
    stubbed.of("elasticache", "eu-west-1").add_response(
        "describe_global_replication_groups", datastore("sessions-use1", "available")
    )
    with pytest.raises(StepError, match="other is no member of sgaui-sessions"):
        cache(stubbed, "other").state()


def routes(stubbed: Stubbed) -> AccessPointRoutes:
    return AccessPointRoutes(
        clients=stubbed,
        mrap_arn=MRAP,
        account_id="111122223333",
        control_regions=["us-west-2", "eu-west-1"],
        routes=[
            {"bucket": "orders-euw1", "region": "eu-west-1", "traffic_dial_percentage": 100},
            {"bucket": "orders-use1", "region": "us-east-1", "traffic_dial_percentage": 0},
        ],
    )


def found(euw1: int, use1: int) -> dict[str, Any]:
    return {
        "Mrap": MRAP,
        "Routes": [
            {"Bucket": "orders-use1", "Region": "us-east-1", "TrafficDialPercentage": use1},
            {"Bucket": "orders-euw1", "Region": "eu-west-1", "TrafficDialPercentage": euw1},
        ],
    }


@pytest.mark.parametrize(
    ("dials", "stage"), [((100, 100), Stage.TODO), ((0, 100), Stage.TODO), ((100, 0), Stage.DONE)]
)
def test_routes_are_done_when_every_dial_is_as_asked(
    stubbed: Stubbed, dials: tuple[int, int], stage: Stage
) -> None:
    stubbed.of("s3control", "us-west-2").add_response(
        "get_multi_region_access_point_routes",
        found(*dials),
        {"AccountId": "111122223333", "Mrap": MRAP},
    )
    assert routes(stubbed).state().stage is stage


def test_routes_are_asked_for_elsewhere_where_a_control_region_does_not_answer(stubbed: Stubbed) -> None:
    call = "submit_multi_region_access_point_routes"
    stubbed.of("s3control", "us-west-2").add_client_error(call, "ServiceUnavailable", http_status_code=503)
    stubbed.of("s3control", "eu-west-1").add_response(
        call,
        {},
        {
            "AccountId": "111122223333",
            "Mrap": MRAP,
            "RouteUpdates": [
                {"Bucket": "orders-euw1", "Region": "eu-west-1", "TrafficDialPercentage": 100},
                {"Bucket": "orders-use1", "Region": "us-east-1", "TrafficDialPercentage": 0},
            ],
        },
    )
    routes(stubbed).act()
    assert stubbed.asked == [("s3control", "us-west-2"), ("s3control", "eu-west-1")]
    stubbed.used_up()


def test_routes_say_why_when_no_control_region_answers(stubbed: Stubbed) -> None:
    for region in ("us-west-2", "eu-west-1"):
        stubbed.of("s3control", region).add_client_error(
            "get_multi_region_access_point_routes", "ServiceUnavailable"
        )
    with pytest.raises(Exception, match="ServiceUnavailable"):
        routes(stubbed).state()
