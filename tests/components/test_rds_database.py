from __future__ import annotations

import json
from typing import Any

import pytest

from tests.components.aurora_sample import REGIONS, key_arn
from tests.components.rds_database_samples import FOUNDING, outcome, storage
from tests.components.rds_sample import (
    CLUSTER,
    MYSQL,
    NAME,
    arguments,
    build,
    build_with_member,
    member,
)

CREDENTIALS = {
    ("random:index/randomPassword:RandomPassword", "global-orders-db-password"),
    ("aws:secretsmanager/secret:Secret", "use1-orders-db-secret"),
    ("aws:secretsmanager/secretVersion:SecretVersion", "use1-orders-db-secret-version"),
}


def common_children(place: str, *exports: str) -> set[tuple[str, str]]:
    name = f"{place}-orders-db"
    return {
        ("aws:rds/subnetGroup:SubnetGroup", f"{name}-subnets"),
        ("aws:ec2/securityGroup:SecurityGroup", f"{name}-sg"),
        ("aws:iam/role:Role", f"{name}-monitoring"),
        ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", f"{name}-monitoring-policy"),
        ("random:index/randomId:RandomId", f"{name}-final"),
        ("random:index/randomId:RandomId", f"{name}-id"),
        *(("aws:cloudwatch/logGroup:LogGroup", f"{name}-log-{export}") for export in exports),
    }


@pytest.mark.parametrize("places", [("use1",), ("use1", "euw1"), ("use1", "euw1", "apne1")])
@pytest.mark.parametrize(
    ("more", "exports"), [({}, ()), ({"log_exports": ["upgrade", "postgresql"]}, ("postgresql", "upgrade"))]
)
def test_the_exact_children(places: tuple[str, ...], more: dict[str, Any], exports: tuple[str, ...]) -> None:
    expected = {("holdfast:index:RdsDatabase", NAME)} | CREDENTIALS
    for place in places:
        expected |= common_children(place, *exports) | {
            ("aws:rds/instance:Instance", f"{place}-orders-db"),
            ("aws:rds/parameterGroup:ParameterGroup", f"{place}-orders-db-params"),
        }

    assert build(*places, **more).pairs() == expected


def test_the_exact_children_of_a_cluster() -> None:
    expected = {("holdfast:index:RdsDatabase", NAME)} | CREDENTIALS | common_children("use1", "postgresql")
    expected |= {
        ("aws:rds/cluster:Cluster", "use1-orders-db"),
        ("aws:rds/clusterParameterGroup:ClusterParameterGroup", "use1-orders-db-params"),
    }

    assert build("use1", **CLUSTER, **storage(max_gib=None), log_exports=["postgresql"]).pairs() == expected


def test_every_child_is_in_its_place_s_region_and_below_the_component() -> None:
    resources = build("use1", "euw1", log_exports=["postgresql"])
    children = [one for one in resources if one.custom]

    assert {one.parent for one in children} == {NAME}
    for one in children:
        place = one.name.split("-")[0]
        regional = one.type.startswith("aws:") and not one.type.startswith("aws:iam/")
        assert one.region == (REGIONS["use1" if place == "global" else place] if regional else None), one.name


