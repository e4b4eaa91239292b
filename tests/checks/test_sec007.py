from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step

TEMPLATE, INSTANCE = "aws:ec2/launchTemplate:LaunchTemplate", "aws:ec2/instance:Instance"
DEFAULTS = "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults"


@pytest.mark.parametrize(
    ("token", "inputs", "verdict"),
    [
        (TEMPLATE, {"metadataOptions": {"httpTokens": "required"}}, PASS),
        (TEMPLATE, {"metadataOptions": {"httpTokens": "optional"}}, FAIL),
        (TEMPLATE, {"metadataOptions": {"httpEndpoint": "disabled"}}, PASS),
        (TEMPLATE, {"metadataOptions": {"httpTokens": LATER}}, UNKNOWN),
        (TEMPLATE, {"metadataOptions": LATER}, UNKNOWN),
        (TEMPLATE, {}, FAIL),
        (INSTANCE, {}, FAIL),
        (INSTANCE, {"launchTemplate": {"id": LATER}}, PASS),
        (INSTANCE, {"launchTemplate": {"id": LATER}, "metadataOptions": {"httpTokens": "optional"}}, FAIL),
    ],
)
def test_what_starts_instances(token: str, inputs: dict[str, Any], verdict: str) -> None:
    assert verdicts("SEC007", step(token, "it", inputs)) == {"it": verdict}


@pytest.mark.parametrize(("region", "verdict"), [("us-east-1", PASS), ("eu-west-1", FAIL)])
def test_the_default_of_the_account_counts_in_its_region(region: str, verdict: str) -> None:
    defaults = step(DEFAULTS, "defaults", {"region": region, "httpTokens": "required"})

    assert verdicts("SEC007", defaults, step(TEMPLATE, "it")) == {"it": verdict}
