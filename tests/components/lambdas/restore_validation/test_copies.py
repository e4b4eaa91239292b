"""Restored databases made to answer, against the shapes of RDS's own service model."""

from __future__ import annotations

import pytest
from botocore.stub import ANY

from holdfast.components.lambdas.restore_validation.copies import (
    clean_up,
    copy_of,
    login_to,
    once_taken,
    prepare,
)
from holdfast.components.lambdas.restore_validation.logins import WrongPasswordError
from holdfast.components.lambdas.restore_validation.verdicts import FailedError, NotYetError
from tests.components.lambdas.restore_validation.clients import ACCOUNT, CLUSTER, CLUSTER_ARN, REGION, Stubs

COPY = copy_of(CLUSTER_ARN)
AURORA = {
    "DBClusterIdentifier": CLUSTER,
    "Status": "available",
    "Engine": "aurora-postgresql",
    "Endpoint": "copy.cluster-x.eu-west-1.rds.amazonaws.com",
    "Port": 5432,
    "MasterUsername": "master",
    "DatabaseName": "orders",
}
HELPER = {"DBInstanceIdentifier": COPY.helper}


def cluster(stubs: Stubs, **more: object) -> None:
    stubs.rds.add_response(
        "describe_db_clusters", {"DBClusters": [{**AURORA, **more}]}, {"DBClusterIdentifier": CLUSTER}
    )


def helper(stubs: Stubs, status: str | None) -> None:
    if status is None:
        stubs.rds.add_client_error(
            "describe_db_instances", "DBInstanceNotFound", expected_params=HELPER, http_status_code=404
        )
    else:
        stubs.rds.add_response(
            "describe_db_instances", {"DBInstances": [{**HELPER, "DBInstanceStatus": status}]}, HELPER
        )


def test_only_what_restore_tests_made_is_touched() -> None:
    production = f"arn:aws:rds:{REGION}:{ACCOUNT}:cluster:orders-prod-euw1"
    with pytest.raises(FailedError, match="it is left alone"):
        copy_of(production)


def test_the_added_instance_has_the_same_name_each_time_and_fits() -> None:
    assert COPY.helper == copy_of(CLUSTER_ARN).helper != copy_of(f"{CLUSTER_ARN}c").helper
    assert COPY.helper.startswith("awsbackup-restore-test-")
    assert len(COPY.helper) <= 63


def test_a_cluster_that_is_not_available_is_asked_for_again() -> None:
    stubs = Stubs()
    cluster(stubs, Status="creating")
    with pytest.raises(NotYetError, match=r"the cluster is not available yet \(creating\)"):
        prepare(stubs.clients.rds, COPY, "db.t4g.medium")


def test_an_aurora_cluster_gets_an_instance() -> None:
    stubs = Stubs()
    cluster(stubs)
    helper(stubs, None)
    stubs.rds.add_response(
        "create_db_instance",
        {},
        {
            **HELPER,
            "DBClusterIdentifier": CLUSTER,
            "DBInstanceClass": "db.t4g.medium",
            "Engine": "aurora-postgresql",
            "PubliclyAccessible": False,
            "AutoMinorVersionUpgrade": False,
        },
    )
    with pytest.raises(NotYetError, match=r"the added instance is not available yet \(creating\)"):
        prepare(stubs.clients.rds, COPY, "db.t4g.medium")
    stubs.done()


@pytest.mark.parametrize("status", ["creating", "deleting"])
def test_an_instance_that_is_there_is_not_added_again(status: str) -> None:
    stubs = Stubs()
    cluster(stubs)
    helper(stubs, status)
    with pytest.raises(NotYetError, match=status):
        prepare(stubs.clients.rds, COPY, "db.t4g.medium")
    stubs.done()


def test_a_cluster_with_its_instance_is_ready() -> None:
    stubs = Stubs()
    cluster(stubs)
    helper(stubs, "available")
    assert prepare(stubs.clients.rds, COPY, "db.t4g.medium")["Endpoint"] == AURORA["Endpoint"]
    stubs.done()


def test_a_multi_az_cluster_of_rds_brings_its_instances() -> None:
    stubs = Stubs()
    cluster(stubs, Engine="postgres")
    assert prepare(stubs.clients.rds, COPY, "db.t4g.medium")["Engine"] == "postgres"
    stubs.done()


