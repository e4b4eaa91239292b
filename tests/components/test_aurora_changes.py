"""What a change of the arguments, or a failover, does to a database that is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from holdfast.components.aurora_database import BACKUP_CHANGES, FAILOVER_CHANGES
from holdfast.components.backup_tags import backup_tags
from tests.components.aurora_sample import arguments, build, member

if TYPE_CHECKING:
    from tests.components.declared import Resources

Key = tuple[str, str]


def differences(before: Resources, after: Resources) -> dict[str, set[str]]:
    """Name → inputs that differ and are not ignored, of the resources that both runs declare."""
    then = {(one.type, one.name): one for one in before if one.custom}
    found: dict[str, set[str]] = {}
    for one in after:
        if not one.custom or (one.type, one.name) not in then:
            continue
        old = then[one.type, one.name]
        changed = {key for key in {*old.inputs, *one.inputs} if old.inputs.get(key) != one.inputs.get(key)}
        if changed - {*one.ignore_changes}:
            found[f"{one.type.rsplit(':', 1)[-1]} {one.name}"] = changed - {*one.ignore_changes}
    return found


def names(resources: Resources) -> set[Key]:
    return {(one.type, one.name) for one in resources}


def test_every_cluster_ignores_what_a_failover_changes() -> None:
    assert FAILOVER_CHANGES == (
        "replicationSourceIdentifier",
        "globalClusterIdentifier",
        "databaseName",
        "masterUsername",
        "engineVersion",
    )
    resources = build("use1", "euw1", "apne1")
    assert {one.ignore_changes for one in resources.of("Cluster")} == {FAILOVER_CHANGES}
    assert {one.ignore_changes for one in resources if one.type != "aws:rds/cluster:Cluster"} == {()}


def test_what_a_failover_moves_is_declared_nowhere() -> None:
    for one in build("use1", "euw1").of("Cluster"):
        assert (
            one.inputs.keys() & {"replicationSourceIdentifier", "sourceRegion", "availabilityZones"} == set()
        )


def test_clusters_that_aws_backup_keeps_leave_their_retention_to_it() -> None:
    assert BACKUP_CHANGES == ("backupRetentionPeriod",)
    resources = build(backup_tags=backup_tags("gold", continuous=True))
    assert {one.ignore_changes for one in resources.of("Cluster")} == {(*FAILOVER_CHANGES, *BACKUP_CHANGES)}


def test_no_argument_says_who_writes() -> None:
    words = {*arguments("use1", "euw1"), *member("use1")}
    assert not words & {"writer", "role", "primary", "secondary", "source"}


@pytest.mark.parametrize("count", [1, 2])
def test_a_further_member_changes_nothing_but_the_secret_s_replicas(count: int) -> None:
    places = ("use1", "euw1", "apne1")
    before, after = (
        build(*places[:count], log_exports=["postgresql"]),
        build(*places[: count + 1], log_exports=["postgresql"]),
    )
    assert differences(before, after) == {"Secret use1-orders-db-secret": {"replicas"}}
    assert names(before) < names(after)


def test_a_member_that_sorts_before_the_home_leaves_it_the_home() -> None:
    before, after = build("use1"), build("use1", "apne1")
    assert differences(before, after) == {"Secret use1-orders-db-secret": {"replicas"}}
    assert "masterUsername" in after("use1-orders-db", "Cluster").inputs
    assert "masterUsername" not in after("apne1-orders-db", "Cluster").inputs


def test_the_order_of_members_changes_nothing() -> None:
    args = arguments("use1", "euw1")
    turned = dict(reversed(args["members"].items()))
    assert differences(build("use1", "euw1"), build("use1", "euw1", members=turned)) == {}


def test_a_further_instance_changes_nothing_that_is_there() -> None:
    more = {**member("use1")["instances"], "c1": "us-east-1c"}
    after = build("use1", members={"use1": member("use1", instances=more)})
    assert differences(build("use1"), after) == {}
    assert names(after) - names(build("use1")) == {
        ("aws:rds/clusterInstance:ClusterInstance", "use1-orders-db-c1")
    }


def test_a_minor_upgrade_is_one_update_of_the_global_database() -> None:
    assert differences(build(), build(engine_version="16.10")) == {
        "GlobalCluster global-orders-db": {"engineVersion"}
    }


def test_a_major_upgrade_brings_the_parameter_groups_of_its_family() -> None:
    found = differences(build(), build(engine_version="17.4", parameter_group_family="aurora-postgresql17"))
    assert found == {
        "GlobalCluster global-orders-db": {"engineVersion"},
        "ClusterParameterGroup use1-orders-db-params": {"family"},
        "ClusterParameterGroup euw1-orders-db-params": {"family"},
    }


def test_a_new_password_touches_the_home_alone() -> None:
    assert differences(build(), build(password_version=2)) == {
        "RandomPassword global-orders-db-password": {"keepers"},
        "Cluster use1-orders-db": {"masterPasswordWoVersion"},
        "SecretVersion use1-orders-db-secret-version": {"secretStringWoVersion"},
    }


@pytest.mark.parametrize("argument", ["database", "master_username"])
def test_what_is_used_once_changes_no_cluster_later(argument: str) -> None:
    after: dict[str, Any] = {argument: "another"}
    assert differences(build(), build(**after)).keys() <= {"SecretVersion use1-orders-db-secret-version"}


def test_lifted_protection_replaces_nothing() -> None:
    found = differences(build(), build(protection=False))
    assert found == {
        "GlobalCluster global-orders-db": {"deletionProtection", "forceDestroy"},
        "Cluster use1-orders-db": {"deletionProtection", "skipFinalSnapshot", "deleteAutomatedBackups"},
        "Cluster euw1-orders-db": {"deletionProtection", "skipFinalSnapshot", "deleteAutomatedBackups"},
        "Secret use1-orders-db-secret": {"recoveryWindowInDays"},
    }
