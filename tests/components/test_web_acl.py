from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from holdfast.components.route53_health_checker_ranges import IPV4_RANGES
from holdfast.components.web_acl import WebAcl
from holdfast.components.web_acl_args import WebAclScope, capacity
from holdfast.topology.values import BASE_CAPACITY, MANAGED_GROUPS
from tests.components.declared import declared
from tests.components.web_acl_sample import KEY, arguments, smallest

if TYPE_CHECKING:
    from tests.components.declared import Resources

NAMES = [
    "allow-health-checkers",
    "allow-listed",
    "block-listed",
    "limit-address",
    "limit-key",
    "limit-path-export",
    "limit-path-login",
    "aws-common",
    "aws-ip-reputation",
]


def acl(args: dict[str, Any], name: str = "use1-public") -> Resources:
    return declared(lambda: WebAcl(name, args))  # type: ignore[arg-type]  # tests give wrong ones too


def rules(args: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found = acl(args)("use1-public-acl", "WebAcl").inputs["rules"]
    return {rule["name"]: rule for rule in found}


def test_declares_these_and_no_more() -> None:
    assert acl(arguments()).pairs() == {
        ("holdfast:index:WebAcl", "use1-public"),
        ("aws:wafv2/ipSet:IpSet", "use1-public-health-ipv4"),
        ("aws:wafv2/ipSet:IpSet", "use1-public-allowed-ipv4"),
        ("aws:wafv2/ipSet:IpSet", "use1-public-blocked-ipv4"),
        ("aws:wafv2/ipSet:IpSet", "use1-public-blocked-ipv6"),
        ("aws:wafv2/webAcl:WebAcl", "use1-public-acl"),
        ("aws:cloudwatch/logGroup:LogGroup", "use1-public-waf-logs"),
        ("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", "use1-public-waf-logging"),
    }


def test_the_smallest_declares_less() -> None:
    assert acl(smallest()).names("IpSet") == set()
    assert list(rules(smallest())) == ["limit-address"]


def test_rules_stand_in_the_order_in_which_a_request_meets_them() -> None:
    found = rules(arguments())
    assert list(found) == NAMES
    priorities = [rule["priority"] for rule in found.values()]
    assert priorities == sorted(set(priorities))
    assert priorities[0] == 0


def test_health_checkers_pass_before_any_rule_and_on_the_health_path_alone() -> None:
    resources = acl(arguments(monitor_cidrs=["104.16.0.0/13"]))
    rule = resources("use1-public-acl", "WebAcl").inputs["rules"][0]
    assert rule["action"] == {"allow": {}}
    addresses, path = rule["statement"]["andStatement"]["statements"]
    assert addresses == {"ipSetReferenceStatement": {"arn": resources("use1-public-health-ipv4").arn}}
    assert path["byteMatchStatement"]["searchString"] == "/healthz"
    assert path["byteMatchStatement"]["positionalConstraint"] == "EXACTLY"
    assert path["byteMatchStatement"]["fieldToMatch"] == {"uriPath": {}}
    ranges = set(resources("use1-public-health-ipv4").inputs["addresses"])
    assert ranges == {*IPV4_RANGES, "104.16.0.0/13"}


def test_lists_are_matched_by_either_family() -> None:
    resources = acl(arguments())
    blocked = resources("use1-public-acl", "WebAcl").inputs["rules"][2]
    assert blocked["action"] == {"block": {}}
    assert [
        one["ipSetReferenceStatement"]["arn"] for one in blocked["statement"]["orStatement"]["statements"]
    ] == [
        resources("use1-public-blocked-ipv4").arn,
        resources("use1-public-blocked-ipv6").arn,
    ]
    assert resources("use1-public-blocked-ipv6").inputs["ipAddressVersion"] == "IPV6"
    allowed = resources("use1-public-allowed-ipv4").inputs
    assert allowed["addresses"] == ["198.51.100.0/24", "203.0.113.0/24"]
    assert allowed["ipAddressVersion"] == "IPV4"


def test_limits_answer_429_and_say_when_to_come_again() -> None:
    found = rules(arguments())
    for name in ("limit-address", "limit-key", "limit-path-login"):
        response = found[name]["action"]["block"]["customResponse"]
        assert response["responseCode"] == 429
        assert response["responseHeaders"] == [{"name": "Retry-After", "value": "60"}]
    limit = found["limit-address"]["statement"]["rateBasedStatement"]
    assert limit == {"limit": 600, "evaluationWindowSec": 60, "aggregateKeyType": "IP"}


def test_keys_are_counted_by_their_header() -> None:
    limit = rules(arguments())["limit-key"]["statement"]["rateBasedStatement"]
    assert limit["aggregateKeyType"] == "CUSTOM_KEYS"
    assert limit["limit"] == 1200
    assert [key["header"]["name"] for key in limit["customKeys"]] == ["X-Api-Key"]


def test_a_path_is_limited_by_its_beginning() -> None:
    limit = rules(arguments())["limit-path-login"]["statement"]["rateBasedStatement"]
    scope = limit["scopeDownStatement"]["byteMatchStatement"]
    assert (limit["limit"], scope["searchString"], scope["positionalConstraint"]) == (
        20,
        "/login",
        "STARTS_WITH",
    )
    # Nobody comes past it by writing the path in another way.
    assert [one["type"] for one in scope["textTransformations"]] == ["URL_DECODE", "NORMALIZE_PATH"]


def test_limits_may_only_count_over_another_window() -> None:
    rates = {"per_address": 600, "window_seconds": 300.0, "count_only": True}
    found = rules(smallest(rate_limits=rates))["limit-address"]
    assert found["action"] == {"count": {}}
    assert found["statement"]["rateBasedStatement"]["evaluationWindowSec"] == 300


def test_behind_a_proxy_its_header_says_who_calls_but_not_for_health_checkers() -> None:
    found = rules(arguments(address_header="CF-Connecting-IP"))
    limit = found["limit-address"]["statement"]["rateBasedStatement"]
    assert limit["aggregateKeyType"] == "FORWARDED_IP"
    assert limit["forwardedIpConfig"] == {"headerName": "CF-Connecting-IP", "fallbackBehavior": "NO_MATCH"}
    listed = found["allow-listed"]["statement"]["ipSetReferenceStatement"]
    assert listed["ipSetForwardedIpConfig"]["headerName"] == "CF-Connecting-IP"
    # Of a list, what a client wrote itself lets nobody in.
    assert listed["ipSetForwardedIpConfig"]["position"] == "LAST"
    checkers = found["allow-health-checkers"]["statement"]["andStatement"]["statements"][0]
    assert "ipSetForwardedIpConfig" not in checkers["ipSetReferenceStatement"]


def test_managed_groups_are_overridden_not_acted_on() -> None:
    found = rules(arguments())
    common = found["aws-common"]
    assert "action" not in common
    assert common["overrideAction"] == {"none": {}}
    statement = common["statement"]["managedRuleGroupStatement"]
    assert (statement["vendorName"], statement["name"]) == ("AWS", "AWSManagedRulesCommonRuleSet")
    assert statement["ruleActionOverrides"] == [
        {"name": rule, "actionToUse": {"count": {}}}
        for rule in ("NoUserAgent_HEADER", "SizeRestrictions_BODY")
    ]
    assert found["aws-ip-reputation"]["overrideAction"] == {"count": {}}


def test_anti_ddos_challenges_nobody_since_clients_of_an_api_run_no_scripts() -> None:
    found = rules(smallest(managed_groups=[{"key": "anti-ddos"}]))["aws-anti-ddos"]
    config = found["statement"]["managedRuleGroupStatement"]["managedRuleGroupConfigs"][0]
    assert config["awsManagedRulesAntiDdosRuleSet"] == {
        "clientSideActionConfig": {"challenge": {"usageOfAction": "DISABLED"}},
        "sensitivityToBlock": "LOW",
    }


def test_the_order_of_groups_in_the_arguments_changes_nothing() -> None:
    groups = [{"key": key} for key in ("ip-reputation", "common", "known-bad-inputs")]
    assert rules(smallest(managed_groups=groups)) == rules(smallest(managed_groups=groups[::-1]))


def test_what_no_rule_stops_passes() -> None:
    found = acl(arguments())("use1-public-acl", "WebAcl")
    assert found.inputs["defaultAction"] == {"allow": {}}
    assert found.inputs["scope"] == "REGIONAL"


def test_refused_and_counted_requests_are_logged_without_secrets() -> None:
    resources = acl(arguments(log_retention_days=7))
    logging = resources("use1-public-waf-logging").inputs
    group = resources("use1-public-waf-logs")
    assert logging["resourceArn"] == resources("use1-public-acl", "WebAcl").arn
    assert logging["logDestinationConfigs"] == [group.arn]
    assert logging["loggingFilter"]["defaultBehavior"] == "DROP"
    (kept,) = logging["loggingFilter"]["filters"]
    assert {one["actionCondition"]["action"] for one in kept["conditions"]} == {
        "BLOCK",
        "COUNT",
        "EXCLUDED_AS_COUNT",
    }
    assert (kept["behavior"], kept["requirement"]) == ("KEEP", "MEETS_ANY")
    assert [one["singleHeader"]["name"] for one in logging["redactedFields"]] == [
        "authorization",
        "cookie",
        "x-api-key",
    ]
    assert group.inputs["name"] == "aws-waf-logs-holdfast-prod-use1-public"
    assert group.inputs["kmsKeyId"] == KEY
    assert group.inputs["retentionInDays"] == 7


def test_no_samples_are_kept_since_they_show_every_header() -> None:
    found = acl(arguments())("use1-public-acl", "WebAcl").inputs
    for shown in [found, *found["rules"]]:
        assert shown["visibilityConfig"]["sampledRequestsEnabled"] is False
        assert shown["visibilityConfig"]["cloudwatchMetricsEnabled"] is True


def test_is_known_only_once_it_logs() -> None:
    found = declared(lambda: WebAcl("use1-public", smallest()))  # type: ignore[arg-type]
    assert (
        found("use1-public", "holdfast:index:WebAcl").outputs["web_acl_arn"]
        == found("use1-public-waf-logging").inputs["resourceArn"]
    )


def test_at_the_edge_everything_has_its_scope() -> None:
    found = acl(arguments(scope=WebAclScope.CLOUDFRONT), "global-public")
    for kind in ("aws:wafv2/webAcl:WebAcl", "IpSet"):
        assert {one.inputs["scope"] for one in found.of(kind)} == {"CLOUDFRONT"}
    assert {one.region for one in found if one.custom} == {"us-east-1"}


def test_tags_reach_everything_that_takes_them() -> None:
    for one in acl(arguments(tags={"Team": "orders"})):
        if one.custom and not one.type.endswith("LoggingConfiguration"):
            assert one.inputs["tags"] == {"Team": "orders", "Name": one.name}


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (smallest(scope="CLOUDFRONT", region="eu-west-1"), "must be us-east-1"),
        (smallest(health_path="healthz"), "'health_path' must start with '/'"),
        (smallest(rate_limits={"per_address": 9}), "'rate_limits.per_address' must be 10 or more, got 9"),
        (smallest(rate_limits={"per_address": 10, "window_seconds": 30}), "60, 120, 300, 600, got 30"),
        (
            smallest(rate_limits={"per_address": 10, "per_key": {"header": "k", "limit": 1}}),
            "'rate_limits.per_key.limit'",
        ),
        (
            smallest(rate_limits={"per_address": 10, "paths": {"a": {"path": "a", "limit": 3}}}),
            "'rate_limits.paths.a.path' must start with '/', got 'a'\n- 'rate_limits.paths.a.limit'",
        ),
        (smallest(managed_groups=[{"key": "commons"}]), "no managed group 'commons'; there are common,"),
        (smallest(managed_groups=[{"key": "common"}, {"key": "common"}]), "'common' is named twice"),
        (
            smallest(managed_groups=[{"key": "anonymous-ip", "count_rules": ["VpnList"]}]),
            "has no rule VpnList; it has AnonymousIPList",
        ),
    ],
)
def test_refuses(args: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match="web ACL 'use1-public'") as caught:
        acl(args)
    assert words in str(caught.value)


def test_every_managed_group_at_once_is_within_what_the_price_covers() -> None:
    every = arguments(managed_groups=[{"key": key} for key in MANAGED_GROUPS])
    assert capacity(every) <= BASE_CAPACITY  # type: ignore[arg-type]
    # As many paths as the settings take, and a key.
    rates = {
        **arguments()["rate_limits"],
        "paths": {f"p{one}": {"path": f"/{one}", "limit": 10} for one in range(8)},
    }
    assert capacity(arguments(managed_groups=every["managed_groups"], rate_limits=rates)) <= BASE_CAPACITY  # type: ignore[arg-type]
    rates["paths"] = {f"p{one}": {"path": f"/{one}", "limit": 10} for one in range(20)}
    with pytest.raises(ValueError, match=r"WCU, and 1500 is what a web ACL's price covers"):
        acl({**every, "rate_limits": rates})


def test_capacity_is_the_sum_of_what_aws_says() -> None:
    # health 3, lists 1 + 2, address 2, key 32, paths 2 x (2 + 2 + 2 x 10), groups 700 + 25
    assert capacity(arguments()) == 3 + 3 + 2 + 32 + 48 + 725  # type: ignore[arg-type]
