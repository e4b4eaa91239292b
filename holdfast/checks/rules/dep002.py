"""DEP002: what speaks TLS has a certificate of the region in which AWS looks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.traffic import LISTENER_CERTIFICATES, LISTENERS
from holdfast.graph import Marker
from holdfast.inventory.families.certificates import CERTIFICATE, CLOUDFRONT_REGION, DISTRIBUTION
from holdfast.inventory.view import parse_arn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

CERTIFICATES = (CERTIFICATE, "aws:acm/certificateValidation:CertificateValidation")
USERS: dict[str, tuple[tuple[str | int, ...], ...]] = {
    "aws:apigateway/domainName:DomainName": (("regionalCertificateArn",), ("certificateArn",)),
    "aws:apigatewayv2/domainName:DomainName": (("domainNameConfiguration", "certificateArn"),),
    **dict.fromkeys((*LISTENERS, *LISTENER_CERTIFICATES), (("certificateArn",),)),
    DISTRIBUTION: (("viewerCertificate", "acmCertificateArn"),),
}
"""Where each type names its certificate."""
AT_THE_EDGE = "certificateArn"
"""Of a REST API's domain name: the certificate of an edge-optimised endpoint, which is CloudFront's."""


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each use of a certificate."""
    for token, paths in USERS.items():
        for one in graph.of_type(token):
            for path in paths:
                if one.at(*path):
                    yield _judge(graph, one, path)


def _judge(graph: ResourceGraph, one: Resource, path: tuple[str | int, ...]) -> Judgement:
    edge = one.type == DISTRIBUTION or (
        path == (AT_THE_EDGE,) and one.type == "aws:apigateway/domainName:DomainName"
    )
    wanted = CLOUDFRONT_REGION if edge else one.region
    arn = parse_arn(one.at(*path))
    found = {each.region for each in graph.references(one, str(path[0])) if each.type in CERTIFICATES}
    found |= {arn.region} if arn and arn.service == "acm" else set()
    if not found or Marker.UNKNOWN in found or wanted is Marker.UNKNOWN:
        return unknown(one, "not known yet: the region of its certificate")
    if found == {wanted}:
        return passes(one, f"its certificate is in {wanted}")
    where = ", ".join(sorted(map(str, found)))
    why = "CloudFront takes those" if edge else "it can use those"
    return fails(one, f"its certificate is in {where}: {why} of {wanted} alone")


RULE = Rule(
    id="DEP002-certificate-is-of-the-right-region",
    title="A certificate is in the region of what uses it, and in us-east-1 for CloudFront.",
    explanation=(
        "ACM certificates do not leave their region. A second region whose entrance has no certificate of "
        "its own is refused when it is deployed, or, worse, was never deployed with TLS at all."
    ),
    severity=Severity.HIGH,
    fix="request the certificate in each region, and for CloudFront in us-east-1",
    source="https://docs.aws.amazon.com/acm/latest/userguide/acm-regions.html",
    subject="uses of ACM certificates",
    check=check,
    frameworks=("REL13-BP02",),
)
