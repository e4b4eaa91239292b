"""CloudFront planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.topology.edge_logs import plan_edge_logs
from holdfast.topology.origins import origin, path_of
from holdfast.topology.values import CloudfrontPathsPlan, CloudfrontPlan, RoutingPolicy

if TYPE_CHECKING:
    from holdfast.settings import EntranceSettings, Settings
    from holdfast.settings.cloudfront import CloudfrontPathsSettings

_DEFAULT_TTL_SECONDS = 60
"""An assumption: short enough to be wrong for a minute, long enough to take the load of a crowd."""


def plan_cloudfront(key: str, settings: Settings) -> CloudfrontPlan | None:
    """Plan it for one entrance; None for an entrance without it.

    Args:
        key: The entrance's key in the settings.
        settings: The whole settings.
    """
    entrance = settings.entrances[key]
    asked, path = entrance.cloudfront, f"holdfast:entrances.{key}.cloudfront"
    if asked is None:
        return None
    spare = _spare_host(entrance, settings) if effective.reads_fail_over(entrance, settings) else None
    return CloudfrontPlan(
        origin_lock=asked.origin_lock,
        origin_secret_version=asked.origin_secret_version,
        paths=tuple(_paths(name, paths) for name, paths in sorted(asked.paths.items())),
        spare_host=spare,
        price_class=asked.price_class,
        minimum_tls=asked.minimum_tls,
        hsts_seconds=entrance.load_balancer.hsts_seconds,
        read_timeout_seconds=asked.read_timeout_seconds,
        logs=plan_edge_logs(asked.logs),
        origin=origin(
            origin_lock=path_of(asked, path, "origin_lock"),
            origin_secret_version=path_of(asked, path, "origin_secret_version"),
            paths=path_of(asked, path, "paths"),
            spare_host=path_of(asked, path, "reads_fail_over"),
            price_class=path_of(asked, path, "price_class"),
            minimum_tls=path_of(asked, path, "minimum_tls"),
            hsts_seconds=path_of(entrance, f"holdfast:entrances.{key}", "load_balancer"),
            read_timeout_seconds=path_of(asked, path, "read_timeout_seconds"),
            logs=path_of(asked, path, "logs"),
        ),
    )


def _spare_host(entrance: EntranceSettings, settings: Settings) -> str:
    """Return the name that leads a read elsewhere; no policy shares it with another, as no set does."""
    pair = effective.policy(entrance, settings) is RoutingPolicy.FAILOVER
    return f"{'failover-spare' if pair else 'spare'}.{entrance.domain}"


def _paths(key: str, asked: CloudfrontPathsSettings) -> CloudfrontPathsPlan:
    usual = asked.default_ttl_seconds
    if usual is None:
        usual = max(asked.min_ttl_seconds, min(_DEFAULT_TTL_SECONDS, asked.max_ttl_seconds))
    return CloudfrontPathsPlan(
        key=key,
        patterns=tuple(sorted(asked.patterns)),
        min_ttl_seconds=asked.min_ttl_seconds,
        default_ttl_seconds=usual,
        max_ttl_seconds=asked.max_ttl_seconds,
        query_strings=tuple(sorted(asked.query_strings)),
        headers=tuple(sorted(asked.headers)),
        cookies=tuple(sorted(asked.cookies)),
        accepts_writes=asked.accepts_writes,
    )
