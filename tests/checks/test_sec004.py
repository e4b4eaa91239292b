from __future__ import annotations

import json
from typing import Any

import pytest

from holdfast.checks.open_policies import POLICIES
from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

TOPIC_POLICY = "aws:sns/topicPolicy:TopicPolicy"
PERMISSION = "aws:lambda/permission:Permission"
DOMAIN = "aws:opensearch/domain:Domain"


def policy(**statement: Any) -> str:
    return json.dumps({"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*", **statement}]})


OPEN = policy(Principal="*")


def narrowed(operator: str, key: str, value: Any) -> str:
    return policy(Principal={"AWS": "*"}, Condition={operator: {key: value}})


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (policy(Principal={"AWS": "arn:aws:iam::111122223333:root"}), PASS),
        (policy(Principal={"Service": "events.amazonaws.com"}), PASS),
        (OPEN, FAIL),
        (policy(Principal={"AWS": ["*"]}), FAIL),
        (policy(NotPrincipal={"AWS": "arn:aws:iam::111122223333:root"}), FAIL),
        (policy(Principal="*", Effect="Deny"), PASS),
        (narrowed("StringEquals", "aws:PrincipalOrgID", "o-1"), PASS),
        (narrowed("StringEquals", "AWS:SourceOwner", "111122223333"), PASS),
        (narrowed("ArnLike", "aws:SourceArn", "arn:aws:s3:::orders"), PASS),
        (narrowed("ArnLike", "aws:SourceArn", "*"), FAIL),
        (narrowed("StringNotEquals", "aws:PrincipalOrgID", "o-1"), FAIL),
        (narrowed("StringEqualsIfExists", "aws:PrincipalOrgID", "o-1"), FAIL),
        (narrowed("IpAddress", "aws:SourceIp", ["192.0.2.0/24"]), PASS),
        (narrowed("IpAddress", "aws:SourceIp", ["192.0.2.0/24", "0.0.0.0/0"]), FAIL),
        (narrowed("Bool", "aws:SecureTransport", "true"), FAIL),
        (narrowed("Bool", "elasticfilesystem:AccessedViaMountTarget", "true"), PASS),
    ],
)
def test_a_policy(text: str, verdict: str) -> None:
    assert verdicts("SEC004", step(TOPIC_POLICY, "policy", {"policy": text})) == {"policy": verdict}


@pytest.mark.parametrize("token", sorted(POLICIES))
def test_every_type_that_has_a_policy(token: str) -> None:
    head, *rest = POLICIES[token]
    value: Any = {rest[0]: OPEN} if rest else OPEN

    assert verdicts("SEC004", step(token, "it", {head: value})) == {"it": FAIL}


def test_policies_that_are_not_readable_are_one_finding() -> None:
    later = [step(TOPIC_POLICY, name, {"policy": LATER}) for name in ("one", "two")]

    assert verdicts("SEC004", *later) == {"stack": UNKNOWN}
    assert verdicts("SEC004", step(TOPIC_POLICY, "odd", {"policy": "no json"})) == {"stack": UNKNOWN}


def test_a_search_domain_inside_a_network_is_guarded_by_its_security_groups() -> None:
    domain = step(DOMAIN, "search", {"accessPolicies": OPEN, "vpcOptions": {"subnetIds": ["subnet-1"]}})

    assert verdicts("SEC004", domain) == {"stack": NOT_APPLICABLE}


@pytest.mark.parametrize(
    ("inputs", "verdict"),
    [
        ({"principal": "events.amazonaws.com"}, PASS),
        ({"principal": "*"}, FAIL),
        ({"principal": "*", "sourceArn": LATER}, PASS),
        ({"principal": "*", "principalOrgId": "o-1"}, PASS),
        ({"principal": "*", "functionUrlAuthType": "NONE"}, PASS),
    ],
)
def test_a_permission_of_a_function(inputs: dict[str, Any], verdict: str) -> None:
    assert verdicts("SEC004", step(PERMISSION, "may", inputs)) == {"may": verdict}


@pytest.mark.parametrize(
    ("token", "inputs"),
    [
        ("aws:ec2/amiLaunchPermission:AmiLaunchPermission", {"group": "all"}),
        ("aws:rds/snapshot:Snapshot", {"sharedAccounts": ["all"]}),
        ("aws:ssm/document:Document", {"permissions": {"type": "Share", "accountIds": "All"}}),
    ],
)
def test_what_is_shared_with_everybody(token: str, inputs: dict[str, Any]) -> None:
    assert verdicts("SEC004", step(token, "it", inputs)) == {"it": FAIL}
    assert verdicts("SEC004", step(token, "it")) == {"stack": NOT_APPLICABLE}


@pytest.mark.parametrize(
    ("website", "action", "verdict"),
    [(True, "s3:GetObject", PASS), (True, "s3:*", FAIL), (False, "s3:GetObject", FAIL)],
)
def test_a_website_is_read_by_everybody(website: bool, action: str, verdict: str) -> None:
    links = {"bucket": [urn("aws:s3/bucket:Bucket", "site")]}
    told = step(
        "aws:s3/bucketPolicy:BucketPolicy",
        "open",
        {"policy": policy(Principal="*", Action=action)},
        links=links,
    )
    site = step("aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration", "config", links=links)

    assert verdicts("SEC004", step("aws:s3/bucket:Bucket", "site"), told, *([site] if website else [])) == {
        "open": verdict
    }
