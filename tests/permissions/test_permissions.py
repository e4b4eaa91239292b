from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from holdfast.graph import read_preview
from holdfast.permissions import Naming, Permissions, boundary, permissions
from holdfast.permissions.model import MAX_POLICIES, MAX_POLICY_CHARACTERS
from holdfast.permissions.table import known_actions, known_types
from tests.graph.documents import UNKNOWN, graph, step
from tests.permissions.judging import allowed
from tests.previews import ROOT, previewed

ACCOUNT = "111122223333"
OURS = Naming(
    pattern="${project}-${stack}-${name}-${hex(4)}",
    by_type={"aws:lb/targetGroup:TargetGroup": "${name}-${hex(4)}"},
)
ROLE, FUNCTION, KEY = "aws:iam/role:Role", "aws:lambda/function:Function", "aws:kms/key:Key"
ATTACHMENT, RECORD = "aws:iam/rolePolicyAttachment:RolePolicyAttachment", "aws:route53/record:Record"
SECRET, SUBNET = "aws:secretsmanager/secret:Secret", "aws:ec2/subnet:Subnet"
BASIC = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
TRUST = json.dumps(
    {
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
        ]
    }
)
TAGS = {"Project": "orders", "Stack": "prod"}


def small(*more: dict[str, Any]) -> Any:
    return graph(
        step(ROLE, "use1-orders-role", {"assumeRolePolicy": TRUST}),
        step(ATTACHMENT, "use1-orders-logs", {"policyArn": BASIC, "role": UNKNOWN}),
        step(FUNCTION, "use1-orders", {"region": "us-east-1", "role": UNKNOWN}),
        step(SECRET, "use1-orders-secret", {"region": "us-east-1", "name": "orders/prod/signing"}),
        step(RECORD, "public", {"zoneId": "Z111", "name": "api.example.com"}),
        step(KEY, "use1-key", {"region": "us-east-1", "tags": TAGS}),
        *more,
    )


def needed(*more: dict[str, Any], **options: Any) -> Permissions:
    return permissions(small(*more), naming=OURS, account=ACCOUNT, **options)


@cache
def of_prod() -> Permissions:
    return permissions(read_preview(previewed(ROOT, "prod")), naming=OURS, account=ACCOUNT)


def role(name: str) -> str:
    return f"arn:aws:iam::{ACCOUNT}:role/{name}"


def test_makes_the_stack_s_own_roles_and_no_others() -> None:
    policies = needed().policies
    for action in ("iam:CreateRole", "iam:DeleteRole", "iam:UpdateAssumeRolePolicy"):
        assert allowed(policies, action, role("orders-prod-use1-orders-role-1a2b"))
        assert not allowed(policies, action, role("administrator"))
        assert not allowed(policies, action, role("orders-staging-use1-orders-role-1a2b"))


def test_attaches_the_policies_that_the_stack_attaches_and_no_others() -> None:
    def attaches(arn: str) -> bool:
        target = role("orders-prod-use1-orders-role-1a2b")
        return allowed(needed().policies, "iam:AttachRolePolicy", target, iam__PolicyARN=arn)

    assert attaches(BASIC)
    assert not attaches("arn:aws:iam::aws:policy/AdministratorAccess")


def test_hands_roles_to_the_services_that_they_trust() -> None:
    def hands(name: str, service: str) -> bool:
        return allowed(needed().policies, "iam:PassRole", role(name), iam__PassedToService=service)

    assert hands("orders-prod-use1-orders-role-1a2b", "lambda.amazonaws.com")
    assert not hands("orders-prod-use1-orders-role-1a2b", "ec2.amazonaws.com")
    assert not hands("administrator", "lambda.amazonaws.com")


def test_says_that_it_hands_roles_to_anybody_where_trust_is_not_known() -> None:
    later = step(ROLE, "use1-other", {"assumeRolePolicy": UNKNOWN})
    found = needed(later)
    assert found.passed_to_any
    assert allowed(found.policies, "iam:PassRole", role("orders-prod-use1-other-1a2b"))
    assert not needed().passed_to_any


def test_hands_over_a_role_that_is_there_already() -> None:
    given = role("given/lambda")
    other = step(FUNCTION, "use1-other", {"region": "us-east-1", "role": given})
    assert allowed(needed(other).policies, "iam:PassRole", given, iam__PassedToService="lambda.amazonaws.com")
    assert not allowed(needed().policies, "iam:PassRole", given, iam__PassedToService="lambda.amazonaws.com")


