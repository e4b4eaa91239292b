"""Who may call through a load balancer: tokens that it checks, certificates that clients show.

Route 53's health checkers have neither, so the health path of the region's own name stays open: as a rule
before all others, or, where certificates are asked for already as TLS begins, on a port of its own that only
the checkers reach.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NotRequired, TypedDict

import pulumi
from pulumi_aws import lb

from holdfast.topology.values import HEALTH_PORT, ClaimFormat, MutualTlsMode

HEALTH_PRIORITY = 1
"""Priority of the rule that keeps the health path open, before every service's."""

_JWT = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-verify-jwt.html"
_MUTUAL = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html"
_MOST_CLAIMS = 10
_ALWAYS_CHECKED = ("exp", "iat", "iss", "nbf")


class ClaimArgs(TypedDict):
    """What a further claim must say."""

    values: Sequence[str]
    """Values, one to ten."""
    format: NotRequired[ClaimFormat]
    """How the claim holds them. Default: ``single-string``."""


class JwtValidationArgs(TypedDict):
    """Tokens that are checked before a request is forwarded; without a valid one it is refused."""

    issuer: str
    """What the claim ``iss`` says."""
    jwks_endpoint: str
    """Where the issuer publishes its keys, by https; RS256 alone."""
    claims: NotRequired[Mapping[str, ClaimArgs]]
    """Further claims by name, at most ten; ``iss``, ``exp``, ``nbf`` and ``iat`` are always checked. Default:
    none."""


class TrustObjectArgs(TypedDict):
    """One version of an object in a bucket of the load balancer's region."""

    bucket: str
    """Name of the bucket."""
    key: str
    """Key of the object."""
    version: str
    """Version of the object: what is trusted changes by settings alone."""


class MutualTlsArgs(TypedDict):
    """Certificates that clients show."""

    mode: MutualTlsMode
    """``verify``: the load balancer judges them. ``passthrough``: it hands them on in headers."""
    bundle: NotRequired[TrustObjectArgs]
    """Certificates of the authorities, in PEM; with ``verify`` alone, which needs it. Default: none."""
    revocations: NotRequired[Sequence[TrustObjectArgs]]
    """Revocation lists, with ``verify`` alone. Default: none."""
    ignore_expiry: NotRequired[bool]
    """Whether expired certificates pass. Default: False."""
    advertise_authorities: NotRequired[bool]
    """Whether clients are told which authorities are trusted. Default: False."""


class HealthRequestArgs(TypedDict):
    """What health checkers ask for, which stays open."""

    host: str
    """The region's own name."""
    path: str
    """Path, exactly."""
    target: str
    """Key of the service that answers."""


class LoadBalancerAuthorizationArgs(TypedDict):
    """Who may call through a load balancer."""

    health: HealthRequestArgs
    """What stays open."""
    jwt: NotRequired[JwtValidationArgs]
    """Tokens. Default: none."""
    mutual_tls: NotRequired[MutualTlsArgs]
    """Client certificates. Default: none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ListenerScope:
    """What a load balancer's resources share."""

    prefix: str
    """Begin of logical names."""
    region: str
    """AWS region."""
    tags: Mapping[str, str]
    """Tags, without the name."""
    opts: pulumi.ResourceOptions
    """Options, with the parent."""

    def tagged(self, name: str) -> dict[str, str]:
        """Return the tags of one resource."""
        return {**self.tags, "Name": name}


def asks_for_certificates(args: LoadBalancerAuthorizationArgs | None) -> bool:
    """Whether TLS on 443 begins only with a certificate, which health checkers do not have.

    Args:
        args: Who may call, None for everybody.
    """
    return (
        args is not None
        and "mutual_tls" in args
        and MutualTlsMode(args["mutual_tls"]["mode"]) is MutualTlsMode.VERIFY
    )


def checks_tokens(args: LoadBalancerAuthorizationArgs | None) -> bool:
    """Whether the load balancer reads an issuer's keys.

    Args:
        args: Who may call, None for everybody.
    """
    return args is not None and "jwt" in args


def authorization_problems(
    args: LoadBalancerAuthorizationArgs, priorities: Mapping[str, int]
) -> Iterator[str]:
    """Say what AWS would refuse, or what would keep health checkers out.

    Args:
        args: Who may call.
        priorities: Priority of each service's rule.

    Yields:
        One sentence each.
    """
    health = args["health"]
    if health["target"] not in priorities:
        yield f"'authorization.health.target' names no target: '{health['target']}'"
    for key, priority in sorted(priorities.items()):
        if priority <= HEALTH_PRIORITY:
            yield (
                f"target '{key}': 'priority' {priority} is that of the rule that keeps the health path open; "
                f"give {HEALTH_PRIORITY + 1} or more"
            )
    claims = args["jwt"].get("claims", {}) if "jwt" in args else {}
    if len(claims) > _MOST_CLAIMS:
        yield f"'authorization.jwt.claims' holds {len(claims)}, and AWS takes {_MOST_CLAIMS} ({_JWT})"
    for name, claim in sorted(claims.items()):
        if name in _ALWAYS_CHECKED:
            yield f"'authorization.jwt.claims.{name}' is always checked and cannot be given ({_JWT})"
        if not 1 <= len(claim["values"]) <= _MOST_CLAIMS:
            yield f"'authorization.jwt.claims.{name}.values' needs one to ten, got {len(claim['values'])}"
    if "mutual_tls" in args:
        yield from _mutual_tls_problems(args["mutual_tls"])


