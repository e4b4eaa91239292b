"""Rulesets of a zone at Cloudflare: rate limits and managed rules.

A zone has one entry-point ruleset for each phase (https://developers.cloudflare.com/ruleset-engine/about/
rulesets/, 2026-11), so the rules of all entrances of a zone stand in one, and another stack or the dashboard
must add none to the zone: the last writer wins.

Rules name the public host names alone. Cloudflare's monitors ask the endpoints themselves and Route 53's
health checkers the regions' own names, which are DNS-only: neither passes these rules.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi
import pulumi_cloudflare as cloudflare

from holdfast.components.cloudflare_description import description_of
from holdfast.topology.values import CLOUDFLARE_PERIODS, CloudflareManagedRules

MANAGED_RULESETS = {
    CloudflareManagedRules.CLOUDFLARE: "efb7b8c949ac4650a09736fc376e9aee",
    CloudflareManagedRules.OWASP: "4814384a9e5d4991b9815dcfc25d2f1f",
    CloudflareManagedRules.EXPOSED_CREDENTIALS: "c2e184081120413c86c3ab7e14069605",
}
"""Ids of Cloudflare's managed rulesets, the same in every account.

Source: https://developers.cloudflare.com/waf/managed-rules/ (2026-11).
"""

DATA_CENTRE = "cf.colo.id"
"""The characteristic that every rate limit has: a count is one data centre's.

Source: https://developers.cloudflare.com/waf/rate-limiting-rules/parameters/ (2026-11).
"""

_HOST = re.compile(r"([a-z0-9-]+\.)+[a-z0-9-]+")


class CloudflareRateLimitArgs(TypedDict):
    """How many requests one client may send to a host, counted in each of Cloudflare's data centres."""

    host: str
    """Public host name that is limited."""
    requests: int
    """Requests in a period above which a client is refused with 429."""
    period_seconds: int
    """Seconds over which a client's requests are counted; which values there are depends on the plan."""
    mitigation_seconds: int
    """Seconds for which the client is refused then."""
    characteristics: NotRequired[Sequence[str]]
    """What makes a client, in Cloudflare's fields; the data centre is always added. Default: ``ip.src``."""


class CloudflareManagedRulesArgs(TypedDict):
    """Managed rulesets for some hosts."""

    hosts: Sequence[str]
    """Public host names."""
    rulesets: Sequence[str]
    """Which rulesets: ``cloudflare``, ``owasp``, ``exposed-credentials``."""


def rule_problems(
    limits: Mapping[str, CloudflareRateLimitArgs], managed: Mapping[str, CloudflareManagedRulesArgs]
) -> Iterator[str]:
    """Tell what Cloudflare would refuse, one sentence each."""
    for key, limit in sorted(limits.items()):
        yield from _host_problems(key, [limit["host"]])
        if int(limit["requests"]) < 1:
            yield f"'requests' of {key} is at least 1, got {limit['requests']}"
        for field, seconds in (
            ("period_seconds", limit["period_seconds"]),
            ("mitigation_seconds", limit["mitigation_seconds"]),
        ):
            if int(seconds) not in CLOUDFLARE_PERIODS:
                yield f"{field!r} of {key} is one of {', '.join(map(str, CLOUDFLARE_PERIODS))}, got {seconds}"
        if "characteristics" in limit and not set(limit["characteristics"]) - {DATA_CENTRE}:
            yield f"'characteristics' of {key} names what makes a client besides the data centre"
    for key, one in sorted(managed.items()):
        yield from _host_problems(key, one["hosts"])
        if not one["hosts"] or not one["rulesets"]:
            yield f"managed rules {key} need a host and a ruleset"
        known = [ruleset.value for ruleset in CloudflareManagedRules]
        for ruleset in one["rulesets"]:
            if ruleset not in known:
                yield f"'rulesets' of {key} are of {', '.join(known)}, got {str(ruleset)!r}"


def _host_problems(key: str, hosts: Sequence[str]) -> Iterator[str]:
    for host in hosts:
        if not _HOST.fullmatch(host):
            yield f"host of {key} is a domain name in lower case, got {host!r}"


def rate_limit_ruleset(
    name: str,
    zone_id: pulumi.Input[str],
    limits: Mapping[str, CloudflareRateLimitArgs],
    *,
    tags: Mapping[str, str],
    opts: pulumi.ResourceOptions,
) -> cloudflare.Ruleset:
    """Declare the zone's rate limits, a rule per key; a rule is known by its key (``ref``)."""
    return cloudflare.Ruleset(
        name,
        zone_id=zone_id,
        kind="zone",
        phase="http_ratelimit",
        name="Rate limits",
        description=description_of(tags),
        rules=[_rate_limit(key, limits[key]) for key in sorted(limits)],
        opts=opts,
    )


def _rate_limit(key: str, limit: CloudflareRateLimitArgs) -> cloudflare.RulesetRuleArgs:
    client = {*limit.get("characteristics", ("ip.src",))} - {DATA_CENTRE}
    return cloudflare.RulesetRuleArgs(
        ref=f"{key}-rate-limit",
        description=f"{key}: requests of one client, counted in each data centre",
        expression=_of_hosts([limit["host"]]),
        action="block",
        enabled=True,
        ratelimit=cloudflare.RulesetRuleRatelimitArgs(
            characteristics=[DATA_CENTRE, *sorted(client)],
            period=int(limit["period_seconds"]),
            requests_per_period=int(limit["requests"]),
            mitigation_timeout=int(limit["mitigation_seconds"]),
        ),
    )


def managed_ruleset(
    name: str,
    zone_id: pulumi.Input[str],
    managed: Mapping[str, CloudflareManagedRulesArgs],
    *,
    tags: Mapping[str, str],
    opts: pulumi.ResourceOptions,
) -> cloudflare.Ruleset:
    """Declare which managed rulesets run for which hosts, a rule per key and ruleset."""
    return cloudflare.Ruleset(
        name,
        zone_id=zone_id,
        kind="zone",
        phase="http_request_firewall_managed",
        name="Managed rules",
        description=description_of(tags),
        rules=[
            _execution(key, CloudflareManagedRules(ruleset), managed[key]["hosts"])
            for key in sorted(managed)
            for ruleset in sorted(managed[key]["rulesets"])
        ],
        opts=opts,
    )


def _execution(key: str, ruleset: CloudflareManagedRules, hosts: Sequence[str]) -> cloudflare.RulesetRuleArgs:
    return cloudflare.RulesetRuleArgs(
        ref=f"{key}-{ruleset.value}",
        description=f"{key}: managed rules {ruleset.value}",
        expression=_of_hosts(hosts),
        action="execute",
        enabled=True,
        action_parameters=cloudflare.RulesetRuleActionParametersArgs(id=MANAGED_RULESETS[ruleset]),
    )


def _of_hosts(hosts: Sequence[str]) -> str:
    named = " ".join(f'"{host}"' for host in sorted(set(hosts)))
    return f"http.host in {{{named}}}"
