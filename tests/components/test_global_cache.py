from __future__ import annotations

import pytest

from tests.components.cache_sample import NODES, REGIONS, build, build_global, key_arn, over

HOME_ONLY = {
    "engine",
    "engineVersion",
    "nodeType",
    "parameterGroupName",
    "atRestEncryptionEnabled",
    "transitEncryptionEnabled",
    "transitEncryptionMode",
    "finalSnapshotIdentifier",
    "multiAzEnabled",
}
MEMBER_CHANGES = (
    "automaticFailoverEnabled",
    "engine",
    "engineVersion",
    "multiAzEnabled",
    "nodeType",
    "numNodeGroups",
    "parameterGroupName",
    "globalReplicationGroupId",
)


def of_member(place: str) -> set[tuple[str, str]]:
    name, aws = f"{place}-sessions-cache", "aws:elasticache"
    return {
        (f"{aws}/replicationGroup:ReplicationGroup", name),
        (f"{aws}/subnetGroup:SubnetGroup", f"{name}-subnets"),
        ("aws:ec2/securityGroup:SecurityGroup", f"{name}-sg"),
        ("aws:cloudwatch/logGroup:LogGroup", f"{name}-log-slow"),
        ("aws:cloudwatch/logGroup:LogGroup", f"{name}-log-engine"),
    }


def test_it_is_exactly_these_resources() -> None:
    assert build_global().pairs() == {
        *of_member("use1"),
        *of_member("euw1"),
        ("holdfast:index:GlobalCache", "global-sessions"),
        ("aws:elasticache/globalReplicationGroup:GlobalReplicationGroup", "global-sessions-cache"),
        ("aws:elasticache/parameterGroup:ParameterGroup", "use1-sessions-cache-params"),
        ("random:index/randomId:RandomId", "use1-sessions-cache-final"),
        ("random:index/randomPassword:RandomPassword", "global-sessions-cache-token"),
        ("aws:secretsmanager/secret:Secret", "use1-sessions-cache-secret"),
        ("aws:secretsmanager/secretVersion:SecretVersion", "use1-sessions-cache-secret-version"),
    }


@pytest.mark.parametrize("home", ["use1", "euw1"])
def test_home_decides_who_founds_it_and_the_others_join(home: str) -> None:
    other = "euw1" if home == "use1" else "use1"
    resources = build_global(home, other)
    together = resources("global-sessions-cache")
    assert together.region == REGIONS[home]
    assert together.inputs["primaryReplicationGroupId"] == f"{home}-sessions-cache-0000"
    founder, joined = resources(f"{home}-sessions-cache"), resources(f"{other}-sessions-cache")
    assert "globalReplicationGroupId" not in founder.inputs
    assert founder.inputs.keys() >= HOME_ONLY
    assert joined.inputs["globalReplicationGroupId"] == "ldgnf-holdfast-prod-sessions"
    assert joined.inputs.keys() & HOME_ONLY == set()


def test_the_datastore_says_what_all_members_are() -> None:
    inputs = build_global(nodes={**NODES, "shards": 2})("global-sessions-cache").inputs
    assert inputs == {
        "region": "us-east-1",
        "globalReplicationGroupIdSuffix": "holdfast-prod-sessions",
        "globalReplicationGroupDescription": "Cache sessions",
        "primaryReplicationGroupId": "use1-sessions-cache-0000",
        "automaticFailoverEnabled": True,
        "cacheNodeType": "cache.r7g.large",
        "engine": "valkey",
        "engineVersion": "8.2",
        "numNodeGroups": 2,
    }


def test_a_secondary_has_its_replicas_but_no_shards_of_its_own() -> None:
    inputs = build_global(nodes={**NODES, "shards": 2})("euw1-sessions-cache").inputs
    assert inputs["replicasPerNodeGroup"] == 1
    assert inputs.keys() & {"numNodeGroups", "numCacheClusters"} == set()
    assert build_global()("euw1-sessions-cache").inputs["numCacheClusters"] == 2