def _mutual_tls_problems(args: MutualTlsArgs) -> Iterator[str]:
    verify = MutualTlsMode(args["mode"]) is MutualTlsMode.VERIFY
    if verify and "bundle" not in args:
        yield f"'authorization.mutual_tls.bundle' is needed with 'verify' ({_MUTUAL})"
    if not verify:
        for field in ("bundle", "revocations", "ignore_expiry", "advertise_authorities"):
            if args.get(field):
                yield f"'authorization.mutual_tls.{field}' does nothing with 'passthrough' ({_MUTUAL})"


def token_actions(args: LoadBalancerAuthorizationArgs | None) -> "list[lb.ListenerRuleActionArgsDict]":
    """Make the actions that go before the forwarding one.

    Args:
        args: Who may call, None for everybody.
    """
    if args is None or "jwt" not in args:
        return []
    jwt = args["jwt"]
    return [
        {
            "type": "jwt-validation",
            "order": 1,
            "jwt_validation": {
                "issuer": jwt["issuer"],
                "jwks_endpoint": jwt["jwks_endpoint"],
                "additional_claims": [
                    {
                        "name": name,
                        "format": ClaimFormat(claim.get("format", ClaimFormat.SINGLE_STRING)).value,
                        "values": sorted(claim["values"]),
                    }
                    for name, claim in sorted(jwt.get("claims", {}).items())
                ],
            },
        }
    ]


def client_certificates(
    args: LoadBalancerAuthorizationArgs | None, scope: ListenerScope
) -> "lb.ListenerMutualAuthenticationArgs | None":
    """Declare what the listener trusts, and make its block; None where no certificates are asked for.

    Args:
        args: Who may call, None for everybody.
        scope: What the load balancer's resources share.
    """
    if args is None or "mutual_tls" not in args:
        return None
    mutual = args["mutual_tls"]
    mode = MutualTlsMode(mutual["mode"])
    if mode is MutualTlsMode.PASSTHROUGH or "bundle" not in mutual:
        return lb.ListenerMutualAuthenticationArgs(mode=mode.value)
    return lb.ListenerMutualAuthenticationArgs(
        mode=mode.value,
        trust_store_arn=_trust_store(mutual, mutual["bundle"], scope),
        ignore_client_certificate_expiry=mutual.get("ignore_expiry", False),
        advertise_trust_store_ca_names="on" if mutual.get("advertise_authorities", False) else "off",
    )


def _trust_store(args: MutualTlsArgs, bundle: TrustObjectArgs, scope: ListenerScope) -> pulumi.Output[str]:
    name = f"{scope.prefix}-trust"
    store = lb.TrustStore(
        name,
        region=scope.region,
        ca_certificates_bundle_s3_bucket=bundle["bucket"],
        ca_certificates_bundle_s3_key=bundle["key"],
        ca_certificates_bundle_s3_object_version=bundle["version"],
        tags=scope.tagged(name),
        opts=scope.opts,
    )
    for one in args.get("revocations", ()):
        lb.TrustStoreRevocation(
            # AWS changes no list: another version of it is added before the old one is taken away.
            f"{name}-revocation-{one['key'].rsplit('/', 1)[-1]}",
            region=scope.region,
            trust_store_arn=store.arn,
            revocations_s3_bucket=one["bucket"],
            revocations_s3_key=one["key"],
            revocations_s3_object_version=one["version"],
            opts=scope.opts,
        )
    return store.arn


def declare_health_listener(
    scope: ListenerScope,
    *,
    load_balancer_arn: pulumi.Input[str],
    certificate_arn: pulumi.Input[str],
    ssl_policy: str,
) -> "lb.Listener":
    """Declare the listener that only health checkers reach, which asks for no certificate.

    Args:
        scope: What the load balancer's resources share.
        load_balancer_arn: The load balancer.
        certificate_arn: Its own certificate.
        ssl_policy: Its security policy.
    """
    name = f"{scope.prefix}-health"
    return lb.Listener(
        name,
        region=scope.region,
        load_balancer_arn=load_balancer_arn,
        port=HEALTH_PORT,
        protocol="HTTPS",
        ssl_policy=ssl_policy,
        certificate_arn=certificate_arn,
        routing_http_response_server_enabled=False,
        default_actions=[
            lb.ListenerDefaultActionArgs(
                type="fixed-response",
                fixed_response=lb.ListenerDefaultActionFixedResponseArgs(
                    status_code="404", message_body='{"error": "not found"}', content_type="application/json"
                ),
            )
        ],
        tags=scope.tagged(name),
        opts=scope.opts,
    )


def declare_health_rule(
    scope: ListenerScope,
    health: HealthRequestArgs,
    *,
    listener_arn: pulumi.Input[str],
    target_group_arn: pulumi.Input[str],
) -> None:
    """Declare the rule that keeps the health path of the region's own name open.

    Args:
        scope: What the load balancer's resources share.
        health: What health checkers ask for.
        listener_arn: Where they ask.
        target_group_arn: Who answers.
    """
    name = f"{scope.prefix}-open-health-rule"
    lb.ListenerRule(
        name,
        region=scope.region,
        listener_arn=listener_arn,
        priority=HEALTH_PRIORITY,
        conditions=[
            lb.ListenerRuleConditionArgs(
                host_header=lb.ListenerRuleConditionHostHeaderArgs(values=[health["host"]])
            ),
            lb.ListenerRuleConditionArgs(
                path_pattern=lb.ListenerRuleConditionPathPatternArgs(values=[health["path"]])
            ),
        ],
        actions=[{"type": "forward", "target_group_arn": target_group_arn}],
        tags=scope.tagged(name),
        opts=scope.opts,
    )
