from __future__ import annotations

import json
from typing import Any

import pytest

from holdfast.components.deployment_foundation import DeploymentFoundation, DeploymentFoundationArgs
from tests.components.declared import Resources, declared

GITHUB = "https://token.actions.githubusercontent.com"
HOST = GITHUB.removeprefix("https://")
ORDERS: dict[str, Any] = {
    "issuer": GITHUB,
    "subjects": ["repo:example/orders:environment:production"],
    "policy_arns": ["arn:aws:iam::aws:policy/PowerUserAccess"],
}
HOME, COPY = "arn:aws:s3:::eun1-state-bucket-bucket", "arn:aws:s3:::euw3-state-bucket-bucket"


def build(pipelines: dict[str, Any] | None = None, **more: Any) -> Resources:
    args: DeploymentFoundationArgs = {
        "account_id": "111122223333",
        "home": "eun1",
        "regions": {"eun1": "eu-north-1", "euw3": "eu-west-3"},
        "pipelines": {"orders": ORDERS} if pipelines is None else pipelines,
        **more,  # type: ignore[typeddict-item]  # any key
    }
    return declared(lambda: DeploymentFoundation("global", args))


def statements(resources: Resources) -> dict[str, Any]:
    policy = json.loads(resources("global-orders-state-policy").inputs["policy"])
    return {one["Sid"]: one for one in policy["Statement"]}


def test_an_issuer_has_one_provider_and_each_pipeline_a_role() -> None:
    billing = {**ORDERS, "subjects": ["repo:example/billing:ref:refs/heads/main"]}
    resources = build({"orders": ORDERS, "billing": billing})
    (provider,) = resources.of("OpenIdConnectProvider")
    assert provider.inputs["url"] == GITHUB
    assert provider.inputs["clientIdLists"] == ["sts.amazonaws.com"]
    assert {"global-orders-role", "global-billing-role"} <= resources.names("Role")


def test_the_role_trusts_whole_subjects_and_the_audience_and_nothing_else() -> None:
    resources = build()
    (statement,) = json.loads(resources("global-orders-role").inputs["assumeRolePolicy"])["Statement"]
    assert statement == {
        "Effect": "Allow",
        "Principal": {"Federated": resources(f"global-{HOST}").outputs["arn"]},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {
            "StringEquals": {
                f"{HOST}:aud": "sts.amazonaws.com",
                f"{HOST}:sub": ["repo:example/orders:environment:production"],
            }
        },
    }


def test_a_provider_that_the_account_has_is_used() -> None:
    arn = "arn:aws:iam::111122223333:oidc-provider/gitlab.com"
    gitlab = {
        "issuer": "https://gitlab.com",
        "subjects": ["project_path:example/orders:ref_type:branch:ref:main"],
        "provider_arn": arn,
    }
    resources = build({"orders": gitlab})
    assert resources.of("OpenIdConnectProvider") == []
    (statement,) = json.loads(resources("global-orders-role").inputs["assumeRolePolicy"])["Statement"]
    assert statement["Principal"] == {"Federated": arn}
    assert set(statement["Condition"]["StringEquals"]) == {"gitlab.com:aud", "gitlab.com:sub"}


def test_the_role_writes_the_home_reads_the_copies_and_takes_over_beside_them() -> None:
    found = statements(build())
    assert found["WriteState"]["Resource"] == [f"{HOME}/*"]
    assert found["ReadStates"]["Resource"] == [f"{HOME}/*", f"{COPY}/*"]
    assert found["TakeStateOver"]["Resource"] == [f"{COPY}/taken-over/*"]
    assert found["ListStates"]["Resource"] == [HOME, COPY]
    assert {sid for sid, one in found.items() if one["Effect"] == "Allow" and "PutObject" in str(one)} == {
        "WriteState",
        "TakeStateOver",
    }


def test_the_role_uses_both_copies_of_the_key_and_can_harm_neither_key_nor_history() -> None:
    resources = build()
    found, keys = (
        statements(resources),
        [resources(f"{one}-state-key").outputs["arn"] for one in ("eun1", "euw3")],
    )
    assert found["UseKeys"]["Resource"] == keys
    assert set(found["UseKeys"]["Action"]) == {
        *("kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"),
    }
    assert (found["KeepKeys"]["Effect"], found["KeepKeys"]["Resource"]) == ("Deny", keys)
    assert {"kms:ScheduleKeyDeletion", "kms:DisableKey"} <= set(found["KeepKeys"]["Action"])
    history = found["KeepHistory"]
    assert (history["Effect"], history["Resource"]) == ("Deny", [HOME, COPY, f"{HOME}/*", f"{COPY}/*"])
    assert {"s3:DeleteObjectVersion", "s3:PutLifecycleConfiguration", "s3:PutBucketVersioning"} <= set(
        history["Action"]
    )


