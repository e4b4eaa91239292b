from __future__ import annotations

from typing import Any

import pytest

from tests.checks.traffic import ALARM
from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

CERTIFICATE, RULE = "aws:acm/certificate:Certificate", "aws:cloudwatch/eventRule:EventRule"
VALIDATION = "aws:acm/certificateValidation:CertificateValidation"
CERT = step(CERTIFICATE, "cert", {"region": "eu-west-1"})
VALID = step(VALIDATION, "valid", {}, links={"certificateArn": [urn(CERTIFICATE, "cert")]})
EVENT = '{"detail-type": ["ACM Certificate Approaching Expiration"]}'


def alarm(of: str, metric: str = "DaysToExpiry") -> dict[str, Any]:
    inputs = {"metricName": metric, "dimensions": {"CertificateArn": LATER}}
    return step(ALARM, "alarm", inputs, links={"dimensions": [of]})


@pytest.mark.parametrize(
    ("steps", "verdict"),
    [
        ([alarm(urn(CERTIFICATE, "cert"))], PASS),
        ([alarm(urn(VALIDATION, "valid"))], PASS),
        ([alarm(urn(CERTIFICATE, "cert"), "Other")], FAIL),
        ([alarm(urn(CERTIFICATE, "other"))], FAIL),
        ([step(RULE, "rule", {"region": "eu-west-1", "eventPattern": EVENT})], PASS),
        ([step(RULE, "rule", {"region": "us-east-1", "eventPattern": EVENT})], FAIL),
        ([step(RULE, "rule", {"region": "eu-west-1", "eventPattern": "{}"})], FAIL),
        ([], FAIL),
    ],
)
def test_a_certificate(steps: list[dict[str, Any]], verdict: str) -> None:
    assert verdicts("HLT004", CERT, VALID, *steps) == {"cert": verdict}


def test_an_alarm_that_names_it_by_its_arn() -> None:
    arn = "arn:aws:acm:eu-west-1:111122223333:certificate/1"
    named = step(ALARM, "alarm", {"metricName": "DaysToExpiry", "dimensions": {"CertificateArn": arn}})

    assert verdicts("HLT004", step(CERTIFICATE, "cert", {}, id=arn), named) == {"cert": PASS}


def test_of_a_partial_preview_nothing_is_said_to_be_missing() -> None:
    assert verdicts("HLT004", CERT, partial=True) == {"cert": UNKNOWN}


def test_does_not_concern() -> None:
    assert verdicts("HLT004", alarm(urn(CERTIFICATE, "cert"))) == {"stack": NOT_APPLICABLE}