def test_never_makes_users_keys_or_policies_that_nobody_declares() -> None:
    for action in (
        "iam:CreateUser",
        "iam:CreateAccessKey",
        "iam:CreatePolicyVersion",
        "iam:AttachUserPolicy",
    ):
        assert not allowed(needed().policies, action, "*")
        assert not allowed(
            of_prod().policies, action, f"arn:aws:iam::{ACCOUNT}:policy/deploy-holdfast-prod-1"
        )


def test_acts_in_the_stack_s_regions_alone() -> None:
    arn = f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:orders-prod-use1-orders-1a2b"
    policies = needed().policies
    assert allowed(policies, "lambda:CreateFunction", arn, aws__RequestedRegion="us-east-1")
    elsewhere = arn.replace("us-east-1", "ap-south-1")
    assert not allowed(policies, "lambda:CreateFunction", elsewhere, aws__RequestedRegion="ap-south-1")


def test_a_region_that_is_not_known_bounds_nothing_and_says_so() -> None:
    found = permissions(graph(step(FUNCTION, "one"), region=None), naming=OURS)
    assert found.regions == ()
    arn = "arn:aws:lambda:ap-south-1:1:function:orders-prod-one"
    assert allowed(found.policies, "lambda:CreateFunction", arn)


def test_reads_its_own_secrets_and_no_others() -> None:
    def reads(name: str) -> bool:
        arn = f"arn:aws:secretsmanager:us-east-1:{ACCOUNT}:secret:{name}"
        version = step("aws:secretsmanager/secretVersion:SecretVersion", "v", {"region": "us-east-1"})
        policies = needed(version).policies
        return allowed(policies, "secretsmanager:GetSecretValue", arn, aws__RequestedRegion="us-east-1")

    assert reads("orders/prod/signing-a1b2c3")
    assert not reads("payments/prod/signing-a1b2c3")
    assert not reads("orders/prod/signing-of-another-a1b2c3")


def test_uses_keys_through_services_alone() -> None:
    def uses(**context: str) -> bool:
        arn = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/1"
        return allowed(needed().policies, "kms:Decrypt", arn, aws__RequestedRegion="us-east-1", **context)

    assert uses(kms__ViaService="secretsmanager.us-east-1.amazonaws.com")
    assert not uses()


def test_networks_and_keys_of_others_are_safe_where_ours_are_tagged() -> None:
    key, here = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/1", {"aws__RequestedRegion": "us-east-1"}
    ours = {"aws__ResourceTag___Project": "orders", "aws__ResourceTag___Stack": "prod"}
    assert allowed(needed().policies, "kms:ScheduleKeyDeletion", key, **here, **ours)
    assert not allowed(needed().policies, "kms:ScheduleKeyDeletion", key, **here)
    bare = step(SUBNET, "use1-subnet", {"region": "us-east-1"})
    assert allowed(needed(bare).policies, "kms:ScheduleKeyDeletion", key, **here)


def test_changes_records_of_the_stack_s_zones_alone() -> None:
    zone = "arn:aws:route53:::hostedzone/"
    assert allowed(needed().policies, "route53:ChangeResourceRecordSets", f"{zone}Z111")
    assert not allowed(needed().policies, "route53:ChangeResourceRecordSets", f"{zone}Z222")
    made = step(RECORD, "made", {"zoneId": UNKNOWN, "name": "x"})
    assert allowed(needed(made).policies, "route53:ChangeResourceRecordSets", f"{zone}Z222")


def test_keeps_data_when_asked() -> None:
    def deletes(*, keep: bool) -> bool:
        arn = f"arn:aws:secretsmanager:us-east-1:{ACCOUNT}:secret:orders/prod/signing-a1b2c3"
        found = needed(keep_data=keep)
        return allowed(found.policies, "secretsmanager:DeleteSecret", arn, aws__RequestedRegion="us-east-1")

    assert deletes(keep=False)
    assert not deletes(keep=True)


