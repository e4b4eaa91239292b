"""What a service needs to use its stores, and what it then declares."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, cast

import pulumi
import pytest
from pulumi_aws import cloudwatch

from holdfast.components.auto_scaling_service import AutoScalingService
from holdfast.components.bucket_access import BucketEndpoint, bucket_access
from holdfast.components.service_args import ServiceStore, StoreStatement
from holdfast.components.service_policy import MAX_POLICY_CHARACTERS, policy_document
from holdfast.components.service_stores import (
    cache_access,
    database_access,
    dsql_access,
    environment,
    statements,
    table_access,
)
from holdfast.settings.contradictions.store_use import TOLD
from holdfast.topology.values import Architecture, StoreKind
from tests.components.declared import Resources, declared

if TYPE_CHECKING:
    from holdfast.components.auto_scaling_args import AutoScalingServiceArgs

REGION = "eu-west-1"
NAME = "euw1-orders"
ARN = f"arn:aws:dynamodb:{REGION}:111122223333:table/carts"
SECRET = f"arn:aws:secretsmanager:{REGION}:111122223333:secret:ledger-AbCdEf"
DATABASE_KEY = f"arn:aws:kms:{REGION}:111122223333:key/database"
TABLE_KEY = f"arn:aws:kms:{REGION}:111122223333:key/table"
TAGS = {"team": "orders"}

DESCRIBED: ServiceStore = {"environment": {}, "statements": []}
ALLOWED: StoreStatement = {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::b/*"]}

Stores = Mapping[str, ServiceStore]


def database(**change: Any) -> ServiceStore:
    """A database whose values are outputs, as a component gives them."""
    arguments = {
        "region": REGION,
        "endpoint": pulumi.Output.from_input("ledger.cluster.test"),
        "reader_endpoint": pulumi.Output.from_input("ledger.readers.test"),
        "port": 5432.0,
        "database": "ledger",
        "secret_arn": pulumi.Output.from_input(SECRET),
        "key_arn": pulumi.Output.from_input(DATABASE_KEY),
        "security_group_id": pulumi.Output.from_input("sg-ledger"),
        **change,
    }
    return database_access("money-ledger", **arguments)


def table(**change: Any) -> ServiceStore:
    arguments = {
        "region": REGION,
        "table_name": pulumi.Output.from_input("carts"),
        "table_arn": pulumi.Output.from_input(ARN),
        "key_arn": pulumi.Output.from_input(TABLE_KEY),
        **change,
    }
    return table_access("carts", **arguments)


def both() -> Stores:
    return {"money-ledger": database(), "carts": table()}


def arguments(stores: Stores | None, change: Mapping[str, Any] | None = None) -> AutoScalingServiceArgs:
    args: dict[str, Any] = {
        "region": REGION,
        "service": "orders",
        "network": {"vpc_id": "vpc-1", "subnet_ids": ["subnet-a"], "vpc_cidr": "10.0.0.0/16"},
        "workload": {
            "port": 8080,
            "image": "public.ecr.aws/nginx/nginx:1.29",
            "environment": {"MODE": "live"},
            "secrets": {"API_KEY": f"{SECRET}2"},
        },
        "instances": {"types": ["m7g.large"], "architecture": Architecture.ARM64},
        "scaling": {"minimum": 2, "maximum": 4},
        "target_groups": {"public": {"arn": "arn:tg", "security_group_id": "sg-balancer"}},
        "key_arn": f"arn:aws:kms:{REGION}:111122223333:key/0",
        "tags": TAGS,
        **(change or {}),
    }
    return cast("AutoScalingServiceArgs", args if stores is None else {**args, "stores": stores})


def build(
    stores: Callable[[], Stores | None], change: Mapping[str, Any] | None = None, *, preview: bool = False
) -> Resources:
    return declared(lambda: AutoScalingService(NAME, arguments(stores(), change)), preview=preview)


def refusal(stores: Callable[[], Stores], change: Mapping[str, Any] | None = None) -> str:
    with pytest.raises(ValueError, match=f"service '{NAME}'") as caught:
        build(stores, change)
    return str(caught.value)


def policy(found: Resources) -> list[dict[str, Any]]:
    return cast("list[dict[str, Any]]", json.loads(found(f"{NAME}-policy").inputs["policy"])["Statement"])


def user_data(found: Resources) -> str:
    return base64.b64decode(found(f"{NAME}-lt").inputs["userData"]).decode()


def variables(found: Resources) -> dict[str, str]:
    files = json.loads(user_data(found).partition("\n")[2])["write_files"]
    (text,) = (one["content"] for one in files if one["path"] == "/etc/holdfast/service.env")
    return {name: value.strip('"') for name, _, value in (line.partition("=") for line in text.splitlines())}


def rules(found: Resources) -> set[tuple[str, str]]:
    return {pair for pair in found.pairs() if pair[0].startswith("aws:vpc/")}


def test_the_process_learns_where_its_stores_are() -> None:
    found = build(both)
    assert variables(found) == {
        "AWS_DEFAULT_REGION": REGION,
        "AWS_REGION": REGION,
        "MODE": "live",
        "PORT": "8080",
        "STORE_CARTS_TABLE": "carts",
        "STORE_MONEY_LEDGER_DATABASE": "ledger",
        "STORE_MONEY_LEDGER_ENDPOINT": "ledger.cluster.test",
        "STORE_MONEY_LEDGER_PORT": "5432",
        "STORE_MONEY_LEDGER_READER_ENDPOINT": "ledger.readers.test",
        "STORE_MONEY_LEDGER_SECRET_ARN": SECRET,
    }
    passed = {word for word in user_data(found).split() if word.startswith("STORE_")}
    # The container gets each by name; the value stands in the file for systemd alone.
    assert {"STORE_CARTS_TABLE", "STORE_MONEY_LEDGER_SECRET_ARN"} <= passed


def test_the_role_may_use_its_stores_and_no_others() -> None:
    added = policy(build(both))[len(policy(build(lambda: None))) :]
    assert added == [
        {
            "Sid": "StoreCarts1",
            "Effect": "Allow",
            "Action": [
                "dynamodb:BatchGetItem",
                "dynamodb:BatchWriteItem",
                "dynamodb:ConditionCheckItem",
                "dynamodb:DeleteItem",
                "dynamodb:DescribeTable",
                "dynamodb:GetItem",
                "dynamodb:PutItem",
                "dynamodb:Query",
                "dynamodb:Scan",
                "dynamodb:UpdateItem",
            ],
            "Resource": [ARN, f"{ARN}/index/*"],
        },
        {
            "Sid": "StoreCarts2",
            "Effect": "Allow",
            "Action": [
                "kms:Decrypt",
                "kms:DescribeKey",
                "kms:Encrypt",
                "kms:GenerateDataKey*",
                "kms:ReEncrypt*",
            ],
            "Resource": [TABLE_KEY],
            "Condition": {"StringLike": {"kms:ViaService": "dynamodb.*.amazonaws.com"}},
        },
        {
            "Sid": "StoreMoneyLedger1",
            "Effect": "Allow",
            "Action": ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
            "Resource": [SECRET],
        },
        {
            "Sid": "StoreMoneyLedger2",
            "Effect": "Allow",
            "Action": ["kms:Decrypt"],
            "Resource": [DATABASE_KEY],
            "Condition": {"StringEquals": {"kms:ViaService": f"secretsmanager.{REGION}.amazonaws.com"}},
        },
    ]


def test_a_given_sid_stays() -> None:
    store: ServiceStore = {"environment": {}, "statements": [ALLOWED, {**ALLOWED, "Sid": "Mine"}, ALLOWED]}
    sids = [one["Sid"] for one in policy(build(lambda: {"files": store}))]
    assert sids[-3:] == ["StoreFiles1", "Mine", "StoreFiles3"]


def test_a_store_in_the_vpc_lets_the_instances_in() -> None:
    found = build(both)
    assert rules(found) - rules(build(lambda: None)) == {
        ("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "euw1-orders-store-money-ledger")
    }
    rule = found("euw1-orders-store-money-ledger")
    assert rule.inputs == {
        "region": REGION,
        "securityGroupId": "sg-ledger",
        "referencedSecurityGroupId": "euw1-orders-sg-id",
        "description": "Instances of euw1-orders",
        "ipProtocol": "tcp",
        "fromPort": 5432,
        "toPort": 5432,
        "tags": {**TAGS, "Name": "euw1-orders-store-money-ledger"},
    }
    assert rule.parent == NAME
    assert rule.name in found(f"{NAME}-asg").depends_on
    out = found(f"{NAME}-sg-egress-vpc").inputs
    assert out["fromPort"] <= 5432 <= out["toPort"]


def test_without_a_cidr_block_the_way_out_leads_to_the_store_alone() -> None:
    network = {"network": {"vpc_id": "vpc-1", "subnet_ids": ["subnet-a"]}}
    found = build(both, network)
    out = found(f"{NAME}-sg-egress-store-money-ledger")
    assert out.inputs == {
        "region": REGION,
        "securityGroupId": "euw1-orders-sg-id",
        "referencedSecurityGroupId": "sg-ledger",
        "description": "The store money-ledger",
        "ipProtocol": "tcp",
        "fromPort": 5432,
        "toPort": 5432,
        "tags": {**TAGS, "Name": f"{NAME}-sg-egress-store-money-ledger"},
    }
    assert out.name in found(f"{NAME}-asg").depends_on
    assert found.names("SecurityGroupEgressRule") == {f"{NAME}-sg-egress-https", out.name}


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
