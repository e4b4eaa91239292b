"""Data: AWS's managed rule groups that a web ACL can use, with their capacity and their rules.

Source: https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html (baseline,
use-case specific, IP reputation and DDoS prevention groups; 2026-11). Names are checked here because AWS
silently ignores an override of a rule that a group does not have.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class ManagedGroup:
    """One managed rule group: its name at AWS, its capacity in WCU, and its rules by name.

    ``priced`` says that it costs more than a rule does.
    """

    name: str
    capacity: int
    rules: tuple[str, ...]
    priced: bool = False


def _of(name: str, parts: str) -> tuple[str, ...]:
    return tuple(f"{name}_{part}" for part in parts.split())


MANAGED_GROUPS: dict[str, ManagedGroup] = {
    "common": ManagedGroup(
        name="AWSManagedRulesCommonRuleSet",
        capacity=700,
        rules=(
            "NoUserAgent_HEADER",
            "UserAgent_BadBots_HEADER",
            *_of("SizeRestrictions", "QUERYSTRING Cookie_HEADER BODY URIPATH"),
            *_of("EC2MetaDataSSRF", "BODY COOKIE URIPATH QUERYARGUMENTS"),
            *_of("GenericLFI", "QUERYARGUMENTS URIPATH BODY"),
            *_of("RestrictedExtensions", "URIPATH QUERYARGUMENTS"),
            *_of("GenericRFI", "QUERYARGUMENTS BODY URIPATH"),
            *_of("CrossSiteScripting", "COOKIE QUERYARGUMENTS BODY URIPATH"),
        ),
    ),
    "known-bad-inputs": ManagedGroup(
        name="AWSManagedRulesKnownBadInputsRuleSet",
        capacity=200,
        rules=(
            *_of("JavaDeserializationRCE", "HEADER BODY URIPATH QUERYSTRING"),
            "Host_localhost_HEADER",
            "PROPFIND_METHOD",
            "ExploitablePaths_URIPATH",
            *_of("Log4JRCE", "HEADER QUERYSTRING BODY URIPATH"),
            "ReactJSRCE_BODY",
        ),
    ),
    "ip-reputation": ManagedGroup(
        name="AWSManagedRulesAmazonIpReputationList",
        capacity=25,
        rules=("AWSManagedIPReputationList", "AWSManagedReconnaissanceList", "AWSManagedIPDDoSList"),
    ),
    "anonymous-ip": ManagedGroup(
        name="AWSManagedRulesAnonymousIpList",
        capacity=50,
        rules=("AnonymousIPList", "HostingProviderIPList"),
    ),
    "sql-injection": ManagedGroup(
        name="AWSManagedRulesSQLiRuleSet",
        capacity=200,
        rules=(
            *_of("SQLi", "QUERYARGUMENTS BODY COOKIE URIPATH"),
            *_of("SQLiExtendedPatterns", "QUERYARGUMENTS BODY"),
        ),
    ),
    "anti-ddos": ManagedGroup(
        name="AWSManagedRulesAntiDDoSRuleSet",
        capacity=50,
        rules=("ChallengeAllDuringEvent", "ChallengeDDoSRequests", "DDoSRequests"),
        priced=True,
    ),
}
"""The groups by the key that settings use, in the order in which a web ACL asks them."""

BASE_CAPACITY = 1500
"""WCU that a web ACL's price covers: https://docs.aws.amazon.com/waf/latest/developerguide/
aws-waf-capacity-units.html (2026-11)."""

MOST_CAPACITY = 5000
"""WCU that a web ACL can have at most (same page)."""
