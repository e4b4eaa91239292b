from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step

LISTENER, DISTRIBUTION = "aws:lb/listener:Listener", "aws:cloudfront/distribution:Distribution"
API_DOMAIN, SEARCH = "aws:apigateway/domainName:DomainName", "aws:opensearch/domain:Domain"
SETTING = "cloudflare:index/zoneSetting:ZoneSetting"
NEW = {"viewerCertificate": {"minimumProtocolVersion": "TLSv1.2_2021"}}


def origin(*versions: str, how: str = "https-only") -> dict[str, Any]:
    return {"customOriginConfig": {"originProtocolPolicy": how, "originSslProtocols": list(versions)}}


@pytest.mark.parametrize(
    ("policy", "verdict"),
    [
        ("ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09", PASS),
        ("ELBSecurityPolicy-TLS13-1-3-2021-06", PASS),
        ("ELBSecurityPolicy-TLS13-1-2-FIPS-2023-04", PASS),
        ("ELBSecurityPolicy-TLS-1-2-2017-01", PASS),
        ("ELBSecurityPolicy-FS-1-2-Res-2020-10", PASS),
        ("ELBSecurityPolicy-TLS13-1-0-2021-06", FAIL),
        ("ELBSecurityPolicy-TLS13-1-1-2021-06", FAIL),
        ("ELBSecurityPolicy-FS-1-1-2019-08", FAIL),
        ("ELBSecurityPolicy-FS-2018-06", FAIL),
        ("ELBSecurityPolicy-2016-08", FAIL),
        (None, FAIL),
        (LATER, UNKNOWN),
    ],
)
def test_a_listener(policy: str | None, verdict: str) -> None:
    listener = step(LISTENER, "listener", {"protocol": "HTTPS", "sslPolicy": policy})

    assert verdicts("TLS002", listener) == {"listener": verdict}


def test_a_listener_without_tls_is_not_judged() -> None:
    assert verdicts("TLS002", step(LISTENER, "listener", {"protocol": "HTTP"})) == {"stack": NOT_APPLICABLE}


@pytest.mark.parametrize(
    ("token", "inputs", "verdict"),
    [
        (API_DOMAIN, {"securityPolicy": "TLS_1_2"}, PASS),
        (API_DOMAIN, {"securityPolicy": "SecurityPolicy_TLS13_1_3_2025_09"}, PASS),
        (API_DOMAIN, {"securityPolicy": "TLS_1_0"}, FAIL),
        (API_DOMAIN, {}, UNKNOWN),
        (DISTRIBUTION, NEW, PASS),
        (DISTRIBUTION, {"viewerCertificate": {"minimumProtocolVersion": "TLSv1.1_2016"}}, FAIL),
        (DISTRIBUTION, {"viewerCertificate": {"acmCertificateArn": LATER}}, FAIL),
        (DISTRIBUTION, {"viewerCertificate": {"cloudfrontDefaultCertificate": True}}, FAIL),
        (DISTRIBUTION, {"viewerCertificate": {"minimumProtocolVersion": LATER}}, UNKNOWN),
        (DISTRIBUTION, {**NEW, "origins": [origin("TLSv1.2")]}, PASS),
        (DISTRIBUTION, {**NEW, "origins": [origin("TLSv1.1", "TLSv1.2")]}, FAIL),
        (DISTRIBUTION, {**NEW, "origins": [origin("TLSv1.1", how="http-only")]}, PASS),
        (SEARCH, {"domainEndpointOptions": {"tlsSecurityPolicy": "Policy-Min-TLS-1-2-2019-07"}}, PASS),
        (SEARCH, {"domainEndpointOptions": {"tlsSecurityPolicy": "Policy-Min-TLS-1-0-2019-07"}}, FAIL),
        (SEARCH, {}, FAIL),
        (SEARCH, {"domainEndpointOptions": LATER}, UNKNOWN),
        (SETTING, {"settingId": "min_tls_version", "value": "1.2"}, PASS),
        (SETTING, {"settingId": "min_tls_version", "value": "1.0"}, FAIL),
        (SETTING, {"settingId": "min_tls_version", "value": LATER}, UNKNOWN),
    ],
)
def test_another_entrance(token: str, inputs: dict[str, Any], verdict: str) -> None:
    assert verdicts("TLS002", step(token, "it", inputs)) == {"it": verdict}
