"""The output ``operations`` against its contract: the same keys and kinds of values at every level."""

from __future__ import annotations

import types
from typing import Any, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

import pytest

from holdfast.contracts.operations import OPERATIONS_VERSION, Operations
from tests.components.api_sample import EXAMPLES, operations
from tests.components.declared import ACCOUNT_ID, PROJECT, STACK


class Absent:
    """In place of a key that only the contract or only the output has."""


def mismatches(value: Any, contract: Any, path: str) -> list[str]:
    """Where a value is not what the contract says, each with its path."""
    choices = get_args(contract) if get_origin(contract) in (Union, types.UnionType) else (contract,)
    if value is None and type(None) in choices:
        return []
    expected = next(one for one in choices if one is not type(None))
    if (inner := _inner(value, expected)) is not None:
        return [one for key, item, hint in inner for one in mismatches(item, hint, f"{path}.{key}")]
    if expected is float:
        expected = (int, float)
    right = value.__class__ in (str, int, float, bool) and isinstance(value, expected)
    return [] if right else [f"{path}: {value!r} is no {expected}"]


def _inner(value: Any, contract: Any) -> list[tuple[str, Any, Any]] | None:
    """What a container holds, with its part of the contract; None if it is not the container wanted."""
    if is_typeddict(contract) and isinstance(value, dict):
        hints = get_type_hints(contract, include_extras=True)
        wanted = [key for key, hint in hints.items() if key in value or get_origin(hint) is not NotRequired]
        return [
            (key, value.get(key, Absent), _required(hints.get(key, Absent)))
            for key in dict.fromkeys([*wanted, *value])
        ]
    if get_origin(contract) is dict and isinstance(value, dict):
        return [(key, item, get_args(contract)[1]) for key, item in value.items()]
    if get_origin(contract) is list and isinstance(value, list):
        return [(str(index), item, get_args(contract)[0]) for index, item in enumerate(value)]
    return None


def _required(hint: Any) -> Any:
    return get_args(hint)[0] if get_origin(hint) is NotRequired else hint


@pytest.mark.parametrize("name", EXAMPLES)
def test_is_what_the_contract_says_at_every_level(name: str) -> None:
    assert mismatches(operations(name), Operations, "operations") == []


def test_the_walk_finds_what_is_wrong() -> None:
    whole = operations("active-passive")
    entrance = {**whole["entrances"]["public"], "slots": None, "ttl_seconds": None, "more": None}
    del entrance["strategy"]
    wrong = {**whole, "version": "1", "entrances": {"public": entrance}, "regions": []}
    assert {one.split(":")[0] for one in mismatches(wrong, Operations, "operations")} == {
        "operations.version",
        "operations.regions",
        "operations.entrances.public.ttl_seconds",
        "operations.entrances.public.more",
        "operations.entrances.public.strategy",
    }


def test_tells_whose_it_is_and_its_version() -> None:
    found = operations("single")
    assert OPERATIONS_VERSION == 1
    assert {key: found[key] for key in ("version", "project", "stack", "account_id")} == {
        "version": 1,
        "project": PROJECT,
        "stack": STACK,
        "account_id": ACCOUNT_ID,
    }


def test_tells_regions_what_runs_there_and_what_should() -> None:
    assert operations("active-passive")["regions"] == {
        "use1": {
            "region": "us-east-1",
            "role": "active",
            "services": {
                "orders": {
                    "kind": "instances",
                    "release": None,
                    "ecs_service": None,
                    "function": None,
                    "kubernetes": None,
                    "auto_scaling_group": "use1-orders-asg-0000",
                    "minimum": 15,
                    "needed": 15,
                    "maximum": 30,
                }
            },
        },
        "euw1": {
            "region": "eu-west-1",
            "role": "standby",
            "services": {
                "orders": {
                    "kind": "instances",
                    "release": None,
                    "ecs_service": None,
                    "function": None,
                    "kubernetes": None,
                    "auto_scaling_group": "euw1-orders-asg-0000",
                    "minimum": 4,
                    "needed": 15,
                    "maximum": 30,
                }
            },
        },
    }
    assert operations("backup region")["regions"]["euc1"] == {
        "region": "eu-central-1",
        "role": "backup",
        "services": {},
    }


