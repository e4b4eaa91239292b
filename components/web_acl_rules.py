"""The rules of a web ACL, in the order in which a request meets them."""

from collections.abc import Iterator, Mapping, Sequence

import pulumi
from pulumi_aws import wafv2

from holdfast.components.web_acl_args import ManagedGroupArgs, RateLimitArgs, WebAclArgs
from holdfast.topology.values import MANAGED_GROUPS

HEALTH, ALLOWED, BLOCKED, ADDRESS, KEY, PATHS, GROUPS = 0, 10, 20, 30, 40, 50, 100
"""Priorities, the lowest first. AWS WAF stops at the first rule that allows or blocks."""

IpSets = Mapping[str, Sequence[pulumi.Input[str]]]
"""ARNs of the IP sets of a list: ``health``, ``allowed``, ``blocked``."""


def rules(args: WebAclArgs, ip_sets: IpSets) -> "list[wafv2.WebAclRuleArgsDict]":
    """Make the rules of a web ACL.

    Args:
        args: The web ACL, free of problems.
        ip_sets: ARNs of its IP sets by list.
    """
    return [*_lists(args, ip_sets), *_rates(args), *_groups(args["managed_groups"])]


def _lists(args: WebAclArgs, ip_sets: IpSets) -> "Iterator[wafv2.WebAclRuleArgsDict]":
    if "health_path" in args:
        # Checkers come to the region's own name, never through a proxy: their connection tells who they are.
        yield _rule(
            "allow-health-checkers",
            HEALTH,
            {
                "and_statement": {
                    "statements": [
                        _from(ip_sets["health"], None),
                        {
                            "byte_match_statement": {
                                "field_to_match": {"uri_path": {}},
                                "positional_constraint": "EXACTLY",
                                "search_string": args["health_path"],
                                "text_transformations": [{"priority": 0, "type": "NONE"}],
                            }
                        },
                    ]
                }
            },
            {"allow": {}},
        )
    header = args.get("address_header")
    if ip_sets.get("allowed"):
        yield _rule("allow-listed", ALLOWED, _from(ip_sets["allowed"], header), {"allow": {}})
    if ip_sets.get("blocked"):
        yield _rule("block-listed", BLOCKED, _from(ip_sets["blocked"], header), {"block": {}})


def _from(arns: Sequence[pulumi.Input[str]], header: str | None) -> "wafv2.WebAclRuleStatementArgsDict":
    """Match requests from one of the sets; an OR needs two statements at least."""
    matches: list[wafv2.WebAclRuleStatementArgsDict] = [
        {"ip_set_reference_statement": _reference(arn, header)} for arn in arns
    ]
    return matches[0] if len(matches) == 1 else {"or_statement": {"statements": matches}}


def _reference(
    arn: pulumi.Input[str], header: str | None
) -> "wafv2.WebAclRuleStatementIpSetReferenceStatementArgsDict":
    if header is None:
        return {"arn": arn}
    return {
        "arn": arn,
        "ip_set_forwarded_ip_config": {
            "header_name": header,
            # What the proxy in front added; a client may have written all before it.
            "position": "LAST",
            "fallback_behavior": "NO_MATCH",
        },
    }


def _rates(args: WebAclArgs) -> "Iterator[wafv2.WebAclRuleArgsDict]":
    rates, header = args["rate_limits"], args.get("address_header")
    action = _too_many(rates)
    yield _rule(
        "limit-address",
        ADDRESS,
        {"rate_based_statement": _per_address(rates, rates["per_address"], header)},
        action,
    )
    if "per_key" in rates:
        yield _rule("limit-key", KEY, {"rate_based_statement": _per_key(rates)}, action)
    for index, (name, path) in enumerate(sorted(rates.get("paths", {}).items())):
        limited = _per_address(rates, path["limit"], header)
        limited["scope_down_statement"] = {
            "byte_match_statement": {
                "field_to_match": {"uri_path": {}},
                "positional_constraint": "STARTS_WITH",
                "search_string": path["path"],
                # Or "/%6cogin" and "//login" would pass where the service takes them for "/login".
                "text_transformations": [
                    {"priority": 0, "type": "URL_DECODE"},
                    {"priority": 1, "type": "NORMALIZE_PATH"},
                ],
            }
        }
        yield _rule(f"limit-path-{name}", PATHS + index, {"rate_based_statement": limited}, action)


