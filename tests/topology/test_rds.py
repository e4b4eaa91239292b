"""RDS databases as planned: what home and source decide, and what roles must not."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.settings import SettingsError
from holdfast.topology.plan import plan
from holdfast.topology.values import InsightsMode, RdsBackupCopyPlan, RdsShape, RdsStoragePlan
from tests.topology.examples import NOT_BACKED_UP, changed, settings

if TYPE_CHECKING:
    from holdfast.topology.values import RdsPlan, StorePlan, Topology

REGIONS: dict[str, Any] = {"use1": {"zones": 3}, "euw1": {"role": "standby", "zones": 3}}
SWAPPED: dict[str, Any] = {"use1": {"role": "standby", "zones": 3}, "euw1": {"zones": 3}}
POSTGRESQL = {"kind": "rds-postgresql", "home": "use1", **NOT_BACKED_UP}
MYSQL = {**POSTGRESQL, "kind": "rds-mysql"}


def planned(stack: str = "test", **keys: Any) -> Topology:
    return plan(settings(changed(**{"regions": REGIONS, **keys})), project="holdfast", stack=stack)


def store_of(given: dict[str, Any], **keys: Any) -> StorePlan:
    (found,) = planned(stores={"orders": given}, **keys).stores
    return found


def rds(given: dict[str, Any] = POSTGRESQL, **section: Any) -> RdsPlan:
    regions = SWAPPED if given.get("writer") == "euw1" else REGIONS
    found = store_of({**given, "rds": section}, regions=regions).rds
    assert found is not None
    return found


def test_the_smallest_database() -> None:
    found = rds()

    assert [(one.place, one.region, one.multi_az) for one in found.members] == [
        ("euw1", "eu-west-1", True),
        ("use1", "us-east-1", True),
    ]
    assert found.shape is RdsShape.INSTANCE
    assert found.source == "use1"
    assert found.identifier == "holdfast-test-orders"
    assert (found.engine, found.engine_version, found.parameter_group_family) == (
        "postgres",
        "17.7",
        "postgres17",
    )
    assert (found.port, found.database, found.master_username) == (5432, "orders", "dbadmin")
    assert found.instance_class == "db.r8g.large"
    assert found.storage == RdsStoragePlan(
        type="gp3", gib=100, iops=None, throughput_mibps=None, max_gib=None
    )
    assert found.parameters == {"rds.force_ssl": "1"}
    assert found.log_exports == ("postgresql", "upgrade")
    assert found.backup_copy is None


def test_the_engine_decides_family_port_and_tls() -> None:
    found = rds(MYSQL, parameters={"slow_query_log": "1"})

    assert (found.engine, found.parameter_group_family, found.port) == ("mysql", "mysql8.4", 3306)
    assert found.parameters == {"require_secure_transport": "1", "slow_query_log": "1"}
    assert found.log_exports == ("error", "slowquery")


def test_a_cluster_lies_in_one_region_and_has_a_class_with_a_disk() -> None:
    found = rds({**POSTGRESQL, "regions": ["use1"]}, shape="cluster")

    assert found.shape is RdsShape.CLUSTER
    assert [(one.place, one.multi_az) for one in found.members] == [("use1", None)]
    assert found.instance_class == "db.r6gd.large"


def test_everything_that_is_set_is_planned() -> None:
    found = rds(
        {**POSTGRESQL, "writer": "euw1"},
        source="euw1",
        engine_version="16.11",
        database="shop",
        master_username="root_of_all",
        password_version=3,
        instance_class="db.m7g.large",
        without_standby=["euw1"],
        identifiers={"euw1": "orders-eu"},
        backup_windows={"use1": "03:00-03:30"},
        maintenance_windows={"euw1": "sun:05:00-sun:05:30"},
        storage={"type": "io2", "gib": 200, "iops": 4000, "max_gib": 400},
        backup_retention_days=14,
        backup_copy={"to": "use1", "retention_days": 21},
        log_exports=["postgresql"],
        log_retention_days=30,
        monitoring_interval_seconds=15,
        insights_mode="advanced",
        apply_immediately=True,
    )
    euw1, use1 = found.members

    assert found.source == "euw1"
    assert (found.engine_version, found.parameter_group_family) == ("16.11", "postgres16")
    assert (found.database, found.master_username, found.password_version) == ("shop", "root_of_all", 3)
    assert found.instance_class == "db.m7g.large"
    assert (euw1.multi_az, use1.multi_az) == (False, True)
    assert (euw1.identifier, use1.identifier) == ("orders-eu", None)
    assert (euw1.backup_window, use1.backup_window) == (None, "03:00-03:30")
    assert (euw1.maintenance_window, use1.maintenance_window) == ("sun:05:00-sun:05:30", None)
    assert found.storage == RdsStoragePlan(type="io2", gib=200, iops=4000, throughput_mibps=None, max_gib=400)
    assert found.backup_retention_days == 14
    assert found.backup_copy == RdsBackupCopyPlan(place="use1", region="us-east-1", retention_days=21)
    assert (found.log_exports, found.log_retention_days) == (("postgresql",), 30)
    assert found.monitoring_interval_seconds == 15
    assert (found.insights_mode, found.insights_retention_days) == (InsightsMode.ADVANCED, 465)
    assert found.apply_immediately is True
    assert found.origin["storage"] == "holdfast:stores.orders.rds.storage"


@pytest.mark.parametrize("given", [POSTGRESQL, MYSQL])
def test_roles_and_the_writer_decide_nothing_of_what_is_declared(given: dict[str, Any]) -> None:
    # Held, as a lost region is: otherwise another writer without another source is refused.
    before, after = (store_of(given, regions=regions, hold=["use1"]) for regions in (REGIONS, SWAPPED))

    assert (before.writer, after.writer) == ("use1", "euw1")
    assert before == replace(after, writer=before.writer)
    assert before.rds is not None
    assert before.rds.source == "use1"


def test_held_regions_are_told() -> None:
    (found,) = planned(stores={"orders": POSTGRESQL}, hold=["euw1"]).stores

    assert found.rds is not None
    assert {one.place: one.held for one in found.rds.members} == {"use1": False, "euw1": True}


def test_an_adopted_database_is_told_and_not_declared() -> None:
    adopt = {
        "instances": {
            "use1": {"endpoint": "use1.example.com", "security_group_id": "sg-01234567"},
            "euw1": {
                "endpoint": "euw1.example.com",
                "reader_endpoint": "ro.example.com",
                "security_group_id": "sg-12345678",
            },
        },
        "database": "shop",
        "secret_arn": "arn:aws:secretsmanager:{region}:111122223333:secret:orders",
    }
    found = store_of({"kind": "rds-mysql", "home": "use1", "rds": {"adopt": adopt}})

    assert found.rds is None
    assert found.adopted is not None
    assert (found.adopted.port, found.adopted.database) == (3306, "shop")
    assert [(one.place, one.endpoint, one.reader_endpoint) for one in found.adopted.clusters] == [
        ("euw1", "euw1.example.com", "ro.example.com"),
        ("use1", "use1.example.com", "use1.example.com"),
    ]


@pytest.mark.parametrize("stack", ["Test", "a_b", "a.b", "test-"])
def test_a_stack_whose_name_rds_would_not_take_is_refused(stack: str) -> None:
    with pytest.raises(SettingsError, match="nothing that RDS takes"):
        planned(stack, stores={"orders": POSTGRESQL})


def test_a_name_that_rds_would_find_too_long_is_refused() -> None:
    with pytest.raises(SettingsError, match="name of the database instance 'euw1-orders-db' would be"):
        planned("a" * 40, stores={"orders": POSTGRESQL})


@pytest.mark.parametrize(
    ("excess", "shape", "refused"), [(0, "cluster", False), (1, "cluster", True), (1, "instance", False)]
)
def test_a_cluster_has_a_shorter_name_than_an_instance(*, excess: int, shape: str, refused: bool) -> None:
    project = "a" * (52 - len("-test-use1-orders-db-0000") + excess)
    store = {**POSTGRESQL, "regions": ["use1"], "rds": {"shape": shape}}
    given = settings(changed(regions=REGIONS, stores={"orders": store}))
    said = "the name of the Multi-AZ DB cluster 'use1-orders-db' would be 1 characters too long"

    with pytest.raises(SettingsError, match=said) if refused else nullcontext():
        plan(given, project=project, stack="test")
