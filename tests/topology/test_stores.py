"""Stores and backups as planned: what home decides, what roles must not, and where copies go."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.settings import SettingsError
from holdfast.topology.plan import plan
from holdfast.topology.values import ReplicationKind, TableClass, VaultLockMode
from tests.topology.examples import NOT_BACKED_UP, changed, settings

if TYPE_CHECKING:
    from holdfast.topology.values import AuroraPlan, DynamodbPlan, Topology

REGIONS: dict[str, Any] = {"use1": {"zones": ["a", "b", "c"]}, "euw1": {"role": "standby", "zones": 2}}
SWAPPED: dict[str, Any] = {"use1": {"role": "standby", "zones": ["a", "b", "c"]}, "euw1": {"zones": 2}}
DATABASE = {"kind": "aurora-postgresql", "home": "use1", "write_routing": "forwarded"}
TABLE = {"kind": "dynamodb", "home": "use1"}


def planned(stack: str = "test", **keys: Any) -> Topology:
    return plan(settings(changed(**{"regions": REGIONS, **keys})), project="holdfast", stack=stack)


def aurora(**store: Any) -> AuroraPlan:
    (found,) = planned(stores={"orders": {**DATABASE, **NOT_BACKED_UP, **store}}).stores
    assert found.aurora is not None
    return found.aurora


def table(**dynamodb: Any) -> DynamodbPlan:
    store = {**TABLE, **NOT_BACKED_UP, "dynamodb": dynamodb}
    (found,) = planned(stores={"orders": store}).stores
    assert found.dynamodb is not None
    return found.dynamodb


def test_instances_are_spread_over_the_zones_and_named_by_them() -> None:
    members = {
        member.place: [(one.key, one.zone) for one in member.instances]
        for member in aurora(aurora={"instances": 3}).members
    }
    assert members == {
        "use1": [("a1", "us-east-1a"), ("b1", "us-east-1b"), ("c1", "us-east-1c")],
        "euw1": [("a1", "eu-west-1a"), ("b1", "eu-west-1b"), ("a2", "eu-west-1a")],
    }


@pytest.mark.parametrize("store", [{**DATABASE, **NOT_BACKED_UP}, {**TABLE, **NOT_BACKED_UP}])
def test_roles_and_the_writer_decide_nothing_of_what_is_declared(store: dict[str, Any]) -> None:
    (before,) = planned(stores={"orders": store}).stores
    (after,) = planned(regions=SWAPPED, stores={"orders": store}).stores
    assert before == replace(after, writer=before.writer)
    assert (before.home, after.home) == ("use1", "use1")
    if before.aurora is not None:
        assert (before.writer, after.writer) == ("use1", "euw1")


@pytest.mark.parametrize(
    ("kind", "version", "family", "port", "parameters"),
    [
        (
            "aurora-postgresql",
            "16.8",
            "aurora-postgresql16",
            5432,
            {"apg_write_forward.consistency_mode": "session", "rds.force_ssl": "1"},
        ),
        (
            "aurora-mysql",
            "8.0.mysql_aurora.3.10.4",
            "aurora-mysql8.0",
            3306,
            {"aurora_replica_read_consistency": "SESSION", "require_secure_transport": "ON"},
        ),
    ],
)
def test_each_engine_has_its_family_port_and_parameters(
    kind: str, version: str, family: str, port: int, parameters: dict[str, str]
) -> None:
    found = aurora(kind=kind, aurora={"engine_version": version})
    assert (found.engine, found.engine_version) == (kind, version)
    assert (found.parameter_group_family, found.port) == (family, port)
    assert found.parameters == parameters


def test_parameters_follow_from_the_settings() -> None:
    asked = {"global_db_rpo_seconds": 30, "parameters": {"log_min_duration_statement": "500"}}
    assert aurora(write_routing="application", aurora=asked).parameters == {
        "log_min_duration_statement": "500",
        "rds.force_ssl": "1",
        "rds.global_db_rpo": "30",
    }


def test_a_global_database_has_the_capacity_that_aws_recommends() -> None:
    alone = {"regions": ["use1"], "write_routing": None}
    assert aurora().capacity_acu == (8.0, 16.0)
    assert aurora(**alone).capacity_acu == (0.5, 16.0)
    assert aurora(aurora={"capacity": {"min_acu": 1}}).capacity_acu == (1.0, 16.0)
    assert aurora(aurora={"instance_class": "db.r8g.large"}).capacity_acu is None


def test_a_table_has_replicas_besides_its_home() -> None:
    found = table(
        sort_key={"name": "sk"},
        indexes={"by-day": {"partition_key": {"name": "day", "type": "N"}}},
        provisioned={"read": {"minimum": 5, "maximum": 50}, "write": {"minimum": 6, "maximum": 60}},
        table_class="STANDARD_INFREQUENT_ACCESS",
    )
    assert [one.place for one in found.replicas] == ["euw1"]
    assert found.partition_key.name == "pk"
    assert found.sort_key is not None
    assert [(one.key, one.partition_key.type) for one in found.indexes] == [("by-day", "N")]
    assert (found.read, found.write) != (None, None)
    assert found.table_class is TableClass.STANDARD_INFREQUENT_ACCESS
    assert found.origin["read"] == "holdfast:stores.orders.dynamodb.provisioned"


def test_an_existing_store_is_used_and_nothing_of_it_planned() -> None:
    store = {"kind": "dynamodb", "home": "use1", "dynamodb": {"adopt": {"table_name": "legacy"}}}
    (found,) = planned(stores={"orders": store}).stores
    assert (found.aurora, found.dynamodb) == (None, None)
    assert found.adopted is not None
    assert found.adopted.table_name == "legacy"


def test_an_aurora_database_gets_a_network_where_nothing_serves() -> None:
    regions = {**REGIONS, "euc1": {"role": "standby", "zones": 2}}
    entrance = {"regions": ["use1", "euw1"]}
    base = changed()["entrances"]["public"]
    for kind, has_network in (("aurora-postgresql", True), ("dynamodb", False)):
        topology = planned(
            regions=regions,
            entrances={"public": {**base, **entrance}},
            stores={"orders": {"kind": kind, "home": "use1", **NOT_BACKED_UP}},
        )
        found = next(region for region in topology.regions if region.place == "euc1")
        assert (found.network is not None) is has_network
        assert found.services == ()


BACKUPS: dict[str, Any] = {
    "copy_to": ["euw1", "euc1"],
    "retention_days": 30,
    "classes": {"critical": {"copy_retention_days": 90}, "standard": {"continuous_days": None}},
}
STORES = {
    "orders": {"kind": "dynamodb", "home": "use1", "backup_class": "critical"},
    "users": {**DATABASE, "home": "euw1"},
}


def backed_up(stack: str = "test", **backups: Any) -> Topology:
    regions = {**REGIONS, "euc1": {"role": "backup"}}
    return planned(stack, regions=regions, stores=STORES, backups={**BACKUPS, **backups})


def test_each_home_has_a_vault_and_copies_go_everywhere_else() -> None:
    plan_ = backed_up().backups
    assert plan_ is not None
    assert {vault.place: (vault.classes, vault.copy_to) for vault in plan_.vaults} == {
        "euc1": ((), ()),
        "euw1": (("standard",), ("euc1",)),
        "use1": (("critical",), ("euc1", "euw1")),
    }
    assert [(one.key, one.retention_days, one.copy_retention_days) for one in plan_.classes] == [
        ("critical", 30, 90),
        ("standard", 30, 30),
    ]
    assert plan_.lock is not None
    assert (plan_.lock.mode, plan_.lock.min_retention_days) == (VaultLockMode.GOVERNANCE, 7)


def test_backups_everywhere_go_on_after_a_failover() -> None:
    plan_ = backed_up(sources="everywhere").backups
    assert plan_ is not None
    assert {vault.place: vault.classes for vault in plan_.vaults} == {
        "euc1": (),
        "euw1": ("critical", "standard"),
        "use1": ("critical", "standard"),
    }


def test_copies_flow_from_where_backups_are_made() -> None:
    flows = {
        (edge.key, edge.source, edge.target)
        for edge in backed_up().edges
        if edge.kind is ReplicationKind.BACKUP
    }
    assert flows == {
        ("orders", "use1", "euw1"),
        ("orders", "use1", "euc1"),
        ("users", "euw1", "euc1"),
    }


@pytest.mark.parametrize("stack", ["Test", "a_b", "a.b", "test-"])
def test_a_stack_whose_name_rds_would_not_take_is_refused(stack: str) -> None:
    with pytest.raises(SettingsError, match="not one that RDS takes"):
        planned(stack, stores={"orders": {**DATABASE, **NOT_BACKED_UP}})


@pytest.mark.parametrize("stack", ["Test", "test-"])
def test_what_only_rds_refuses_is_no_mistake_without_a_database(stack: str) -> None:
    assert planned(stack).stores == ()


REFUSED_CHARACTERS = [
    (
        "a.b",
        {},
        "a.b",
        "load balancer 'euw1-public-lb', in which AWS takes no '.'",
        "Pulumi.a.b.yaml: name of",
    ),
    (
        "a_b",
        {},
        "a_b",
        "load balancer 'euw1-public-lb', in which AWS takes no '_'",
        "Pulumi.a_b.yaml: name of",
    ),
    ("a_b", {}, "a_b", "bucket 'euw1-switches', in which AWS takes no '_'", "Pulumi.a_b.yaml: name of"),
    ("a.b", {}, "a.b", "key alias 'euw1-key-alias', in which AWS takes no '.'", "Pulumi.a.b.yaml: name of"),
    ("t", {"project": "a.b"}, "a.b", "key alias 'euw1-key-alias'", "Pulumi.yaml: name of the project"),
    ("t", {"project": "a.b"}, "a.b", "backup vault 'euw1-backup-vault'", "Pulumi.yaml: name of the project"),
    ("t", {"project": "a_b"}, "a_b", "bucket 'euw1-switches'", "Pulumi.yaml: name of the project"),
]


@pytest.mark.parametrize(("stack", "project", "value", "part", "start"), REFUSED_CHARACTERS)
def test_characters_that_pulumi_takes_and_aws_does_not_are_told_once_per_kind(
    stack: str, project: dict[str, str], value: str, part: str, start: str
) -> None:
    stores = {"orders": {"kind": "dynamodb", "home": "use1"}}
    asked = settings(changed(regions=REGIONS, stores=stores, backups={"copy_to": ["euw1"]}))
    with pytest.raises(SettingsError) as refused:
        plan(asked, project=project.get("project", "holdfast"), stack=stack)
    lines = [line for line in str(refused.value).splitlines() if part in line]
    assert len(lines) == 1
    assert lines[0].startswith(start)
    assert f"got '{value}'" in lines[0]


def test_an_index_whose_scaling_policies_would_have_too_long_a_name_is_refused() -> None:
    units = {"minimum": 5, "maximum": 50}
    index = {"partition_key": {"name": "customer"}}

    def asked(length: int, **dynamodb: Any) -> DynamodbPlan:
        return table(indexes={"i" * length: index}, **dynamodb)

    # DynamoDBWriteCapacityUtilization:table/holdfast-test-use1-orders-table-1234/index/<index>
    longest = 255 - len("DynamoDBWriteCapacityUtilization:table/holdfast-test-use1-orders-table-1234/index/")
    assert asked(longest, provisioned={"read": units, "write": units}).indexes
    assert asked(longest + 1).indexes
    with pytest.raises(SettingsError, match=f"can have at most {longest} characters") as refused:
        asked(longest + 1, provisioned={"read": units, "write": units})
    (mistake,) = refused.value.mistakes
    assert mistake.file == "Pulumi.test.yaml"
    assert mistake.key.startswith("holdfast:stores.orders.dynamodb.indexes.iii")
    assert mistake.value == f"{longest + 1} characters"


def test_names_that_aws_would_not_take_are_refused_in_the_plan() -> None:
    with pytest.raises(SettingsError) as refused:
        backed_up("a-stack-with-a-rather-long-name")
    text = str(refused.value)
    assert "backup vault 'use1-backup-vault'" in text
    assert "backup selection 'use1-critical-daily'" in text


def test_every_setting_of_a_database_is_the_origin_of_what_it_gives() -> None:
    asked = {
        "log_retention_days": 30,
        "monitoring_interval_seconds": 30,
        "instance_class": "db.r8g.large",
    }
    origin = aurora(aurora=asked).origin
    assert {name: origin[name] for name in asked} == {
        name: f"holdfast:stores.orders.aurora.{name}" for name in asked
    }
