"""The public name of an entrance at Cloudflare: a load balancer with a pool per region.

How a request comes to its region: an endpoint's address is the DNS name of what answers there, so that
neither serving nor checking depends on a record of the zone. Where Cloudflare proxies, it keeps the ``Host``
header and asks for the same name in the TLS handshake; every region's certificate has the public name. A
monitor asks by the region's own name, which the certificate has as well, so that a region is judged by
itself. DNS-only, Cloudflare resolves the address and answers with what it finds.

What a swap of roles changes: ``default_pools`` and ``fallback_pool``, in place. Names are places, and no
pool's name tells a role.

What a person or a tool changes in an emergency, a pool's ``enabled`` and its ``load_shedding``, is ignored
afterwards, so that the next update does not undo it. Both are calls of Cloudflare's API and none of AWS's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_cloudflare as cloudflare

from holdfast.components.cloudflare_description import cloudflare_name, comment_of, description_of
from holdfast.components.cloudflare_load_balancer_args import (
    CloudflareAffinityArgs,
    CloudflareLoadBalancerArgs,
    CloudflareMonitorArgs,
)
from holdfast.components.cloudflare_load_balancer_limits import WEIGHTED, refuse
from holdfast.topology.values import (
    ALL_CLOUDFLARE_REGIONS,
    CloudflareAffinity,
    CloudflareEcs,
    CloudflareFailover,
    CloudflareLocationMode,
    CloudflareSteering,
)

_HOST_TTL_SECONDS = 60  # as aliases to an Application Load Balancer have at Route 53

_CHECK_REGIONS = ("ENAM", "WEU", "WNAM")

_LEAST_WEIGHT = 0.01  # weights are given in hundredths: load-balancing/understand-basics/traffic-steering

_HEADER_SESSION_SECONDS, _COOKIE_SESSION_SECONDS = 1800, 82_800  # Cloudflare's own defaults


class CloudflareLoadBalancer(pulumi.ComponentResource):
    """The public name of an entrance at Cloudflare and, per region, a monitor, a pool and its own name.

    Declares: per region a DNS-only CNAME of its own name, a monitor that asks by that name, and a pool with
    one endpoint; the load balancer over the pools.
    Survives: the loss of regions down to the last one, with no change of a record and no call of AWS;
    changes of order, fallback, steering and weights, in place.
    Does not survive: the loss of Cloudflare's network; DNS-only, resolvers that keep an answer beyond its
    time to live. It sees of a region what the monitor sees: neither CloudWatch's alarms nor the maintenance
    switch, which Route 53 alone reads.
    """

    load_balancer_id: pulumi.Output[str]
    """Id of the load balancer."""
    pool_ids: pulumi.Output[Mapping[str, str]]
    """Place → id of its pool, which a tool disables or sheds in order to take the place out."""
    fqdn: pulumi.Output[str]
    """The public name."""

    def __init__(
        self, name: str, args: CloudflareLoadBalancerArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        """See ``CloudflareLoadBalancerArgs``.

        Raises:
            ValueError: What is given contradicts itself or Cloudflare's rules; every reason is listed.
        """
        super().__init__("holdfast:index:CloudflareLoadBalancer", name, {**args}, opts)
        refuse(name, args)
        self._args, self._child = args, pulumi.ResourceOptions(parent=self)
        self._description = description_of(args.get("tags", {}))
        places = sorted(args["endpoints"])
        for place in places:
            self._own_name(place)
        self._pools = {place: self._pool(place) for place in places}
        balancer = self._balancer()
        self.load_balancer_id = balancer.id
        self.pool_ids = pulumi.Output.all(**{place: pool.id for place, pool in self._pools.items()})
        self.fqdn = balancer.name
        self.register_outputs(
            {
                "load_balancer_id": self.load_balancer_id,
                "pool_ids": self.pool_ids,
                "fqdn": self.fqdn,
                "origin": dict(args.get("origin", {})),
            }
        )

    def pool_id(self, place: str) -> pulumi.Output[str]:
        """Id of a place's pool."""
        return self._pools[place].id

    @property
    def _steering(self) -> CloudflareSteering:
        return CloudflareSteering(self._args.get("steering", CloudflareSteering.OFF))

    def _of(self, place: str) -> str:
        return f"{self.pulumi_resource_name}-{place}"

    def _own_name(self, place: str) -> cloudflare.DnsRecord:
        endpoint = self._args["endpoints"][place]
        return cloudflare.DnsRecord(
            self._of(place),
            zone_id=self._args["zone_id"],
            name=endpoint["host"],
            type="CNAME",
            content=endpoint.get("host_dns_name", endpoint["dns_name"]),
            # Checkers and people reach the region itself, whatever stands before the public name.
            proxied=False,
            ttl=_HOST_TTL_SECONDS,
            comment=comment_of(self._args.get("tags", {})),
            opts=self._child,
        )

    def _monitor(self, place: str) -> cloudflare.LoadBalancerMonitor:
        monitor: CloudflareMonitorArgs = self._args["monitor"]
        endpoint = self._args["endpoints"][place]
        # A pool's address answers for the name that clients use, and not always for the region's own.
        host = self._args["domain"] if "host_dns_name" in endpoint else endpoint["host"]
        return cloudflare.LoadBalancerMonitor(
            f"{self._of(place)}-monitor",
            account_id=self._args["account_id"],
            type="https",
            method="GET",
            port=int(monitor.get("port", 443)),
            path=monitor["path"],
            header={"Host": [host]},
            interval=int(monitor.get("interval_seconds", 15)),
            timeout=int(monitor.get("timeout_seconds", 4)),
            retries=int(monitor.get("retries", 1)),
            consecutive_up=int(monitor.get("consecutive_up", 2)),
            consecutive_down=int(monitor.get("consecutive_down", 2)),
            expected_codes=monitor.get("expected_codes", "2xx"),
            expected_body=monitor.get("expected_body"),
            follow_redirects=False,
            allow_insecure=False,
            description=self._description,
            opts=self._child,
        )

    def _pool(self, place: str) -> cloudflare.LoadBalancerPool:
        endpoint = self._args["endpoints"][place]
        measures = self._steering is CloudflareSteering.DYNAMIC_LATENCY
        regions = (ALL_CLOUDFLARE_REGIONS,) if measures else _CHECK_REGIONS
        name = f"{self._of(place)}-pool"
        return cloudflare.LoadBalancerPool(
            name,
            account_id=self._args["account_id"],
            name=cloudflare_name(name),
            origins=[{"name": place, "address": endpoint["dns_name"], "enabled": True, "weight": 1}],
            monitor=self._monitor(place).id,
            minimum_origins=1,
            check_regions=sorted(set(self._args["monitor"].get("check_regions", regions))),
            latitude=endpoint.get("latitude"),
            longitude=endpoint.get("longitude"),
            enabled=True,
            description=self._description,
            opts=pulumi.ResourceOptions(parent=self, ignore_changes=["enabled", "loadShedding"]),
        )

    def _balancer(self) -> cloudflare.LoadBalancer:
        args, proxied = self._args, self._args.get("proxied", False)
        sessions = _sessions(args["session_affinity"]) if "session_affinity" in args else _Sessions()
        return cloudflare.LoadBalancer(
            self.pulumi_resource_name,
            zone_id=args["zone_id"],
            name=args["domain"],
            steering_policy=self._steering.value,
            default_pools=self._ids(args["order"]),
            fallback_pool=self.pool_id(args.get("fallback", args["order"][0])),
            region_pools=self._pools_by_code(args.get("region_pools", {})),
            country_pools=self._pools_by_code(args.get("country_pools", {})),
            random_steering=self._weights(),
            proxied=proxied,
            ttl=None if proxied else int(args.get("ttl_seconds", 30)),
            location_strategy=self._location(),
            adaptive_routing={"failover_across_pools": args.get("adaptive_routing", False)},
            session_affinity=sessions.kind,
            session_affinity_ttl=sessions.ttl_seconds,
            session_affinity_attributes=sessions.attributes,
            enabled=True,
            description=self._description,
            opts=pulumi.ResourceOptions(parent=self, protect=args.get("protection", True)),
        )

    def _ids(self, places: Sequence[str]) -> list[pulumi.Output[str]]:
        return [self.pool_id(place) for place in places]

    def _pools_by_code(self, places: Mapping[str, Sequence[str]]) -> dict[str, list[pulumi.Output[str]]]:
        # An empty map says that there are none: what is left out stays as it was, and a pool that a region
        # still leads to cannot be deleted.
        return {code: self._ids(places[code]) for code in sorted(places)}

    def _weights(self) -> cloudflare.LoadBalancerRandomSteeringArgs | None:
        """Weights as shares of the heaviest, in hundredths and never rounded down to nothing."""
        endpoints = self._args["endpoints"]
        if self._steering not in WEIGHTED or not all("weight" in one for one in endpoints.values()):
            return None
        heaviest = max(int(one["weight"]) for one in endpoints.values())
        shares = {place: int(endpoints[place]["weight"]) / heaviest for place in sorted(endpoints)}
        weights = [max(_LEAST_WEIGHT, round(share, 2)) if share else 0.0 for share in shares.values()]
        # The keys are ids, which only Cloudflare knows.
        by_id = pulumi.Output.all(*self._ids(list(shares))).apply(
            lambda ids: dict(zip(ids, weights, strict=True))
        )
        return cloudflare.LoadBalancerRandomSteeringArgs(default_weight=1, pool_weights=by_id)

    def _location(self) -> cloudflare.LoadBalancerLocationStrategyArgs | None:
        if "location" not in self._args:
            return None
        asked = self._args["location"]
        return cloudflare.LoadBalancerLocationStrategyArgs(
            mode=CloudflareLocationMode(asked.get("mode", CloudflareLocationMode.POP)).value,
            prefer_ecs=CloudflareEcs(asked.get("prefer_ecs", CloudflareEcs.PROXIMITY)).value,
        )


@dataclass(frozen=True, kw_only=True)
class _Sessions:
    """How sessions stay at one pool, in the SDK's words; nothing where they do not."""

    kind: str = "none"
    ttl_seconds: int | None = None
    attributes: cloudflare.LoadBalancerSessionAffinityAttributesArgs | None = None


def _sessions(asked: CloudflareAffinityArgs) -> _Sessions:
    kind = CloudflareAffinity(asked["kind"])
    by_header = kind is CloudflareAffinity.HEADER
    default = _HEADER_SESSION_SECONDS if by_header else _COOKIE_SESSION_SECONDS
    failover = CloudflareFailover(asked.get("zero_downtime_failover", CloudflareFailover.NONE))
    return _Sessions(
        kind=kind.value,
        ttl_seconds=int(asked.get("ttl_seconds", default)),
        attributes=cloudflare.LoadBalancerSessionAffinityAttributesArgs(
            headers=sorted(asked.get("headers", ())) if by_header else None,
            require_all_headers=asked.get("require_all_headers", False) if by_header else None,
            drain_duration=int(asked["drain_seconds"]) if "drain_seconds" in asked else None,
            zero_downtime_failover=failover.value,
        ),
    )
