"""Stores of the kinds dsql and elasticache in a whole stack: what services and operators get of them."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.components.api_sample import differences, exported
from tests.components.declared import ACCOUNT_ID
from tests.topology.examples import NOT_BACKED_UP, SERVICE, changed

if TYPE_CHECKING:
    from tests.components.declared import Resources

REGIONS: dict[str, Any] = {"use1": {}, "use2": {}}
DSQL = {
    "kind": "dsql",
    "home": "use1",
    "write_routing": "any-region",
    "dsql": {"witness": "usw2"},
    **NOT_BACKED_UP,
}
CACHE = {"kind": "elasticache", "home": "use1", "write_routing": "application"}


def stack(store: dict[str, Any], **more: Any) -> tuple[Resources, dict[str, Any]]:
    service = {
        **SERVICE,
        "image": f"{ACCOUNT_ID}.dkr.ecr.{{region}}.amazonaws.com/orders:1",
        "stores": ["orders"],
    }
    raw = changed(
        **{"regions": REGIONS, "services": {"orders": service}, "stores": {"orders": store}, **more}
    )
    resources, found = exported(raw)
    return resources, found["stores"]["orders"]


def statements(resources: Resources, place: str) -> list[dict[str, Any]]:
    policy = json.loads(resources(f"{place}-orders-policy", "RolePolicy").inputs["policy"])
    return [one for one in policy["Statement"] if one.get("Sid", "").startswith("Store")]


def told(resources: Resources, place: str) -> dict[str, str]:
    (template,) = [one for one in resources.of("LaunchTemplate") if one.region == f"us-east-{place[-1]}"]
    text = base64.b64decode(template.inputs["userData"]).decode()
    files = json.loads(text.partition("\n")[2])["write_files"]
    (variables,) = (one["content"] for one in files if one["path"] == "/etc/holdfast/service.env")
    return {
        name: value.strip('"') for name, _, value in (line.partition("=") for line in variables.splitlines())
    }


@pytest.mark.parametrize("place", REGIONS)
def test_a_service_connects_to_the_cluster_of_its_own_region_and_no_other(place: str) -> None:
    resources, _ = stack(DSQL)
    cluster = resources(f"{place}-orders-dsql")

    assert statements(resources, place) == [
        {
            "Sid": "StoreOrders1",
            "Effect": "Allow",
            "Action": ["dsql:DbConnect"],
            "Resource": [cluster.arn],
        }
    ]
    identifier = cluster.outputs["identifier"]
    variables = told(resources, place)
    assert variables["STORE_ORDERS_ENDPOINT"] == f"{identifier}.dsql.us-east-{place[-1]}.on.aws"
    assert variables["STORE_ORDERS_CLUSTER_ID"] == identifier


def test_it_connects_as_admin_only_where_that_is_asked_for() -> None:
    resources, _ = stack({**DSQL, "dsql": {"witness": "usw2", "connect_as_admin": True}})
    (statement,) = statements(resources, "use1")

    assert statement["Action"] == ["dsql:DbConnect", "dsql:DbConnectAdmin"]


def test_an_adopted_database_is_used_and_not_declared() -> None:
    clusters = {"use1": "a" * 26, "use2": "b" * 26}
    adopted = {key: value for key, value in DSQL.items() if key not in NOT_BACKED_UP}
    resources, operations = stack({**adopted, "dsql": {"adopt": {"clusters": clusters}}})
    (statement,) = statements(resources, "use2")

    assert not [one for one in resources if one.type.startswith("aws:dsql/")]
    assert statement["Action"] == ["dsql:DbConnect"]
    assert statement["Resource"] == [f"arn:aws:dsql:us-east-2:{ACCOUNT_ID}:cluster/{'b' * 26}"]
    assert told(resources, "use2")["STORE_ORDERS_ENDPOINT"] == f"{'b' * 26}.dsql.us-east-2.on.aws"
    assert operations["dsql_clusters"]["use2"] == {
        "identifier": "b" * 26,
        "arn": f"arn:aws:dsql:us-east-2:{ACCOUNT_ID}:cluster/{'b' * 26}",
        "endpoint": f"{'b' * 26}.dsql.us-east-2.on.aws",
        "vpc_endpoint_service": None,
    }


def test_the_key_of_a_region_admits_dsql_only_where_it_has_a_cluster() -> None:
    def admitting(resources: Resources) -> dict[str, list[dict[str, Any]]]:
        return {
            key.region or "": [
                one
                for one in json.loads(key.inputs["policy"])["Statement"]
                if one["Principal"].get("Service") == "dsql.amazonaws.com"
            ]
            for key in resources.of("aws:kms/key:Key")
        }

    found = admitting(stack(DSQL)[0])
    # Where AWS Health tells a second time, there are topics alone.
    assert found.pop("us-west-2") == []
    assert found.keys() == {"us-east-1", "us-east-2"}
    for region, [statement] in found.items():
        assert set(statement["Action"]) == {
            "kms:Decrypt",
            "kms:DescribeKey",
            "kms:Encrypt",
            "kms:GenerateDataKey",
            "kms:ReEncryptFrom",
            "kms:ReEncryptTo",
        }
        assert statement["Condition"] == {
            "ArnLike": {"aws:SourceArn": f"arn:aws:dsql:{region}:{ACCOUNT_ID}:cluster/*"}
        }
    assert all(not admitted for admitted in admitting(stack(CACHE)[0]).values())


def test_operators_get_both_clusters_and_the_witness() -> None:
    resources, operations = stack(DSQL)

    assert operations["witness_region"] == "us-west-2"
    assert operations["writer"] is None
    assert operations["consistency"] == "strong"
    assert operations["dsql_clusters"] == {
        place: {
            "identifier": f"{place}-orders-dsql-identifier",
            "arn": resources(f"{place}-orders-dsql").arn,
            "endpoint": f"{place}-orders-dsql-identifier.dsql.us-east-{place[-1]}.on.aws",
            "vpc_endpoint_service": f"com.amazonaws.us-east-{place[-1]}.dsql-{place}-orders-dsql",
        }
        for place in REGIONS
    }


def test_people_are_told_what_no_preview_can_show_of_a_database() -> None:
    (two,) = [one for one in stack(DSQL)[0]("api").outputs["next_steps"] if "DSQL" in one]
    single = {"kind": "dsql", "regions": ["use1"], **NOT_BACKED_UP}
    (alone,) = [
        one for one in stack(single, regions={"use1": {}})[0]("api").outputs["next_steps"] if "DSQL" in one
    ]

    assert two.startswith("The DSQL database 'orders' is two clusters that were made as peers")
    assert "Run 'pulumi refresh' before an update that changes the key" in two
    assert alone.startswith("The DSQL database 'orders' has one region for ever")
    assert not [one for one in stack(CACHE)[0]("api").outputs["next_steps"] if "DSQL" in one]


def test_clusters_are_selected_for_backups_by_tags() -> None:
    store = {key: value for key, value in DSQL.items() if key not in NOT_BACKED_UP}
    regions = {**REGIONS, "usw2": {"role": "backup"}}
    resources, _ = stack(store, regions=regions, backups={"copy_to": ["usw2"]})

    for cluster in resources.of("aws:dsql/cluster:Cluster"):
        assert cluster.inputs["tags"]["BackupClass"] == "standard"
        assert "ContinuousBackup" not in cluster.inputs["tags"]


def test_a_cache_that_counts_as_a_store_is_the_component_of_caches() -> None:
    resources, operations = stack(CACHE)

    assert resources("global-orders", "GlobalCache").parent == "api"
    assert {one.name for one in resources.of("aws:elasticache/replicationGroup:ReplicationGroup")} == {
        "use1-orders-cache",
        "use2-orders-cache",
    }
    assert operations["global_replication_group"].startswith("ldgnf-")
    assert operations["writer"] == "use1"
    assert operations["cache_members"].keys() == REGIONS.keys()
    assert operations["cache_members"]["use2"]["replication_group"] == "use2-orders-cache-0000"


def test_services_get_a_store_of_their_region_and_may_read_its_secret() -> None:
    resources, operations = stack(CACHE)
    member = operations["cache_members"]["use2"]

    variables = told(resources, "use2")

    assert {name: value for name, value in variables.items() if name.startswith(("STORE_", "CACHE_"))} == {
        "STORE_ORDERS_ENDPOINT": member["endpoint"],
        "STORE_ORDERS_READER_ENDPOINT": member["reader_endpoint"],
        "STORE_ORDERS_PORT": "6379",
        "STORE_ORDERS_SECRET_ARN": member["secret_arn"],
    }
    assert statements(resources, "use2")[0]["Resource"] == [member["secret_arn"]]


def test_an_adopted_cache_is_used_and_not_declared() -> None:
    members = {
        place: {
            "endpoint": f"master.sessions.{place}.cache.amazonaws.com",
            "security_group_id": f"sg-0123456789abcde{place[-1]}",
        }
        for place in REGIONS
    }
    members["use2"]["reader_endpoint"] = "replica.sessions.use2.cache.amazonaws.com"
    secret = f"arn:aws:secretsmanager:{{region}}:{ACCOUNT_ID}:secret:sessions-AbCdEf"
    key = f"arn:aws:kms:us-east-2:{ACCOUNT_ID}:key/11111111-2222-3333-4444-555555555555"
    adopt = {"members": members, "secret_arn": secret, "key_arns": {"use2": key}}
    resources, operations = stack({**CACHE, "elasticache": {"adopt": adopt}})

    assert not [one for one in resources if one.type.startswith("aws:elasticache/")]
    assert operations["declared"] is False
    variables = told(resources, "use2")
    assert {name: value for name, value in variables.items() if name.startswith(("STORE_", "CACHE_"))} == {
        "STORE_ORDERS_ENDPOINT": members["use2"]["endpoint"],
        "STORE_ORDERS_READER_ENDPOINT": members["use2"]["reader_endpoint"],
        "STORE_ORDERS_PORT": "6379",
        "STORE_ORDERS_SECRET_ARN": secret.replace("{region}", "us-east-2"),
    }
    assert told(resources, "use1")["STORE_ORDERS_READER_ENDPOINT"] == members["use1"]["endpoint"]
    reading, opening = statements(resources, "use2")
    assert reading["Resource"] == [secret.replace("{region}", "us-east-2")]
    assert (opening["Action"], opening["Resource"]) == (["kms:Decrypt"], [key])
    (rule,) = [
        one
        for one in resources.of("SecurityGroupIngressRule")
        if one.inputs["securityGroupId"] == members["use2"]["security_group_id"]
    ]
    assert (rule.inputs["fromPort"], rule.inputs["toPort"]) == (6379, 6379)


def test_a_cache_in_one_region_keeps_its_snapshots() -> None:
    store = {"kind": "elasticache", "regions": ["use1"], "elasticache": {"snapshot_days": 7}}
    resources, operations = stack(store, regions={"use1": {}})

    assert resources("use1-orders", "RegionalCache").parent == "api"
    assert resources("use1-orders-cache").inputs["snapshotRetentionLimit"] == 7
    assert operations["global_replication_group"] is None
    assert operations["cache_members"].keys() == {"use1"}


@pytest.mark.parametrize("store", [DSQL, CACHE], ids=["dsql", "elasticache"])
def test_roles_that_are_swapped_change_nothing_of_a_store(store: dict[str, Any]) -> None:
    passive = {key: value for key, value in store.items() if key != "write_routing"}
    before, _ = stack(passive, regions={"use1": {}, "use2": {"role": "standby"}})
    after, _ = stack(passive, regions={"use1": {"role": "standby"}, "use2": {}})
    changed_inputs = differences(before, after)

    assert {name for name in changed_inputs if "orders-dsql" in name or "orders-cache" in name} == set()


@pytest.mark.parametrize("writer", REGIONS)
def test_the_writer_that_is_named_changes_nothing_of_a_cache(writer: str) -> None:
    before, _ = stack(CACHE)
    after, operations = stack({**CACHE, "writer": writer})

    assert operations["writer"] == writer
    assert differences(before, after) == {}