def test_the_role_lends_no_key_and_moves_no_alias() -> None:
    actions = set(statements(build())["KeepKeys"]["Action"])
    assert {"kms:CreateGrant", "kms:DeleteAlias", "kms:UpdateAlias"} <= actions


def test_no_access_point_is_a_way_around_the_history() -> None:
    around = statements(build())["KeepHistoryBehindAccessPoints"]
    assert (around["Effect"], around["Resource"]) == ("Deny", ["arn:aws:s3:*:111122223333:accesspoint/*"])
    assert "s3:DeleteObjectVersion" in around["Action"]


def test_the_role_makes_roles_of_its_stacks_alone_and_never_changes_those_of_this_program() -> None:
    found = statements(build({"orders": {**ORDERS, "stacks": ["orders-prod", "orders-staging"]}}))
    account = "arn:aws:iam::111122223333"
    assert found["MakeRoles"]["Resource"] == [
        f"{account}:{kind}/{stack}-*"
        for stack in ("orders-prod", "orders-staging")
        for kind in ("instance-profile", "role")
    ]
    assert {"iam:CreateRole", "iam:PassRole", "iam:PutRolePolicy"} <= set(found["MakeRoles"]["Action"])
    kept = found["KeepRoles"]
    assert (kept["Effect"], kept["Resource"]) == ("Deny", [f"{account}:role/holdfast-prod-*"])
    assert {"iam:DeleteRolePolicy", "iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy"} <= set(kept["Action"])


def test_nobody_makes_roles_unasked() -> None:
    found = statements(build())
    assert "MakeRoles" not in found
    assert "KeepRoles" in found


def test_the_policy_fits_a_role() -> None:
    # The policies written into a role have 10,240 characters in all, white space aside:
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html (2026-11)
    stacks = [f"a-project-of-some-length-{number}" for number in range(10)]
    policy = build({"orders": {**ORDERS, "stacks": stacks}})("global-orders-state-policy").inputs["policy"]
    assert len("".join(policy.split())) < 10_240


def test_policies_boundary_and_time_are_the_roles() -> None:
    boundary = "arn:aws:iam::111122223333:policy/deployments"
    resources = build({"orders": {**ORDERS, "permissions_boundary_arn": boundary}})
    role = resources("global-orders-role").inputs
    assert (role["permissionsBoundary"], role["maxSessionDuration"]) == (boundary, 7200)
    assert resources("global-orders-PowerUserAccess").inputs["policyArn"] == ORDERS["policy_arns"][0]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"subjects": []}, "every pipeline of the issuer would be let in"),
        ({"subjects": ["repo:example/*:ref:refs/heads/main"]}, "without wildcards"),
        ({"subjects": ["*"]}, "without wildcards"),
        ({"issuer": "http://gitlab.com"}, "'issuer' must be an https:// address"),
        (
            {"policy_arns": [f"arn:aws:iam::{one}:policy/Deploy" for one in ("aws", "111122223333")]},
            "'policy_arns' must differ in their names",
        ),
        ({"stacks": ["holdfast-prod"]}, "must not take in this program's own roles"),
        ({"stacks": ["*"]}, "'stacks' must be <project>-<stack>"),
        ({"stacks": ["holdfast-*"]}, "'stacks' must be <project>-<stack>"),
    ],
)
def test_an_open_door_is_refused(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        build({"orders": {**ORDERS, **wrong}})


def test_what_is_told_is_the_commands_and_the_roles() -> None:
    outputs = build()("global", "DeploymentFoundation").outputs
    assert set(outputs["state"]) == {
        *("login", "login_to_copy", "login_when_lost", "secrets_providers", "buckets", "key_arns"),
    }
    assert set(outputs["role_arns"]) == {"orders"}
    assert outputs["origin"] == {}


def test_people_deploy_where_no_pipeline_is_named() -> None:
    resources = build({})
    assert not any(one.name.startswith("global-orders") for one in resources)
    assert resources.of("OpenIdConnectProvider") == []


def test_tags_lock_and_protection_reach_everything() -> None:
    resources = build(
        tags={"Team": "platform"}, protection=False, object_lock={"mode": "compliance", "days": 7}
    )
    for name in ("eun1-state-bucket", "euw3-state-key", f"global-{HOST}", "global-orders-role"):
        assert resources(name).inputs["tags"]["Team"] == "platform"
    assert not any(one.protect for one in resources)
    assert resources("eun1-state-bucket-lock").inputs["rule"]["defaultRetention"]["mode"] == "COMPLIANCE"
