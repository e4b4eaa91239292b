"""How a distribution treats a request by its path: cache policies and cache behaviours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_aws import cloudfront

from holdfast.components.cloudfront_args import (
    ALL,
    CloudfrontDistributionArgs,
    CloudfrontPathsArgs,
    is_cached,
    ttls,
)

TARGET = "target"
"""Id of the origin that every request can go to."""
SPARE = "spare"
"""Id of the origin of a read's second attempt."""
READS = "reads"
"""Id of the origin group, the first origin and then the second."""

# The same in every account:
# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html and
# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
ALL_VIEWER = "216adef6-5c7f-47e4-b989-5492eafa07d3"
HOST_HEADER_ONLY = "bf0718e1-ba1e-49d1-88b1-f726733018ae"

_READS = ("GET", "HEAD", "OPTIONS")
_WRITES = ("DELETE", "PATCH", "POST", "PUT")


@dataclass(frozen=True, kw_only=True, slots=True)
class Behaviors:
    """What the behaviours of one distribution share."""

    name: str
    args: CloudfrontDistributionArgs
    response_headers_policy_id: pulumi.Output[str]
    child: pulumi.ResourceOptions

    def default(self) -> "cloudfront.DistributionDefaultCacheBehaviorArgs":
        """Give the behaviour of every path that has none of its own: no cache, all methods, all of a request.

        It takes writes, so it leads to one origin: the name that Route 53 moves.
        """
        shared = self._behavior(methods=(*_READS, *_WRITES), origin=TARGET, cache_policy_id=None)
        return cloudfront.DistributionDefaultCacheBehaviorArgs(**shared)

    def ordered(self) -> "list[cloudfront.DistributionOrderedCacheBehaviorArgs]":
        """Give the behaviours of paths, the more particular patterns first."""
        behaviors: dict[str, dict[str, Any]] = {}
        for key, paths in sorted(self.args.get("paths", {}).items()):
            behavior = self._paths(key, paths)
            behaviors.update(dict.fromkeys(paths["patterns"], behavior))
        return [
            cloudfront.DistributionOrderedCacheBehaviorArgs(path_pattern=pattern, **behaviors[pattern])
            for pattern in sorted(behaviors, key=_precedence)
        ]

    def _paths(self, key: str, paths: CloudfrontPathsArgs) -> dict[str, Any]:
        writes = paths.get("accepts_writes", False)
        return self._behavior(
            methods=(*_READS, *_WRITES) if writes else _READS,
            origin=READS if "spare" in self.args and not writes else TARGET,
            cache_policy_id=self._cache_policy(key, paths).id if is_cached(paths) else None,
        )

    def _behavior(
        self,
        *,
        methods: Sequence[str],
        origin: str,
        cache_policy_id: pulumi.Output[str] | None,
    ) -> dict[str, Any]:
        cached = cache_policy_id is not None
        return {
            "allowed_methods": sorted(methods),
            "cached_methods": ["GET", "HEAD"],
            "target_origin_id": origin,
            "viewer_protocol_policy": "redirect-to-https",
            "cache_policy_id": cache_policy_id if cached else CACHING_DISABLED,
            # What is kept must not differ by anything that is not in its key, so nothing else is passed on.
            "origin_request_policy_id": HOST_HEADER_ONLY if cached else ALL_VIEWER,
            "response_headers_policy_id": self.response_headers_policy_id,
            "compress": cached,
        }

    def _cache_policy(self, key: str, paths: CloudfrontPathsArgs) -> "cloudfront.CachePolicy":
        least, usual, most = ttls(paths)
        return cloudfront.CachePolicy(
            f"{self.name}-cache-{key}",
            min_ttl=least,
            default_ttl=usual,
            max_ttl=most,
            parameters_in_cache_key_and_forwarded_to_origin={
                "enable_accept_encoding_gzip": True,
                "enable_accept_encoding_brotli": True,
                "query_strings_config": _query_strings(paths.get("query_strings", (ALL,))),
                "headers_config": _named("header", "headers", paths.get("headers", ())),
                "cookies_config": _named("cookie", "cookies", paths.get("cookies", ())),
            },
            opts=self.child,
        )


def _precedence(pattern: str) -> tuple[bool, int, int, str]:
    wildcards = [pattern.index(wildcard) for wildcard in "*?" if wildcard in pattern]
    return bool(wildcards), -min(wildcards, default=len(pattern)), -len(pattern), pattern


def _query_strings(names: Sequence[str]) -> Any:  # noqa: ANN401 - the SDK's input
    if ALL in names:
        return {"query_string_behavior": "all"}
    return _named("query_string", "query_strings", names)


def _named(noun: str, block: str, names: Sequence[str]) -> Any:  # noqa: ANN401 - the SDK's input
    if not names:
        return {f"{noun}_behavior": "none"}
    items: Mapping[str, Sequence[str]] = {"items": sorted(set(names))}
    return {f"{noun}_behavior": "whitelist", block: items}
