from __future__ import annotations

import inspect
import re
from importlib import import_module
from typing import Any

import pytest

from holdfast.checks.rules.dat001 import GUARDS
from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

LB, BUCKET, POOL = "aws:lb/loadBalancer:LoadBalancer", "aws:s3/bucket:Bucket", "aws:cognito/userPool:UserPool"


@pytest.mark.parametrize(
    ("token", "inputs", "protect", "verdict"),
    [
        (LB, {"enableDeletionProtection": True}, True, PASS),
        (LB, {"enableDeletionProtection": True}, False, FAIL),
        (LB, {"enableDeletionProtection": False}, True, FAIL),
        (LB, {}, True, FAIL),
        (LB, {"enableDeletionProtection": LATER}, True, UNKNOWN),
        (LB, {"enableDeletionProtection": LATER}, False, FAIL),
        (POOL, {"deletionProtection": "ACTIVE"}, True, PASS),
        (POOL, {"deletionProtection": "INACTIVE"}, True, FAIL),
        (BUCKET, {}, True, PASS),
        (BUCKET, {}, False, FAIL),
        (BUCKET, {"forceDestroy": False}, True, PASS),
        (BUCKET, {"forceDestroy": True}, True, FAIL),
        (BUCKET, {"forceDestroy": LATER}, True, UNKNOWN),
    ],
)
def test_protection(token: str, inputs: dict[str, Any], protect: bool, verdict: str) -> None:
    assert verdicts("DAT001", step(token, "x", inputs, protect=protect)) == {"x": verdict}


@pytest.mark.parametrize(
    ("users", "verdict"),
    [
        (["aws:sns/topic:Topic", "aws:kms/alias:Alias"], PASS),
        (["aws:kms/alias:Alias"], FAIL),
        (["aws:sns/topic:Topic", "aws:sqs/queue:Queue"], FAIL),
        ([], FAIL),
    ],
)
def test_a_key_that_topics_alone_use_keeps_nothing(users: list[str], verdict: str) -> None:
    key = "aws:kms/key:Key"
    using = [step(one, str(number), links={"key": [urn(key, "k")]}) for number, one in enumerate(users)]
    component = step("shop:index:Alarms", "c", links={"key": [urn(key, "k")]}, component=True)

    assert verdicts("DAT001", step(key, "k"), *using, component)["k"] == verdict


@pytest.mark.parametrize(
    "steps", [[], [step("aws:ec2/vpc:Vpc", "x")], [step(BUCKET, "x", op="read", external=True)]]
)
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("DAT001", *steps) == {"stack": NOT_APPLICABLE}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("token", sorted(GUARDS))
def test_the_table_names_inputs_that_the_sdk_has(token: str) -> None:
    _, module, kind = re.split(r":(?:([^/]+)/[^:]+:)?", token)
    initialiser = getattr(import_module(f"pulumi_aws.{module}"), kind)._internal_init
    guard = GUARDS[token]
    needed = {
        re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower() for name in (guard.switch, guard.emptied_by) if name
    }

    assert needed <= set(inspect.signature(initialiser).parameters)
