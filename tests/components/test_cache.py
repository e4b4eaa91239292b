from __future__ import annotations

import json

import pytest

from tests.components.cache_sample import NODES, REDIS, SERVERLESS, SOFTWARE, build, key_arn, member

AWS = "aws:elasticache"
COMMON = {
    ("holdfast:index:RegionalCache", "use1-sessions"),
    ("aws:ec2/securityGroup:SecurityGroup", "use1-sessions-cache-sg"),
    ("random:index/randomPassword:RandomPassword", "use1-sessions-cache-token"),
    ("aws:secretsmanager/secret:Secret", "use1-sessions-cache-secret"),
    ("aws:secretsmanager/secretVersion:SecretVersion", "use1-sessions-cache-secret-version"),
}
GROUP = {
    (f"{AWS}/replicationGroup:ReplicationGroup", "use1-sessions-cache"),
    (f"{AWS}/subnetGroup:SubnetGroup", "use1-sessions-cache-subnets"),
    (f"{AWS}/parameterGroup:ParameterGroup", "use1-sessions-cache-params"),
    ("aws:cloudwatch/logGroup:LogGroup", "use1-sessions-cache-log-slow"),
    ("aws:cloudwatch/logGroup:LogGroup", "use1-sessions-cache-log-engine"),
    ("random:index/randomId:RandomId", "use1-sessions-cache-final"),
}
USERS = {
    (f"{AWS}/user:User", "use1-sessions-cache-user"),
    (f"{AWS}/userGroup:UserGroup", "use1-sessions-cache-users"),
    ("random:index/randomId:RandomId", "use1-sessions-cache-user-id"),
    ("random:index/randomId:RandomId", "use1-sessions-cache-users-id"),
}


def test_nodes_are_exactly_these_resources() -> None:
    assert build().pairs() == COMMON | GROUP


def test_a_serverless_cache_is_exactly_these_resources() -> None:
    cache = (f"{AWS}/serverlessCache:ServerlessCache", "use1-sessions-cache")
    assert build(**SERVERLESS).pairs() == COMMON | USERS | {cache}


def test_a_group_survives_a_zone_and_is_closed() -> None:
    one = build()("use1-sessions-cache")
    assert one.region == "us-east-1"
    assert {
        key: one.inputs[key] for key in one.inputs if key not in {"tags", "logDeliveryConfigurations"}
    } == {
        "region": "us-east-1",
        "description": "Cache sessions in use1",
        "engine": "valkey",
        "engineVersion": "8.2",
        "nodeType": "cache.r7g.large",
        "numCacheClusters": 2,
        "automaticFailoverEnabled": True,
        "multiAzEnabled": True,
        "atRestEncryptionEnabled": True,
        "kmsKeyId": key_arn("use1"),
        "transitEncryptionEnabled": True,
        "transitEncryptionMode": "required",
        "authTokenWo": "use1-sessions-cache-token-secret",
        "authTokenWoVersion": 1,
        "port": 6379,
        "parameterGroupName": "use1-sessions-cache-params-0000",
        "subnetGroupName": "use1-sessions-cache-subnets-0000",
        "securityGroupIds": ["use1-sessions-cache-sg-id"],
        "autoMinorVersionUpgrade": False,
        "applyImmediately": False,
        "snapshotRetentionLimit": 1,
        "finalSnapshotIdentifier": "holdfast-prod-use1-sessions-cache-final-00000000",
    }


def test_it_stands_in_isolated_subnets_behind_a_group_without_rules() -> None:
    resources = build()
    assert resources("use1-sessions-cache-subnets").inputs["subnetIds"] == [
        "use1-isolated-a",
        "use1-isolated-b",
    ]
    group = resources("use1-sessions-cache-sg")
    assert group.inputs["vpcId"] == "use1-vpc"
    assert group.inputs.keys() & {"ingress", "egress"} == set()
    assert not resources.of("SecurityGroupIngressRule")


def test_both_logs_go_to_groups_of_their_own_under_the_regions_key() -> None:
    resources = build(upkeep={"log_retention_days": 7})
    assert resources("use1-sessions-cache").inputs["logDeliveryConfigurations"] == [
        {
            "destination": f"/aws/vendedlogs/elasticache/holdfast-prod-use1-sessions-cache-log-{noun}",
            "destinationType": "cloudwatch-logs",
            "logFormat": "json",
            "logType": f"{noun}-log",
        }
        for noun in ("slow", "engine")
    ]
    for group in resources.of("LogGroup"):
        assert (group.inputs["retentionInDays"], group.inputs["kmsKeyId"]) == (7, key_arn("use1"))