def _per_address(
    rates: RateLimitArgs, limit: int, header: str | None
) -> "wafv2.WebAclRuleStatementRateBasedStatementArgsDict":
    statement: wafv2.WebAclRuleStatementRateBasedStatementArgsDict = {
        "limit": int(limit),
        "evaluation_window_sec": window_seconds(rates),
        "aggregate_key_type": "IP" if header is None else "FORWARDED_IP",
    }
    if header is not None:
        statement["forwarded_ip_config"] = {"header_name": header, "fallback_behavior": "NO_MATCH"}
    return statement


def _per_key(rates: RateLimitArgs) -> "wafv2.WebAclRuleStatementRateBasedStatementArgsDict":
    return {
        "limit": int(rates["per_key"]["limit"]),
        "evaluation_window_sec": window_seconds(rates),
        "aggregate_key_type": "CUSTOM_KEYS",
        "custom_keys": [
            {
                "header": {
                    "name": rates["per_key"]["header"],
                    "text_transformations": [{"priority": 0, "type": "NONE"}],
                }
            }
        ],
    }


def window_seconds(rates: RateLimitArgs) -> int:
    """Return the seconds over which requests are counted, the default included.

    Args:
        rates: The limits.
    """
    return int(rates.get("window_seconds", 60))


def _too_many(rates: RateLimitArgs) -> "wafv2.WebAclRuleActionArgsDict":
    if rates.get("count_only", False):
        return {"count": {}}
    return {
        "block": {
            "custom_response": {
                "response_code": 429,
                # AWS WAF lets a client in again once its rate over the window is below the limit.
                "response_headers": [{"name": "Retry-After", "value": str(window_seconds(rates))}],
            }
        }
    }


def _groups(groups: Sequence[ManagedGroupArgs]) -> "Iterator[wafv2.WebAclRuleArgsDict]":
    wanted = {group["key"]: group for group in groups}
    for index, (key, known) in enumerate(MANAGED_GROUPS.items()):
        if key not in wanted:
            continue
        group = wanted[key]
        statement: wafv2.WebAclRuleStatementManagedRuleGroupStatementArgsDict = {
            "vendor_name": "AWS",
            "name": known.name,
        }
        if group.get("count_rules"):
            statement["rule_action_overrides"] = [
                {"name": rule, "action_to_use": {"count": {}}} for rule in sorted(set(group["count_rules"]))
            ]
        if key == "anti-ddos":
            # A challenge is a script, which a browser runs and a client of an API does not.
            statement["managed_rule_group_configs"] = [
                {
                    "aws_managed_rules_anti_ddos_rule_set": {
                        "client_side_action_config": {"challenge": {"usage_of_action": "DISABLED"}},
                        "sensitivity_to_block": "LOW",
                    }
                }
            ]
        yield {
            "name": f"aws-{key}",
            "priority": GROUPS + index,
            "override_action": {"count": {}} if group.get("count", False) else {"none": {}},
            "statement": {"managed_rule_group_statement": statement},
            "visibility_config": visibility(f"aws-{key}"),
        }


def _rule(
    name: str,
    priority: int,
    statement: "wafv2.WebAclRuleStatementArgsDict",
    action: "wafv2.WebAclRuleActionArgsDict",
) -> "wafv2.WebAclRuleArgsDict":
    return {
        "name": name,
        "priority": priority,
        "statement": statement,
        "action": action,
        "visibility_config": visibility(name),
    }


def visibility(metric: str) -> "wafv2.WebAclRuleVisibilityConfigArgsDict":
    """Count in CloudWatch, keep no samples: a sample shows headers that the log leaves out.

    Args:
        metric: Name of the metric.
    """
    return {
        "cloudwatch_metrics_enabled": True,
        "metric_name": metric,
        "sampled_requests_enabled": False,
    }
