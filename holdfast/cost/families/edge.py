"""CloudFront, WAF and Shield Advanced."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from holdfast.cost.scope import EDGE_CACHE, MILLION, text
from holdfast.graph import place_of
from holdfast.graph.summary import GLOBAL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.cost.model import CostItem
    from holdfast.cost.scope import Calculator, Scope
    from holdfast.graph import Resource, Value

ACL = "aws:wafv2/webAcl:WebAcl"
SHIELD = "aws:shield/protection:Protection"
SUBSCRIPTION = "aws:shield/subscription:Subscription"
TEN_THOUSAND = Decimal(10_000)
BOT_CONTROL = "AWSManagedRulesBotControlRuleSet"
FRAUD_CONTROL = ("AWSManagedRulesATPRuleSet", "AWSManagedRulesACFPRuleSet")


def distribution(_: Resource, scope: Scope) -> Iterator[CostItem]:
    """Requests of clients and what goes to them."""
    beside = len(scope.graph.of_type(EDGE_CACHE)) or 1
    requests = scope.usage["requests_million"] / beside
    yield scope.item(
        "requests of clients",
        "cloudfront/requests/ten-thousand",
        GLOBAL,
        requests * MILLION / TEN_THOUSAND,
        usage=("requests_million",),
    )
    yield scope.item(
        "transfer to clients",
        "cloudfront/GB",
        GLOBAL,
        requests * scope.usage["response_kilobytes"],
        usage=("requests_million", "response_kilobytes"),
    )


def acl(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """A web ACL, its rules and requests; standard fees are part of Shield Advanced."""
    rules = one.inputs.get("rules")
    listed = rules if isinstance(rules, tuple) else ()
    covered = bool(scope.graph.of_type(SHIELD, SUBSCRIPTION))
    groups = [_managed(rule) for rule in listed]
    if not covered:
        yield scope.item("web ACL", "waf/acl/month", GLOBAL, 1)
        note = "" if isinstance(rules, tuple) else "its rules are not known"
        yield scope.item("rules", "waf/rule/month", GLOBAL, len(listed) if not note else None, note=note)
    seen = scope.usage["requests_million"] if one.inputs.get("scope") == "CLOUDFRONT" else _behind(one, scope)
    if not covered:
        yield scope.item(
            "requests looked at", "waf/requests/million", GLOBAL, seen, usage=("requests_million",)
        )
    if BOT_CONTROL in groups:
        yield scope.item("Bot Control", "waf/bot-control/month", GLOBAL, 1)
        yield scope.item(
            "requests that Bot Control looks at",
            "waf/bot-control-requests/million",
            GLOBAL,
            seen,
            usage=("requests_million",),
        )
    if any(name in groups for name in FRAUD_CONTROL):
        yield scope.item("Fraud Control", "waf/fraud-control/month", GLOBAL, 1)


def _behind(one: Resource, scope: Scope) -> Decimal:
    """Requests that reach a regional web ACL, where several share the region's."""
    beside = sum(
        other.region == one.region and other.inputs.get("scope") == one.inputs.get("scope")
        for other in scope.graph.of_type(ACL)
    )
    return scope.served(place_of(one)) / (beside or 1)


def _managed(rule: Value) -> str:
    statement = rule.get("statement") if isinstance(rule, dict) else None
    group = statement.get("managedRuleGroupStatement") if isinstance(statement, dict) else None
    return text(group.get("name")) if isinstance(group, dict) else ""


def shield(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """Shield Advanced, which is paid once for an organisation."""
    holders = scope.graph.of_type(SUBSCRIPTION) or scope.graph.of_type(SHIELD)
    if one.urn == min(held.urn for held in holders):
        yield scope.item(
            "Shield Advanced", "shield-advanced/month", GLOBAL, 1, note="once for the whole organisation"
        )


CALCULATORS: Mapping[str, Calculator] = {
    EDGE_CACHE: distribution,
    ACL: acl,
    SHIELD: shield,
    SUBSCRIPTION: shield,
}
