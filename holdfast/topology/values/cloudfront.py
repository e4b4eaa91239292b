"""CloudFront, planned."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from holdfast.topology.values.origin import no_origin

if TYPE_CHECKING:
    from holdfast.topology.values.edge_logs import EdgeLogsPlan
    from holdfast.topology.values.origin import Origin


class PriceClass(StrEnum):
    """Which edge locations serve: all, all but the dearest, or North America and Europe alone."""

    ALL = "PriceClass_All"
    MOST = "PriceClass_200"
    LEAST = "PriceClass_100"


class MinimumTls(StrEnum):
    """Security policies of clients' connections with TLS 1.2 and forward secrecy, or better.

    Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/
    secure-connections-supported-viewer-protocols-ciphers.html (stored copy read 2026-11-21).
    """

    TLS_1_2_2021 = "TLSv1.2_2021"
    TLS_1_2_2025 = "TLSv1.2_2025"
    TLS_1_3_2025 = "TLSv1.3_2025"


class OriginLock(StrEnum):
    """What keeps clients from going past a distribution."""

    HEADER = "header"
    VPC_ORIGIN = "vpc-origin"
    NONE = "none"


@dataclass(frozen=True, kw_only=True, slots=True)
class CloudfrontPathsPlan:
    """Paths whose reads are treated alike; ``max_ttl_seconds`` 0 keeps nothing."""

    key: str
    patterns: tuple[str, ...]
    min_ttl_seconds: int
    default_ttl_seconds: int
    max_ttl_seconds: int
    query_strings: tuple[str, ...]
    headers: tuple[str, ...]
    cookies: tuple[str, ...]
    accepts_writes: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class CloudfrontPlan:
    """CloudFront in front of one entrance.

    ``spare_host`` is the name at Route 53 that leads to the next region, at which a read is tried again; None
    where reads do not fail over in CloudFront.
    """

    origin_lock: OriginLock
    origin_secret_version: int
    paths: tuple[CloudfrontPathsPlan, ...]
    spare_host: str | None
    price_class: PriceClass
    minimum_tls: MinimumTls
    hsts_seconds: int
    read_timeout_seconds: int
    logs: EdgeLogsPlan
    origin: Origin = field(default_factory=no_origin)
