"""What a service is told of its stores, and what is refused."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, cast

import pulumi
import pytest
from pulumi_aws import cloudwatch

from holdfast.components.auto_scaling_service import AutoScalingService
from holdfast.components.bucket_access import BucketEndpoint, bucket_access
from holdfast.components.service_policy import MAX_POLICY_CHARACTERS, policy_document
from holdfast.components.service_stores import (
    cache_access,
    dsql_access,
    environment,
    statements,
)
from holdfast.settings.contradictions.store_use import TOLD
from holdfast.topology.values import StoreKind
from tests.components.declared import Resources, declared
from tests.components.service_stores_samples import (
    ALLOWED,
    ARN,
    DATABASE_KEY,
    NAME,
    REGION,
    SECRET,
    TABLE_KEY,
    Stores,
    arguments,
    both,
    build,
    database,
    policy,
    table,
    variables,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holdfast.components.service_args import ServiceStore


DESCRIBED: ServiceStore = {"environment": {}, "statements": []}


def refusal(stores: Callable[[], Stores], change: Mapping[str, Any] | None = None) -> str:
    with pytest.raises(ValueError, match=f"service '{NAME}'") as caught:
        build(stores, change)
    return str(caught.value)


def custom(found: Resources) -> dict[str, tuple[Mapping[str, Any], frozenset[str]]]:
    """Inputs and dependencies by name: threads decide the order in which resources come."""
    return {one.name: (one.inputs, one.depends_on) for one in found if one.custom}


def test_without_stores_nothing_changes() -> None:
    without, empty = build(lambda: None), build(dict)
    assert custom(empty) == custom(without)
    assert build(lambda: {"carts": table()}).pairs() == without.pairs()
    assert not [name for name in variables(without) if name.startswith("STORE_")]


def test_plain_values_and_outputs_come_to_the_same() -> None:
    def plain() -> Stores:
        known = {"endpoint": "ledger.cluster.test", "reader_endpoint": "ledger.readers.test"}
        known |= {"secret_arn": SECRET, "key_arn": DATABASE_KEY}
        return {
            "carts": table(table_name="carts", table_arn=ARN, key_arn=TABLE_KEY),
            "money-ledger": database(**known, security_group_id="sg-ledger"),
        }

    one, other = build(plain), build(both)
    assert {name: inputs for name, (inputs, _) in custom(one).items()} == {
        name: inputs for name, (inputs, _) in custom(other).items()
    }


@pytest.mark.parametrize("preview", [True, False], ids=["preview", "update"])
def test_what_is_unknown_stays_unknown(preview: bool) -> None:
    def later() -> Stores:
        value = _unknown() if preview else pulumi.Output.from_input("later")
        return {"carts": table(table_arn=value), "money-ledger": database(endpoint=value)}

    found = build(later, preview=preview)
    made = [found(f"{NAME}-lt").inputs["userData"], found(f"{NAME}-policy").inputs["policy"]]
    assert [isinstance(value, pulumi.output.Unknown) for value in made] == [preview, preview]
    assert found(f"{NAME}-store-money-ledger").inputs["fromPort"] == 5432


def test_the_user_data_waits_for_what_it_is_made_of() -> None:
    def program() -> None:
        store = cloudwatch.LogGroup("euw1-ledger", region=REGION)
        AutoScalingService(NAME, arguments({"money-ledger": database(endpoint=store.name)}))

    found = declared(program)
    assert "euw1-ledger" in found(f"{NAME}-lt").property_depends_on["userData"]
    assert variables(found)["STORE_MONEY_LEDGER_ENDPOINT"] == "euw1-ledger-0000"


def test_no_secret_is_told_only_its_arn() -> None:
    found = build(both)
    assert [(one.name, one.secrets) for one in found if one.secrets] == []
    assert not [name for name in variables(found) if "PASSWORD" in name or "USER" in name]


def test_a_database_with_a_secret_under_awss_own_key() -> None:
    store: list[ServiceStore] = []
    declared(lambda: store.append(database(key_arn=None)))
    (found,) = store
    assert found["environment"].keys() == {
        "STORE_MONEY_LEDGER_DATABASE",
        "STORE_MONEY_LEDGER_ENDPOINT",
        "STORE_MONEY_LEDGER_PORT",
        "STORE_MONEY_LEDGER_READER_ENDPOINT",
        "STORE_MONEY_LEDGER_SECRET_ARN",
    }
    assert [one["Action"][0].partition(":")[0] for one in found["statements"]] == ["secretsmanager"]
    assert found.get("port") == 5432


def test_a_table_is_used_in_the_services_own_region() -> None:
    home = "arn:aws:dynamodb:us-east-1:111122223333:table/carts"
    found = build(lambda: {"carts": table(table_arn=home, key_arn=None)})
    (used,) = (one for one in policy(found) if one["Sid"].startswith("Store"))
    assert used["Resource"] == [ARN, f"{ARN}/index/*"]


def test_the_order_of_stores_changes_nothing() -> None:
    def turned() -> Stores:
        return dict(reversed(list(both().items())))

    assert custom(build(both)) == custom(build(turned))
    stores: Stores = {
        "b": {"environment": {"B": "2"}, "statements": [ALLOWED]},
        "a": {"environment": {"A": "1"}, "statements": [ALLOWED]},
    }
    assert list(environment(stores)) == ["A", "B"]
    assert [one["Sid"] for one in statements(stores)] == ["StoreA1", "StoreB1"]


def _unknown() -> pulumi.Output[str]:
    """What an output holds in a preview, before anything is there."""
    known: asyncio.Future[bool] = asyncio.Future()
    known.set_result(False)
    secret: asyncio.Future[bool] = asyncio.Future()
    secret.set_result(False)
    value: asyncio.Future[Any] = asyncio.Future()
    value.set_result(pulumi.output.UNKNOWN)
    return pulumi.Output(set(), value, known, secret)


def _store(**change: Any) -> Stores:
    return {"ledger": cast("ServiceStore", {**DESCRIBED, **change})}


def _environment(name: str, value: str = "x") -> Stores:
    return _store(environment={name: value})


def _statement(**change: Any) -> Stores:
    return _store(statements=[{**ALLOWED, **change}])


def _pair(**change: Any) -> Stores:
    one = cast("ServiceStore", {**DESCRIBED, **change})
    return {"carts": one, "ledger": one}


@pytest.mark.parametrize(
    ("stores", "message"),
    [
        (_environment("MODE"), "'stores.ledger.environment': 'workload.environment' sets 'MODE' already"),
        (_environment("API_KEY"), "'stores.ledger.environment': 'workload.secrets' sets 'API_KEY' already"),
        (_environment("PORT"), "every service sets 'PORT' already"),
        (_environment("AWS_REGION"), "every service sets 'AWS_REGION' already"),
        (_environment("AWS_ENDPOINT_URL"), "'AWS_ENDPOINT_URL' would turn every AWS client of the service"),
        (_environment("A-B"), "'A-B' is no name for an environment variable"),
        (_environment("A", "\x00"), "'A' holds a character that cannot be printed"),
        (_environment("A", "x" * 20_000), "EC2 takes 16384"),
        (_pair(environment={"A": "x"}), "'stores.ledger.environment': 'stores.carts' sets 'A' already"),
        ({"Ledger": DESCRIBED}, "'stores.Ledger': a store's key must be lower-case letters"),
        (_store(port=5432), "'security_group_id' and 'port' go together"),
        (_store(security_group_id="sg-1"), "'security_group_id' and 'port' go together"),
        (_store(security_group_id="sg-1", port=0), "'stores.ledger.port' must be 1 to 65535, got 0"),
        (
            _pair(security_group_id="sg-1", port=5432),
            "'stores.ledger' and 'stores.carts' share a security group and a port",
        ),
        (_statement(Principal="*"), "statement 1' has Principal; it takes Action, Condition, Effect"),
        (_store(statements=[{"Effect": "Allow"}]), "statement 1' lacks Action, Resource"),
        (_statement(Sid="a b"), "'Sid' must be letters and digits, got 'a b'"),
        (_statement(Sid="Logs"), "two statements of the role have the 'Sid' Logs"),
        (_statement(Sid="ReadSecrets"), "two statements of the role have the 'Sid' ReadSecrets"),
        (_statement(Resource=["arn:" + "x" * 10_240]), "characters and IAM takes 10240"),
    ],
)
def test_contradictions_are_refused(stores: Stores, message: str) -> None:
    assert message in refusal(lambda: stores)


def test_an_output_shared_by_two_stores_is_one_group() -> None:
    def shared() -> Stores:
        return _pair(security_group_id=pulumi.Output.from_input("sg-1"), port=5432)

    assert "share a security group and a port" in refusal(shared)


def test_all_contradictions_are_told_together() -> None:
    told = refusal(lambda: {**_environment("PORT"), "Carts": DESCRIBED}, {"log_retention_days": 2})
    assert told.count("\n- ") == 3


def test_values_that_come_later_are_counted_at_their_largest() -> None:
    def many(count: int) -> Callable[[], Stores]:
        return lambda: _store(
            environment={f"E{number}": pulumi.Output.from_input("x") for number in range(count)}
        )

    assert build(many(30))
    assert "EC2 takes 16384" in refusal(many(60))


def test_white_space_does_not_count_in_a_policy() -> None:
    def document(size: int) -> str:
        return policy_document([{**ALLOWED, "Sid": "Long", "Resource": "x" * size}])

    spare = MAX_POLICY_CHARACTERS - len("".join(document(0).split()))
    assert len(document(spare)) > MAX_POLICY_CHARACTERS
    with pytest.raises(ValueError, match="the policy of the role has 10241 characters"):
        document(spare + 1)


def objects() -> ServiceStore:
    end = BucketEndpoint(region="eu-west-1", bucket="b", arn="arn:aws:s3:::b", key_arn=None)
    return bucket_access("documents", place="euw1", buckets={"euw1": end}, access_point_arn="arn:aws:s3::1:a")


def distributed_database() -> ServiceStore:
    arn = "arn:aws:dsql:eu-west-1:111122223333:cluster/a"
    return dsql_access("accounts", endpoint="a.test", identifier="a", cluster_arn=arn, as_admin=False)


def kept_cache() -> ServiceStore:
    return cache_access(
        "sessions",
        region="eu-west-1",
        endpoint="a.test",
        reader_endpoint="b.test",
        port=6379,
        secret_arn=SECRET,
        key_arn=None,
        security_group_id="sg-cache",
        kind="STORE",
    )


MADE = {
    StoreKind.DYNAMODB: (table, "CARTS"),
    StoreKind.S3: (objects, "DOCUMENTS"),
    StoreKind.DSQL: (distributed_database, "ACCOUNTS"),
    StoreKind.ELASTICACHE: (kept_cache, "SESSIONS"),
}
"""What makes a store of a kind, and how its variables begin; of all others a database."""


@pytest.mark.parametrize("kind", StoreKind)
def test_settings_know_every_variable_that_a_store_sets(kind: StoreKind) -> None:
    made, prefix = MADE.get(kind, (database, "MONEY_LEDGER"))
    found: list[str] = []
    declared(lambda: found.extend(made()["environment"]))
    assert sorted(found) == sorted(f"STORE_{prefix}_{end}" for end in TOLD[kind])
