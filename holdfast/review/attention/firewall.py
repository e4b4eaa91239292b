"""Web firewalls that let through what they stopped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from holdfast.checks import Severity
from holdfast.review.attention.items import of_weaknesses
from holdfast.review.attention.weakening import Weakness, higher
from holdfast.review.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.graph import Value
    from holdfast.review.attention.context import Context
    from holdfast.review.model import Attention, Change

_ACL = "aws:wafv2/webAcl:WebAcl"
_GROUP = "aws:wafv2/ruleGroup:RuleGroup"
_ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation"
_RULESET = "cloudflare:index/ruleset:Ruleset"
_STOPS = ("block", "captcha", "challenge")
_OFF = "its requests are counted, and no longer stopped"
_SOURCE = "https://docs.aws.amazon.com/waf/latest/developerguide/web-acl.html"


def firewall(context: Context) -> Iterator[Attention]:
    """Items for web ACLs and rule sets that stop less than before.

    Args:
        context: The change.
    """
    yield from of_weaknesses(
        "firewall-weakened",
        [one for changes in context.alike for one in _weaker(context, changes)],
        "Lets through what it stopped: {}".format,
        fix="keep what it stops; where a rule hits good requests, exclude these alone",
        source=_SOURCE,
    )


def _weaker(context: Context, changes: tuple[Change, ...]) -> Iterator[Weakness]:
    first = changes[0]
    token = first.resource.type
    if token == _ASSOCIATION and first.kind is Kind.DELETE and not context.goes_along(first):
        line = "nothing stands before what it protected"
        yield Weakness(severity=Severity.HIGH, line=line, changes=changes)
    if token not in {_ACL, _GROUP, _RULESET} or first.before is None or first.kind is Kind.DELETE:
        return
    old, new = first.before, first.resource
    if _stops(old.at("defaultAction")) and not _stops(new.at("defaultAction")):
        line = "defaultAction: what no rule names is let through"
        yield Weakness(severity=Severity.HIGH, line=line, changes=changes)
    was, will = _rules(old.at("rules")), _rules(new.at("rules"))
    known = None not in {*was, *will}
    for name in sorted(map(str, was.keys() - will.keys())) if known else ():
        if _effective(was[name]):
            yield Weakness(severity=Severity.MEDIUM, line=f"the rule {name} is taken away", changes=changes)
    for name in sorted(map(str, was.keys() & will.keys() - {None})):
        for line in _softer(was[name], will[name]):
            yield Weakness(severity=Severity.MEDIUM, line=f"the rule {name}: {line}", changes=changes)


def _rules(value: Value) -> dict[str | None, Mapping[str, Value]]:
    """Rules by name; under None what has none."""
    found: dict[str | None, Mapping[str, Value]] = {}
    for one in value if isinstance(value, tuple) else ():
        if isinstance(one, Mapping):
            name = next((one[key] for key in ("name", "ref", "description") if one.get(key)), None)
            found[name if isinstance(name, str) else None] = one
    return found


def _softer(was: Mapping[str, Value], will: Mapping[str, Value]) -> Iterator[str]:
    if _effective(was) and not _effective(will):
        yield _OFF if will.get("enabled") is not False else "it is off"
    elif len(_counted(will)) > len(_counted(was)):
        more = len(_counted(will)) - len(_counted(was))
        yield f"{more} more of its group {'is' if more == 1 else 'are'} counted, and no longer stopped"
    if higher(_limit(was), _limit(will)):
        yield f"limit ({_limit(was)} -> {_limit(will)}): more is let through"


def _effective(rule: Mapping[str, Value]) -> bool:
    """Whether it stops anything: it blocks, or its group is not merely counted."""
    action, override = rule.get("action"), rule.get("overrideAction")
    if rule.get("enabled") is False:
        return False
    if isinstance(override, Mapping):
        return "count" not in override
    if isinstance(action, str):
        return action not in {"allow", "log", "skip"}
    return _stops(action)


def _stops(action: Value) -> bool:
    return isinstance(action, Mapping) and any(name in action for name in _STOPS)


def _counted(rule: Mapping[str, Value]) -> Sequence[Value]:
    """The rules of its group that are only counted."""
    statement = rule.get("statement")
    group = statement.get("managedRuleGroupStatement") if isinstance(statement, Mapping) else None
    found = group.get("ruleActionOverrides") if isinstance(group, Mapping) else None
    return [
        one
        for one in (found if isinstance(found, tuple) else ())
        if isinstance(one, Mapping) and "count" in _mapping(one.get("actionToUse"))
    ]


def _mapping(value: Value) -> Mapping[str, Value]:
    return value if isinstance(value, Mapping) else {}


def _limit(rule: Mapping[str, Value]) -> Value:
    return _mapping(_mapping(rule.get("statement")).get("rateBasedStatement")).get("limit")
