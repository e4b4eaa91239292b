from __future__ import annotations

import json
from typing import Any

import pytest

from tests.components.aurora_sample import NAME, build, key_arn
from tests.components.aurora_sample import build_with_member as build_with

EXISTING = "arn:aws:secretsmanager:us-east-1:111122223333:secret:orders-AbCdEf"


def test_the_password_is_long_and_needs_no_escaping() -> None:
    one = build()("global-orders-db-password")
    assert one.inputs == {"length": 40, "overrideSpecial": "-_", "keepers": {"version": "1"}}
    # A protected password could not be replaced by the next one.
    assert one.protect is None


@pytest.mark.parametrize(
    ("name", "secret"),
    [("use1-orders-db", "masterPasswordWo"), ("use1-orders-db-secret-version", "secretStringWo")],
)
def test_the_password_is_written_and_never_read_back(name: str, secret: str) -> None:
    (one,) = (one for one in build() if one.name == name)
    assert secret in one.secrets
    assert one.inputs[f"{secret}Version"] == 1
    assert one.inputs.keys() & {"masterPassword", "secretString", "manageMasterUserPassword"} == set()


def test_no_other_input_holds_the_password() -> None:
    holders = {
        (one.name, key)
        for one in build()
        for key, value in one.inputs.items()
        if "global-orders-db-password-secret" in json.dumps(value)
    }
    assert holders == {
        ("use1-orders-db", "masterPasswordWo"),
        ("use1-orders-db-secret-version", "secretStringWo"),
    }


def test_the_secret_names_no_host() -> None:
    content = json.loads(build()("use1-orders-db-secret-version").inputs["secretStringWo"])
    assert content == {
        "engine": "aurora-postgresql",
        "username": "dbadmin",
        "password": "global-orders-db-password-secret",
        "dbname": "orders",
        "port": 5432,
    }


@pytest.mark.parametrize("home", ["use1", "euw1"])
def test_the_secret_lies_at_home_with_a_replica_under_its_own_key_in_every_other_region(home: str) -> None:
    regions = {"use1": "us-east-1", "euw1": "eu-west-1", "apne1": "ap-northeast-1"}
    others = sorted({*regions} - {home})
    secret = build(home, *others)(f"{home}-orders-db-secret")
    assert secret.region == regions[home]
    assert secret.inputs["kmsKeyId"] == key_arn(home)
    assert secret.inputs["replicas"] == [
        {"region": regions[place], "kmsKeyId": key_arn(place)} for place in others
    ]
    assert secret.inputs["recoveryWindowInDays"] == 30


def test_the_cluster_takes_a_password_before_the_secret_tells_it() -> None:
    resources = build()
    assert "use1-orders-db" in resources("use1-orders-db-secret-version").depends_on
    assert not resources("use1-orders-db", "Cluster").depends_on & {
        "use1-orders-db-secret",
        "use1-orders-db-secret-version",
    }


def test_a_new_version_of_the_password_changes_password_cluster_and_secret_together() -> None:
    resources = build(password_version=2.0)
    assert resources("global-orders-db-password").inputs["keepers"] == {"version": "2"}
    assert resources("use1-orders-db", "Cluster").inputs["masterPasswordWoVersion"] == 2
    assert resources("use1-orders-db-secret-version").inputs["secretStringWoVersion"] == 2


def test_an_existing_secret_is_used_and_none_is_made() -> None:
    resources, member = build_with("euw1", "use1", "euw1", secret_arn=EXISTING)
    assert not {one.type.split(":")[1] for one in resources} & {
        "secretsmanager/secret",
        "secretsmanager/secretVersion",
        "index/randomPassword",
    }
    home: dict[str, Any] = dict(resources("use1-orders-db", "Cluster").inputs)
    assert home.keys() & {"masterPasswordWo", "masterPasswordWoVersion"} == set()
    assert (home["masterUsername"], home["databaseName"]) == ("dbadmin", "orders")
    assert resources(NAME).outputs["secret_arn"] == EXISTING
    assert member.port == 5432