def test_a_name_that_only_deployment_knows_bounds_nothing() -> None:
    group = step("aws:cloudwatch/logGroup:LogGroup", "one", {"region": "us-east-1", "name": UNKNOWN})
    arn = f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:/aws/anything"
    assert allowed(needed(group).policies, "logs:CreateLogGroup", arn, aws__RequestedRegion="us-east-1")


def test_names_follow_pulumi_s_own_pattern_without_another() -> None:
    found = permissions(small(), account=ACCOUNT)
    assert allowed(found.policies, "iam:CreateRole", role("use1-orders-role-1a2b3c4"))
    assert not allowed(found.policies, "iam:CreateRole", role("orders-prod-1a2b3c4"))


def test_a_name_of_the_engine_s_is_no_fixed_name() -> None:
    """``pulumi preview`` proposes whole names, whose end is another one at each time."""
    made = step(ROLE, "use1-other", {"assumeRolePolicy": TRUST, "name": "orders-prod-use1-other-9f8e"})
    assert allowed(needed(made).policies, "iam:CreateRole", role("orders-prod-use1-other-0000"))


def test_says_what_it_does_not_know() -> None:
    found = needed(
        step("aws:quantum/thing:Thing", "one"),
        step("random:index/randomId:RandomId", "two"),
        step("cloudflare:index/dnsRecord:DnsRecord", "three"),
    )
    assert found.unknown == ("aws:quantum/thing:Thing",)
    assert found.elsewhere == ("random",)
    assert found.cloudflare == (("Zone: DNS: Edit", "DnsRecord"),)


def test_what_is_only_read_takes_nothing() -> None:
    read = step("aws:ec2/vpc:Vpc", "given", {"region": "us-east-1"}, external=True)
    policies = needed(read).policies
    assert not allowed(policies, "ec2:CreateVpc", "*", aws__RequestedRegion="us-east-1")


def test_says_what_changes_the_whole_account() -> None:
    settings = step("aws:backup/regionSettings:RegionSettings", "one", {"region": "us-east-1"})
    assert needed(settings).account_wide == ("aws:backup/regionSettings:RegionSettings",)


@pytest.mark.parametrize("found", [needed(), needed(keep_data=True)], ids=["all", "keeps data"])
def test_is_what_iam_takes(found: Permissions) -> None:
    _is_what_iam_takes(found)


def test_policies_of_prod_are_what_iam_takes() -> None:
    found = of_prod()
    _is_what_iam_takes(found)
    assert found.unknown == ()
    assert len(found.policies) <= MAX_POLICIES
    document = read_preview(previewed(ROOT, "prod"))
    wanted = {
        action
        for one in document
        if not one.component and one.type.startswith("aws:")
        for action in known_types()[one.type].actions(keep_data=False)
    }
    given = {
        action for policy in found.policies for said in policy.statements for action in _texts(said["Action"])
    }
    assert wanted <= given
    assert given - wanted <= {"iam:PassRole", "iam:CreateServiceLinkedRole"}


def test_the_boundary_is_one_policy_that_takes_in_the_others() -> None:
    found = of_prod()
    wall = boundary(found)
    assert wall.characters <= MAX_POLICY_CHARACTERS
    for policy in found.policies:
        for said in policy.statements:
            for action in _texts(said["Action"]):
                covered = {
                    one["Sid"]
                    for one in wall.statements
                    if any(
                        action == name or action.startswith(name.rstrip("*"))
                        for name in _texts(one["Action"])
                    )
                }
                assert covered, action
    assert not allowed([wall], "iam:CreateUser", "*", aws__RequestedRegion="us-east-1")
    assert not allowed([wall], "organizations:LeaveOrganization", "*", aws__RequestedRegion="us-east-1")
    assert not allowed([wall], "iam:CreateRole", role("administrator"))


def _is_what_iam_takes(found: Permissions) -> None:
    for policy in found.policies:
        assert policy.characters <= MAX_POLICY_CHARACTERS
        sids = [str(said["Sid"]) for said in policy.statements]
        assert len(set(sids)) == len(sids)
        assert all(sid.isalnum() for sid in sids)
        for said in policy.statements:
            assert set(_texts(said["Action"])) <= known_actions().keys()
            assert all(arn == "*" or arn.startswith("arn:aws:") for arn in _texts(said["Resource"]))
            assert _texts(said["Resource"])


def _texts(value: object) -> list[str]:
    assert isinstance(value, list)
    return value
