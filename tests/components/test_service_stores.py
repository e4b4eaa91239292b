"""What a service needs to use its stores, and what it then declares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.components.service_stores_samples import (
    ALLOWED,
    ARN,
    DATABASE_KEY,
    NAME,
    REGION,
    SECRET,
    TABLE_KEY,
    TAGS,
    both,
    build,
    policy,
    user_data,
    variables,
)

if TYPE_CHECKING:
    from holdfast.components.service_args import ServiceStore
    from tests.components.declared import Resources


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
