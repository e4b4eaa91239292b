"""The web ACL of one entrance: in one region, or at CloudFront's edge."""

from collections.abc import Sequence

import pulumi
from pulumi_aws import cloudwatch, wafv2

from holdfast.components.refusals import refuse_if_any
from holdfast.components.route53_health_checker_ranges import IPV4_RANGES
from holdfast.components.web_acl_args import WebAclArgs, WebAclScope, families, web_acl_problems
from holdfast.components.web_acl_rules import rules, visibility

_SECRET_HEADERS = ("authorization", "cookie")


class WebAcl(pulumi.ComponentResource):
    """AWS WAF for one entrance, in one region or at the edge.

    Declares: the web ACL, an IP set per list and address family, an encrypted log group of the fixed name
    ``aws-waf-logs-<project>-<stack>-<name>``, since AWS WAF delivers to no other, and the logging of refused
    and counted requests without authorisation, cookies and API keys. The rules, in order: Route 53's health
    checkers pass on the health path; listed addresses pass; listed addresses are blocked; limits per address,
    per API key and per path answer 429 with ``Retry-After``; AWS's rule groups. What no rule stops, passes.

    The rules are part of the web ACL and change with it in one call. As resources of their own
    (``WebAclRule``) each is a call, two rules cannot change places because a priority is taken until the
    other has left it, and a request in between meets half of the rules
    (terraform-provider-aws internal/service/wafv2/web_acl_rule.go, 2026-11). What speaks against rules inside
    does not apply here: Pulumi deletes an IP set after the update that lets go of it, and the provider keeps
    the rule that Shield Advanced adds.

    No policy of the log group is declared: AWS puts one on it as logging starts, and a group takes one only
    (https://github.com/hashicorp/terraform-provider-aws/pull/47111, 2026-03).

    Survives: the loss of a zone; AWS WAF runs with the load balancer. Does not survive: the loss of the
    region, nor its own: a load balancer that gets no answer from it refuses requests, and the region leaves
    traffic. Limits count in each region apart, and AWS WAF notices a burst after seconds, not at once
    (https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based-caveats.html).
    """

    web_acl_arn: pulumi.Output[str]
    """ARN of the web ACL, known once it logs."""
    log_group_name: pulumi.Output[str]
    """Name of the log group."""

    def __init__(self, name: str, args: WebAclArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("holdfast:index:WebAcl", name, {**args}, opts)
        refuse_if_any(f"web ACL '{name}'", web_acl_problems(args))
        self._name, self._plan, self._child = name, args, pulumi.ResourceOptions(parent=self)
        self._scope = WebAclScope(args.get("scope", WebAclScope.REGIONAL)).value
        acl = self._acl()
        group = self._log_group()
        logging = self._logging(acl, group)
        self.web_acl_arn = logging.resource_arn
        self.log_group_name = group.name
        self.register_outputs(
            {
                "web_acl_arn": self.web_acl_arn,
                "log_group_name": self.log_group_name,
                "origin": dict(args.get("origin", {})),
            }
        )

    def _tags(self, name: str) -> dict[str, str]:
        return {**self._plan.get("tags", {}), "Name": name}

    def _acl(self) -> "wafv2.WebAcl":
        name, args = f"{self._name}-acl", self._plan
        lists = {
            "health": (*IPV4_RANGES, *args.get("monitor_cidrs", ())) if "health_path" in args else (),
            "allowed": args.get("allowed_cidrs", ()),
            "blocked": args.get("blocked_cidrs", ()),
        }
        return wafv2.WebAcl(
            name,
            region=args["region"],
            scope=self._scope,
            description=f"Requests to {self._name}",
            default_action={"allow": {}},
            rules=rules(args, {key: self._ip_sets(key, cidrs) for key, cidrs in lists.items()}),
            visibility_config=visibility(name),
            tags=self._tags(name),
            opts=self._child,
        )

    def _ip_sets(self, key: str, cidrs: Sequence[str]) -> list[pulumi.Output[str]]:
        return [
            wafv2.IpSet(
                name := f"{self._name}-{key}-{family}",
                region=self._plan["region"],
                scope=self._scope,
                description=f"Addresses of {self._name}: {key}",
                ip_address_version=family.upper(),
                addresses=blocks,
                tags=self._tags(name),
                opts=self._child,
            ).arn
            for family, blocks in families(cidrs).items()
        ]

    def _log_group(self) -> "cloudwatch.LogGroup":
        name = f"{self._name}-waf-logs"
        return cloudwatch.LogGroup(
            name,
            region=self._plan["region"],
            name=f"aws-waf-logs-{pulumi.get_project()}-{pulumi.get_stack()}-{self._name}",
            retention_in_days=int(self._plan.get("log_retention_days", 30)),
            kms_key_id=self._plan["key_arn"],
            tags=self._tags(name),
            opts=self._child,
        )

    def _logging(
        self, acl: "wafv2.WebAcl", group: "cloudwatch.LogGroup"
    ) -> "wafv2.WebAclLoggingConfiguration":
        rates = self._plan["rate_limits"]
        headers = {*_SECRET_HEADERS, *([rates["per_key"]["header"].lower()] if "per_key" in rates else [])}
        return wafv2.WebAclLoggingConfiguration(
            f"{self._name}-waf-logging",
            region=self._plan["region"],
            resource_arn=acl.arn,
            log_destination_configs=[group.arn],
            logging_filter={
                "default_behavior": "DROP",
                "filters": [
                    {
                        "behavior": "KEEP",
                        "requirement": "MEETS_ANY",
                        "conditions": [
                            {"action_condition": {"action": action}}
                            for action in ("BLOCK", "COUNT", "EXCLUDED_AS_COUNT")
                        ],
                    }
                ],
            },
            redacted_fields=[{"single_header": {"name": header}} for header in sorted(headers)],
            opts=self._child,
        )
