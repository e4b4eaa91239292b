"""Private ways in: two carriers in each region, numbers of their own, addresses that do not overlap."""

from __future__ import annotations

import ipaddress
from itertools import combinations
from typing import TYPE_CHECKING

from holdfast.settings import effective, effective_private_access
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.contradictions.regions import docker_bridge
from holdfast.settings.mistakes import Problem, key_text, nearest
from holdfast.topology.values import Role, ServiceKind, is_private_asn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.private_access import PrivateAccessSettings
    from holdfast.settings.stack import Settings

_PATH = ("private_access",)
_LEAST_WAYS = 2
_OWN_KEY = "vpc"


def of_places(settings: Settings) -> Iterator[Problem]:
    """Places that are not there, that have no network of their own, or that the section does not name."""
    asked = settings.private_access
    if asked is None:
        return
    known = effective.serving(settings)
    path: SettingPath
    for place in asked.asns:
        path = (*_PATH, "asns", place)
        if place not in known:
            yield _unknown(path, place, known, settings)
        elif settings.regions[place].adopt is not None:
            yield Problem(
                path=path,
                message="has an adopted VPC, whose route tables are not this file's to change: without "
                "routes back no partner gets an answer. Attach that VPC where it is declared",
            )
    for path, named in _named_places(asked):
        for place in named:
            if place not in asked.asns:
                yield Problem(
                    path=path,
                    message="has no private ways in: name only regions of private_access.asns",
                    value=place,
                    allowed=tuple(sorted(asked.asns)),
                    suggestion=nearest(place, asked.asns),
                )


def of_ways(settings: Settings) -> Iterator[Problem]:
    """Regions whose private ways in hang on one carrier in one place."""
    asked = settings.private_access
    if asked is None:
        return
    for key in sorted(set(asked.vpns) & set(asked.direct_connects)):
        yield Problem(
            path=(*_PATH, "direct_connects", key),
            message=f"is the key of {key_text((*_PATH, 'vpns', key))} too: choose another",
        )
    for section, attachments in (("vpns", asked.vpns), ("direct_connects", asked.direct_connects)):
        if _OWN_KEY in attachments:
            yield Problem(
                path=(*_PATH, section, _OWN_KEY),
                message="is what the VPC's own attachment is called: choose another key",
            )
    for place in sorted(asked.asns):
        ways = effective_private_access.ways(place, asked)
        if len(ways) < _LEAST_WAYS or len(set(ways.values())) < _LEAST_WAYS:
            told = ", ".join(f"{key} ({name}, {where})" for key, (name, where) in sorted(ways.items()))
            yield Problem(
                path=(*_PATH, "asns", place),
                message=f"needs two attachments of two providers or two locations, and has {told or 'none'}: "
                "what hangs on one carrier in one place ends with it. Add a VPN or Direct Connect line",
            )
        yield from _addresses(place, asked)
    for key, line in asked.direct_connects.items():
        for place, one in line.lines.items():
            if (one.customer_address is None) != (one.amazon_address is None):
                yield Problem(
                    path=(*_PATH, "direct_connects", key, "lines", place),
                    message="customer_address and amazon_address go together: give both or none",
                )


def of_numbers(settings: Settings) -> Iterator[Problem]:
    """ASNs that AWS does not take, or that two ends of a session share."""
    asked = settings.private_access
    if asked is None:
        return
    for place, asn in asked.asns.items():
        if not is_private_asn(asn):
            yield _not_private((*_PATH, "asns", place), asn)
    for (place, asn), (other, same) in combinations(sorted(asked.asns.items()), 2):
        if asn == same:
            yield Problem(
                path=(*_PATH, "asns", other),
                message=f"is the ASN of {key_text((*_PATH, 'asns', place))} too: BGP drops routes that hold "
                "its own number, so regions of one number can never hear of one another",
                value=asn,
            )
    yield from _session_numbers(asked)


def _session_numbers(asked: PrivateAccessSettings) -> Iterator[Problem]:
    """Numbers that both ends of a session would have."""
    transit = set(asked.asns.values())
    for section, attachments in (("vpns", asked.vpns), ("direct_connects", asked.direct_connects)):
        for key, one in attachments.items():
            if one.asn in transit:
                yield Problem(
                    path=(*_PATH, section, key, "asn"),
                    message="is a transit gateway's ASN, and both ends of a session need their own",
                    value=one.asn,
                )
    for key, line in asked.direct_connects.items():
        path = (*_PATH, "direct_connects", key, "gateway_asn")
        if not is_private_asn(line.gateway_asn):
            yield _not_private(path, line.gateway_asn)
        elif line.gateway_asn in {*transit, line.asn}:
            yield Problem(
                path=path,
                message="is a transit gateway's ASN or the other end's: a Direct Connect gateway needs its "
                "own (https://docs.aws.amazon.com/directconnect/latest/UserGuide/"
                "direct-connect-transit-gateways.html)",
                value=line.gateway_asn,
            )


