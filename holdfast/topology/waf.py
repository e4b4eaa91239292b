"""Web ACLs planned, with limits sized from what survives."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from holdfast.settings import WafSettings, cloudflare_defaults, effective
from holdfast.topology import cloudflare_ranges
from holdfast.topology.origins import origin, path_of
from holdfast.topology.shares import entrance_share
from holdfast.topology.values import EDGE_PLACE, PathLimit, WafAttachment, WafGroup, WafLimits, WafPlan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.settings import EntranceSettings, Settings

ADDRESS_PERCENT = 10.0
"""Share of what a region carries that one address may use: an assumption, as the settings say."""

KEY_PERCENT = 25.0
"""Share that one API key may use: an assumption."""

LEAST_LIMIT = 10
"""Source: https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html (Limit)."""

CLOUDFLARE_HEADER = "CF-Connecting-IP"
"""Where Cloudflare says who calls:
https://developers.cloudflare.com/fundamentals/reference/http-headers/ (2026-11)."""

FORWARDED_HEADER = "X-Forwarded-For"
"""Where CloudFront says who calls, for a region that clients can also reach directly."""

_COUNTED_BY_DEFAULT = {"common": ("SizeRestrictions_BODY",)}


def carried_rps(entrance: EntranceSettings, settings: Settings) -> dict[str, Fraction]:
    """Return the requests per second that each region behind an entrance carries after a failover.

    A region of weight 0 gets all when the others fail. The entry ``global`` is what the surviving regions
    carry together once the one that carries most is lost, never more than the peak.

    Args:
        entrance: The entrance.
        settings: The whole settings.
    """
    peak = sum(
        (
            Fraction(str(settings.services[service].peak_rps))
            for service in effective.services(entrance, settings)
        ),
        Fraction(0),
    )
    shares = {
        place: entrance_share(place, entrance, settings).fraction or Fraction(1)
        for place in effective.endpoints(entrance, settings)
    }
    together = sum(shares.values(), Fraction(0))
    surviving = together - max(shares.values()) if len(shares) > 1 else together
    return {
        **{place: peak * share for place, share in shares.items()},
        EDGE_PLACE: peak * min(Fraction(1), surviving),
    }


def plan_waf(key: str, settings: Settings) -> WafPlan | None:
    """Plan the web ACLs of one entrance; None where it wants none or can carry none.

    Args:
        key: The entrance's key in the settings.
        settings: The whole settings.
    """
    entrance = settings.entrances[key]
    attachments = effective.waf_attachments(entrance)
    waf = entrance.waf or WafSettings.model_construct()
    if not attachments or not waf.enabled:
        return None
    path = f"holdfast:entrances.{key}.waf"
    carried = carried_rps(entrance, settings)
    edge = (EDGE_PLACE,) if WafAttachment.EDGE in attachments else ()
    regions = effective.endpoints(entrance, settings) if WafAttachment.REGIONS in attachments else ()
    places = (*edge, *sorted(regions))
    rates = waf.rate_limits
    return WafPlan(
        attachments=attachments,
        limits={place: _limits(place, carried[place], path, entrance, settings) for place in places},
        window_seconds=rates.window_seconds,
        count_only=rates.count_only,
        key_header=None if rates.per_key is None else rates.per_key.header.lower(),
        groups=tuple(
            WafGroup(
                key=group,
                count=asked.count,
                count_rules=tuple(
                    sorted(
                        _COUNTED_BY_DEFAULT.get(group, ()) if asked.count_rules is None else asked.count_rules
                    )
                ),
            )
            for group, asked in sorted(waf.managed_groups.items())
        ),
        allowed_cidrs=tuple(sorted(waf.allowed_cidrs)),
        blocked_cidrs=tuple(sorted(waf.blocked_cidrs)),
        monitor_cidrs=() if entrance.cloudflare is None else cloudflare_ranges.IPV4_RANGES,
        log_retention_days=waf.log_retention_days,
        origin=origin(
            attachments=", ".join(
                path_of(entrance, f"holdfast:entrances.{key}", field) for field in ("waf", "cloudfront")
            ),
            window_seconds=path_of(rates, f"{path}.rate_limits", "window_seconds"),
            count_only=path_of(rates, f"{path}.rate_limits", "count_only"),
            key_header=path_of(rates, f"{path}.rate_limits", "per_key"),
            groups=path_of(waf, path, "managed_groups"),
            allowed_cidrs=path_of(waf, path, "allowed_cidrs"),
            blocked_cidrs=path_of(waf, path, "blocked_cidrs"),
            monitor_cidrs=path_of(entrance, f"holdfast:entrances.{key}", "cloudflare"),
            log_retention_days=path_of(waf, path, "log_retention_days"),
        ),
    )


def _address_header(place: str, entrance: EntranceSettings, waf: WafSettings) -> str | None:
    if waf.address_header is not None:
        return waf.address_header
    if place != EDGE_PLACE and entrance.cloudfront is not None:
        return FORWARDED_HEADER
    return CLOUDFLARE_HEADER if cloudflare_defaults.is_proxied(entrance) else None


def _limits(
    place: str, carried: Fraction, path: str, entrance: EntranceSettings, settings: Settings
) -> WafLimits:
    waf = entrance.waf or WafSettings.model_construct()
    rates = waf.rate_limits
    address, key, window = rates.per_address, rates.per_key, rates.window_seconds
    load = ", ".join(
        (
            *(f"holdfast:services.{service}.peak_rps" for service in effective.services(entrance, settings)),
            path_of(settings.objectives, "holdfast:objectives", "survives"),
        )
    )
    where = f"{path}.rate_limits"
    return WafLimits(
        address_header=_address_header(place, entrance, waf),
        carried_rps=float(carried),
        per_address=_limit(carried, window, address.requests, address.percent or ADDRESS_PERCENT),
        per_key=None if key is None else _limit(carried, window, key.requests, key.percent or KEY_PERCENT),
        paths=_paths(waf),
        origin=origin(
            address_header=path_of(waf, path, "address_header"),
            carried_rps=load,
            per_address=path_of(rates, where, "per_address")
            if address.requests
            else f"{load}, {path_of(rates, where, 'per_address')}",
            per_key=path_of(rates, where, "per_key")
            if key is None or key.requests
            else f"{load}, {path_of(rates, where, 'per_key')}",
            paths=path_of(rates, where, "paths"),
        ),
    )


def _limit(carried: Fraction, window: int, requests: int | None, percent: float) -> int:
    if requests is not None:
        return requests
    return max(LEAST_LIMIT, int(carried * window * Fraction(str(percent)) / 100))


def _paths(waf: WafSettings) -> Mapping[str, PathLimit]:
    return {
        name: PathLimit(path=asked.path, limit=asked.requests)
        for name, asked in sorted(waf.rate_limits.paths.items())
    }
