"""Cloudflare: who answers for a name, from which zone, and what else stands there."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from holdfast.settings import cloudflare_defaults as defaults
from holdfast.settings import effective
from holdfast.settings.contradictions import proxies
from holdfast.settings.mistakes import Problem, key_text
from holdfast.topology.values import Door

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.cloudflare import CloudflareSettings
    from holdfast.settings.entrance import EntranceSettings
    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.proxy import ProxySettings
    from holdfast.settings.stack import Settings

_OF_ROUTE53 = ("interval_seconds", "failure_threshold", "checker_regions", "dependency")
_OPEN = ("0.0.0.0/0",)


def of_answers(settings: Settings) -> Iterator[Problem]:
    """Who answers for each entrance's name: Route 53, Cloudflare, both, never nobody."""
    for key, entrance in settings.entrances.items():
        path = ("entrances", key)
        if entrance.cloudflare is not None:
            yield from _zone(path, entrance, entrance.cloudflare)
            yield from _callers(path, entrance)
            yield from _doors(path, entrance)
        elif entrance.zone is None:
            yield Problem(
                path=path,
                message="has neither a zone nor cloudflare, so nobody would answer for "
                f"{entrance.domain}: give zone for Route 53, cloudflare, or both",
            )


def of_zones(settings: Settings) -> Iterator[Problem]:
    """What several entrances say of one zone at Cloudflare: it is made, or adopted, once."""
    asked = [
        (key, entrance.cloudflare)
        for key, entrance in settings.entrances.items()
        if entrance.cloudflare is not None
    ]
    yield from _half_answered(settings)
    for (first, one), (second, other) in combinations(asked, 2):
        path, where = ("entrances", second, "cloudflare"), key_text(("entrances", first, "cloudflare"))
        if one.zone.name != other.zone.name:
            if one.zone.id is not None and one.zone.id == other.zone.id:
                yield Problem(
                    path=(*path, "zone", "id"),
                    message=f"is the id of {where}.zone too, which is {one.zone.name}: each zone has its own",
                    value=other.zone.id,
                )
            continue
        for field, here, there in (
            (("account_id",), other.account_id, one.account_id),
            (("plan",), other.plan, one.plan),
            (("zone", "id"), other.zone.id, one.zone.id),
            (("zone", "delegated"), defaults.is_delegated(other), defaults.is_delegated(one)),
        ):
            if here != there:
                yield Problem(
                    path=(*path, *field),
                    message=f"is {_said(here)} here and {_said(there)} under {where}, of one zone "
                    f"({other.zone.name}): say the same",
                )


def _half_answered(settings: Settings) -> Iterator[Problem]:
    """Find names that one of two providers of a zone knows nothing of."""
    shared = {
        entrance.zone.name: key
        for key, entrance in settings.entrances.items()
        if entrance.zone is not None and entrance.cloudflare is not None
    }
    for key, entrance in settings.entrances.items():
        zone = entrance.zone or (entrance.cloudflare.zone if entrance.cloudflare else None)
        if zone is None or zone.name not in shared:
            continue
        for field, known in (("zone", entrance.zone), ("cloudflare", entrance.cloudflare)):
            if known is None:
                yield Problem(
                    path=("entrances", key),
                    message=f"has no {field}, and with {key_text(('entrances', shared[zone.name]))} both "
                    f"providers answer for {zone.name}: resolvers that ask the other one would find nothing",
                )


def _proxies(path: SettingPath, entrance: EntranceSettings, proxy: ProxySettings) -> Iterator[Problem]:
    """Check proxies of one's own, which Cloudflare reaches like anybody and hides their clients from."""
    if proxy.internal:
        yield Problem(
            path=(*path, "internal"),
            message="cannot be reached by Cloudflare, which is on the internet",
            value=True,
        )
    if proxy.allowed_cidrs != _OPEN and entrance.zone is None:
        yield Problem(
            path=(*path, "allowed_cidrs"),
            message="would keep Cloudflare's monitors out, so that every region counts as failed: leave it "
            "out",
            value=proxy.allowed_cidrs,
        )
    if defaults.is_proxied(entrance):
        yield from proxies.by_address(
            path, proxy, where="where Cloudflare proxies", instead="cloudflare.rate_limit"
        )


def _said(value: object) -> str:
    return "not given" if value is None else str(value).lower()


def _zone(path: SettingPath, entrance: EntranceSettings, asked: CloudflareSettings) -> Iterator[Problem]:
    zone = asked.zone
    if entrance.domain != zone.name and not entrance.domain.endswith(f".{zone.name}"):
        yield Problem(
            path=(*path, "domain"),
            message=f"lies outside its zone at Cloudflare, {zone.name}: it cannot answer for it",
            value=entrance.domain,
        )
    if entrance.zone is None:
        for field in _OF_ROUTE53:
            if field in entrance.health.model_fields_set:
                yield Problem(
                    path=(*path, "health", field),
                    message="does nothing without a Route 53 zone: Cloudflare's monitor checks, as "
                    "cloudflare.monitor says",
                )
        return
    if entrance.zone.name != zone.name:
        yield Problem(
            path=(*path, "cloudflare", "zone", "name"),
            message=f"is not the Route 53 zone, {entrance.zone.name}: the parent domain delegates one name "
            "to both providers",
            value=zone.name,
        )
    if asked.proxied:
        yield Problem(
            path=(*path, "cloudflare", "proxied"),
            message="does not go with a Route 53 zone: its clients come past Cloudflare, and the two would "
            "give different answers. Leave it out, or leave zone out",
            value=True,
        )


def _callers(path: SettingPath, entrance: EntranceSettings) -> Iterator[Problem]:
    access = entrance.authorization
    if access is not None and access.mutual_tls is not None and defaults.is_proxied(entrance):
        yield Problem(
            path=(*path, "authorization", "mutual_tls"),
            message="never sees a client's certificate where Cloudflare proxies, since the client's TLS ends "
            "there: set cloudflare.proxied to false",
        )


def _doors(path: SettingPath, entrance: EntranceSettings) -> Iterator[Problem]:
    balancer = entrance.load_balancer
    if balancer.internal:
        yield Problem(
            path=(*path, "load_balancer", "internal"),
            message="cannot be reached by Cloudflare, which is on the internet",
            value=True,
        )
    if entrance.proxy is not None:
        yield from _proxies((*path, "proxy"), entrance, entrance.proxy)
    locked = entrance.cloudflare is not None and entrance.cloudflare.origin_lock
    if locked and effective.door(entrance) is not Door.LOAD_BALANCER:
        yield Problem(
            path=(*path, "cloudflare", "origin_lock"),
            message="closes the load balancers' security group, and this entrance has another door: leave it "
            "out",
            value=True,
        )
    if balancer.allowed_cidrs != _OPEN and (locked or entrance.zone is None):
        advice = "cloudflare.origin_lock" if defaults.is_proxied(entrance) else "0.0.0.0/0"
        yield Problem(
            path=(*path, "load_balancer", "allowed_cidrs"),
            message="would keep Cloudflare's monitors out, so that every region counts as failed: leave it "
            f"out, and use {advice}",
            value=balancer.allowed_cidrs,
        )