@pytest.mark.parametrize("place", ["use1", "euw1"])
def test_an_update_after_a_failover_changes_nothing(place: str) -> None:
    assert build_global()(f"{place}-sessions-cache").ignore_changes == MEMBER_CHANGES
    assert build_global()("global-sessions-cache").ignore_changes == ("primaryReplicationGroupId",)


def test_every_member_stands_alone_in_its_region() -> None:
    resources = build_global("use1", "euw1", "apne1")
    for place in ("use1", "euw1", "apne1"):
        group = resources(f"{place}-sessions-cache")
        assert group.region == REGIONS[place]
        assert group.inputs["kmsKeyId"] == key_arn(place)
        assert group.inputs["securityGroupIds"] == [f"{place}-sessions-cache-sg-id"]
        assert group.inputs["automaticFailoverEnabled"] is True


def test_one_token_opens_every_member() -> None:
    resources = build_global(token_version=2)
    for place in ("use1", "euw1"):
        group = resources(f"{place}-sessions-cache")
        assert group.inputs["authTokenWo"] == "global-sessions-cache-token-secret"
        assert "authTokenWo" in group.secrets
        assert group.inputs["authTokenWoVersion"] == 2
    version = resources("use1-sessions-cache-secret-version")
    assert {"use1-sessions-cache", "euw1-sessions-cache"} <= version.depends_on
    assert resources("use1-sessions-cache-secret").inputs["replicas"] == [
        {"region": "eu-west-1", "kmsKeyId": key_arn("euw1")}
    ]


def test_it_tells_its_members() -> None:
    outputs = build_global()("global-sessions").outputs
    assert outputs["global_replication_group_id"] == "ldgnf-holdfast-prod-sessions"
    assert outputs["endpoints"]["euw1"] == {
        "endpoint": "master.euw1-sessions-cache.test",
        "reader_endpoint": "replica.euw1-sessions-cache.test",
    }


def test_what_holds_data_is_protected_until_it_is_lifted() -> None:
    assert {one.name for one in build_global() if one.protect} == {
        "global-sessions-cache",
        "use1-sessions-cache",
        "euw1-sessions-cache",
        "use1-sessions-cache-secret",
    }
    assert not any(one.protect for one in build_global(protection=False))


def test_the_order_of_members_changes_nothing() -> None:
    args = over("use1", "euw1")
    turned = {**args, "members": dict(reversed(args["members"].items()))}
    assert build_global(members=turned["members"]).pairs() == build_global().pairs()


def test_a_cache_of_one_region_has_the_same_resources_of_its_member() -> None:
    assert of_member("use1") <= build().pairs()


REFUSALS = [
    (("use1",), {}, "'members' must be 2 or 3 regions, got 1"),
    (("use1", "euw1", "apne1", "usw2"), {}, "'members' must be 2 or 3 regions, got 4"),
    (("use1", "euw1"), {"home": "apne1"}, "'home' must be one of its members (euw1, use1), got 'apne1'"),
    (("use1", "euw1"), {"nodes": {**NODES, "type": "cache.t4g.medium"}}, "no Global Datastore takes"),
    (("use1", "euw1"), {"nodes": {**NODES, "type": "cache.r7g.medium"}}, "large or larger"),
    (("use1", "euw1"), {"nodes": {**NODES, "type": "cache.r4.large"}}, "no Global Datastore takes"),
    (("use1", "euw1"), {"identifier": "Sessions--1"}, "'identifier' must be 1 to 63"),
    (("use1", "euw1"), {"upkeep": {"auto_minor_version_upgrade": True}}, "have one version"),
]


@pytest.mark.parametrize(("places", "more", "message"), REFUSALS)
def test_fails(places: tuple[str, ...], more: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=r"^global cache 'global-sessions': ") as error:
        build_global(*places, **more)
    assert message in str(error.value)
