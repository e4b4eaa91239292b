from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

LISTENER, CERTIFICATE = "aws:lb/listener:Listener", "aws:acm/certificate:Certificate"
VALIDATION, DISTRIBUTION = (
    "aws:acm/certificateValidation:CertificateValidation",
    "aws:cloudfront/distribution:Distribution",
)
DOMAIN = "aws:apigateway/domainName:DomainName"
CERTIFICATES = [
    step(CERTIFICATE, "use1", {"region": "us-east-1"}),
    step(VALIDATION, "euw1", {"region": "eu-west-1"}),
]
USE1, EUW1 = [urn(CERTIFICATE, "use1")], [urn(VALIDATION, "euw1")]


def listener(links: list[str], value: Any = LATER) -> dict[str, Any]:
    return step(
        LISTENER, "x", {"region": "eu-west-1", "certificateArn": value}, links={"certificateArn": links}
    )


def cdn(links: list[str]) -> dict[str, Any]:
    return step(
        DISTRIBUTION,
        "x",
        {"viewerCertificate": {"acmCertificateArn": LATER}},
        links={"viewerCertificate": links},
    )


@pytest.mark.parametrize(
    ("made", "verdict"),
    [
        (listener(EUW1), PASS),
        (listener(USE1), FAIL),
        (listener([]), UNKNOWN),
        (listener([], "arn:aws:acm:eu-west-1:111122223333:certificate/1"), PASS),
        (listener([], "arn:aws:acm:us-east-1:111122223333:certificate/1"), FAIL),
        (cdn(USE1), PASS),
        (cdn(EUW1), FAIL),
        (
            step(
                DOMAIN,
                "x",
                {"region": "eu-west-1", "regionalCertificateArn": LATER},
                links={"regionalCertificateArn": EUW1},
            ),
            PASS,
        ),
        (
            step(
                DOMAIN, "x", {"region": "eu-west-1", "certificateArn": LATER}, links={"certificateArn": EUW1}
            ),
            FAIL,
        ),
        (
            step(
                DOMAIN, "x", {"region": "eu-west-1", "certificateArn": LATER}, links={"certificateArn": USE1}
            ),
            PASS,
        ),
    ],
)
def test_a_use_of_a_certificate(made: dict[str, Any], verdict: str) -> None:
    assert verdicts("DEP002", *CERTIFICATES, made) == {"x": verdict}


@pytest.mark.parametrize(
    "steps",
    [
        [],
        CERTIFICATES,
        [step(LISTENER, "x", {"protocol": "HTTP"})],
        [step(DISTRIBUTION, "x", {"viewerCertificate": {"cloudfrontDefaultCertificate": True}})],
    ],
)
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("DEP002", *steps) == {"stack": NOT_APPLICABLE}
