"""HLT010: a firewall that blocks by country, pace or default lets health checkers pass."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from holdfast.checks.health import ENDPOINTS, Health
from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.routing import Routing
from holdfast.checks.traffic import CLOUDFLARE_POOL, origins
from holdfast.graph import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph, Value

ACL = "aws:wafv2/webAcl:WebAcl"
ACL_RULE = "aws:wafv2/webAclRule:WebAclRule"
ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation"
CHECKERS_COUNTRY = "US"
"""Where three of the eight regions lie that Route 53 checks from
(https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html)."""
CHECK_SECONDS = 10
"""How often one checker asks at most."""
WINDOW_SECONDS = 300
"""Over which AWS WAF counts where nothing is said
(https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html)."""
LOGGING = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each regional web ACL in whose region something that health checks look at is."""
    looked_at = _regions_looked_at(Routing(graph))
    attached = _attached(graph)
    for acl in graph.of_type(ACL):
        if acl.urn in attached and acl.region in looked_at:
            yield _judge(graph, acl)


def _attached(graph: ResourceGraph) -> set[str]:
    """URNs of the ACLs that are attached to something, also by way of what the ARN was waited for."""
    found = {one.urn for each in graph.of_type(ASSOCIATION) for one in graph.references(each, "webAclArn")}
    for logging in graph.of_type(LOGGING):
        if logging.urn in found:
            found |= {one.urn for one in graph.references(logging, "resourceArn")}
    return found


def _regions_looked_at(routing: Routing) -> set[object]:
    health = Health(routing)
    ends = [
        end
        for one in health.checks
        if one.at("type") in ENDPOINTS and not one.at("invertHealthcheck")
        for end in health.sees(one)
    ]
    ends += [end for pool in routing.graph.of_type(CLOUDFLARE_POOL) for end in origins(routing, pool)]
    return {end.region for end in ends if isinstance(end.region, str)}


def _judge(graph: ResourceGraph, acl: Resource) -> Judgement:
    inline = acl.at("rules")
    separate = graph.referring(acl, "webAclArn", ACL_RULE)
    if acl.at("ruleJson") or not is_known(inline):
        return unknown(acl, "its rules are not known")
    listed = inline if isinstance(inline, tuple) else ()
    rules = [*(one for one in listed if isinstance(one, Mapping)), *(one.inputs for one in separate)]
    blocking = sorted(_priority(one) for one in rules if "block" in _part(one, "action") and _bars(one))
    letting = sorted(_priority(one) for one in rules if "allow" in _part(one, "action") and _lets_pass(one))
    default = acl.at("defaultAction", "block") is not None
    if not blocking and not default:
        return passes(acl, "it blocks neither by the checkers' countries or pace, nor by default")
    if letting and (not blocking or letting[0] < blocking[0]):
        return passes(acl, "a rule lets listed addresses or a path pass first")
    if graph.partial:
        return unknown(acl, "the rules that let health checkers pass may not be among what changes")
    how = "by country or pace" if blocking else "whatever no rule allows"
    return fails(
        acl,
        f"it blocks {how}, and no rule before that lets health checkers pass: a check that is blocked "
        "says that the region is down",
    )


def _priority(rule: Mapping[str, Value]) -> int:
    value = rule.get("priority")
    return value if isinstance(value, int) else 0


def _part(value: Mapping[str, Value], name: str) -> Mapping[str, Value]:
    found = value.get(name)
    return found if isinstance(found, Mapping) else {}


def _bars(rule: Mapping[str, Value]) -> bool:
    """Whether a rule matches health checkers, as far as their country and their pace say."""
    return _matches(_part(rule, "statement"), inverted=False)


def _matches(statement: Mapping[str, Value], *, inverted: bool) -> bool:
    if "geoMatchStatement" in statement:
        codes = _part(statement, "geoMatchStatement").get("countryCodes")
        return isinstance(codes, tuple) and (CHECKERS_COUNTRY in codes) is not inverted
    if "rateBasedStatement" in statement:
        rate = _part(statement, "rateBasedStatement")
        limit, window = rate.get("limit"), rate.get("evaluationWindowSec") or WINDOW_SECONDS
        counted = isinstance(limit, int) and isinstance(window, int) and "scopeDownStatement" not in rate
        return counted and limit * CHECK_SECONDS <= window  # type: ignore[operator]  # both are counted
    if "notStatement" in statement:
        return any(_matches(one, inverted=not inverted) for one in _inner(statement, "notStatement"))
    if "andStatement" in statement:
        parts = _inner(statement, "andStatement")
        spares = any("notStatement" in one and _holds(one, "ipSetReferenceStatement") for one in parts)
        return not spares and any(_matches(one, inverted=inverted) for one in parts)
    return any(_matches(one, inverted=inverted) for one in _inner(statement, "orStatement"))


def _inner(statement: Mapping[str, Value], name: str) -> list[Mapping[str, Value]]:
    """The statements that one is made of."""
    found = _part(statement, name).get("statements")
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, tuple) else []


def _lets_pass(rule: Mapping[str, Value]) -> bool:
    """Whether a rule matches addresses or requests that somebody has listed, as those of checkers."""
    return any(
        _holds(rule, one) for one in ("ipSetReferenceStatement", "byteMatchStatement", "labelMatchStatement")
    )


def _holds(value: Value, statement: str) -> bool:
    """Whether a statement of a kind stands anywhere in a rule."""
    if isinstance(value, Mapping):
        return statement in value or any(_holds(one, statement) for one in value.values())
    return isinstance(value, tuple) and any(_holds(one, statement) for one in value)


RULE = Rule(
    id="HLT010-firewall-lets-checkers-pass",
    title="A web ACL that blocks by country, pace or default lets health checkers pass first.",
    explanation=(
        "Route 53 checks from eight regions on four continents, Cloudflare from where its pools say. A list "
        "of allowed countries, a limit below their pace, or a default of block answers them with 403: all "
        "regions look down at once, "
        "and DNS falls back to answering with everything."
    ),
    severity=Severity.MEDIUM,
    fix="add an allow rule of a lower priority number for the checkers' addresses and the path they ask",
    source="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-router-firewall-rules.html",
    subject="web ACLs in front of what health checks look at",
    check=check,
    frameworks=("REL11-BP01", "SEC05-BP03"),
)
