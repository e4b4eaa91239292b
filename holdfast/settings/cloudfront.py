"""Settings of CloudFront."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from holdfast.settings import formats
from holdfast.settings.base import Key, SettingsModel
from holdfast.settings.edge_logs import EdgeLogSettings  # noqa: TC001  # pydantic reads it
from holdfast.topology.values import MinimumTls, OriginLock, PriceClass

Seconds = Annotated[int, Field(ge=0, le=31536000)]
Name = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9!#$%&'+.^_`|~-]{1,128}$",
        json_schema_extra={
            "patternErrorMessage": "a name of a header, a cookie or a query string, without spaces"
        },
    ),
]
QueryString = Annotated[
    str,
    Field(
        pattern=r"^(\*|[A-Za-z0-9!#$%&'+.^_`|~\[\]-]{1,128})$",
        json_schema_extra={"patternErrorMessage": "the name of a query string, or '*' for all"},
    ),
]


class CloudfrontPathsSettings(SettingsModel):
    """Paths whose reads are kept at the edge, or fail over from one region to the next.

    What is kept reaches the origin with nothing but what is in its key: a header, cookie or query string that
    is not named here is not passed on.
    """

    patterns: Annotated[tuple[Annotated[str, AfterValidator(formats.path_pattern)], ...], Field(min_length=1)]
    """Path patterns such as `/catalogue/*`; the more particular one wins."""
    min_ttl_seconds: Seconds = 0
    """Least time that an answer is kept, whatever its headers say. Default: 0."""
    default_ttl_seconds: Seconds | None = None
    """Time that an answer without `Cache-Control` is kept. Default: 60, within the other two."""
    max_ttl_seconds: Seconds = 3600
    """Most time that an answer is kept; 0 keeps nothing, for reads that fail over and are not cached.
    Default: 3600."""
    query_strings: tuple[QueryString, ...] = ("*",)
    """Query strings in the key; `*` for all. Default: all."""
    headers: tuple[Name, ...] = ()
    """Headers in the key; `Authorization` where answers differ by caller. Default: none."""
    cookies: tuple[Name, ...] = ()
    """Cookies in the key. Default: none."""
    accepts_writes: bool = False
    """Whether POST, PUT, PATCH and DELETE pass too; reads of these paths then do not fail over.
    Default: false, such a request gets 403 there."""


class CloudfrontSettings(SettingsModel):
    """CloudFront in front of an entrance: reads at the edge; everything else goes through to a region."""

    origin_lock: OriginLock
    """What keeps clients from going past CloudFront: a secret `header` that the load balancers ask for,
    `vpc-origin` for an internal load balancer in one region, or `none`. An entrance that serves already goes
    behind CloudFront with `none` first and gets `header` in a second update."""
    origin_secret_version: Annotated[int, Field(ge=1)] = 1
    """Version of the secret header; a higher one renews it, and the one after that ends the old value.
    Default: 1."""
    paths: dict[Key, CloudfrontPathsSettings] = Field(default_factory=dict)
    """Paths that are cached or fail over, by a name of your choice. Default: none, all goes through."""
    reads_fail_over: bool | None = None
    """Whether a read that failed in one region is tried in another, at once. Default: true with policy
    `latency` or `failover` over two regions or more, where some of `paths` take reads alone."""
    price_class: PriceClass = PriceClass.ALL
    """Edge locations that serve. Default: all."""
    minimum_tls: MinimumTls = MinimumTls.TLS_1_2_2021
    """Security policy of clients' connections. Default: `TLSv1.2_2021`: TLS 1.2 and 1.3."""
    read_timeout_seconds: Annotated[int, Field(ge=1, le=60)] = 30
    """Seconds that a region has for an answer. Default: 30."""
    logs: EdgeLogSettings
    """Where access logs go."""