@pytest.mark.parametrize(("more", "engine", "port"), [({}, "postgres", 5432), (MYSQL, "mysql", 3306)])
def test_the_home_s_instance(more: dict[str, Any], engine: str, port: int) -> None:
    inputs = build("use1", **more)("use1-orders-db", "Instance").inputs

    assert inputs == {
        "region": "us-east-1",
        "identifier": "holdfast-prod-use1-orders-db-00000000",
        "engine": engine,
        "engineVersion": arguments("use1", **more)["engine_version"],
        "dbName": "orders",
        "username": "dbadmin",
        "passwordWo": "global-orders-db-password-secret",
        "passwordWoVersion": 1,
        "instanceClass": "db.r8g.large",
        "multiAz": True,
        "allocatedStorage": 100,
        "maxAllocatedStorage": 500,
        "storageType": "gp3",
        "storageEncrypted": True,
        "kmsKeyId": key_arn("use1"),
        "port": port,
        "dbSubnetGroupName": "use1-orders-db-subnets-0000",
        "parameterGroupName": "use1-orders-db-params-0000",
        "vpcSecurityGroupIds": ["use1-orders-db-sg-id"],
        "publiclyAccessible": False,
        "iamDatabaseAuthenticationEnabled": True,
        "allowMajorVersionUpgrade": True,
        "autoMinorVersionUpgrade": False,
        "backupRetentionPeriod": 7,
        "copyTagsToSnapshot": True,
        "applyImmediately": False,
        "enabledCloudwatchLogsExports": [],
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


def test_a_replica_has_what_the_home_has_but_for_what_makes_the_database() -> None:
    resources = build("use1", "euw1", "apne1")
    home = resources("use1-orders-db", "Instance")
    assert "replicateSourceDb" not in home.inputs
    for place in ("euw1", "apne1"):
        other = resources(f"{place}-orders-db", "Instance")
        source = other.inputs["replicateSourceDb"]
        rest = {key: value for key, value in other.inputs.items() if key != "replicateSourceDb"}
        same = {key: value for key, value in home.inputs.items() if key not in FOUNDING}
        assert source == "arn:aws:rds:us-east-1:111122223333:Instance/use1-orders-db"
        assert json.dumps(rest, sort_keys=True) == json.dumps(same, sort_keys=True).replace(
            REGIONS["use1"], REGIONS[place]
        ).replace("use1", place)


def test_a_replica_can_do_without_a_standby_and_has_windows_of_its_own() -> None:
    members = {
        "use1": member("use1"),
        "euw1": member(
            "euw1",
            multi_az=False,
            backup_window="03:00-03:30",
            maintenance_window="sun:05:00-sun:05:30",
            identifier="orders-live-eu",
        ),
    }
    resources = build(members=members, log_exports=["postgresql"])
    replica = resources("euw1-orders-db", "Instance").inputs

    assert replica["multiAz"] is False
    assert replica["backupWindow"] == "03:00-03:30"
    assert replica["maintenanceWindow"] == "sun:05:00-sun:05:30"
    assert replica["identifier"] == "orders-live-eu"
    assert resources("euw1-orders-db-log-postgresql").inputs["name"] == (
        "/aws/rds/instance/orders-live-eu/postgresql"
    )
    assert ("random:index/randomId:RandomId", "euw1-orders-db-id") not in resources.pairs()


def test_logs_and_monitoring_are_there_before_what_uses_them() -> None:
    instance = build(log_exports=["postgresql"])("use1-orders-db", "Instance")

    assert {"use1-orders-db-log-postgresql", "use1-orders-db-monitoring-policy"} <= instance.depends_on


def test_log_groups_bear_the_name_to_which_rds_writes() -> None:
    log = build(log_exports=["postgresql"], log_retention_days=30.0)("use1-orders-db-log-postgresql").inputs

    assert log["name"] == "/aws/rds/instance/holdfast-prod-use1-orders-db-00000000/postgresql"
    assert log["retentionInDays"] == 30
    assert log["kmsKeyId"] == key_arn("use1")


def test_parameters_have_one_group_in_each_region() -> None:
    resources = build(parameters={"rds.force_ssl": "1", "log_statement": "ddl"})
    for place in ("use1", "euw1"):
        assert resources(f"{place}-orders-db-params").inputs["parameters"] == [
            {"name": "log_statement", "value": "ddl", "applyMethod": "pending-reboot"},
            {"name": "rds.force_ssl", "value": "1", "applyMethod": "pending-reboot"},
        ]
        assert resources(f"{place}-orders-db-params").inputs["family"] == "postgres17"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            {"type": "gp3", "gib": 400.0, "iops": 16000.0, "throughput_mibps": 1000.0},
            {"allocatedStorage": 400, "storageType": "gp3", "iops": 16000, "storageThroughput": 1000},
        ),
        (
            {"type": "io2", "gib": 100, "iops": 5000},
            {"allocatedStorage": 100, "storageType": "io2", "iops": 5000},
        ),
    ],
)
def test_storage_is_the_same_everywhere(given: dict[str, Any], expected: dict[str, Any]) -> None:
    resources = build(storage=given)
    keys = {"allocatedStorage", "storageType", "iops", "storageThroughput", "maxAllocatedStorage"}
    for place in ("use1", "euw1"):
        inputs = resources(f"{place}-orders-db", "Instance").inputs
        assert {key: inputs[key] for key in keys & inputs.keys()} == expected


def test_the_secret_is_replicated_to_every_other_place_and_written_after_the_source() -> None:
    resources = build("use1", "euw1", "apne1")
    secret = resources("use1-orders-db-secret").inputs
    version = resources("use1-orders-db-secret-version")

    assert secret["kmsKeyId"] == key_arn("use1")
    assert secret["replicas"] == [
        {"region": REGIONS[place], "kmsKeyId": key_arn(place)} for place in ("apne1", "euw1")
    ]
    assert secret["description"] == "Master user of the database orders"
    assert json.loads(version.inputs["secretStringWo"]) == {
        "engine": "postgres",
        "username": "dbadmin",
        "password": "global-orders-db-password-secret",
        "dbname": "orders",
        "port": 5432,
    }
    assert "use1-orders-db" in version.depends_on


def test_the_password_is_never_in_clear() -> None:
    resources = build()

    assert "passwordWo" in resources("use1-orders-db", "Instance").secrets
    assert "secretStringWo" in resources("use1-orders-db-secret-version").secrets


def test_an_existing_secret_takes_the_place_of_password_and_secret() -> None:
    arn = "arn:aws:secretsmanager:us-east-1:111122223333:secret:orders"
    resources, euw1 = build_with_member("euw1", "use1", "euw1", secret_arn=arn)

    assert not CREDENTIALS & resources.pairs()
    assert not {"passwordWo", "passwordWoVersion"} & resources("use1-orders-db", "Instance").inputs.keys()
    assert outcome(euw1.secret_arn) == arn.replace("us-east-1", "eu-west-1")


def test_a_new_password_reaches_the_source_and_then_the_secret() -> None:
    resources = build(password_version=2.0)

    assert resources("use1-orders-db", "Instance").inputs["passwordWoVersion"] == 2
    assert resources("use1-orders-db-secret-version").inputs["secretStringWoVersion"] == 2
    assert resources("global-orders-db-password").inputs["keepers"] == {"version": "2"}
