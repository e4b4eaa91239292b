"""TLS002: entrances speak TLS 1.2 at least."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.checks.judging import conclude, each, settled
from holdfast.checks.model import Judgement, Rule, Scope, Severity, fails, passes, unknown
from holdfast.checks.traffic import DISTRIBUTION, LISTENERS
from holdfast.graph import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

API_DOMAIN = "aws:apigateway/domainName:DomainName"
DOMAINS = ("aws:elasticsearch/domain:Domain", "aws:opensearch/domain:Domain")
ZONE_SETTING = "cloudflare:index/zoneSetting:ZoneSetting"
ENCRYPTED = ("HTTPS", "TLS")
# Names of the policies that begin at TLS 1.2 or 1.3; the default of the API begins at 1.0:
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
_NEW_POLICY = re.compile(r"ELBSecurityPolicy-(?:TLS13|TLS|FS)-1-[23](?:-|$)")
DEFAULT_POLICY = "ELBSecurityPolicy-2016-08"
_OLD_VERSIONS = frozenset({"SSLv3", "TLSv1", "TLSv1.1"})


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each entrance that says which versions of TLS it speaks."""
    for listener in graph.of_type(*LISTENERS):
        if listener.at("protocol") in ENCRYPTED:
            yield _listener(listener)
    for domain in graph.of_type(API_DOMAIN):
        yield _api_domain(domain)
    for distribution in graph.of_type(DISTRIBUTION):
        yield _distribution(distribution)
    for domain in graph.of_type(*DOMAINS):
        yield _search(domain)
    for one in graph.of_type(ZONE_SETTING):
        if one.at("settingId") == "min_tls_version":
            yield _zone(one)


def _listener(listener: Resource) -> Judgement:
    policy = settled(listener, "sslPolicy", default=DEFAULT_POLICY)
    if not isinstance(policy, str):
        return unknown(listener, "sslPolicy is not known yet")
    if _NEW_POLICY.match(policy):
        return passes(listener, f"it speaks TLS 1.2 and later ({policy})")
    named = "" if listener.at("sslPolicy") else ", the default"
    return fails(listener, f"it still speaks TLS 1.0 or 1.1 ({policy}{named})")


def _api_domain(domain: Resource) -> Judgement:
    policy = domain.at("securityPolicy")
    if not isinstance(policy, str):
        return unknown(domain, "it names no securityPolicy that is known: AWS chooses one")
    if policy == "TLS_1_0":
        return fails(domain, "it still speaks TLS 1.0 (securityPolicy is TLS_1_0)")
    return passes(domain, f"it speaks TLS 1.2 and later ({policy})")


def _distribution(distribution: Resource) -> Judgement:
    wrong, unclear = [], []
    if distribution.at("viewerCertificate", "cloudfrontDefaultCertificate") is True:
        wrong.append("CloudFront's own certificate comes with TLS 1.0")
    else:
        version = settled(distribution, "viewerCertificate", "minimumProtocolVersion", default="TLSv1")
        if not is_known(version):
            unclear.append("viewerCertificate.minimumProtocolVersion")
        elif not str(version).startswith(("TLSv1.2", "TLSv1.3")):
            wrong.append(f"it still speaks old TLS (minimumProtocolVersion is {version})")
    for position, path in enumerate(each(distribution, "origins")):
        at = (*path, "customOriginConfig")
        versions = distribution.at(*at, "originSslProtocols")
        speaks = distribution.at(*at, "originProtocolPolicy") != "http-only"
        old = (
            _OLD_VERSIONS.intersection(one for one in versions if isinstance(one, str))
            if isinstance(versions, tuple)
            else ()
        )
        if old and speaks:
            wrong.append(f"it takes {', '.join(sorted(old))} from the origin {position}")
    return conclude(distribution, wrong, unclear, "it speaks TLS 1.2 and later on both sides")


def _search(domain: Resource) -> Judgement:
    policy = settled(domain, "domainEndpointOptions", "tlsSecurityPolicy")
    if not is_known(policy):
        return unknown(domain, "domainEndpointOptions.tlsSecurityPolicy is not known yet")
    if policy is None or policy == "Policy-Min-TLS-1-0-2019-07":
        return fails(domain, "it still speaks TLS 1.0 (domainEndpointOptions.tlsSecurityPolicy)")
    return passes(domain, "it speaks TLS 1.2 and later")


def _zone(one: Resource) -> Judgement:
    version = one.at("value")
    if not is_known(version):
        return unknown(one, "value is not known yet")
    if str(version) in ("1.2", "1.3"):
        return passes(one, "Cloudflare speaks TLS 1.2 and later")
    return fails(one, f"Cloudflare still speaks TLS {version}")


RULE = Rule(
    id="TLS002-tls-1-2-at-least",
    title="Entrances speak TLS 1.2 at least, and their CDN does with the origins.",
    explanation=(
        "TLS 1.0 and 1.1 are withdrawn (RFC 8996), and whoever sits between can make a client fall back to "
        "them as long as the server agrees. A load balancer made without a policy still agrees; so does "
        "CloudFront with its own certificate."
    ),
    severity=Severity.MEDIUM,
    fix="set sslPolicy to ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09, or the like of the service",
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
    subject="listeners, domains and distributions with TLS",
    check=check,
    scope=Scope.RESOURCE,
    frameworks=("SEC09-BP02",),
)
