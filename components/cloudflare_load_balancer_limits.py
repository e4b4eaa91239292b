"""Contradictions in the arguments of a load balancer of Cloudflare, in a person's words."""

import re
from collections.abc import Iterator, Mapping, Sequence

from holdfast.components.cloudflare_load_balancer_args import (
    CloudflareAffinityArgs,
    CloudflareLoadBalancerArgs,
    CloudflareMonitorArgs,
)
from holdfast.topology.values import (
    ALL_CLOUDFLARE_REGIONS,
    CLOUDFLARE_REGIONS,
    CloudflareAffinity,
    CloudflareFailover,
    CloudflareSteering,
)

WEIGHTED = frozenset(
    {
        CloudflareSteering.RANDOM,
        CloudflareSteering.LEAST_OUTSTANDING_REQUESTS,
        CloudflareSteering.LEAST_CONNECTIONS,
    }
)
"""What uses the pools' weights (``random_steering``)."""

COUNTING = frozenset({CloudflareSteering.LEAST_OUTSTANDING_REQUESTS, CloudflareSteering.LEAST_CONNECTIONS})
"""What counts requests or connections, which only a proxy can."""

_MAX_WEIGHT = 255  # Route 53's scale, so that one setting serves both
_TTL_SECONDS = (30, 600)  # https://cloud.ibm.com/docs/cis?topic=cis-proxy-modes (Cloudflare's, 2026-11)
_INTERVAL_SECONDS = (10, 3600)  # https://developers.cloudflare.com/load-balancing/reference/limitations/
_MOST_RETRIES, _MOST_CONSECUTIVE, _MOST_HEADERS = 5, 10, 5

# session_affinity_ttl in https://developers.cloudflare.com/api/resources/load_balancers/ (2026-11).
_COOKIE_SECONDS, _HEADER_SECONDS = (1800, 604_800), (30, 3600)

_HIGHEST_PORT = 65_535
_CODES = re.compile(r"[1-5]\d\d|[1-5]xx")
_COUNTRY = re.compile(r"[A-Z]{2}")
_HEX_ID = re.compile(r"[0-9a-f]{32}")


def refuse(name: str, args: CloudflareLoadBalancerArgs) -> None:
    """Refuse what Cloudflare or reason refuses.

    Args:
        name: Logical name of the component.
        args: The load balancer.

    Raises:
        ValueError: All problems at once.
    """
    checks = (_places, _pools, _weights, _coordinates, _proxy, _monitor, _affinity)
    if problems := [problem for check in checks for problem in check(args)]:
        raise ValueError(f"Cloudflare load balancer {name!r}: " + "; ".join(problems))


def _steering(args: CloudflareLoadBalancerArgs) -> CloudflareSteering:
    return CloudflareSteering(args.get("steering", CloudflareSteering.OFF))


def _places(args: CloudflareLoadBalancerArgs) -> Iterator[str]:
    places = sorted(args["endpoints"])
    if not _HEX_ID.fullmatch(args["account_id"]):
        yield f"'account_id' is 32 hexadecimal digits, got {args['account_id']!r}"
    if not places:
        yield "'endpoints' needs at least one region, got none"
    if sorted(args["order"]) != places:
        yield f"'order' names each of {', '.join(places)} once, got {', '.join(args['order']) or 'none'}"
    if "fallback" in args and args["fallback"] not in places:
        yield f"'fallback' is one of {', '.join(places)}, got {args['fallback']!r}"
    hosts = [args["endpoints"][place]["host"] for place in places]
    for host in sorted({host for host in hosts if hosts.count(host) > 1 or host == args["domain"]}):
        yield f"host {host!r} must be one region's own name"


def _pools(args: CloudflareLoadBalancerArgs) -> Iterator[str]:
    regions, countries = args.get("region_pools", {}), args.get("country_pools", {})
    if _steering(args) is not CloudflareSteering.GEO:
        if regions or countries:
            yield "'region_pools' and 'country_pools' do nothing without steering 'geo'"
        return
    if not regions and not countries:
        yield "steering 'geo' needs 'region_pools' or 'country_pools', got none"
    for code in sorted(regions.keys() - set(CLOUDFLARE_REGIONS)):
        yield f"'region_pools' knows {', '.join(CLOUDFLARE_REGIONS)}, got {code!r}"
    for code in sorted(code for code in countries if not _COUNTRY.fullmatch(code)):
        yield f"'country_pools' takes ISO 3166-1 codes such as CA, got {code!r}"
    yield from _listed("region_pools", regions, args)
    yield from _listed("country_pools", countries, args)


def _listed(
    field: str, pools: Mapping[str, Sequence[str]], args: CloudflareLoadBalancerArgs
) -> Iterator[str]:
    for code, places in sorted(pools.items()):
        if not places or len(set(places)) < len(places) or not set(places) <= args["endpoints"].keys():
            known = ", ".join(sorted(args["endpoints"]))
            yield f"{code} in {field!r} names some of {known}, each once, got {', '.join(places) or 'none'}"