def test_tells_how_to_take_a_region_out_from_another() -> None:
    found = operations("active-passive")["entrances"]["public"]
    assert {key: found[key] for key in found if key != "endpoints"} == {
        "domain": "api.example.com",
        "zone_id": "Z0123456789ABC",
        "door": "load-balancer",
        "mode": "active-passive",
        "strategy": "warm-standby",
        "policy": "failover",
        "delegated": True,
        "slots": {"primary": "use1", "secondary": "euw1"},
        "detection_seconds": 30,
        "ttl_seconds": 60,
        "accelerator": None,
        "cloudfront": None,
        "cloudflare": None,
        "health_path": "/healthz",
        "health_port": 443,
    }
    endpoint = found["endpoints"]["use1"]
    assert endpoint["switch"] == {
        "bucket": "euw1-switch-bucket",
        "key": "maintenance/use1",
        "region": "eu-west-1",
    }
    assert endpoint["host"] == "use1.api.example.com"
    assert [endpoint[key] for key in endpoint if key.endswith("health_check_id")] == [
        f"use1-public-{noun}-id" for noun in ("health", "endpoint", "dependency-check", "switch")
    ]
    assert endpoint["load_balancer_arn"].endswith("/use1-public-lb")
    assert endpoint["dependency_alarm_arn"].endswith("/use1-public-dependency")


def test_a_single_region_has_no_switch_and_no_slots() -> None:
    found = operations("single")["entrances"]["public"]
    assert (found["slots"], found["strategy"], found["policy"]) == (None, None, "simple")
    assert found["endpoints"]["use1"]["switch"] is None
    assert found["endpoints"]["use1"]["switch_health_check_id"] is None


def test_tells_what_a_database_is_in_each_region() -> None:
    found = operations("database")["stores"]["orders"]
    clusters = found.pop("clusters")
    assert {key: value for key, value in found.items() if value not in (None, {})} == {
        "kind": "aurora-postgresql",
        "home": "use1",
        "places": ["euw1", "use1"],
        "writer": "use1",
        "consistency": "eventual",
        "write_routing": "forwarded",
        "declared": True,
        "backup_class": "standard",
        "global_cluster": "global-orders-db-id",
        "global_endpoint": "global-orders-db.global.rds.amazonaws.com",
    }
    secret = f"arn:aws:secretsmanager:{{}}:{ACCOUNT_ID}:Secret/use1-orders-db-secret"
    for place, region in (("use1", "us-east-1"), ("euw1", "eu-west-1")):
        assert clusters[place]["arn"] == f"arn:aws:rds:{region}:{ACCOUNT_ID}:Cluster/{place}-orders-db"
        assert clusters[place]["secret_arn"] == secret.format(region)
        assert clusters[place]["port"] == 5432
        assert clusters[place]["endpoint"] == clusters[place]["reader_endpoint"].replace("-ro-", "-")


def test_tells_what_a_table_is_in_each_region() -> None:
    found = operations("backup region")["stores"]["orders"]
    assert (found["table"], found["declared"]) == ("use1-orders-table-0000", True)
    assert found["tables"].keys() == {"use1"}
    assert (found["clusters"], found["global_cluster"]) == ({}, None)


def test_tells_the_vaults_and_what_is_copied_where() -> None:
    found = operations("backup region")["backups"]
    vaults = found.pop("vaults")
    assert found == {
        "copy_to": ["euc1"],
        "retention_days": 35,
        "declared": True,
        "lock": "governance",
        "bunker": None,
        "air_gapped": None,
        "restore_tests": {},
        "audit": {},
    }
    assert {place: (one["classes"], one["copy_to"]) for place, one in vaults.items()} == {
        "use1": (["standard"], ["euc1"]),
        "euc1": ([], []),
    }
    assert vaults["euc1"]["arn"] == (f"arn:aws:backup:eu-central-1:{ACCOUNT_ID}:Vault/euc1-backup-vault")
    assert operations("single")["backups"] is None
