"""What an RDS database keeps through backups, promotions and mistakes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from holdfast.components.backup_tags import CONTINUOUS_BACKUP_TAG
from holdfast.components.rds_database import BACKUP_CHANGES, FAILOVER_CHANGES
from tests.components.aurora_sample import REGIONS, key_arn
from tests.components.rds_database_samples import FOUNDING, outcome, storage
from tests.components.rds_sample import (
    CLUSTER,
    MYSQL,
    NAME,
    build,
    build_with_member,
    member,
)

if TYPE_CHECKING:
    from tests.components.declared import Resources

COPY = {"place": "usw2", "region": "us-west-2", "key_arn": "usw2-key", "retention_days": 14}


def test_automated_backups_are_copied_from_the_source() -> None:
    for source in ("use1", "euw1"):
        copy = build(backup_copy=COPY, source=source)("usw2-orders-db-backups").inputs
        assert copy == {
            "region": "us-west-2",
            "sourceDbInstanceArn": f"arn:aws:rds:{REGIONS[source]}:111122223333:Instance/{source}-orders-db",
            "kmsKeyId": "usw2-key",
            "retentionPeriod": 14,
        }


def test_the_cluster() -> None:
    more = {**CLUSTER, **storage(type="io2", iops=3000, max_gib=None), "log_exports": ["postgresql"]}
    resources = build("use1", **more)
    inputs = resources("use1-orders-db", "Cluster").inputs

    assert inputs == {
        "region": "us-east-1",
        "clusterIdentifier": "holdfast-prod-use1-orders-db-00000000",
        "engine": "postgres",
        "engineVersion": "17.7",
        "dbClusterInstanceClass": "db.m6gd.large",
        "allocatedStorage": 100,
        "storageType": "io2",
        "iops": 3000,
        "databaseName": "orders",
        "masterUsername": "dbadmin",
        "masterPasswordWo": "global-orders-db-password-secret",
        "masterPasswordWoVersion": 1,
        "port": 5432,
        "dbSubnetGroupName": "use1-orders-db-subnets-0000",
        "dbClusterParameterGroupName": "use1-orders-db-params-0000",
        "vpcSecurityGroupIds": ["use1-orders-db-sg-id"],
        "storageEncrypted": True,
        "kmsKeyId": key_arn("use1"),
        "iamDatabaseAuthenticationEnabled": True,
        "allowMajorVersionUpgrade": True,
        "autoMinorVersionUpgrade": False,
        "backupRetentionPeriod": 7,
        "copyTagsToSnapshot": True,
        "applyImmediately": False,
        "enabledCloudwatchLogsExports": ["postgresql"],
        "monitoringInterval": 60,
        "monitoringRoleArn": "arn:aws:iam::111122223333:Role/use1-orders-db-monitoring",
        "databaseInsightsMode": "standard",
        "performanceInsightsEnabled": True,
        "performanceInsightsKmsKeyId": key_arn("use1"),
        "performanceInsightsRetentionPeriod": 7,
        "deletionProtection": True,
        "skipFinalSnapshot": False,
        "finalSnapshotIdentifier": "holdfast-prod-use1-orders-db-final-00000000",
        "deleteAutomatedBackups": False,
        "tags": {"Name": "use1-orders-db"},
    }
    assert resources("use1-orders-db-log-postgresql").inputs["name"] == (
        "/aws/rds/cluster/holdfast-prod-use1-orders-db-00000000/postgresql"
    )
    assert "use1-orders-db-log-postgresql" in resources("use1-orders-db", "Cluster").depends_on
    assert resources("use1-orders-db", "Cluster").ignore_changes == ()


def test_what_a_service_gets() -> None:
    _, euw1 = build_with_member("euw1", "use1", "euw1")

    assert outcome(euw1.endpoint) == "euw1-orders-db.0.eu-west-1.rds.amazonaws.com"
    assert outcome(euw1.reader_endpoint) == "euw1-orders-db.0.eu-west-1.rds.amazonaws.com"
    assert outcome(euw1.security_group_id) == "euw1-orders-db-sg-id"
    assert outcome(euw1.identifier) == "holdfast-prod-euw1-orders-db-00000000"
    assert outcome(euw1.arn) == "arn:aws:rds:eu-west-1:111122223333:Instance/euw1-orders-db"
    assert outcome(euw1.secret_arn).split(":")[3] == "eu-west-1"
    assert euw1.port == 5432


def test_readers_of_a_cluster_have_an_endpoint_of_their_own() -> None:
    _, use1 = build_with_member("use1", "use1", **CLUSTER, **storage(max_gib=None))

    assert ".cluster-ro-" in outcome(use1.reader_endpoint)
    assert outcome(use1.endpoint) != outcome(use1.reader_endpoint)


@pytest.mark.parametrize("more", [{}, {"backup_tags": {CONTINUOUS_BACKUP_TAG: "daily"}}])
def test_exactly_what_a_promotion_changes_is_ignored_everywhere(more: dict[str, Any]) -> None:
    resources = build("use1", "euw1", "apne1", **more)
    for instance in resources.of("Instance"):
        assert instance.ignore_changes == FAILOVER_CHANGES + (BACKUP_CHANGES if more else ())
        assert instance.inputs["tags"] == {"Name": instance.name, **more.get("backup_tags", {})}


def test_after_a_promotion_replicas_are_made_of_the_promoted_one() -> None:
    resources = build("use1", "euw1", "apne1", source="euw1")
    euw1 = "arn:aws:rds:eu-west-1:111122223333:Instance/euw1-orders-db"

    assert resources("use1-orders-db", "Instance").inputs["replicateSourceDb"] == euw1
    assert resources("apne1-orders-db", "Instance").inputs["replicateSourceDb"] == euw1
    assert not FOUNDING & resources("use1-orders-db", "Instance").inputs.keys()
    writer = resources("euw1-orders-db", "Instance").inputs
    assert "replicateSourceDb" not in writer
    # No user and no database: the provider takes neither beside a source that its inputs still remember.
    assert FOUNDING & writer.keys() == {"passwordWo", "passwordWoVersion"}
    assert resources("use1-orders-db-secret").region == "us-east-1"


def test_a_home_that_must_not_be_founded_lacks_what_makes_an_empty_database() -> None:
    founded, not_founded = (
        build(founding=given)("use1-orders-db", "Instance").inputs for given in (True, False)
    )

    assert {key: founded[key] for key in founded.keys() - not_founded.keys()} == {
        "engine": "postgres",
        "dbName": "orders",
        "username": "dbadmin",
    }
    assert not_founded.keys() <= founded.keys()


def test_the_source_changes_nothing_but_what_a_new_instance_copies() -> None:
    before, after = (build(source=source) for source in ("use1", "euw1"))
    create_only = FOUNDING | {"replicateSourceDb"}

    assert before.pairs() == after.pairs()
    for one in before:
        other = after(one.name, one.type.rpartition(":")[2]) if one.custom else one
        assert {key: value for key, value in one.inputs.items() if key not in create_only} == {
            key: value for key, value in other.inputs.items() if key not in create_only
        }


def test_the_order_of_keys_changes_nothing() -> None:
    there, back = (
        build(members={place: member(place) for place in places})
        for places in (("use1", "euw1", "apne1"), ("apne1", "euw1", "use1"))
    )

    assert there.pairs() == back.pairs()
    for one in there:
        if one.custom:
            assert one.inputs == back(one.name, one.type.rpartition(":")[2]).inputs


def test_everything_bears_the_tags() -> None:
    resources = build(tags={"team": "orders"}, log_exports=["postgresql"])
    untagged = {
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        "aws:secretsmanager/secretVersion:SecretVersion",
    }
    for one in resources:
        if one.type.startswith("aws:") and one.type not in untagged:
            assert one.inputs["tags"] == {"team": "orders", "Name": one.name}


def protected(resources: Resources) -> set[str]:
    return {one.name for one in resources if one.protect}


def test_data_is_protected() -> None:
    assert protected(build()) == {"use1-orders-db", "euw1-orders-db", "use1-orders-db-secret"}
    assert protected(build("use1", **CLUSTER, **storage(max_gib=None))) == {
        "use1-orders-db",
        "use1-orders-db-secret",
    }


@pytest.mark.parametrize("more", [{}, {**CLUSTER, **storage(max_gib=None)}])
def test_without_protection_everything_can_go(more: dict[str, Any]) -> None:
    resources = build("use1", protection=False, **more)
    database = resources("use1-orders-db", "Cluster" if more else "Instance").inputs

    assert protected(resources) == set()
    assert database["deletionProtection"] is False
    assert database["skipFinalSnapshot"] is True
    assert database["deleteAutomatedBackups"] is True
    assert resources("use1-orders-db-secret").inputs["recoveryWindowInDays"] == 0


def test_outputs() -> None:
    outputs = build(origin={"engine_version": "holdfast:stores.orders.rds"})(NAME).outputs

    assert outputs["origin"] == {"engine_version": "holdfast:stores.orders.rds"}
    assert outputs["endpoints"]["euw1"] == {
        "endpoint": "euw1-orders-db.0.eu-west-1.rds.amazonaws.com",
        "reader_endpoint": "euw1-orders-db.0.eu-west-1.rds.amazonaws.com",
    }


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"home": "usw2"}, "'home' must be one of its members (euw1, use1), got 'usw2'"),
        ({"source": "usw2"}, "'source' must be one of its members (euw1, use1), got 'usw2'"),
        ({"shape": "pair"}, "'shape' must be one of instance, cluster, got 'pair'"),
        ({**CLUSTER, **storage(max_gib=None)}, "'shape' cluster is of one region"),
        ({"engine": "oracle"}, "'engine' must be one of postgres, mysql, got 'oracle'"),
        ({"engine_version": "17"}, "must be a full version, such as 17.7, got '17'"),
        ({**MYSQL, "engine_version": "8.4"}, "must be a full version, such as 8.4.8, got '8.4'"),
        ({"parameter_group_family": "postgres16"}, "of postgres 17.7 is 'postgres17', got 'postgres16'"),
        ({"log_exports": ["slowquery"]}, "may be iam-db-auth-error, postgresql, upgrade, got slowquery"),
        (
            {**CLUSTER, **MYSQL, "log_exports": ["audit"]},
            "'log_exports' of a cluster of mysql may be error, general, iam-db-auth-error, slowquery, got",
        ),
        ({"instance_class": "db.serverless"}, "'instance_class' must be one such as db.r8g.large"),
        ({"storage": {"type": "gp2", "gib": 100}}, "'storage.type' must be one of gp3, io2, got 'gp2'"),
        ({"storage": {"type": "gp3", "gib": 10}}, "'storage.gib' of gp3 must be 20 to 65536, got 10"),
        ({"storage": {"type": "io2", "gib": 50, "iops": 1000}}, "of io2 must be 100 to 65536, got 50"),
        ({"storage": {"type": "io2", "gib": 100}}, "'storage.iops' is needed with io2"),
        (
            {"storage": {"type": "gp3", "gib": 399, "iops": 12000}},
            "'storage.iops' of gp3 can be chosen from 400 GiB on, got 399 GiB",
        ),
        (
            {"storage": {"type": "gp3", "gib": 399, "throughput_mibps": 500}},
            "'storage.throughput_mibps' of gp3 can be chosen from 400 GiB on, got 399 GiB",
        ),
        (
            {"storage": {"type": "gp3", "gib": 400, "iops": 11999}},
            "'storage.iops' of 400 GiB gp3 must be 12000 to 64000, got 11999",
        ),
        (
            {"storage": {"type": "io2", "gib": 100, "iops": 100001}},
            "'storage.iops' of 100 GiB io2 must be 1000 to 100000, got 100001",
        ),
        (
            {"storage": {"type": "io2", "gib": 100, "iops": 1000, "throughput_mibps": 500}},
            "'storage.throughput_mibps' goes with gp3 alone, got io2",
        ),
        (
            {"storage": {"type": "gp3", "gib": 400, "iops": 64000, "throughput_mibps": 4001}},
            "'storage.throughput_mibps' must be 500 to 4000, a quarter of the IOPS at most, got 4001",
        ),
        (
            {"storage": {"type": "gp3", "gib": 400, "throughput_mibps": 3001}},
            "'storage.throughput_mibps' must be 500 to 3000, a quarter of the IOPS at most, got 3001",
        ),
        (storage(max_gib=109), "'storage.max_gib' must be 110, a tenth above 'storage.gib', to 65536"),
        ({"backup_copy": {**COPY, "region": "us-east-1"}}, "'backup_copy.region' must be another"),
        ({"backup_copy": {**COPY, "retention_days": 36}}, "'backup_copy.retention_days' must be 1 to 35"),
        ({"port": 1149}, "'port' must be 1150 to 65535, got 1149"),
        ({"password_version": 0}, "'password_version' must be 1 or more, got 0"),
        ({"backup_retention_days": 0}, "'backup_retention_days' must be 1 to 35, got 0"),
        ({"log_retention_days": 8}, "'log_retention_days' must be one of 0, 1, 3"),
        ({"monitoring_interval_seconds": 0}, "'monitoring_interval_seconds' must be one of 1, 5"),
        ({"insights_mode": "best"}, "'insights_mode' must be one of standard, advanced, got 'best'"),
        ({"insights_retention_days": 8}, "'insights_retention_days' must be 7"),
        ({"insights_mode": "advanced"}, "needs 'insights_retention_days' of 465 or more, got 7"),
        ({"database": "1orders"}, "'database' must be 1 to 63 letters"),
        ({"master_username": "db-admin"}, "'master_username' must be 1 to 63 letters"),
    ],
)
def test_what_cannot_be_declared_is_refused(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=r"^RDS database 'global-orders': ") as refused:
        build(**wrong)

    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("place", "more", "said"),
    [
        ("use1", {"region": "eu-west-1"}, "members 'euw1' and 'use1' are both in eu-west-1"),
        ("use1", {"identifier": "-orders"}, "'members.use1.identifier' must be 1 to 63 lower-case"),
        ("use1", {"identifier": "a" * 64}, "'members.use1.identifier' must be 1 to 63 lower-case"),
    ],
)
def test_a_wrong_member_is_refused(place: str, more: dict[str, Any], said: str) -> None:
    members = {one: member(one, **(more if one == place else {})) for one in ("use1", "euw1")}
    with pytest.raises(ValueError, match=r"^RDS database") as refused:
        build(members=members)

    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"backup_copy": COPY}, "'backup_copy' goes with instances"),
        (storage(), "'storage.max_gib' goes with instances"),
        (
            storage(gib=400, throughput_mibps=500, max_gib=None),
            "'storage.throughput_mibps' goes with instances",
        ),
        ({"members": {"use1": member("use1", multi_az=True)}}, "'members.use1.multi_az' says nothing of a"),
    ],
)
def test_what_a_cluster_cannot_do_is_refused(more: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=r"^RDS database") as refused:
        build("use1", **{**CLUSTER, **storage(max_gib=None), **more})

    assert said in str(refused.value)


def test_more_replicas_than_aws_vouches_for_are_refused() -> None:
    members = {f"place{number}": {**member("use1"), "region": f"region-{number}"} for number in range(7)}
    with pytest.raises(ValueError, match="'members' may be 6 at most, a source and five replicas, got 7"):
        build(members=members, home="place0")


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(ValueError, match=r"'port' must be .*; .*'database' must be"):
        build(port=1, database="?")
