"""Stores of one service: what the plan accepts is declared, and its bound on the policy's length is near."""

from __future__ import annotations

import json
from typing import Any

import pytest

from holdfast.components.multi_region_api import MultiRegionApi
from holdfast.components.service_policy import MAX_POLICY_CHARACTERS
from holdfast.settings import SettingsError
from holdfast.topology.plan import plan
from holdfast.topology.role_policies import MOST_CHARACTERS, policy_characters
from tests.components.declared import ACCOUNT_ID, PROJECT, STACK, declared
from tests.topology.examples import NOT_BACKED_UP, SERVICE, changed
from tests.topology.examples import settings as loaded

ECR = f"{ACCOUNT_ID}.dkr.ecr.{{region}}.amazonaws.com/orders:1.0"
ARTEFACT = "s3://bucket/orders.tar.gz"
SECRET = f"arn:aws:secretsmanager:{{region}}:{ACCOUNT_ID}:secret:orders"
KEY = f"arn:aws:kms:us-east-1:{ACCOUNT_ID}:key/01234567-89ab-cdef-0123-456789abcdef"
CLUSTER = {
    "endpoint": "db.example.com",
    "reader_endpoint": "ro.example.com",
    "security_group_id": "sg-01234567",
}
KINDS: dict[str, dict[str, Any]] = {
    "table": {"kind": "dynamodb", **NOT_BACKED_UP},
    "table of another": {"kind": "dynamodb", "dynamodb": {"adopt": {"table_name": "orders-live"}}},
    "database": {"kind": "aurora-postgresql", **NOT_BACKED_UP},
    "database of another": {
        "kind": "aurora-mysql",
        "aurora": {
            "adopt": {"clusters": {"use1": CLUSTER}, "database": "orders", "secret_arn": SECRET},
        },
    },
    "instance": {"kind": "rds-postgresql", **NOT_BACKED_UP},
    "instance of another": {
        "kind": "rds-mysql",
        "rds": {
            "adopt": {
                "instances": {"use1": {"endpoint": "db.example.com", "security_group_id": "sg-01234567"}},
                "database": "orders",
                "secret_arn": SECRET,
            },
        },
    },
    "distributed database": {"kind": "dsql", "dsql": {"connect_as_admin": True}, **NOT_BACKED_UP},
    "distributed database of another": {
        "kind": "dsql",
        "dsql": {"adopt": {"clusters": {"use1": "abcde1f234ghijklmnop5qr6st"}}},
    },
    "cache": {"kind": "elasticache"},
}
COUNTS = {"database of another": 1, "instance of another": 1}
"""Others would need security groups of their own."""


def asked(kind: dict[str, Any], count: int, **service: Any) -> dict[str, Any]:
    keys = [f"store{number}" for number in range(count)]
    code = {} if "artefact" in service else {"image": ECR}
    bare = {name: value for name, value in SERVICE.items() if name != "image"}
    kept = kind["kind"] == "elasticache" or any("adopt" in str(value) for value in kind.values())
    stores = {key: {**kind, "home": "use1", **({} if kept else NOT_BACKED_UP)} for key in keys}
    return changed(
        account=ACCOUNT_ID,
        services={"orders": {**bare, **code, **service, "stores": keys}},
        stores=stores,
    )


@pytest.mark.parametrize(
    ("kind", "service"),
    [
        ("table", {}),
        ("table of another", {"artefact": ARTEFACT}),
        ("database", {"secrets": {"A": SECRET, "B": f"{SECRET}b"}}),
        ("database of another", {}),
        ("instance", {"secrets": {"A": SECRET, "B": f"{SECRET}b"}}),
        ("instance of another", {}),
        ("distributed database", {}),
        ("distributed database of another", {"artefact": ARTEFACT}),
        ("cache", {}),
    ],
)
def test_the_bound_is_above_the_policy_and_near(kind: str, service: dict[str, Any]) -> None:
    topology = plan(loaded(asked(KINDS[kind], COUNTS.get(kind, 3), **service)), project=PROJECT, stack=STACK)
    (region,) = topology.regions
    (planned,) = region.services

    found = declared(lambda: MultiRegionApi("api", {"topology": topology}))

    policy = found("use1-orders-policy", "RolePolicy").inputs["policy"]
    assert json.loads(policy)["Version"] == "2012-10-17"
    bound, size = policy_characters(topology, region, planned), len("".join(policy.split()))
    # In tests ids are short, and there is neither warm pool nor long name.
    assert size <= bound <= size + 900 + 3 * 150


def test_more_tables_than_a_policy_can_name_are_refused_with_file_and_key() -> None:
    with pytest.raises(SettingsError) as refused:
        plan(loaded(asked(KINDS["table"], 20)), project=PROJECT, stack=STACK)

    (mistake,) = refused.value.mistakes
    assert mistake.file == f"Pulumi.{STACK}.yaml"
    assert mistake.key == "holdfast:services.orders.stores"
    assert mistake.value == "20 stores"
    assert f"IAM takes {MAX_POLICY_CHARACTERS}" in mistake.message


def test_as_many_as_it_can_name_are_declared() -> None:
    topology = plan(loaded(asked(KINDS["table"], 9)), project=PROJECT, stack=STACK)

    assert declared(lambda: MultiRegionApi("api", {"topology": topology}))


def test_as_many_databases_as_the_settings_accept_fit_into_user_data() -> None:
    def accepted(count: int) -> bool:
        try:
            loaded(asked(KINDS["database"], count))
        except SettingsError:
            return False
        return True

    most = max(count for count in range(1, 16) if accepted(count))
    topology = plan(loaded(asked(KINDS["database"], most)), project=PROJECT, stack=STACK)

    assert 5 <= most < 15
    assert declared(lambda: MultiRegionApi("api", {"topology": topology}))


def test_secrets_alone_can_be_too_many() -> None:
    secrets = {f"S{number}": f"{SECRET}-{number}-{'x' * 100}" for number in range(45)}
    raw = changed(services={"orders": {**SERVICE, "secrets": secrets}})
    with pytest.raises(SettingsError) as refused:
        plan(loaded(raw), project=PROJECT, stack=STACK)
    assert [one.key for one in refused.value.mistakes] == ["holdfast:services.orders.secrets"]


def test_plan_and_component_know_one_limit() -> None:
    assert MOST_CHARACTERS == MAX_POLICY_CHARACTERS