def test_the_token_is_strong_written_and_never_read_back() -> None:
    resources = build()
    token = resources("use1-sessions-cache-token").inputs
    assert token == {
        "length": 64,
        "minLower": 1,
        "minUpper": 1,
        "minNumeric": 1,
        "overrideSpecial": "-",
        "keepers": {"version": "1"},
    }
    holders = {
        (one.name, key)
        for one in resources
        for key, value in one.inputs.items()
        if "use1-sessions-cache-token-secret" in json.dumps(value)
    }
    assert holders == {
        ("use1-sessions-cache", "authTokenWo"),
        ("use1-sessions-cache-secret-version", "secretStringWo"),
    }
    for name, key in holders:
        assert key in resources(name).secrets


def test_the_secret_is_written_once_the_cache_takes_the_token() -> None:
    resources = build(token_version=3)
    version = resources("use1-sessions-cache-secret-version")
    assert json.loads(version.inputs["secretStringWo"]) == {
        "username": "default",
        "password": "use1-sessions-cache-token-secret",
    }
    assert version.inputs["secretStringWoVersion"] == 3
    assert resources("use1-sessions-cache").inputs["authTokenWoVersion"] == 3
    assert "use1-sessions-cache" in version.depends_on
    assert resources("use1-sessions-cache-secret").inputs["kmsKeyId"] == key_arn("use1")


def test_a_user_group_takes_the_tokens_place() -> None:
    resources = build(authentication="user-group", access_string="on ~app:* &* +@read")
    assert resources.pairs() == COMMON | GROUP | USERS
    group, user = resources("use1-sessions-cache"), resources("use1-sessions-cache-user")
    assert group.inputs["userGroupIds"] == ["use1-sessions-users-00000000"]
    assert "authTokenWo" not in group.inputs
    assert user.inputs["passwordsWo"] == "use1-sessions-cache-token-secret"
    assert "passwordsWo" in user.secrets
    assert (user.inputs["userName"], user.inputs["accessString"]) == ("app", "on ~app:* &* +@read")
    content = json.loads(resources("use1-sessions-cache-secret-version").inputs["secretStringWo"])
    assert content["username"] == "app"
    assert "use1-sessions-cache-user" in resources("use1-sessions-cache-secret-version").depends_on


def test_a_user_group_of_redis_has_the_default_user_that_may_do_nothing() -> None:
    resources = build(authentication="user-group", software=REDIS)
    nobody = resources("use1-sessions-cache-nobody").inputs
    assert (nobody["userName"], nobody["accessString"]) == ("default", "off ~* -@all")
    assert resources("use1-sessions-cache-users").inputs["userIds"] == [
        "use1-sessions-user-00000000",
        "use1-sessions-nobody-00000000",
    ]


def test_ids_of_users_change_with_the_engine_alone() -> None:
    one = build(authentication="user-group", software=REDIS)("use1-sessions-cache-user-id")
    assert one.inputs["keepers"] == {"engine": "redis"}


def test_shards_turn_cluster_mode_on() -> None:
    resources = build(nodes={**NODES, "shards": 3, "replicas": 2})
    group = resources("use1-sessions-cache").inputs
    assert (group["numNodeGroups"], group["replicasPerNodeGroup"]) == (3, 2)
    assert "numCacheClusters" not in group
    assert resources("use1-sessions-cache-params").inputs["parameters"] == [
        {"name": "cluster-enabled", "value": "yes"}
    ]


def test_endpoints_of_cluster_mode_are_the_configuration_endpoint() -> None:
    outputs = build(nodes={**NODES, "shards": 3})("use1-sessions").outputs
    assert outputs["endpoint"] == outputs["reader_endpoint"] == "clustercfg.use1-sessions-cache.test"


def test_endpoints_without_it_are_the_primarys_and_the_readers() -> None:
    outputs = build()("use1-sessions").outputs
    assert outputs["endpoint"] == "master.use1-sessions-cache.test"
    assert outputs["reader_endpoint"] == "replica.use1-sessions-cache.test"


def test_parameters_go_to_a_group_of_the_family() -> None:
    params = build(software={**SOFTWARE, "parameters": {"maxmemory-policy": "allkeys-lru"}})(
        "use1-sessions-cache-params"
    ).inputs
    assert params["family"] == "valkey8"
    assert params["parameters"] == [{"name": "maxmemory-policy", "value": "allkeys-lru"}]


def test_a_serverless_cache_has_limits_and_a_user_group() -> None:
    resources = build(**SERVERLESS, upkeep={"snapshot_days": 2, "snapshot_window": "03:00-04:00"})
    cache = resources("use1-sessions-cache").inputs
    assert {key: value for key, value in cache.items() if key != "tags"} == {
        "region": "us-east-1",
        "description": "Cache sessions in use1",
        "engine": "valkey",
        "majorEngineVersion": "8",
        "cacheUsageLimits": {
            "dataStorage": {"maximum": 10, "unit": "GB"},
            "ecpuPerSeconds": [{"maximum": 5000}],
        },
        "kmsKeyId": key_arn("use1"),
        "subnetIds": ["use1-isolated-a", "use1-isolated-b"],
        "securityGroupIds": ["use1-sessions-cache-sg-id"],
        "userGroupId": "use1-sessions-users-00000000",
        "snapshotRetentionLimit": 2,
        "dailySnapshotTime": "03:00",
    }
    assert resources("use1-sessions").outputs["endpoint"] == "serverless.use1-sessions-cache.test"