def of_addresses(settings: Settings) -> Iterator[Problem]:
    """Networks that overlap a region's VPC, or one another."""
    asked = settings.private_access
    if asked is None:
        return
    vpcs = {
        place: ipaddress.IPv4Network(effective.cidr(place, region))
        for place, region in settings.regions.items()
        if region.role is not Role.BACKUP
    }
    blocks: list[tuple[SettingPath, ipaddress.IPv4Network]] = []
    for key, network in asked.networks.items():
        yield from repeated((*_PATH, "networks", key, "cidrs"), network.cidrs)
        blocks += [
            ((*_PATH, "networks", key, "cidrs", index), ipaddress.IPv4Network(cidr))
            for index, cidr in enumerate(network.cidrs)
            if cidr not in network.cidrs[:index]
        ]
    kubernetes = [place for place in asked.asns if effective.runs(ServiceKind.EKS, place, settings)]
    services = ipaddress.IPv4Network(settings.eks.service_cidr)
    for path, block in blocks:
        yield from docker_bridge(path, block)
        if kubernetes and block.overlaps(services):
            yield Problem(
                path=path,
                message=f"overlaps holdfast:eks.service_cidr ({services}), which Kubernetes keeps for its "
                "services: pods could not answer. Choose that one when the cluster is made, or translate "
                "addresses at the other end",
                value=str(block),
            )
        for place, vpc in vpcs.items():
            if block.overlaps(vpc):
                yield Problem(
                    path=path,
                    message=f"overlaps the VPC of {key_text(('regions', place))} ({vpc}): answers to it "
                    "would stay in the VPC. Give the region another block before it is made, or translate "
                    "addresses at the other end",
                    value=str(block),
                )
    for (path, block), (other, second) in combinations(blocks, 2):
        if block.overlaps(second):
            yield Problem(
                path=other,
                message=f"overlaps {key_text(path)} ({block}): answers would go to the more particular one",
                value=str(second),
            )


def of_peering(settings: Settings) -> Iterator[Problem]:
    """Peering that nobody needs, and regions that nobody would reach."""
    asked = settings.private_access
    if asked is None:
        return
    attached = {place: effective_private_access.attached(place, asked) for place in sorted(asked.asns)}
    if asked.peering and len(set(attached.values())) < _LEAST_WAYS:
        yield Problem(
            path=(*_PATH, "peering"),
            message="does nothing: every network is attached in every region with private ways in. Leave it "
            "out, or say the regions of a network that is attached in one alone",
            value=True,
        )
    for place, cidrs in attached.items():
        if not cidrs:
            yield Problem(
                path=(*_PATH, "asns", place),
                message="no network is attached in this region, so nothing would come over its lines: name "
                "it under the regions of one, or leave it out here",
            )


def _named_places(asked: PrivateAccessSettings) -> Iterator[tuple[SettingPath, Iterable[str]]]:
    for key, network in asked.networks.items():
        yield (*_PATH, "networks", key, "regions"), network.regions or ()
    for key, vpn in asked.vpns.items():
        yield (*_PATH, "vpns", key, "addresses"), vpn.addresses
    for key, line in asked.direct_connects.items():
        yield (*_PATH, "direct_connects", key, "regions"), line.regions or ()
        yield (
            (*_PATH, "direct_connects", key, "lines"),
            [place for place in line.lines if place not in effective_private_access.line_places(line, asked)],
        )


def _addresses(place: str, asked: PrivateAccessSettings) -> Iterator[Problem]:
    devices: dict[str, str] = {}
    for key, vpn in asked.vpns.items():
        if place not in vpn.addresses:
            continue
        other = devices.setdefault(vpn.addresses[place], key)
        if other != key:
            yield Problem(
                path=(*_PATH, "vpns", key, "addresses", place),
                message=f"is the address of {key_text((*_PATH, 'vpns', other))} too, so one device: it would "
                "take both with it",
                value=vpn.addresses[place],
            )


def _unknown(path: SettingPath, place: str, known: tuple[str, ...], settings: Settings) -> Problem:
    return Problem(
        path=path,
        message="has role 'backup' and no network"
        if place in settings.regions
        else "no such region in holdfast:regions",
        value=place,
        allowed=known,
        suggestion=nearest(place, known),
    )


def _not_private(path: SettingPath, asn: int) -> Problem:
    return Problem(
        path=path,
        message="AWS takes private ASNs for its side, 64512 to 65534 or 4200000000 to 4294967294 "
        "(https://docs.aws.amazon.com/vpc/latest/tgw/tgw-transit-gateways.html)",
        value=asn,
    )
