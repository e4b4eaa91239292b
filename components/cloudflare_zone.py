"""The zone of an entrance at Cloudflare, made here or adopted, and the rules that all of its names share."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi
import pulumi_cloudflare as cloudflare

from holdfast.components.cloudflare_rules import (
    CloudflareManagedRulesArgs,
    CloudflareRateLimitArgs,
    managed_ruleset,
    rate_limit_ruleset,
    rule_problems,
)

_VALIDITY_DAYS = 90  # the longest that every authority offers: ssl/reference/certificate-authorities


class CloudflareZoneArgs(TypedDict):
    """What a zone needs."""

    account_id: str
    """Cloudflare account: 32 hexadecimal digits."""
    domain: str
    """Name of the zone, for example ``example.com``."""
    zone_id: NotRequired[str]
    """Id of an existing zone of this name; then the zone itself stays as it is. Default: a zone is made."""
    multi_provider: NotRequired[bool]
    """Whether another provider answers for the same name, as Route 53 does with both: without it Cloudflare
    ignores NS records at the apex and does not activate a zone whose registrar names other name servers too
    (https://developers.cloudflare.com/dns/nameservers/nameserver-options/#multi-provider-dns, 2026-11). Set
    on an existing zone as well. Default: false."""
    rate_limits: NotRequired[Mapping[str, CloudflareRateLimitArgs]]
    """Rate limits by a key that never changes, such as the entrance's. They take over the zone's whole
    ruleset of that kind. Default: none, the zone's own stays."""
    managed_rules: NotRequired[Mapping[str, CloudflareManagedRulesArgs]]
    """Managed rules by a key that never changes; they take over the zone's whole ruleset of that kind.
    Default: none, the zone's own stays."""
    edge_certificates: NotRequired[Mapping[str, str]]
    """Host names that Cloudflare proxies and its own certificate does not cover, by a key that never changes:
    each gets an advanced certificate, which Cloudflare renews and bills. Default: none."""
    protection: NotRequired[bool]
    """Keep the zone from deletion. Default: true."""
    tags: NotRequired[Mapping[str, str]]
    """Tags, written into the descriptions of rulesets; zones take none. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class CloudflareZone(pulumi.ComponentResource):
    """A zone at Cloudflare, which answers for a domain once its parent delegates to it.

    Declares: a zone unless ``zone_id`` adopts one, with TLS 1.2 at least and, towards endpoints, with their
    certificates validated (an adopted zone keeps its own: see that its SSL mode is Full (strict)); beside
    another provider its setting for that; the rulesets for rate limits and for managed rules where there are
    any; advanced certificates where they are needed.
    Survives: the loss of any AWS region, and AWS as a whole. Does not survive: its own deletion: a new zone
    has other name servers; DNSSEC at Cloudflare alone beside a second provider, which validating resolvers
    refuse (both must sign as one, and Route 53 cannot).
    """

    zone_id: pulumi.Output[str]
    """Id of the zone."""
    name_servers: pulumi.Output[Sequence[str]]
    """Name servers to which the parent domain must delegate; empty for an adopted zone."""

    def __init__(
        self, name: str, args: CloudflareZoneArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        """See ``CloudflareZoneArgs``.

        Raises:
            ValueError: A rule is one that Cloudflare refuses; every reason is listed.
        """
        super().__init__("holdfast:index:CloudflareZone", name, {**args}, opts)
        limits, managed = args.get("rate_limits", {}), args.get("managed_rules", {})
        if problems := list(rule_problems(limits, managed)):
            raise ValueError(f"Cloudflare zone {name!r}: " + "; ".join(problems))
        child, tags = pulumi.ResourceOptions(parent=self), args.get("tags", {})
        self._domain = args["domain"]
        self._declare_zone(name, args)
        if args.get("multi_provider", False):
            cloudflare.ZoneDnsSettings(
                f"{name}-dns-settings", zone_id=self.zone_id, multi_provider=True, opts=child
            )
        for key, host in sorted(args.get("edge_certificates", {}).items()):
            self._certificate(f"{name}-certificate-{key}", host)
        if limits:
            rate_limit_ruleset(f"{name}-rate-limits", self.zone_id, limits, tags=tags, opts=child)
        if managed:
            managed_ruleset(f"{name}-managed-rules", self.zone_id, managed, tags=tags, opts=child)
        self.register_outputs(
            {
                "zone_id": self.zone_id,
                "name_servers": self.name_servers,
                "origin": dict(args.get("origin", {})),
            }
        )

    def _declare_zone(self, name: str, args: CloudflareZoneArgs) -> None:
        if "zone_id" in args:
            self.zone_id = pulumi.Output.from_input(args["zone_id"])
            self.name_servers = pulumi.Output.from_input([])
            return
        zone = cloudflare.Zone(
            f"{name}-zone",
            account={"id": args["account_id"]},
            # The zone's name is the domain itself.
            name=args["domain"],
            type="full",
            opts=pulumi.ResourceOptions(parent=self, protect=args.get("protection", True)),
        )
        self.zone_id = zone.id
        self.name_servers = zone.name_servers
        for setting, value in (("ssl", "strict"), ("min_tls_version", "1.2")):
            cloudflare.ZoneSetting(
                f"{name}-{setting.replace('_', '-')}",
                zone_id=zone.id,
                setting_id=setting,
                value=value,
                opts=pulumi.ResourceOptions(parent=self),
            )

    def _certificate(self, name: str, host: str) -> None:
        cloudflare.CertificatePack(
            name,
            zone_id=self.zone_id,
            type="advanced",
            # A pack must hold the zone's own name.
            hosts=sorted({self._domain, host}),
            certificate_authority="google",
            validation_method="txt",
            validity_days=_VALIDITY_DAYS,
            opts=pulumi.ResourceOptions(parent=self),
        )
