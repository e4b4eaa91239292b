from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pulumi
import pytest

from holdfast.components.aurora_database import AuroraDatabase
from tests.components.aurora_sample import MYSQL, NAME, REGIONS, SERVERLESS, arguments, build, key_arn, member
from tests.components.declared import declared

if TYPE_CHECKING:
    from tests.components.declared import Declared, Resources

GLOBAL = {
    ("holdfast:index:AuroraDatabase", NAME),
    ("aws:rds/globalCluster:GlobalCluster", "global-orders-db"),
}
CREDENTIALS = {
    ("random:index/randomPassword:RandomPassword", "global-orders-db-password"),
    ("aws:secretsmanager/secret:Secret", "use1-orders-db-secret"),
    ("aws:secretsmanager/secretVersion:SecretVersion", "use1-orders-db-secret-version"),
}
CREATE_ONLY_AT_HOME = {"databaseName", "masterUsername", "masterPasswordWo", "masterPasswordWoVersion"}


def children_of(place: str, *exports: str) -> set[tuple[str, str]]:
    name = f"{place}-orders-db"
    return {
        ("aws:rds/cluster:Cluster", name),
        ("aws:rds/clusterInstance:ClusterInstance", f"{name}-a1"),
        ("aws:rds/clusterInstance:ClusterInstance", f"{name}-b1"),
        ("aws:rds/subnetGroup:SubnetGroup", f"{name}-subnets"),
        ("aws:rds/clusterParameterGroup:ClusterParameterGroup", f"{name}-params"),
        ("aws:ec2/securityGroup:SecurityGroup", f"{name}-sg"),
        ("aws:iam/role:Role", f"{name}-monitoring"),
        ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", f"{name}-monitoring-policy"),
        ("random:index/randomId:RandomId", f"{name}-final"),
        *(("aws:cloudwatch/logGroup:LogGroup", f"{name}-log-{export}") for export in exports),
    }


def clusters(resources: Resources) -> list[Declared]:
    return resources.of("Cluster")


@pytest.mark.parametrize("places", [("use1",), ("use1", "euw1"), ("use1", "euw1", "apne1")])
@pytest.mark.parametrize(
    ("more", "exports"),
    [({}, ()), ({"log_exports": ["postgresql"]}, ("postgresql",)), (MYSQL, ()), (SERVERLESS, ())],
)
def test_the_exact_children(places: tuple[str, ...], more: dict[str, Any], exports: tuple[str, ...]) -> None:
    expected = GLOBAL | CREDENTIALS
    for place in places:
        expected |= children_of(place, *exports)
    assert build(*places, **more).pairs() == expected


def test_every_child_is_in_its_place_s_region_and_below_the_component() -> None:
    resources = build("use1", "euw1", log_exports=["postgresql"])
    children = [one for one in resources if one.custom]
    assert {one.parent for one in children} == {NAME}
    for one in children:
        place = one.name.split("-")[0]
        regional = one.type.startswith("aws:") and not one.type.startswith("aws:iam/")
        assert one.region == (REGIONS["use1" if place == "global" else place] if regional else None), one.name


def test_the_global_database_is_made_by_engine_encrypted_and_names_no_database() -> None:
    inputs = build()("global-orders-db", "GlobalCluster").inputs
    assert inputs == {
        "region": "us-east-1",
        "globalClusterIdentifier": "holdfast-prod-orders",
        "engine": "aurora-postgresql",
        "engineVersion": "16.8",
        "storageEncrypted": True,
        "deletionProtection": True,
        "forceDestroy": False,
        "tags": {"Name": "global-orders-db"},
    }


