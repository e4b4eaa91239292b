"""The Application Load Balancer of one entrance in one region."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_aws import ec2, lb

from holdfast.components.door import ErrorMetric
from holdfast.components.load_balancer_args import SSL_POLICY, LoadBalancerArgs
from holdfast.components.load_balancer_authorization import (
    ListenerScope,
    asks_for_certificates,
    checks_tokens,
    client_certificates,
    declare_health_listener,
    declare_health_rule,
    token_actions,
)
from holdfast.components.load_balancer_description import declare_description
from holdfast.components.load_balancer_limits import load_balancer_problems
from holdfast.components.origin_lock import lock_conditions
from holdfast.components.refusals import refuse_if_any
from holdfast.components.route53_health_checker_ranges import IPV4_RANGES
from holdfast.components.security_group_rules import SecurityGroupRules
from holdfast.components.target_group import TargetGroupArgs, declare_target_group, rule_conditions
from holdfast.topology.values import HEALTH_PORT

AWAITS_DELEGATION = (
    "This API is not reachable yet: its DNS zone awaits delegation, so it has no certificate.\n"
    "Delegate the zone to its name servers, then deploy again.\n"
)


@dataclass(frozen=True, kw_only=True)
class RequestShift:
    """Between what ECS shifts a service's requests, and where: the second group, and the rule."""

    arn: pulumi.Output[str]
    """ARN of the second target group."""
    label: pulumi.Output[str]
    """``app/<balancer>/<id>/targetgroup/<group>/<id>`` of the second group."""
    rule_arn: pulumi.Output[str]
    """ARN of the listener rule."""