def test_an_instance_of_rds_is_what_answers() -> None:
    stubs, name = Stubs(), "awsbackup-restore-test-i"
    copy = copy_of(f"arn:aws:rds:{REGION}:{ACCOUNT}:db:{name}")
    told = {
        "DBInstanceIdentifier": name,
        "DBInstanceStatus": "available",
        "Engine": "mysql",
        "Endpoint": {"Address": "copy.x.eu-west-1.rds.amazonaws.com", "Port": 3306},
        "MasterUsername": "admin",
    }
    stubs.rds.add_response("describe_db_instances", {"DBInstances": [told]}, {"DBInstanceIdentifier": name})
    stubs.rds.add_response(
        "modify_db_instance",
        {},
        {"DBInstanceIdentifier": name, "MasterUserPassword": ANY, "ApplyImmediately": True},
    )
    login = login_to(stubs.clients.rds, copy, prepare(stubs.clients.rds, copy, "db.t4g.medium"), None)
    assert (login.engine, login.host, login.port, login.database, login.user) == (
        *("mysql", "copy.x.eu-west-1.rds.amazonaws.com", 3306, "mysql", "admin"),
    )
    clean_up(stubs.clients.rds, copy)  # AWS Backup's own work
    stubs.done()


def test_each_login_has_a_password_of_its_own() -> None:
    stubs = Stubs()
    for _ in range(2):
        stubs.rds.add_response(
            "modify_db_cluster",
            {},
            {"DBClusterIdentifier": CLUSTER, "MasterUserPassword": ANY, "ApplyImmediately": True},
        )
    first, second = (login_to(stubs.clients.rds, COPY, AURORA, None) for _ in range(2))
    assert first.password != second.password
    # MasterUserPassword of Aurora: 8 to 41 characters, none of / " @.
    assert len(first.password) == 40
    assert not set(first.password) & set('/"@ ')
    assert (first.database, first.port, first.user) == ("orders", 5432, "master")


def test_the_settings_may_name_the_database() -> None:
    stubs = Stubs()
    stubs.rds.add_response(
        "modify_db_cluster",
        {},
        {"DBClusterIdentifier": CLUSTER, "MasterUserPassword": ANY, "ApplyImmediately": True},
    )
    assert login_to(stubs.clients.rds, COPY, AURORA, "billing").database == "billing"


def test_a_password_that_cannot_be_changed_yet_is_changed_later() -> None:
    stubs = Stubs()
    stubs.rds.add_client_error("modify_db_cluster", "InvalidDBClusterStateFault")
    with pytest.raises(NotYetError, match="cannot be changed yet"):
        login_to(stubs.clients.rds, COPY, AURORA, None)


def test_a_password_is_tried_until_it_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr("time.sleep", slept.append)
    answers = [WrongPasswordError(), WrongPasswordError(), None]

    def ask() -> int:
        problem = answers.pop(0)
        if problem is not None:
            raise problem
        return 3

    assert once_taken(ask) == 3
    assert slept == [5, 5]


def test_a_password_that_is_never_taken_is_given_up() -> None:
    def ask() -> int:
        raise WrongPasswordError

    with pytest.raises(NotYetError, match="not taken yet"):
        once_taken(ask, seconds=0)


@pytest.mark.parametrize("status", [None, "deleting"])
def test_the_added_instance_is_deleted_once(status: str | None) -> None:
    stubs, asked = Stubs(), {**HELPER, "SkipFinalSnapshot": True}
    if status is None:
        stubs.rds.add_client_error("delete_db_instance", "DBInstanceNotFound", expected_params=asked)
    else:
        stubs.rds.add_client_error("delete_db_instance", "InvalidDBInstanceState", expected_params=asked)
        helper(stubs, status)
    clean_up(stubs.clients.rds, COPY)
    stubs.done()


def test_an_instance_that_cannot_be_deleted_yet_is_deleted_later() -> None:
    stubs = Stubs()
    stubs.rds.add_client_error("delete_db_instance", "InvalidDBInstanceState")
    helper(stubs, "creating")
    with pytest.raises(NotYetError, match="cannot be deleted yet"):
        clean_up(stubs.clients.rds, COPY)
