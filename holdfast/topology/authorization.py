"""Who may call an entrance, planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import PLACES, effective
from holdfast.topology.origins import origin, path_of
from holdfast.topology.values import (
    HEALTH_PORT,
    AuthorizationPlan,
    ClaimFormat,
    ClaimPlan,
    JwtPlan,
    MutualTlsMode,
    MutualTlsPlan,
    TrustObject,
    TrustPlan,
)

if TYPE_CHECKING:
    from holdfast.settings import (
        ClientCertificateSettings,
        EntranceSettings,
        Settings,
        TokenSettings,
        TrustObjectSettings,
    )


def health_port(entrance: EntranceSettings) -> int:
    """Return the port on which Route 53's checkers ask a region, since they show no certificate.

    Args:
        entrance: The entrance.
    """
    return HEALTH_PORT if effective.verifies_callers(entrance) else 443


def plan_authorization(key: str, settings: Settings) -> AuthorizationPlan | None:
    """Plan who may call one entrance; None for an entrance that says nothing of it.

    Args:
        key: The entrance's key in the settings.
        settings: The whole settings.
    """
    entrance = settings.entrances[key]
    asked, path = entrance.authorization, f"holdfast:entrances.{key}.authorization"
    if asked is None:
        return None
    places = effective.endpoints(entrance, settings)
    return AuthorizationPlan(
        jwt=None if asked.jwt is None else _jwt(asked.jwt),
        mutual_tls=None if asked.mutual_tls is None else _mutual_tls(asked.mutual_tls, places),
        origin=origin(jwt=path_of(asked, path, "jwt"), mutual_tls=path_of(asked, path, "mutual_tls")),
    )


def _jwt(asked: TokenSettings) -> JwtPlan:
    return JwtPlan(
        issuer=asked.issuer,
        jwks_endpoint=asked.jwks_endpoint,
        claims={
            name: ClaimPlan(values=tuple(sorted(claim.values)), format=ClaimFormat(claim.format))
            for name, claim in sorted(asked.claims.items())
        },
    )


def _mutual_tls(asked: ClientCertificateSettings, places: tuple[str, ...]) -> MutualTlsPlan:
    bundle = asked.bundle
    return MutualTlsPlan(
        mode=MutualTlsMode(asked.mode),
        trust={}
        if bundle is None
        else {
            place: TrustPlan(
                bundle=_object(bundle, place),
                revocations=tuple(_object(one, place) for one in asked.revocations),
            )
            for place in places
        },
        ignore_expiry=asked.ignore_expiry,
        advertise_authorities=asked.advertise_authorities,
    )


def _object(asked: TrustObjectSettings, place: str) -> TrustObject:
    bucket = asked.bucket if isinstance(asked.bucket, str) else asked.bucket[place]
    return TrustObject(
        bucket=bucket.replace("{region}", PLACES[place].name),
        key=asked.key,
        version=asked.version if isinstance(asked.version, str) else asked.version[place],
    )