@pytest.mark.parametrize(
    ("more", "engine", "port"), [({}, "aurora-postgresql", 5432), (MYSQL, "aurora-mysql", 3306)]
)
def test_the_home_s_cluster(more: dict[str, Any], engine: str, port: int) -> None:
    args = arguments("use1", **more)
    inputs = build("use1", **more)("use1-orders-db", "Cluster").inputs
    assert inputs == {
        "region": "us-east-1",
        "globalClusterIdentifier": "global-orders-db-id",
        "engine": engine,
        "engineVersion": args["engine_version"],
        "databaseName": "orders",
        "masterUsername": "dbadmin",
        "masterPasswordWo": "global-orders-db-password-secret",
        "masterPasswordWoVersion": 1,
        "port": port,
        "dbSubnetGroupName": "use1-orders-db-subnets-0000",
        "dbClusterParameterGroupName": "use1-orders-db-params-0000",
        "vpcSecurityGroupIds": ["use1-orders-db-sg-id"],
        "storageEncrypted": True,
        "kmsKeyId": key_arn("use1"),
        "iamDatabaseAuthenticationEnabled": True,
        "enableGlobalWriteForwarding": False,
        "autoMinorVersionUpgrade": False,
        "backupRetentionPeriod": 7,
        "copyTagsToSnapshot": True,
        "applyImmediately": False,
        "enabledCloudwatchLogsExports": [],
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


def test_another_member_has_what_the_home_has_but_for_what_makes_the_database() -> None:
    resources = build("use1", "euw1", "apne1", write_forwarding=True)
    home = resources("use1-orders-db", "Cluster")
    assert home.inputs.keys() >= CREATE_ONLY_AT_HOME
    assert home.inputs["enableGlobalWriteForwarding"] is True
    for place in ("euw1", "apne1"):
        other = resources(f"{place}-orders-db", "Cluster")
        assert home.inputs.keys() - other.inputs.keys() == CREATE_ONLY_AT_HOME
        assert other.inputs.keys() <= home.inputs.keys()
        as_home = json.dumps(
            {key: value for key, value in home.inputs.items() if key not in CREATE_ONLY_AT_HOME},
            sort_keys=True,
        )
        assert json.dumps(other.inputs, sort_keys=True) == as_home.replace(
            REGIONS["use1"], REGIONS[place]
        ).replace("use1", place)


def test_members_join_the_global_database_after_an_instance_of_the_home() -> None:
    resources = build("use1", "euw1", "apne1")
    for place in ("euw1", "apne1"):
        assert resources(f"{place}-orders-db", "Cluster").depends_on >= {
            "global-orders-db",
            "use1-orders-db-a1",
        }
    assert not resources("use1-orders-db", "Cluster").depends_on & {
        f"{place}-orders-db" for place in ("euw1", "apne1")
    }


def test_an_instance() -> None:
    one = build("use1")("use1-orders-db-a1")
    assert one.inputs == {
        "region": "us-east-1",
        "clusterIdentifier": "use1-orders-db-id",
        "engine": "aurora-postgresql",
        "instanceClass": "db.r8g.large",
        "availabilityZone": "us-east-1a",
        "dbSubnetGroupName": "use1-orders-db-subnets-0000",
        "publiclyAccessible": False,
        "autoMinorVersionUpgrade": False,
        "applyImmediately": False,
        "monitoringInterval": 60,
        "monitoringRoleArn": "arn:aws:iam::111122223333:Role/use1-orders-db-monitoring",
        "tags": {"Name": "use1-orders-db-a1"},
    }
    assert one.depends_on >= {"use1-orders-db-monitoring-policy"}
    assert one.protect is True


def test_instances_stand_where_they_are_told_to() -> None:
    instances = {"a1": "us-east-1a", "b1": "us-east-1b", "a2": "us-east-1a"}
    resources = build("use1", members={"use1": member("use1", instances=instances)})
    assert {one.name: one.inputs["availabilityZone"] for one in resources.of("ClusterInstance")} == {
        f"use1-orders-db-{key}": zone for key, zone in instances.items()
    }


def test_serverless_instances_have_a_range_of_capacity() -> None:
    resources = build(**SERVERLESS)
    for cluster in clusters(resources):
        assert cluster.inputs["serverlessv2ScalingConfiguration"] == {"minCapacity": 0.5, "maxCapacity": 16}
        assert "engineMode" not in cluster.inputs
    assert {one.inputs["instanceClass"] for one in resources.of("ClusterInstance")} == {"db.serverless"}


def test_the_security_group_has_no_rule() -> None:
    inputs = build("use1")("use1-orders-db-sg").inputs
    assert inputs["vpcId"] == "use1-vpc"
    assert inputs.keys() & {"ingress", "egress"} == set()


def test_the_subnets_are_the_member_s() -> None:
    resources = build()
    assert resources("euw1-orders-db-subnets").inputs["subnetIds"] == ["euw1-isolated-a", "euw1-isolated-b"]


def test_parameters_are_of_the_family_and_of_a_method_that_fits_all() -> None:
    inputs = build("use1", parameters={"rds.force_ssl": "1", "log_min_duration_statement": "500"})(
        "use1-orders-db-params"
    ).inputs
    assert inputs["family"] == "aurora-postgresql16"
    assert inputs["parameters"] == [
        {"name": "log_min_duration_statement", "value": "500", "applyMethod": "pending-reboot"},
        {"name": "rds.force_ssl", "value": "1", "applyMethod": "pending-reboot"},
    ]
    # Another family must find room beside the group that is still in use.
    assert "name" not in inputs


def test_log_groups_are_there_before_the_instances_that_write_to_them() -> None:
    resources = build(log_exports=["postgresql", "iam-db-auth-error"], log_retention_days=30)
    for place in ("use1", "euw1"):
        name = f"{place}-orders-db"
        assert resources(name, "Cluster").inputs["enabledCloudwatchLogsExports"] == [
            "iam-db-auth-error",
            "postgresql",
        ]
        groups = {f"{name}-log-{export}" for export in ("iam-db-auth-error", "postgresql")}
        assert resources(f"{name}-log-postgresql").inputs == {
            "region": REGIONS[place],
            "name": f"/aws/rds/cluster/{name}-0000/postgresql",
            "retentionInDays": 30,
            "kmsKeyId": key_arn(place),
            "tags": {"Name": f"{name}-log-postgresql"},
        }
        for key in ("a1", "b1"):
            assert resources(f"{name}-{key}").depends_on >= groups


def test_machines_are_monitored_by_a_role_of_their_place() -> None:
    resources = build(monitoring_interval_seconds=15.0)
    role = resources("euw1-orders-db-monitoring")
    (trust,) = json.loads(role.inputs["assumeRolePolicy"])["Statement"]
    assert trust == {
        "Effect": "Allow",
        "Principal": {"Service": "monitoring.rds.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    assert resources("euw1-orders-db-monitoring-policy").inputs == {
        "role": "euw1-orders-db-monitoring-0000",
        "policyArn": "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
    }
    assert resources("euw1-orders-db-b1").inputs["monitoringInterval"] == 15
    # On cluster or instances, not on both.
    assert "monitoringInterval" not in resources("euw1-orders-db", "Cluster").inputs


def test_what_is_asked_for_reaches_clusters_and_instances() -> None:
    resources = build(
        "use1",
        members={"use1": member("use1", maintenance_window="sun:05:00-sun:05:30")},
        apply_immediately=True,
        backup_retention_days=35.0,
        insights_mode="advanced",
        insights_retention_days=465.0,
    )
    cluster = resources("use1-orders-db", "Cluster").inputs
    assert cluster["preferredMaintenanceWindow"] == "sun:05:00-sun:05:30"
    assert cluster["applyImmediately"] is True
    assert cluster["backupRetentionPeriod"] == 35
    assert cluster["databaseInsightsMode"] == "advanced"
    assert cluster["performanceInsightsRetentionPeriod"] == 465
    for one in resources.of("ClusterInstance"):
        assert one.inputs["preferredMaintenanceWindow"] == "sun:05:00-sun:05:30"
        assert one.inputs["applyImmediately"] is True


def test_what_holds_data_is_protected() -> None:
    resources = build()
    assert {one.name for one in resources if one.protect} == {
        "global-orders-db",
        "use1-orders-db",
        "euw1-orders-db",
        "use1-orders-db-secret",
        *(f"{place}-orders-db-{key}" for place in ("use1", "euw1") for key in ("a1", "b1")),
    }


def test_protection_lifted_lets_go_of_everything() -> None:
    resources = build(protection=False)
    assert not [one.name for one in resources if one.protect]
    database = resources("global-orders-db", "GlobalCluster").inputs
    assert (database["deletionProtection"], database["forceDestroy"]) == (False, True)
    for cluster in clusters(resources):
        switches = ("deletionProtection", "skipFinalSnapshot", "deleteAutomatedBackups")
        assert [cluster.inputs[key] for key in switches] == [False, True, True]
    assert resources("use1-orders-db-secret").inputs["recoveryWindowInDays"] == 0


def test_tags_reach_all_that_take_them_and_backup_tags_the_clusters_alone() -> None:
    resources = build(tags={"team": "orders"}, backup_tags={"backup": "gold"}, log_exports=["postgresql"])
    tagged = [one for one in resources if one.custom and "tags" in one.inputs]
    untagged = {one.type.rsplit(":", 1)[-1] for one in resources if one.custom and "tags" not in one.inputs}
    assert untagged == {"RandomPassword", "RandomId", "SecretVersion", "RolePolicyAttachment"}
    for one in tagged:
        more = {"backup": "gold"} if one in clusters(resources) else {}
        assert one.inputs["tags"] == {"team": "orders", "Name": one.name, **more}


def test_outputs() -> None:
    outputs = build(origin={"port": "holdfast:stores.orders.aurora"})(NAME).outputs
    assert outputs == {
        "global_cluster_id": "global-orders-db-id",
        "global_endpoint": "global-orders-db.global.rds.amazonaws.com",
        "secret_arn": "arn:aws:secretsmanager:us-east-1:111122223333:Secret/use1-orders-db-secret",
        "endpoints": {
            place: {
                "endpoint": f"{place}-orders-db.cluster-0.{REGIONS[place]}.rds.amazonaws.com",
                "reader_endpoint": f"{place}-orders-db.cluster-ro-0.{REGIONS[place]}.rds.amazonaws.com",
            }
            for place in ("use1", "euw1")
        },
        "origin": {"port": "holdfast:stores.orders.aurora"},
    }


def test_a_member_tells_what_a_service_needs_once_it_is_usable() -> None:
    def program() -> None:
        member_of = AuroraDatabase(NAME, arguments("use1", "euw1")).member("euw1")
        assert member_of.port == 5432
        probe = Probe(
            "probe",
            {
                "id": member_of.cluster_identifier,
                "arn": member_of.cluster_arn,
                "endpoint": member_of.endpoint,
                "reader_endpoint": member_of.reader_endpoint,
                "group": member_of.security_group_id,
                "secret": member_of.secret_arn,
            },
        )
        assert probe

    probe = declared(program)("probe")
    assert probe.inputs == {
        "id": "euw1-orders-db-0000",
        "arn": "arn:aws:rds:eu-west-1:111122223333:Cluster/euw1-orders-db",
        "endpoint": "euw1-orders-db.cluster-0.eu-west-1.rds.amazonaws.com",
        "reader_endpoint": "euw1-orders-db.cluster-ro-0.eu-west-1.rds.amazonaws.com",
        "group": "euw1-orders-db-sg-id",
        "secret": "arn:aws:secretsmanager:eu-west-1:111122223333:Secret/use1-orders-db-secret",
    }
    instances = {"euw1-orders-db-a1", "euw1-orders-db-b1"}
    for key in ("endpoint", "reader_endpoint"):
        assert probe.property_depends_on[key] >= instances
    assert probe.property_depends_on["secret"] >= {"use1-orders-db-secret-version"}


def test_there_is_no_member_where_none_was_asked_for() -> None:
    with pytest.raises(KeyError, match="apne1"):
        declared(lambda: AuroraDatabase(NAME, arguments("use1", "euw1")).member("apne1"))


class Probe(pulumi.CustomResource):
    def __init__(self, name: str, inputs: dict[str, Any]) -> None:
        super().__init__("test:index:Probe", name, inputs)