class LoadBalancer(pulumi.ComponentResource):
    """The Application Load Balancer of one entrance in one region.

    Declares: the load balancer with its logs, its security group (in: 443 and 80 from the allowed blocks;
    out: the targets' ports within the VPC, and 443 where tokens are checked), a target group per service, a
    listener on 443 that answers 404 to what no rule knows, a rule per service, and a listener on 80 that
    redirects to 443. Without a certificate: no listener on 443 and no rules; the listener on 80, the same
    resource, answers 503.
    With ``authorization``: tokens are checked in each rule and certificates as TLS begins, against a trust
    store of the region; the health path stays open, by a rule of its own or, where certificates are verified,
    on a port that Route 53's health checkers alone reach.
    Where AWS WAF is attached and does not answer, requests fail (500): endpoint checks then fail too and
    the entrance fails over, where an open door would stay unseen. With ``origin_lock`` every rule asks for
    the header, what has none is answered 403, and the health path of the region's own host stays open.
    With ``description``: a target group with its function, the permission to invoke it, and a rule.

    Survives: the loss of a target, and of a zone: its address leaves DNS, where clients may keep it for the
    record's 60 seconds, and the other zones' nodes serve. Cross-zone balancing is always on for the load
    balancer; zonal shift works with it on or off for a target group: with it on, the shifted zone's address
    leaves DNS and its targets get no traffic from the other zones' nodes either
    (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/zonal-shift.html).
    Does not survive: the loss of the region (DNS failover does). Fails open: when every target of a group
    is unhealthy, all of them get traffic, and to Route 53 the load balancer is healthy only while each
    group that has targets has a healthy one. Connections stay on a lost node for up to
    ``client_keep_alive_seconds``.

    A change of a target's port, type or VPC makes a new group, moves the rule, then deletes the old one; not
    with ``blue_green``, where the rule's forwarding is ECS's. Such a target has a second group, empty but
    during a deployment.
    """

    load_balancer_arn: pulumi.Output[str]
    """ARN of the load balancer."""
    arn_suffix: pulumi.Output[str]
    """The ARN's end, by which CloudWatch names it."""
    dns_name: pulumi.Output[str]
    """DNS name of the load balancer, the target of alias records."""
    zone_id: pulumi.Output[str]
    """Hosted zone of that DNS name."""
    security_group_id: pulumi.Output[str]
    """Security group from which the targets must admit traffic."""
    target_group_arns: pulumi.Output[Mapping[str, str]]
    """ARN of each service's target group, once a listener rule forwards to it, if there is to be one."""
    target_group_arn_suffixes: pulumi.Output[Mapping[str, str]]
    """The ends of those ARNs, by which CloudWatch and scaling policies name them."""

    def __init__(self, name: str, args: LoadBalancerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("holdfast:index:LoadBalancer", name, {**args}, opts)
        refuse_if_any(f"load balancer '{name}'", load_balancer_problems(args))
        self._prefix, self._plan, self._child = name, args, pulumi.ResourceOptions(parent=self)
        security_group = self._security_group()
        balancer = self._balancer(security_group)
        targets = sorted(args["targets"].items())
        groups = {key: self._group(f"{name}-{key}-tg", target) for key, target in targets}
        seconds = {
            key: self._group(f"{name}-{key}-tg2", target)
            for key, target in targets
            if target.get("blue_green", False)
        }
        https = self._https(balancer) if "certificate_arn" in args else None
        self._http(balancer, https)
        rules = {key: self._rule(key, https, group) for key, group in groups.items()} if https else {}
        if https:
            self._open_health_path(balancer, https, groups)
            self._describe(https)
        self._arns = {key: _after(rules.get(key), group.arn) for key, group in groups.items()}
        self._suffixes = {key: _after(rules.get(key), group.arn_suffix) for key, group in groups.items()}
        self._shifts = {
            key: RequestShift(
                arn=second.arn,
                label=pulumi.Output.concat(balancer.arn_suffix, "/", second.arn_suffix),
                rule_arn=rules[key].arn,
            )
            for key, second in seconds.items()
            if key in rules
        }

        self.load_balancer_arn = balancer.arn
        self.arn_suffix = balancer.arn_suffix
        self.dns_name = balancer.dns_name
        self.zone_id = balancer.zone_id
        self.security_group_id = security_group.id
        self.target_group_arns = _together(self._arns)
        self.target_group_arn_suffixes = _together(self._suffixes)
        self.register_outputs(
            {
                "load_balancer_arn": self.load_balancer_arn,
                "arn_suffix": self.arn_suffix,
                "dns_name": self.dns_name,
                "zone_id": self.zone_id,
                "security_group_id": self.security_group_id,
                "target_group_arns": self.target_group_arns,
                "target_group_arn_suffixes": self.target_group_arn_suffixes,
                "origin": dict(args.get("origin", {})),
            }
        )

    @property
    def arn(self) -> pulumi.Output[str]:
        """ARN of the load balancer, by the name that every door has."""
        return self.load_balancer_arn

    @property
    def error_metric(self) -> ErrorMetric:
        """The 5xx answers of targets."""
        return ErrorMetric(
            namespace="AWS/ApplicationELB",
            metric="HTTPCode_Target_5XX_Count",
            dimensions={"LoadBalancer": self.arn_suffix},
        )

    def target_group_arn(self, key: str) -> pulumi.Output[str]:
        """One service's entry of ``target_group_arns``, which does not wait for the other services'.

        Args:
            key: The service.
        """
        return self._arns[key]

    def target_group_arn_suffix(self, key: str) -> pulumi.Output[str]:
        """One service's entry of ``target_group_arn_suffixes``, which does not wait for the others'.

        Args:
            key: The service.
        """
        return self._suffixes[key]

    @property
    def has_empty_groups(self) -> bool:
        """Whether it has target groups that are empty but during a deployment."""
        return bool(self._shifts)

    def request_shift(self, key: str) -> RequestShift | None:
        """What ECS shifts one service's requests by; None for a service that is not ``blue_green``.

        None also while there is no certificate, and so no rule.

        Args:
            key: The service.
        """
        return self._shifts.get(key)

    def _group(self, name: str, target: TargetGroupArgs) -> "lb.TargetGroup":
        return declare_target_group(
            name,
            target,
            region=self._plan["region"],
            vpc_id=self._plan["vpc_id"],
            tags=self._plan.get("tags", {}),
            opts=self._child,
        )

    def _tags(self, name: str) -> dict[str, str]:
        return {**self._plan.get("tags", {}), "Name": name}

    def _security_group(self) -> "ec2.SecurityGroup":
        name, args, region = f"{self._prefix}-sg", self._plan, self._plan["region"]
        group = ec2.SecurityGroup(
            name,
            region=region,
            vpc_id=args["vpc_id"],
            description="Load balancer: from its clients, to its targets",
            tags=self._tags(name),
            opts=self._child,
        )
        rules = SecurityGroupRules(region=region, tags=args.get("tags", {}), child=self._child)
        ports: dict[int, Sequence[str]] = {80: args["allowed_cidrs"]}
        if "certificate_arn" in args:
            ports[443] = args["allowed_cidrs"]
            if asks_for_certificates(args.get("authorization")):
                ports[HEALTH_PORT] = (*IPV4_RANGES, *args.get("monitor_cidrs", ()))
        for port, cidrs in ports.items():
            for cidr in sorted(set(cidrs)):
                rule = f"{self._prefix}-ingress-{port}-{cidr.replace('/', '_')}"
                rules.ingress(rule, group.id, port, cidr=cidr)
        self._egress(group, rules)
        return group

    def _egress(self, group: "ec2.SecurityGroup", rules: SecurityGroupRules) -> None:
        """Open the way to the targets by one rule over all their ports, and to an issuer's keys.

        One rule per port would be renamed with the port, so that a held region lost and gained rules, and two
        services on one port would declare the same rule, which AWS refuses.
        """
        ways = {}
        if ports := [int(target["port"]) for target in self._plan["targets"].values()]:
            ways["egress"] = (min(ports), max(ports), self._plan["vpc_cidr"])
        if checks_tokens(self._plan.get("authorization")):
            # From its own addresses, by IPv4: https://repost.aws/knowledge-center/elb-configure-authentication-alb
            ways["egress-issuer"] = (443, 443, "0.0.0.0/0")
        for noun, (first, last, cidr) in ways.items():
            rules.egress(f"{self._prefix}-{noun}", group.id, (first, last), cidr=cidr)

    def _balancer(self, security_group: "ec2.SecurityGroup") -> "lb.LoadBalancer":
        name, args, protection = f"{self._prefix}-lb", self._plan, self._plan.get("protection", True)
        return lb.LoadBalancer(
            name,
            region=args["region"],
            load_balancer_type="application",
            internal=args.get("internal", False),
            subnets=args["subnet_ids"],
            security_groups=[security_group.id],
            access_logs=lb.LoadBalancerAccessLogsArgs(
                bucket=args["log_bucket"], prefix=f"{self._prefix}/access", enabled=True
            ),
            connection_logs=lb.LoadBalancerConnectionLogsArgs(
                bucket=args["log_bucket"], prefix=f"{self._prefix}/connection", enabled=True
            ),
            enable_deletion_protection=protection,
            enable_zonal_shift=args.get("zonal_shift", True),
            enable_http2=True,
            enable_waf_fail_open=False,
            drop_invalid_header_fields=True,
            desync_mitigation_mode="defensive",
            xff_header_processing_mode="append",
            preserve_host_header=args.get("preserve_host_header", False),
            idle_timeout=int(args.get("idle_timeout_seconds", 60)),
            client_keep_alive=int(args.get("client_keep_alive_seconds", 300)),
            tags=self._tags(name),
            opts=pulumi.ResourceOptions(parent=self, protect=protection),
        )

    def _https(self, balancer: "lb.LoadBalancer") -> "lb.Listener":
        name, args = f"{self._prefix}-https", self._plan
        return lb.Listener(
            name,
            region=args["region"],
            load_balancer_arn=balancer.arn,
            port=443,
            protocol="HTTPS",
            ssl_policy=args.get("ssl_policy", SSL_POLICY),
            certificate_arn=args["certificate_arn"],
            mutual_authentication=client_certificates(args.get("authorization"), self._scope()),
            routing_http_response_server_enabled=False,
            routing_http_response_strict_transport_security_header_value=(
                f"max-age={int(args.get('hsts_seconds', 31536000))}"
            ),
            default_actions=[
                _answer("403", '{"error": "forbidden"}', "application/json")
                if "origin_lock" in args
                else _answer("404", '{"error": "not found"}', "application/json")
            ],
            tags=self._tags(name),
            opts=self._child,
        )

    def _http(self, balancer: "lb.LoadBalancer", https: "lb.Listener | None") -> None:
        name = f"{self._prefix}-http"
        redirect = lb.ListenerDefaultActionArgs(
            type="redirect",
            redirect=lb.ListenerDefaultActionRedirectArgs(
                protocol="HTTPS", port="443", status_code="HTTP_301"
            ),
        )
        lb.Listener(
            name,
            region=self._plan["region"],
            load_balancer_arn=balancer.arn,
            port=80,
            protocol="HTTP",
            routing_http_response_server_enabled=False,
            default_actions=[redirect if https else _answer("503", AWAITS_DELEGATION, "text/plain")],
            tags=self._tags(name),
            # Nobody is sent to 443 before something listens there.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[https] if https else None),
        )

    def _scope(self) -> ListenerScope:
        return ListenerScope(
            prefix=self._prefix,
            region=self._plan["region"],
            tags=self._plan.get("tags", {}),
            opts=self._child,
        )

    def _actions(self, group: "lb.TargetGroup") -> "list[lb.ListenerRuleActionArgsDict]":
        forward: lb.ListenerRuleActionArgsDict = {"type": "forward", "target_group_arn": group.arn}
        tokens = token_actions(self._plan.get("authorization"))
        return [*tokens, {**forward, "order": len(tokens) + 1}] if tokens else [forward]

    def _open_health_path(
        self, balancer: "lb.LoadBalancer", https: "lb.Listener", groups: "Mapping[str, lb.TargetGroup]"
    ) -> None:
        args = self._plan
        authorization = args.get("authorization")
        if authorization is not None:
            health = authorization["health"]
        elif "origin_lock" in args:
            health = args["origin_lock"]["health"]
        else:
            return
        listener = https
        if asks_for_certificates(authorization):
            listener = declare_health_listener(
                self._scope(),
                load_balancer_arn=balancer.arn,
                certificate_arn=args["certificate_arn"],
                ssl_policy=args.get("ssl_policy", SSL_POLICY),
            )
        declare_health_rule(
            self._scope(),
            health,
            listener_arn=listener.arn,
            target_group_arn=groups[health["target"]].arn,
        )

    def _describe(self, https: "lb.Listener") -> None:
        if "description" in self._plan:
            declare_description(
                self._scope(),
                self._plan["description"],
                listener_arn=https.arn,
                authorization=self._plan.get("authorization"),
                lock=self._plan.get("origin_lock"),
            )

    def _rule(self, key: str, https: "lb.Listener", group: "lb.TargetGroup") -> "lb.ListenerRule":
        name, args = f"{self._prefix}-{key}-rule", self._plan
        target = args["targets"][key]
        return lb.ListenerRule(
            name,
            region=self._plan["region"],
            listener_arn=https.arn,
            priority=int(target["priority"]),
            conditions=[*rule_conditions(target), *lock_conditions(args.get("origin_lock"))],
            actions=self._actions(group),
            tags=self._tags(name),
            # ECS rewrites what the rule forwards to with each blue/green deployment.
            opts=pulumi.ResourceOptions(parent=self, ignore_changes=["actions"])
            if target.get("blue_green", False)
            else self._child,
        )


def _answer(status: str, body: str, content_type: str) -> "lb.ListenerDefaultActionArgs":
    return lb.ListenerDefaultActionArgs(
        type="fixed-response",
        fixed_response=lb.ListenerDefaultActionFixedResponseArgs(
            status_code=status, message_body=body, content_type=content_type
        ),
    )


def _after(rule: "lb.ListenerRule | None", value: pulumi.Output[str]) -> pulumi.Output[str]:
    """Let a value wait for the rule, so that nothing is registered in a group before it is in use."""
    return pulumi.Output.all(value, rule.arn).apply(lambda both: str(both[0])) if rule else value


def _together(values: Mapping[str, pulumi.Output[str]]) -> pulumi.Output[Mapping[str, str]]:
    return pulumi.Output.from_input(dict[str, Any](values))
