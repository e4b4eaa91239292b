"""Settings of AWS WAF."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from holdfast.settings import formats
from holdfast.settings.base import Key, LogDays, OneOf, Path, SettingsModel
from holdfast.topology.values import MANAGED_GROUPS

Limit = Annotated[int, Field(ge=10, le=2_000_000_000)]
"""Requests in a window; AWS's bounds: https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html"""

LimitPercent = Annotated[float, Field(gt=0, le=100)]

HeaderName = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$",
        json_schema_extra={
            "patternErrorMessage": "a header's name has 1 to 64 letters, digits and hyphens, and no colon"
        },
    ),
]

DEFAULT_GROUPS = ("common", "known-bad-inputs", "ip-reputation")
"""What a web ACL asks where the settings name no groups."""

AddressBlock = Annotated[str, AfterValidator(formats.address_block)]


class AddressLimitSettings(SettingsModel):
    """The limit of one client address."""

    percent: LimitPercent | None = None
    """Share of what the region carries after a failover. Default: 10, an assumption: offices and mobile
    networks put many clients behind one address."""
    requests: Limit | None = None
    """Requests within the window, in place of a share. Default: none."""


class KeyLimitSettings(SettingsModel):
    """The limit of one API key, counted by the header that carries it."""

    header: HeaderName = "x-api-key"
    """Header that carries the key; requests without it are not counted. Default: `x-api-key`."""
    percent: LimitPercent | None = None
    """Share of what the region carries after a failover. Default: 25, an assumption."""
    requests: Limit | None = None
    """Requests within the window, in place of a share. Default: none."""


class PathLimitSettings(SettingsModel):
    """A tighter limit of what lies below a path, such as a log-in."""

    path: Path
    """Beginning of the path."""
    requests: Limit
    """Requests of one client address within the window."""


class RateLimitSettings(SettingsModel):
    """How many requests one client may make, in each region."""

    window_seconds: Literal[60, 120, 300, 600] = 60
    """Seconds over which requests are counted. Default: 60."""
    count_only: bool = False
    """Whether requests over a limit are counted and logged, not refused: for finding the right limits.
    Default: false, they get 429."""
    per_address: AddressLimitSettings = AddressLimitSettings.model_construct()
    """Per client address. Default: 10 % of what the region carries."""
    per_key: KeyLimitSettings | None = None
    """Per API key. Default: none."""
    paths: Annotated[dict[Key, PathLimitSettings], Field(max_length=8)] = Field(default_factory=dict)
    """Per path, each with a name. Default: none."""


class ManagedGroupSettings(SettingsModel):
    """A rule group that AWS writes and keeps up."""

    count: bool = False
    """Whether all its rules only count. Default: false."""
    count_rules: tuple[str, ...] | None = None
    """Rules of it that only count, by AWS's names. Default: none; for `common` it is
    `SizeRestrictions_BODY`, which would refuse every body above 8 KB."""


class WafSettings(SettingsModel):
    """The web ACL in front of an entrance."""

    enabled: bool = True
    """Whether there is one. Default: true wherever one can be attached."""
    rate_limits: RateLimitSettings = RateLimitSettings.model_construct()
    """How many requests one client may make. Default: 10 % of what a region carries, per address."""
    managed_groups: dict[
        Annotated[str, OneOf("managed rule group", tuple(MANAGED_GROUPS))], ManagedGroupSettings
    ] = Field(default_factory=lambda: {key: ManagedGroupSettings.model_construct() for key in DEFAULT_GROUPS})
    """AWS's rule groups. Default: `common`, `known-bad-inputs`, `ip-reputation`."""
    allowed_cidrs: Annotated[tuple[AddressBlock, ...], Field(max_length=10_000)] = ()
    """Blocks, IPv4 or IPv6, that no other rule stops: limits do not bind them either. Default: none."""
    blocked_cidrs: Annotated[tuple[AddressBlock, ...], Field(max_length=10_000)] = ()
    """Blocks, IPv4 or IPv6, that get nothing. Default: none."""
    address_header: HeaderName | None = None
    """Header with the client's address, where a proxy of yours stands in front that overwrites it, and nobody
    can come past it. Default: the address of the connection; `CF-Connecting-IP` where Cloudflare proxies all
    there is."""
    log_retention_days: LogDays = 30
    """How long the log of refused and counted requests is kept. Default: 30."""