def _weights(args: CloudflareLoadBalancerArgs) -> Iterator[str]:
    weights = {
        place: int(one["weight"]) for place, one in sorted(args["endpoints"].items()) if "weight" in one
    }
    if weights and _steering(args) not in WEIGHTED:
        yield f"weights do nothing with steering {_steering(args).value!r}"
    for place, weight in weights.items():
        if not 0 <= weight <= _MAX_WEIGHT:
            yield f"the weight of {place} lies between 0 and {_MAX_WEIGHT}, got {weight}"
    if weights and len(weights) < len(args["endpoints"]):
        yield "name the weights of all regions or of none"
    if weights and not any(weights.values()):
        yield "the weights are all 0: give at least one region a weight"


def _coordinates(args: CloudflareLoadBalancerArgs) -> Iterator[str]:
    needed = _steering(args) is CloudflareSteering.PROXIMITY
    for place, one in sorted(args["endpoints"].items()):
        given = [key for key in ("latitude", "longitude") if key in one]
        if needed and len(given) < len(("latitude", "longitude")):
            yield f"steering 'proximity' needs the latitude and the longitude of {place}"
        if given and not needed:
            yield f"the coordinates of {place} do nothing with steering {_steering(args).value!r}"


def _proxy(args: CloudflareLoadBalancerArgs) -> Iterator[str]:
    proxied = args.get("proxied", False)
    if proxied:
        for field in ("ttl_seconds", "location"):
            if field in args:
                yield f"{field!r} does nothing where Cloudflare proxies"
    else:
        if "session_affinity" in args:
            yield "'session_affinity' needs 'proxied'"
        if args.get("adaptive_routing", False):
            yield "'adaptive_routing' needs 'proxied'"
        if _steering(args) in COUNTING:
            yield f"steering {_steering(args).value!r} needs 'proxied'"
    yield from _within("ttl_seconds", int(args.get("ttl_seconds", 30)), _TTL_SECONDS)


def _monitor(args: CloudflareLoadBalancerArgs) -> Iterator[str]:
    monitor = args["monitor"]
    if not monitor["path"].startswith("/"):
        yield f"'path' of the monitor starts with /, got {monitor['path']!r}"
    codes = monitor.get("expected_codes", "2xx")
    if not _CODES.fullmatch(codes):
        yield f"'expected_codes' is a status such as 200 or a range such as 2xx, got {codes!r}"
    yield from _within("port", int(monitor.get("port", 443)), (1, _HIGHEST_PORT))
    yield from _times(monitor)
    regions = monitor.get("check_regions", (ALL_CLOUDFLARE_REGIONS,))
    if not regions or not set(regions) <= {*CLOUDFLARE_REGIONS, ALL_CLOUDFLARE_REGIONS}:
        yield (
            f"'check_regions' knows {', '.join((*CLOUDFLARE_REGIONS, ALL_CLOUDFLARE_REGIONS))}, "
            f"got {', '.join(regions) or 'none'}"
        )
    if _steering(args) is CloudflareSteering.DYNAMIC_LATENCY and list(regions) != [ALL_CLOUDFLARE_REGIONS]:
        yield f"steering 'dynamic_latency' needs 'check_regions' {ALL_CLOUDFLARE_REGIONS}"


def _times(monitor: CloudflareMonitorArgs) -> Iterator[str]:
    interval, timeout = int(monitor.get("interval_seconds", 15)), int(monitor.get("timeout_seconds", 4))
    retries = int(monitor.get("retries", 1))
    yield from _within("interval_seconds", interval, _INTERVAL_SECONDS)
    yield from _within("retries", retries, (0, _MOST_RETRIES))
    yield from _within("consecutive_up", int(monitor.get("consecutive_up", 2)), (1, _MOST_CONSECUTIVE))
    yield from _within("consecutive_down", int(monitor.get("consecutive_down", 2)), (1, _MOST_CONSECUTIVE))
    if timeout < 1 or timeout * (retries + 1) >= interval:
        yield (
            f"'timeout_seconds' times {retries + 1} checks stays under the interval of {interval} s, "
            f"got {timeout}"
        )


def _affinity(args: CloudflareLoadBalancerArgs) -> Iterator[str]:
    affinity = args.get("session_affinity")
    if affinity is None:
        return
    by_header = CloudflareAffinity(affinity["kind"]) is CloudflareAffinity.HEADER
    if "ttl_seconds" in affinity:
        limits = _HEADER_SECONDS if by_header else _COOKIE_SECONDS
        yield from _within("ttl_seconds of sessions", int(affinity["ttl_seconds"]), limits)
    yield from _headers(affinity, by_header=by_header)
    failover = CloudflareFailover(affinity.get("zero_downtime_failover", CloudflareFailover.NONE))
    if by_header and failover is CloudflareFailover.STICKY:
        yield "'sticky' failover of sessions needs a cookie"


def _headers(affinity: CloudflareAffinityArgs, *, by_header: bool) -> Iterator[str]:
    headers = affinity.get("headers", ())
    if by_header and not 1 <= len(headers) <= _MOST_HEADERS:
        yield f"affinity by header needs 1 to {_MOST_HEADERS} headers, got {len(headers)}"
    if not by_header and ("headers" in affinity or "require_all_headers" in affinity):
        yield "'headers' do nothing without affinity by header"


def _within(field: str, value: int, limits: tuple[int, int]) -> Iterator[str]:
    lowest, highest = limits
    if not lowest <= value <= highest:
        yield f"{field!r} lies between {lowest} and {highest}, got {value}"