def test_a_new_zone_does_not_replace_a_serverless_cache() -> None:
    assert build(**SERVERLESS)("use1-sessions-cache").ignore_changes == ("subnetIds",)


def test_windows_are_passed_on() -> None:
    one = build(
        member=member("use1", maintenance_window="sun:05:00-sun:06:00"),
        upkeep={"snapshot_window": "03:00-04:00", "snapshot_days": 0, "apply_immediately": True},
    )("use1-sessions-cache").inputs
    assert (one["maintenanceWindow"], one["snapshotWindow"]) == ("sun:05:00-sun:06:00", "03:00-04:00")
    assert (one["snapshotRetentionLimit"], one["applyImmediately"]) == (0, True)


def test_a_version_that_aws_raises_is_not_lowered_again() -> None:
    assert build()("use1-sessions-cache").ignore_changes == ()
    one = build(upkeep={"auto_minor_version_upgrade": True})("use1-sessions-cache")
    assert one.inputs["autoMinorVersionUpgrade"] is True
    assert one.ignore_changes == ("engineVersion",)


@pytest.mark.parametrize("more", [{}, SERVERLESS])
def test_what_holds_data_is_protected(more: dict[str, object]) -> None:
    protected = {one.name for one in build(**more) if one.protect}
    assert protected == {"use1-sessions-cache", "use1-sessions-cache-secret"}


def test_protection_can_be_lifted() -> None:
    resources = build(protection=False)
    assert not any(one.protect for one in resources)
    assert "finalSnapshotIdentifier" not in resources("use1-sessions-cache").inputs
    assert resources("use1-sessions-cache-secret").inputs["recoveryWindowInDays"] == 0
    assert build()("use1-sessions-cache-secret").inputs["recoveryWindowInDays"] == 30


@pytest.mark.parametrize("more", [{}, SERVERLESS, {"authentication": "user-group", "software": REDIS}])
def test_tags_reach_everything_that_takes_them(more: dict[str, object]) -> None:
    resources = build(**more, tags={"Team": "shop"})
    untagged = {"RandomPassword", "RandomId", "SecretVersion", "RegionalCache"}
    tagged = [one for one in resources if one.type.rsplit(":", 1)[-1] not in untagged]
    assert len(tagged) >= 5
    for one in tagged:
        assert one.inputs["tags"] == {"Team": "shop", "Name": one.name}, one.name


REFUSALS = [
    ({"nodes": None}, "give either 'nodes' or 'serverless'"),
    ({"serverless": SERVERLESS["serverless"]}, "give either 'nodes' or 'serverless'"),
    ({"software": {**SOFTWARE, "engine": "memcached"}}, "'software.engine' must be one of valkey, redis"),
    ({"software": {**SOFTWARE, "version": "8"}}, "must be major and minor version"),
    ({"software": {**REDIS, "version": "5.0"}}, "6.2 to 7.1 of redis"),
    ({"software": {**SOFTWARE, "family": "valkey7"}}, "of valkey 8.2 is 'valkey8', got 'valkey7'"),
    ({"software": {**SOFTWARE, "parameters": {"cluster-enabled": "yes"}}}, "'nodes.shards' decides it"),
    ({"nodes": {**NODES, "type": "r7g.large"}}, "must be a node type such as cache.r7g.large"),
    ({"nodes": {**NODES, "replicas": 0}}, "without a replica a lost zone is a lost cache"),
    ({"nodes": {**NODES, "shards": 501}}, "'nodes.shards' must be 1 to 500"),
    ({"access_string": "on ~* +@all"}, "a token opens everything"),
    ({"authentication": "password"}, "must be one of auth-token, user-group"),
    ({"token_version": 0}, "'token_version' must be 1 or more"),
    ({"upkeep": {"snapshot_days": 36}}, "must be 0 to 35, got 36"),
    ({"upkeep": {"log_retention_days": 8}}, "must be one of"),
    ({**SERVERLESS, "authentication": "auth-token"}, "a serverless cache takes 'user-group' alone"),
    ({**SERVERLESS, "software": SOFTWARE}, "a serverless cache has no parameter group"),
    ({**SERVERLESS, "serverless": {"max_storage_gb": 0, "max_ecpu_per_second": 5000}}, "must be 1 to 5000"),
    ({**SERVERLESS, "serverless": {"max_storage_gb": 1, "max_ecpu_per_second": 9}}, "must be 1000 to"),
]


@pytest.mark.parametrize(("more", "message"), REFUSALS)
def test_fails(more: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=r"^cache 'use1-sessions': ") as error:
        build(**more)
    assert message in str(error.value)


def test_fails_with_every_problem_at_once() -> None:
    with pytest.raises(ValueError, match=r"replicas.*; 'token_version'"):
        build(nodes={**NODES, "replicas": 9}, token_version=0)
