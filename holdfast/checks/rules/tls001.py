"""TLS001: no public entrance answers plain HTTP with more than a redirect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.inventoried import view_of
from holdfast.checks.judging import conclude, each, settled
from holdfast.checks.model import Judgement, Rule, Severity
from holdfast.checks.public_entrances import is_public
from holdfast.checks.traffic import BALANCERS, CLASSIC_BALANCER, DISTRIBUTION, LISTENERS
from holdfast.graph import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph, Value
    from holdfast.inventory.view import View

ZONE_SETTING = "cloudflare:index/zoneSetting:ZoneSetting"
# https://developers.cloudflare.com/ssl/origin-configuration/ssl-modes/
WEAK_SETTINGS = {
    ("ssl", "off"): "Cloudflare answers plain HTTP",
    ("ssl", "flexible"): "Cloudflare reaches the origin over plain HTTP",
    ("always_use_https", "off"): "Cloudflare redirects no plain request",
}
_SILENT = ("fixed-response", "redirect")


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each listener of a public load balancer, each distribution, and Cloudflare's settings of TLS."""
    view = view_of(graph)
    for listener in graph.of_type(*LISTENERS):
        owners = view.made_of(listener, "loadBalancerArn", *BALANCERS)
        if any(is_public(one) for one in owners):
            yield _listener(listener)
    for balancer in graph.of_type(CLASSIC_BALANCER):
        if is_public(balancer):
            yield _classic(balancer)
    for distribution in graph.of_type(DISTRIBUTION):
        yield _distribution(view, distribution)
    for one in graph.of_type(ZONE_SETTING):
        if one.at("settingId") in ("ssl", "always_use_https"):
            fault = WEAK_SETTINGS.get((str(one.at("settingId")), str(one.at("value"))))
            unclear = [] if is_known(one.at("value")) else ["value"]
            yield conclude(one, [fault] if fault else [], unclear, "plain requests are not served")


def _listener(listener: Resource) -> Judgement:
    wrong, unclear = [], []
    protocol = settled(listener, "protocol", default="HTTP")
    if not is_known(protocol):
        unclear.append("protocol")
    elif protocol == "HTTP":
        kind, to = (listener.at("defaultActions", 0, *path) for path in (("type",), ("redirect", "protocol")))
        if not is_known(kind):
            unclear.append("defaultActions")
        elif kind not in _SILENT or (kind == "redirect" and to == "HTTP"):
            wrong.append(f"it serves plain HTTP on port {listener.at('port')}")
    return conclude(listener, wrong, unclear, "it serves no plain HTTP")


def _classic(balancer: Resource) -> Judgement:
    kinds = [settled(balancer, *at, "lbProtocol") for at in each(balancer, "listeners")]
    wrong = ["it serves plain HTTP"] if any(str(one).lower() == "http" for one in kinds) else []
    unclear = [] if kinds and all(is_known(one) for one in kinds) else ["listeners"]
    return conclude(balancer, wrong, unclear, "it serves no plain HTTP")


def _distribution(view: View, distribution: Resource) -> Judgement:
    wrong, unclear = [], []
    for name, path in _paths(distribution, "orderedCacheBehaviors", ("defaultCacheBehavior",)):
        policy = distribution.at(*path, "viewerProtocolPolicy")
        if not is_known(policy):
            unclear.append(f"viewerProtocolPolicy of {name}")
        elif policy == "allow-all":
            wrong.append(f"{name} serves plain HTTP (viewerProtocolPolicy is allow-all)")
    for name, path in _paths(distribution, "origins"):
        policy = distribution.at(*path, "customOriginConfig", "originProtocolPolicy")
        host = distribution.at(*path, "domainName")
        if policy == "http-only" and not _may_be_website(view, distribution, host):
            wrong.append(f"it reaches {name} over plain HTTP (originProtocolPolicy is http-only)")
    return conclude(distribution, wrong, unclear, "it serves no plain HTTP, and asks its origins by HTTPS")


def _may_be_website(view: View, distribution: Resource, host: Value) -> bool:
    """Whether an origin is a website of S3, which speaks HTTP alone, or may turn out to be one."""
    if isinstance(host, str):
        return ".s3-website" in host
    return any(one.type.startswith("aws:s3/") for one in view.graph.references(distribution, "origins"))


def _paths(
    distribution: Resource, listed: str, *single: tuple[str | int, ...]
) -> list[tuple[str, tuple[str | int, ...]]]:
    """A name and the path of each behaviour or origin."""
    paths = (*single, *each(distribution, listed))
    return [(".".join(str(step) for step in path), path) for path in paths]


RULE = Rule(
    id="TLS001-no-plain-http-at-the-door",
    title="Public entrances serve nothing over plain HTTP, and CDNs reach their origins by HTTPS.",
    explanation=(
        "A token in one plain request is everybody's who was on the way. An API must not answer there at "
        "all, or with a redirect at most; and a CDN that goes on in plain text makes the lock that clients "
        "see untrue."
    ),
    severity=Severity.HIGH,
    fix="listen with HTTPS, redirect port 80; https-only at CloudFront's origins, ssl strict at Cloudflare",
    source="https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_protect_data_transit_encrypt.html",
    subject="public listeners, distributions and Cloudflare's settings of TLS",
    check=check,
    frameworks=("SEC09-BP02",),
)
