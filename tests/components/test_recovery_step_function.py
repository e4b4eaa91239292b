from __future__ import annotations

import json
from typing import Any

import pytest

from holdfast.components.recovery_step_function import (
    RecoveryStepArgs,
    RecoveryStepFunction,
    RecoveryStepFunctionArgs,
    grants_of,
)
from tests.components.declared import Resources, declared

KEY = "arn:aws:kms:eu-west-1:111122223333:key/1"
SWITCH: RecoveryStepArgs = {
    "event": {"kind": "switch", "key": "route-public", "bucket": "switches"},
    "grants": [
        {"actions": ["s3:GetObject", "s3:PutObject"], "resources": ["arn:aws:s3:::switches/maintenance/use1"]}
    ],
}
OTHER: RecoveryStepArgs = {
    "event": {"kind": "switch", "key": "route-partners", "bucket": "others"},
    "grants": [
        {"actions": ["s3:GetObject", "s3:PutObject"], "resources": ["arn:aws:s3:::others/maintenance/use1"]},
        {"actions": ["s3:ListBucket"], "resources": ["arn:aws:s3:::others"]},
    ],
}


def build(**more: Any) -> Resources:
    args: RecoveryStepFunctionArgs = {
        "region": "eu-west-1",
        "key_arn": KEY,
        "steps": [SWITCH, OTHER],
        "tags": {"Team": "orders"},
        **more,  # type: ignore[typeddict-item]  # any key
    }
    return declared(lambda: RecoveryStepFunction("euw1-leave-use1-step", args))


def test_the_exact_children() -> None:
    resources = build()
    assert {pair for pair in resources.pairs() if pair[0].startswith("aws:")} == {
        ("aws:cloudwatch/logGroup:LogGroup", "euw1-leave-use1-step-logs"),
        ("aws:iam/role:Role", "euw1-leave-use1-step-role"),
        ("aws:iam/rolePolicy:RolePolicy", "euw1-leave-use1-step-policy"),
        ("aws:lambda/function:Function", "euw1-leave-use1-step-fn"),
    }
    assert resources("euw1-leave-use1-step-logs").inputs["kmsKeyId"] == KEY
    assert resources("euw1-leave-use1-step-fn").inputs["tags"] == {
        "Team": "orders",
        "Name": "euw1-leave-use1-step-fn",
    }


def test_the_function_runs_the_whole_package_a_little_shorter_than_ssm_waits() -> None:
    function = build()("euw1-leave-use1-step-fn").inputs
    assert (function["runtime"], function["handler"]) == ("python3.13", "recovery_step.handler.handle")
    assert set(function["code"]) == {
        f"recovery_step/{name}.py"
        for name in ("__init__", "capacity", "handler", "steps", "stores", "traffic")
    }
    assert function["timeout"] < 300
    assert "environment" not in function


def test_its_role_may_do_its_steps_and_nothing_else() -> None:
    statements = json.loads(build()("euw1-leave-use1-step-policy").inputs["policy"])["Statement"]
    assert [(one["Action"], one["Resource"]) for one in statements] == [
        (
            ["logs:CreateLogStream", "logs:PutLogEvents"],
            ["arn:aws:cloudwatch:eu-west-1:111122223333:LogGroup/euw1-leave-use1-step-logs:*"],
        ),
        (["kms:Decrypt"], [KEY]),
        (
            ["s3:GetObject", "s3:PutObject"],
            ["arn:aws:s3:::others/maintenance/use1", "arn:aws:s3:::switches/maintenance/use1"],
        ),
        (["s3:ListBucket"], ["arn:aws:s3:::others"]),
    ]


def test_grants_of_the_same_actions_are_joined() -> None:
    assert [one["actions"] for one in grants_of([SWITCH, OTHER, SWITCH])] == [
        ["s3:GetObject", "s3:PutObject"],
        ["s3:ListBucket"],
    ]


def test_region_switch_finds_the_step_in_the_environment() -> None:
    function = build(steps=[SWITCH], fixed=True)("euw1-leave-use1-step-fn").inputs
    assert json.loads(function["environment"]["variables"]["STEP"]) == SWITCH["event"]
    assert function["kmsKeyArn"] == KEY


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"steps": []}, "'steps' needs at least one step"),
        ({"fixed": True}, "'fixed' needs exactly one step, got 2"),
        (
            {"steps": [{"event": {"key": "route-public"}, "grants": []}]},
            "step \"route-public\" has no 'kind'",
        ),
    ],
)
def test_what_could_do_no_step_is_refused(more: dict[str, Any], expected: str) -> None:
    with pytest.raises(ValueError, match=r"recovery step function 'euw1-leave-use1-step':") as refused:
        build(**more)
    assert expected in str(refused.value)
