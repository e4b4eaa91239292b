"""Who may call: what a load balancer can check, and what it needs for that."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.settings.mistakes import Problem
from holdfast.topology.values import Door, NatStrategy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.settings.authorization import ClientCertificateSettings, TokenSettings, TrustObjectSettings
    from holdfast.settings.entrance import EntranceSettings
    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.stack import Settings

_JWT = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-verify-jwt.html"
_ALWAYS_CHECKED = ("exp", "iat", "iss", "nbf")
_ELSEWHERE = {
    Door.PROXY: "proxies: their configuration or the service checks callers",
    Door.HTTP_API: "API Gateway, which has authorizers of its own in api_gateway",
    Door.REST_API: "API Gateway, which has authorizers of its own in api_gateway",
}


def of_each_entrance(settings: Settings) -> Iterator[Problem]:
    """Who may call each entrance, judged alone."""
    for key, entrance in settings.entrances.items():
        asked, path = entrance.authorization, ("entrances", key, "authorization")
        if asked is None:
            continue
        door = effective.door(entrance)
        if door is not Door.LOAD_BALANCER:
            yield Problem(
                path=path, message=f"is what load balancers check, and this entrance has {_ELSEWHERE[door]}"
            )
        if asked.jwt is None and asked.mutual_tls is None:
            yield Problem(path=path, message="names neither jwt nor mutual_tls: name one or leave it out")
        if asked.jwt is not None:
            yield from _claims((*path, "jwt", "claims"), asked.jwt)
        if asked.mutual_tls is not None:
            yield from _mutual_tls((*path, "mutual_tls"), asked.mutual_tls)
            yield from _behind((*path, "mutual_tls"), entrance)


def of_services(settings: Settings) -> Iterator[Problem]:
    """The rule that keeps the health path open: some service answers it, and none stands before it."""
    for name, entrance in settings.entrances.items():
        if entrance.authorization is None:
            continue
        services = {key: settings.services[key] for key in effective.services(entrance, settings)}
        first = min(services.values(), key=lambda service: service.priority)
        path = (entrance.health.path or first.health_path).partition("?")[0]
        patterns = [pattern for service in services.values() for pattern in service.paths]
        if not any(fnmatchcase(path, pattern) for pattern in patterns):
            yield Problem(
                path=("entrances", name, "health", "path"),
                message="no service behind this entrance answers the path that Route 53's checkers ask for, "
                "and that stays open for them: give a service the path, or name another",
                value=path,
                allowed=tuple(sorted(patterns)),
            )
        for key in services:
            if settings.services[key].priority == 1:
                yield Problem(
                    path=("services", key, "priority"),
                    message="is that of the rule that keeps the health path open for Route 53's checkers, "
                    "who have no token: give 2 or more",
                    value=1,
                )


def of_issuers(settings: Settings) -> Iterator[Problem]:
    """Whether load balancers reach an issuer's keys: those that face no internet do through NAT alone."""
    for key, entrance in settings.entrances.items():
        asked = entrance.authorization
        if asked is None or asked.jwt is None or not entrance.load_balancer.internal:
            continue
        closed = [
            place
            for place in effective.endpoints(entrance, settings)
            if settings.regions[place].adopt is None
            and (settings.regions[place].nat or settings.network.nat) is NatStrategy.NONE
        ]
        if closed:
            yield Problem(
                path=("entrances", key, "authorization", "jwt"),
                message=f"an internal load balancer reads the issuer's keys through NAT, and "
                f"{', '.join(closed)} has none: give it NAT, or let the service check tokens",
            )


def of_trust(settings: Settings) -> Iterator[Problem]:
    """What is trusted lies in each region."""
    for key, entrance in settings.entrances.items():
        mutual = entrance.authorization.mutual_tls if entrance.authorization else None
        if mutual is None:
            continue
        places = effective.endpoints(entrance, settings)
        path = ("entrances", key, "authorization", "mutual_tls")
        if mutual.bundle is not None:
            yield from _object((*path, "bundle"), mutual.bundle, places)
        for index, one in enumerate(mutual.revocations):
            yield from _object((*path, "revocations", index), one, places)


def _claims(path: SettingPath, jwt: TokenSettings) -> Iterator[Problem]:
    for name, claim in jwt.claims.items():
        if name in _ALWAYS_CHECKED:
            yield Problem(path=(*path, name), message=f"is always checked and cannot be given ({_JWT})")
        if claim.format == "single-string" and len(claim.values) > 1:
            yield Problem(
                path=(*path, name, "values"),
                message="a single string has one value; set format to 'string-array' or "
                f"'space-separated-values' for several ({_JWT})",
                value=claim.values,
            )


def _mutual_tls(path: SettingPath, mutual: ClientCertificateSettings) -> Iterator[Problem]:
    if mutual.mode == "verify":
        if mutual.bundle is None:
            yield Problem(
                path=path, message="needs bundle, the authorities' certificates that 'verify' goes by"
            )
        names = [one.key.rsplit("/", 1)[-1] for one in mutual.revocations]
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield Problem(
                path=(*path, "revocations"), message=f"two lists are called '{name}': give them other names"
            )
        return
    for field in ("bundle", "revocations", "ignore_expiry", "advertise_authorities"):
        if field in mutual.model_fields_set:
            yield Problem(
                path=(*path, field),
                message="does nothing with 'passthrough', where the service judges: leave it out",
            )


def _behind(path: SettingPath, entrance: EntranceSettings) -> Iterator[Problem]:
    if entrance.cloudfront is not None:
        yield Problem(
            path=path,
            message="TLS of clients ends at cloudfront in front of this entrance, so that no client's "
            "certificate reaches the load balancers: leave one out",
        )


def _object(path: SettingPath, asked: TrustObjectSettings, places: tuple[str, ...]) -> Iterator[Problem]:
    if isinstance(asked.bucket, str):
        if len(places) > 1 and "{region}" not in asked.bucket:
            yield Problem(
                path=(*path, "bucket"),
                message="is one bucket for several regions, which would all depend on its region: put "
                "{region} in its name, or name a bucket per place",
                value=asked.bucket,
            )
    else:
        yield from _places((*path, "bucket"), asked.bucket, places)
    if not isinstance(asked.version, str):
        yield from _places((*path, "version"), asked.version, places)


def _places(path: SettingPath, given: Mapping[str, str], places: tuple[str, ...]) -> Iterator[Problem]:
    missing = [place for place in places if place not in given]
    if missing:
        yield Problem(path=path, message=f"lacks {', '.join(missing)}, which this entrance serves from")
    for place in given:
        if place not in places:
            yield Problem(
                path=(*path, place), message="does nothing: this entrance does not serve from there"
            )
