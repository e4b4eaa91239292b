from __future__ import annotations

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step

DOCUMENT, MACHINE = "aws:ssm/document:Document", "aws:sfn/stateMachine:StateMachine"
AUTOMATION = '{"mainSteps": [{"action": "aws:executeAwsApi", "inputs": {"Service": "%s", "Api": "%s"}}]}'
YAML = "mainSteps:\n- action: aws:executeAwsApi\n  inputs:\n    Service: %s\n    Api: %s\n"
STATES = '{"States": {"a": {"Resource": "arn:aws:states:::aws-sdk:%s:%s"}}}'


@pytest.mark.parametrize("form", [AUTOMATION, YAML])
@pytest.mark.parametrize(
    ("service", "call", "verdict"),
    [
        ("route53", "ChangeResourceRecordSets", FAIL),
        ("iam", "AttachRolePolicy", FAIL),
        ("iam", "GetRole", PASS),
        ("route53-recovery-control-config", "UpdateRoutingControl", FAIL),
        ("route53-recovery-cluster", "UpdateRoutingControlState", PASS),
        ("s3", "PutObject", PASS),
    ],
)
def test_a_runbook(form: str, service: str, call: str, verdict: str) -> None:
    assert verdicts("DEP007", step(DOCUMENT, "r", {"content": form % (service, call)})) == {"r": verdict}


@pytest.mark.parametrize(
    ("service", "call", "verdict"),
    [("globalaccelerator", "updateEndpointGroup", FAIL), ("cloudfront", "getDistribution", PASS)],
)
def test_a_state_machine(service: str, call: str, verdict: str) -> None:
    assert verdicts("DEP007", step(MACHINE, "m", {"definition": STATES % (service, call)})) == {"m": verdict}


def test_a_text_that_only_deployment_knows() -> None:
    assert verdicts("DEP007", step(DOCUMENT, "r", {"content": LATER})) == {"r": UNKNOWN}


def test_does_not_concern() -> None:
    assert verdicts("DEP007") == {"stack": NOT_APPLICABLE}
