"""Caches and private ways in of a whole stack: what services get, and what operators are told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from holdfast.components.multi_region_api import MultiRegionApi
from holdfast.topology.plan import plan
from holdfast.topology.role_policies import policy_characters
from tests.components.declared import declared
from tests.settings.stack_files import SPREAD, loaded, orders
from tests.settings.test_ecs import TASK
from tests.settings.test_eks import POD
from tests.settings.test_function import FUNCTION
from tests.settings.test_private_access import private

if TYPE_CHECKING:
    from holdfast.topology.values import Topology
    from tests.components.declared import Resources

USED = orders("{ caches: [sessions] }")
EACH = "holdfast:caches: { sessions: {} }"
OVER = "holdfast:caches: { sessions: { global_datastore: true, home: use1 } }"


def topology(*patches: str) -> Topology:
    return plan(loaded(*patches), project="holdfast", stack="prod")


def build(*patches: str) -> Resources:
    planned = topology(*patches)
    return declared(lambda: MultiRegionApi("api", {"topology": planned}))


def test_each_region_has_a_cache_and_a_token_of_its_own() -> None:
    resources = build(SPREAD, USED, EACH)
    for place in ("use1", "euw1"):
        cache = resources(f"{place}-sessions-cache", "ReplicationGroup")
        assert cache.inputs["authTokenWo"] == f"{place}-sessions-cache-token-secret"
        far = "euw1" if place == "use1" else "use1"
        assert not any(name.startswith(far) for name in cache.depends_on)


def test_a_service_gets_in_by_a_rule_and_is_told_what_opens_it() -> None:
    resources = build(SPREAD, USED, EACH)
    rule = resources("use1-orders-store-cache-sessions").inputs
    assert rule["securityGroupId"] == "use1-sessions-cache-sg-id"
    assert (rule["fromPort"], rule["toPort"], rule["ipProtocol"]) == (6379, 6379, "tcp")
    assert rule["referencedSecurityGroupId"] == "use1-orders-sg-id"
    policy = json.loads(resources("use1-orders-policy").inputs["policy"])
    (read,) = (one for one in policy["Statement"] if one.get("Sid") == "StoreCacheSessions1")
    assert read["Resource"] == [resources("use1-sessions-cache-secret").arn]
    (decrypt,) = (one for one in policy["Statement"] if one.get("Sid") == "StoreCacheSessions2")
    assert decrypt["Condition"]["StringEquals"] == {
        "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com"
    }


def test_the_policys_length_counts_its_caches() -> None:
    with_cache, without = topology(SPREAD, USED, EACH), topology(SPREAD)
    longer = [
        policy_characters(one, one.regions[0], one.regions[0].services[0]) for one in (with_cache, without)
    ]
    assert longer[0] - longer[1] > 300


def test_a_service_that_does_not_name_it_gets_nothing() -> None:
    unnamed = build(SPREAD, "holdfast:caches: { sessions: { regions: [use1, euw1] } }")
    assert not [one for one in unnamed if "store-cache" in one.name]


def test_services_use_the_member_in_their_region() -> None:
    resources = build(SPREAD, USED, OVER)
    assert (
        resources("euw1-orders-store-cache-sessions").inputs["securityGroupId"] == "euw1-sessions-cache-sg-id"
    )
    policy = json.loads(resources("euw1-orders-policy").inputs["policy"])
    (read,) = (one for one in policy["Statement"] if one.get("Sid") == "StoreCacheSessions1")
    assert read["Resource"][0].startswith("arn:aws:secretsmanager:eu-west-1:")


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        (TASK, "euw1-orders-store-cache-sessions"),
        (FUNCTION, "euw1-orders-store-cache-sessions"),
        (POD, "euw1-eks-store-cache-sessions"),
    ],
)
def test_every_kind_of_service_gets_in_and_is_told(kind: str, rule: str) -> None:
    resources = build(kind, USED, EACH)
    assert resources(rule).inputs["securityGroupId"] == "euw1-sessions-cache-sg-id"
    assert [one for one in resources if one.custom and "CACHE_SESSIONS_ENDPOINT" in str(one.inputs)] or [
        one for one in resources if "CACHE_SESSIONS_ENDPOINT" in str(one.outputs)
    ]


def test_operators_are_told_of_a_global_datastore_and_its_members() -> None:
    caches = build(SPREAD, USED, OVER)("api").outputs["operations"]["caches"]
    sessions = caches["sessions"]
    assert sessions["global_replication_group"] == "ldgnf-holdfast-prod-sessions"
    assert (sessions["engine"], sessions["home"], sessions["places"]) == ("valkey", "use1", ["euw1", "use1"])
    assert sessions["members"]["euw1"]["replication_group"] == "euw1-sessions-cache-0000"
    assert sessions["members"]["euw1"]["port"] == 6379


def test_a_held_region_is_left_as_it_is() -> None:
    resources = build(SPREAD, USED, EACH, "holdfast:hold: [euw1]")
    assert resources("euw1-sessions-cache", "ReplicationGroup").ignore_changes == ("*",)
    assert resources("use1-sessions-cache", "ReplicationGroup").ignore_changes == ()
    over = build(SPREAD, USED, OVER, "holdfast:hold: [euw1]")
    assert "*" in over("euw1-sessions-cache", "ReplicationGroup").ignore_changes
    assert "*" not in over("use1-sessions-cache", "ReplicationGroup").ignore_changes


def test_private_ways_use_the_regions_network_and_topic() -> None:
    resources = build(SPREAD, private())
    attachment = resources("euw1-access-vpc").inputs
    assert attachment["vpcId"] == "euw1-vpc-id"
    assert attachment["subnetIds"] == ["euw1-private-a-id", "euw1-private-b-id", "euw1-private-c-id"]
    assert resources("euw1-access-route-b-192-168-0-0-20").inputs["routeTableId"] == "euw1-private-rt-b-id"
    alarm = resources("euw1-access-alpha-tunnel1-down").inputs
    assert alarm["alarmActions"] == [resources("euw1-alarms-topic", "Topic").arn]


def test_operators_are_told_what_the_other_end_needs() -> None:
    told = build(SPREAD, private())("api").outputs["operations"]["private_access"]
    assert told["use1"] == {
        "transit_gateway": "use1-access-tgw-id",
        "vpn_connections": {"alpha": "use1-access-alpha-vpn-id"},
        "tunnel_addresses": {"alpha": ["use1-access-alpha-vpn-ip1", "use1-access-alpha-vpn-ip2"]},
        "preshared_key_arns": {"alpha": "use1-access-alpha-vpn-keys"},
    }


def test_regions_are_joined_only_where_that_is_asked_for() -> None:
    assert build(SPREAD, private()).names("PeeringAttachment") == {"euw1-access-peering-use1"}
    assert not build(SPREAD, private("peering: false")).names("PeeringAttachment")
