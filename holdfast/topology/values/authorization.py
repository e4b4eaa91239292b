"""Who may call an entrance, planned."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from holdfast.topology.values.origin import no_origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.topology.values.origin import Origin


HEALTH_PORT = 8443
"""Port on which health checkers ask where clients must show a certificate on 443 (an assumption)."""


class ClaimFormat(StrEnum):
    """How a claim of a token holds its values."""

    SINGLE_STRING = "single-string"
    STRING_ARRAY = "string-array"
    SPACE_SEPARATED_VALUES = "space-separated-values"


class MutualTlsMode(StrEnum):
    """Who judges the certificates that clients show: the load balancer, or the service."""

    VERIFY = "verify"
    PASSTHROUGH = "passthrough"


@dataclass(frozen=True, kw_only=True, slots=True)
class ClaimPlan:
    """What a further claim of a token must say, and how it holds its values."""

    values: tuple[str, ...]
    format: ClaimFormat


@dataclass(frozen=True, kw_only=True, slots=True)
class JwtPlan:
    """Tokens that load balancers check: who issues them, where its keys are, further claims by name."""

    issuer: str
    jwks_endpoint: str
    claims: Mapping[str, ClaimPlan]


@dataclass(frozen=True, kw_only=True, slots=True)
class TrustObject:
    """One version of an object in a bucket."""

    bucket: str
    key: str
    version: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TrustPlan:
    """What one region's load balancer trusts: the authorities' certificates, and what was revoked."""

    bundle: TrustObject
    revocations: tuple[TrustObject, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class MutualTlsPlan:
    """Certificates that clients show; ``trust`` by place, empty with ``passthrough``."""

    mode: MutualTlsMode
    trust: Mapping[str, TrustPlan]
    ignore_expiry: bool
    advertise_authorities: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class AuthorizationPlan:
    """Who may call an entrance."""

    jwt: JwtPlan | None
    mutual_tls: MutualTlsPlan | None
    origin: Origin = field(default_factory=no_origin)
