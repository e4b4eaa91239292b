"""An RDS database as a store of a whole stack: what services and operators get of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from holdfast.components.backup_tags import BACKUP_CLASS_TAG, CONTINUOUS_BACKUP_TAG, NOT_BACKED_UP_TAG
from holdfast.components.multi_region_api import MultiRegionApi
from holdfast.components.rds_plan_args import rds_args
from holdfast.topology.plan import plan
from tests.components.declared import ACCOUNT_ID, PROJECT, STACK, declared
from tests.topology.examples import NOT_BACKED_UP, SERVICE, changed
from tests.topology.examples import settings as loaded

if TYPE_CHECKING:
    from tests.components.declared import Resources

REGIONS = {"use1": {"zones": 3}, "euw1": {"role": "standby", "zones": 3}}
SWAPPED = {"use1": {"role": "standby", "zones": 3}, "euw1": {"zones": 3}}
STORE: dict[str, Any] = {"kind": "rds-postgresql", "home": "use1"}
DATABASE = ("aws:rds/instance:Instance", "aws:rds/cluster:Cluster")
BACKUPS = {"copy_to": ["usw2"]}
TWO_CLASSES = {**BACKUPS, "classes": {"standard": {}, "local": {"copies": []}}}


def stack(store: dict[str, Any], regions: dict[str, Any] = REGIONS, **keys: Any) -> Resources:
    service = {**SERVICE, "stores": ["invoices"]}
    raw = changed(
        account=ACCOUNT_ID,
        regions={**regions, **({"usw2": {"role": "backup"}} if "backups" in keys else {})},
        services={"orders": service},
        stores={"invoices": store},
        **keys,
    )
    topology = plan(loaded(raw), project=PROJECT, stack=STACK)
    return declared(lambda: MultiRegionApi("api", {"topology": topology}))


def databases(resources: Resources) -> dict[str, Any]:
    return {one.name: one.inputs for one in resources if one.type in DATABASE}


def test_services_get_a_rule_in_the_security_group_of_their_own_region() -> None:
    resources = stack({**STORE, **NOT_BACKED_UP})
    rules = {
        one.inputs["securityGroupId"]: one.inputs["fromPort"]
        for one in resources.of("SecurityGroupIngressRule")
        if "-invoices-db-sg" in one.inputs["securityGroupId"]
    }

    assert rules == {"use1-invoices-db-sg-id": 5432, "euw1-invoices-db-sg-id": 5432}


def test_operators_get_names_and_endpoints_of_every_place() -> None:
    store = stack({**STORE, **NOT_BACKED_UP})("api").outputs["operations"]["stores"]["invoices"]

    assert (store["kind"], store["writer"], store["home"]) == ("rds-postgresql", "use1", "use1")
    assert (store["rds_shape"], store["rds_source"]) == ("instance", "use1")
    assert store["rds_members"]["euw1"] == {
        "identifier": "holdfast-prod-euw1-invoices-db-00000000",
        "arn": f"arn:aws:rds:eu-west-1:{ACCOUNT_ID}:Instance/euw1-invoices-db",
        "endpoint": "euw1-invoices-db.0.eu-west-1.rds.amazonaws.com",
        "reader_endpoint": "euw1-invoices-db.0.eu-west-1.rds.amazonaws.com",
        "port": 5432,
        "secret_arn": store["rds_members"]["use1"]["secret_arn"].replace("us-east-1", "eu-west-1"),
    }


def test_roles_and_the_writer_change_nothing_of_what_is_declared_of_it() -> None:
    before, after = (
        stack({**STORE, **NOT_BACKED_UP}, regions, hold=["use1"]) for regions in (REGIONS, SWAPPED)
    )

    assert databases(before) == databases(after)
    assert len(databases(before)) == 2


def test_a_held_home_that_is_gone_is_not_made_as_an_empty_database() -> None:
    for hold, founds in (([], True), (["euw1"], True), (["use1"], False)):
        home = databases(stack({**STORE, **NOT_BACKED_UP}, hold=hold))["use1-invoices-db"]
        assert ({"engine", "dbName", "username"} <= home.keys()) is founds
        assert ("engine" in home) is founds


def test_backups_are_copied_to_a_region_for_backups_with_a_key_of_its_own() -> None:
    store = {**STORE, "rds": {"backup_copy": {"to": "usw2"}}}
    resources = stack(store, backups=BACKUPS)
    copy = resources("usw2-invoices-db-backups").inputs
    keys = {one.name: one.region for one in resources.of("Key")}

    assert copy["region"] == "us-west-2"
    assert copy["kmsKeyId"].startswith("arn:aws:kms:us-west-2:")
    assert "usw2-key" in copy["kmsKeyId"]
    assert keys["usw2-key"] == "us-west-2"
    assert "usw2-key" not in {one.name for one in stack(STORE, backups=BACKUPS).of("Key")}


def test_the_networks_of_the_regions_hold_it() -> None:
    groups = {
        one.name: one.inputs["subnetIds"] for one in stack({**STORE, **NOT_BACKED_UP}).of("SubnetGroup")
    }

    assert {name: len(ids) for name, ids in groups.items()} == {
        "use1-invoices-db-subnets": 3,
        "euw1-invoices-db-subnets": 3,
    }
    assert all("isolated" in id_ for ids in groups.values() for id_ in ids)


def test_backups_find_it_by_its_tags() -> None:
    resources = stack({**STORE, "backup_class": "standard"}, backups=BACKUPS)
    for inputs in databases(resources).values():
        assert inputs["tags"][BACKUP_CLASS_TAG] == "standard"
        assert inputs["tags"][CONTINUOUS_BACKUP_TAG] == "standard"


def test_of_a_cluster_there_are_no_continuous_backups() -> None:
    cluster = {**STORE, "regions": ["use1"], "rds": {"shape": "cluster"}, "backup_class": "local"}
    service = changed(
        account=ACCOUNT_ID,
        regions={"use1": {"zones": 3}, "usw2": {"role": "backup"}},
        stores={"invoices": cluster, "others": {"kind": "dynamodb", "home": "use1"}},
        backups=TWO_CLASSES,
    )
    topology = plan(loaded(service), project=PROJECT, stack=STACK)
    ((_, inputs),) = databases(declared(lambda: MultiRegionApi("api", {"topology": topology}))).items()

    assert inputs["tags"][BACKUP_CLASS_TAG] == "local"
    assert CONTINUOUS_BACKUP_TAG not in inputs["tags"]


def test_a_store_that_is_left_out_of_backups_says_why() -> None:
    for inputs in databases(stack({**STORE, **NOT_BACKED_UP})).values():
        assert inputs["tags"][NOT_BACKED_UP_TAG] == NOT_BACKED_UP["not_backed_up_because"]


def test_the_copy_of_backups_has_the_key_of_its_region() -> None:
    store = {**STORE, **NOT_BACKED_UP, "rds": {"backup_copy": {"to": "euw1", "retention_days": 21}}}
    copy = stack(store)("euw1-invoices-db-backups").inputs

    assert copy["region"] == "eu-west-1"
    assert copy["kmsKeyId"].split(":")[3] == "eu-west-1"
    assert copy["retentionPeriod"] == 21


def test_a_region_without_a_network_is_refused() -> None:
    topology = plan(
        loaded(changed(stores={"invoices": {**STORE, **NOT_BACKED_UP}})), project=PROJECT, stack=STACK
    )
    (store,) = topology.stores
    assert store.rds is not None
    bare: Any = type("Foundation", (), {"network": None, "key_arn": "key"})()
    with pytest.raises(ValueError, match="the region use1 has no network for a database"):
        rds_args(store, store.rds, topology=topology, foundations={"use1": bare})
