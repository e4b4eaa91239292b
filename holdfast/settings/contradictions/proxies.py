"""Own proxies: what HAProxy and nginx cannot do, and what means nothing before them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.settings.aws_regions import PLACES
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Problem, key_text
from holdfast.topology.instance_types import architecture_of
from holdfast.topology.values import Door, NatStrategy, ProxyAlgorithm, ProxySoftware

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.entrance import EntranceSettings
    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.proxy import ProxySettings
    from holdfast.settings.stack import Settings

_CHECKED = ("health_check",)
_ENDPOINTS = {"ec2", "secretsmanager"}
_NEEDS_NO_ESCAPING = re.compile(r"/[A-Za-z0-9._~/?=&-]*")
_NGINX_ASKS_NOTHING = (
    "nginx, as Amazon Linux has it, asks no instance for its health: it leaves one out after "
    "unhealthy_threshold failed requests of clients, for as long as as many checks would take"
)


def of_each_entrance(settings: Settings) -> Iterator[Problem]:
    """What the chosen software cannot do."""
    for key, entrance in settings.entrances.items():
        if entrance.proxy is not None:
            path = ("entrances", key, "proxy")
            yield from _software(path, entrance.proxy)
            yield from _weights(path, entrance.proxy)
            yield from _instance(path, entrance.proxy)


def _software(path: SettingPath, proxy: ProxySettings) -> Iterator[Problem]:
    if proxy.stickiness is None:
        return
    if proxy.software is ProxySoftware.NGINX:
        yield Problem(
            path=(*path, "stickiness"),
            message="nginx, as Amazon Linux has it, sets no cookie of its own for sessions (`sticky` is in "
            "its commercial edition alone): take haproxy, or the algorithm ip_hash, by which an address "
            "keeps its instance",
        )
    if proxy.algorithm is ProxyAlgorithm.IP_HASH:
        yield Problem(
            path=(*path, "stickiness"),
            message="does nothing with the algorithm ip_hash, by which an address keeps its instance "
            "already: take another algorithm, or leave this out",
        )


def _weights(path: SettingPath, proxy: ProxySettings) -> Iterator[Problem]:
    weighted = proxy.algorithm is ProxyAlgorithm.WEIGHTED
    if proxy.weights and not weighted:
        yield Problem(
            path=(*path, "weights"),
            message=f"mean nothing with the algorithm {proxy.algorithm}: set it to weighted",
        )
    if weighted and len(proxy.weights) < 2:  # noqa: PLR2004  # a share needs another one
        yield Problem(
            path=(*path, "weights"),
            message="needs at least two services: the algorithm weighted shares requests between services "
            "with the same hosts and paths, such as {orders: 95, orders-next: 5}",
            value=proxy.weights,
        )
    elif weighted and not any(proxy.weights.values()):
        yield Problem(
            path=(*path, "weights"), message="are all 0: nobody would get a request", value=proxy.weights
        )


def by_address(path: SettingPath, proxy: ProxySettings, *, where: str, instead: str) -> Iterator[Problem]:
    """What goes by clients' addresses, where another's are all that the proxies see.

    Args:
        path: Where the proxies' settings stand.
        proxy: The settings.
        where: What hides the clients, such as ``behind CloudFront``.
        instead: Setting that limits clients there.
    """
    if proxy.rate_limit is not None:
        yield Problem(
            path=(*path, "rate_limit"),
            message=f"counts by address, and {where} all requests come from a few of its own: set it to "
            f"null and use {instead}",
        )
    if proxy.algorithm is ProxyAlgorithm.IP_HASH:
        yield Problem(
            path=(*path, "algorithm"),
            message=f"keeps an address at its instance, and {where} the addresses are its own: choose "
            "another, with proxy.stickiness",
            value=str(proxy.algorithm),
        )


def _instance(path: SettingPath, proxy: ProxySettings) -> Iterator[Problem]:
    types = proxy.instance.types
    yield from repeated((*path, "instance", "types"), types)
    if len({architecture_of(name) for name in types}) > 1:
        yield Problem(
            path=(*path, "instance", "types"),
            message="mixes Graviton and x86 types: one AMI runs on one architecture",
            value=types,
        )


def of_places(settings: Settings) -> Iterator[Problem]:
    """Secrets and AMIs: for each place, and in its own region, in Secrets Manager."""
    for key, entrance in settings.entrances.items():
        if entrance.proxy is None:
            continue
        path = ("entrances", key, "proxy")
        places = effective.endpoints(entrance, settings)
        secret = entrance.proxy.certificate_secret
        arns = dict.fromkeys(places, secret) if isinstance(secret, str) else secret
        yield from _each_place((*path, "certificate_secret"), arns, places)
        if entrance.proxy.instance.ami is not None:
            yield from _each_place((*path, "instance", "ami"), entrance.proxy.instance.ami, places)
        for place in sorted(arns.keys() & set(places)):
            yield from _secret((*path, "certificate_secret"), place, arns[place])


def _each_place(path: SettingPath, given: dict[str, str], places: tuple[str, ...]) -> Iterator[Problem]:
    if missing := sorted(set(places) - given.keys()):
        yield Problem(path=path, message=f"is missing for {', '.join(missing)}, which the entrance serves")
    if unused := sorted(given.keys() - set(places)):
        yield Problem(
            path=path, message=f"is given for {', '.join(unused)}, which the entrance does not serve"
        )


def _secret(path: SettingPath, place: str, arn: str) -> Iterator[Problem]:
    region = PLACES[place].name
    service, found = arn.split(":")[2:4]
    if service != "secretsmanager":
        yield Problem(
            path=path,
            message="a certificate with its key is a secret of Secrets Manager: a parameter of Systems "
            "Manager holds 8 KiB at most",
            value=arn,
        )
    elif found not in ("{region}", region):
        yield Problem(
            path=path,
            message=f"lies in {found}: proxies of {place} ({region}) must start while another region is "
            "away; replicate the secret and name it with {region}",
            value=arn,
        )


def of_networks(settings: Settings) -> Iterator[Problem]:
    """Networks without NAT: what proxies ask of AWS must come through endpoints."""
    places = {
        place
        for entrance in settings.entrances.values()
        if entrance.proxy is not None
        for place in effective.endpoints(entrance, settings)
    }
    closed = [
        place
        for place in sorted(places)
        if settings.regions[place].adopt is None
        and (settings.regions[place].nat or settings.network.nat) is NatStrategy.NONE
    ]
    missing = sorted(_ENDPOINTS - set(settings.network.interface_endpoints))
    if closed and missing:
        yield Problem(
            path=("network", "interface_endpoints"),
            message=f"without NAT ({', '.join(closed)}) proxies find instances and read their certificate "
            f"through endpoints alone: add {', '.join(missing)}",
        )


def of_services(settings: Settings) -> Iterator[Problem]:
    """Services behind proxies: what their targets say, and who shares requests with whom."""
    for key, entrance in settings.entrances.items():
        if entrance.proxy is not None:
            yield from _shared(("entrances", key, "proxy", "weights"), entrance, settings)
    for key, service in settings.services.items():
        doors = {
            effective.door(entrance)
            for entrance in settings.entrances.values()
            if key in effective.services(entrance, settings)
        }
        if Door.PROXY in doors and not _NEEDS_NO_ESCAPING.fullmatch(service.health_path):
            yield Problem(
                path=("services", key, "health_path"),
                message="is written into the proxies' configuration and must need no escaping: letters, "
                "digits and . _ ~ / ? = & -",
                value=service.health_path,
            )
        if Door.PROXY in doors and service.scaling.warm_pool is not None:
            yield Problem(
                path=("services", key, "scaling", "warm_pool"),
                message="does not go with proxies, which take every running instance for one that serves: "
                "leave it out",
            )
        if doors == {Door.PROXY}:
            for name in sorted(service.target.model_fields_set - set(_CHECKED)):
                yield Problem(
                    path=("services", key, "target", name),
                    message="means nothing behind proxies, which read health_check alone: see algorithm and "
                    "stickiness of the entrance's proxy, and leave this out",
                )


def _shared(path: SettingPath, entrance: EntranceSettings, settings: Settings) -> Iterator[Problem]:
    proxy, behind = entrance.proxy, effective.services(entrance, settings)
    if proxy is None:
        return
    for name in sorted(proxy.weights.keys() - set(behind)):
        yield Problem(
            path=(*path, name), message="is no service behind this entrance", allowed=tuple(sorted(behind))
        )
    sharing = {name: settings.services[name] for name in sorted(proxy.weights) if name in behind}
    for name, service in list(sharing.items())[1:]:
        first, other = next(iter(sharing.items()))
        for field in ("hosts", "paths"):
            if set(getattr(service, field)) != set(getattr(other, field)):
                yield Problem(
                    path=("services", name, field),
                    message=f"are not those of {key_text(('services', first))}, with which {key_text(path)} "
                    "lets it share requests",
                    value=getattr(service, field),
                )
        if (service.health_path, service.target.health_check) != (
            other.health_path,
            other.target.health_check,
        ):
            yield Problem(
                path=("services", name, "target", "health_check"),
                message=f"or health_path is not that of {key_text(('services', first))}, with which it "
                "shares requests: both are asked alike",
            )
    if proxy.software is ProxySoftware.NGINX:
        for name in behind:
            yield from _passive(("services", name, "target", "health_check"), name, settings)


def _passive(path: SettingPath, name: str, settings: Settings) -> Iterator[Problem]:
    """What of a health check nginx would not do, where somebody asked for it and nobody else does it."""
    doors = [
        entrance
        for entrance in settings.entrances.values()
        if name in effective.services(entrance, settings)
        and (entrance.proxy is None or entrance.proxy.software is ProxySoftware.HAPROXY)
    ]
    if doors:
        return
    asked = settings.services[name].target.health_check.model_fields_set
    for field in sorted(asked & {"healthy_threshold", "matcher"}):
        yield Problem(
            path=(*path, field),
            message=f"does nothing here: {_NGINX_ASKS_NOTHING}; take haproxy, or leave this out",
        )
