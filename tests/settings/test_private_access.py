"""Settings of private ways in: what is planned of them, and what contradicts itself or a rule of AWS."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from holdfast.topology.plan import plan
from tests.settings.stack_files import SPREAD, loaded, mistakes, orders, public, region

BASE: dict[str, Any] = yaml.safe_load("""
asns: { use1: 64512, euw1: 64513 }
networks:
  berlin: { cidrs: [192.168.0.0/20], regions: [euw1] }
  partner: { cidrs: [172.20.0.0/16] }
vpns:
  alpha:
    provider: Alpha
    location: Frankfurt
    asn: 65010
    addresses: { use1: 192.0.43.1, euw1: 192.0.43.2 }
direct_connects:
  gamma:
    provider: Gamma
    location: Equinix FR5
    asn: 65030
    gateway_asn: 64600
    lines: { euw1: { connection_id: dxcon-fh6ayh1d, vlan: 101 } }
peering: true
""")


def private(patch: str = "") -> str:
    """Patch of the stack file with the sample's private ways in, changed at top level."""
    merged = {**BASE, **(yaml.safe_load(patch) or {})}
    return yaml.safe_dump({"holdfast:private_access": {k: v for k, v in merged.items() if v is not None}})


def planned(*patches: str) -> Any:
    return plan(loaded(*patches), project="holdfast", stack="prod")


def test_each_region_answers_to_all_networks_with_peering() -> None:
    euw1, use1 = planned(SPREAD, private()).regions
    assert euw1.private_access.attached == ("172.20.0.0/16", "192.168.0.0/20")
    assert use1.private_access.attached == ("172.20.0.0/16",)
    assert use1.private_access.networks == euw1.private_access.networks == euw1.private_access.attached
    assert (use1.private_access.asn, euw1.private_access.asn) == (64512, 64513)


def test_without_peering_only_to_its_own() -> None:
    euw1, use1 = planned(SPREAD, private("peering: false")).regions
    assert use1.private_access.networks == ("172.20.0.0/16",)
    assert euw1.private_access.advertised == ()


def test_partners_are_told_of_the_vpc_that_they_reach_through_another_region() -> None:
    euw1, use1 = planned(SPREAD, private()).regions
    assert euw1.private_access.advertised == (use1.network.cidr,)
    assert use1.private_access.advertised == ()


def test_a_line_that_is_not_up_has_no_interface() -> None:
    euw1, use1 = planned(SPREAD, private()).regions
    (here,), (there,) = euw1.private_access.direct_connects, use1.private_access.direct_connects
    assert here.line.connection_id == "dxcon-fh6ayh1d"
    assert there.line is None


def test_a_private_entrance_admits_its_vpc_and_who_comes_privately() -> None:
    settings = private(
        "{ asns: { euw1: 64513 }, peering: false, networks: { berlin: { cidrs: [192.168.0.0/20] } }, "
        "vpns: { alpha: { provider: A, location: F, asn: 65010, addresses: { euw1: 192.0.43.2 } } } }"
    )
    (entrance,) = planned(settings, public("{ load_balancer: { internal: true } }")).entrances
    assert entrance.load_balancer.allowed_cidrs == ("10.48.0.0/16", "192.168.0.0/20")
    said = public("{ load_balancer: { internal: true, allowed_cidrs: [192.168.4.0/24] } }")
    (entrance,) = planned(settings, said).entrances
    assert entrance.load_balancer.allowed_cidrs == ("192.168.4.0/24",)
    (entrance,) = planned(settings).entrances
    assert entrance.load_balancer.allowed_cidrs == ("0.0.0.0/0",)
    secret = "arn:aws:secretsmanager:{region}:111122223333:secret:tls-Ab12Cd"  # noqa: S105  # its name
    proxy = {"internal": True, "instance": {"rps": 2000}, "certificate_secret": secret}
    (entrance,) = planned(settings, public(json.dumps({"proxy": proxy}))).entrances
    assert entrance.proxy.allowed_cidrs == ("10.48.0.0/16", "192.168.0.0/20")


def vpns(**of: dict[str, Any]) -> str:
    return yaml.safe_dump({"vpns": of, "direct_connects": {}})


def vpn(
    provider: str = "Alpha", location: str = "Frankfurt", end: int = 1, asn: int = 65010
) -> dict[str, Any]:
    return {
        "provider": provider,
        "location": location,
        "asn": asn,
        "addresses": {"use1": f"192.0.43.{end}", "euw1": f"192.0.43.{end + 100}"},
    }


VPC = "vpc_id: vpc-01234567, cidr: 10.1.0.0/16, private_subnet_ids: [subnet-01234567, subnet-01234568]"
PUBLIC = "public_subnet_ids: [subnet-01234561, subnet-01234562]"
PODS = "{ kind: eks, instance: (remove), image: (remove), eks: { rps: 50, pods_per_node: 4 } }"
CLUSTERS = """
holdfast:eks:
  version: "1.35"
  access: { platform: { principal: "arn:aws:iam::111122223333:role/platform", level: cluster-admin } }
"""
LINE = {**BASE["direct_connects"]["gamma"], "lines": {}}


def lines(**changes: Any) -> str:
    return yaml.safe_dump({"direct_connects": {"gamma": {**LINE, **changes}}})


REFUSALS = [
    ((SPREAD, private("asns: { use1: 64512 }")), "networks.berlin.regions", "name only regions of"),
    ((private(),), "asns.use1", "no such region in holdfast:regions"),
    (
        ("holdfast:regions: { use1: { role: backup } }", private()),
        "asns.use1",
        "has role 'backup' and no network",
    ),
    (
        (SPREAD, region(f"{{ zones: 2, adopt: {{ {VPC}, {PUBLIC} }} }}"), private()),
        "asns.euw1",
        "has an adopted VPC",
    ),
    ((SPREAD, private(vpns(alpha=vpn()))), "asns.use1", "needs two attachments of two providers"),
    (
        (SPREAD, private(vpns(alpha=vpn(), other=vpn(end=2)))),
        "asns.use1",
        "has alpha (Alpha, Frankfurt), other (Alpha, Frankfurt)",
    ),
    (
        (SPREAD, private(vpns(alpha=vpn(), other=vpn(provider="Beta")))),
        "vpns.other.addresses.use1",
        "so one device",
    ),
    ((SPREAD, private(vpns(vpc=vpn(), other=vpn("Beta", end=2)))), "vpns.vpc", "choose another key"),
    (
        (SPREAD, private(yaml.safe_dump({"direct_connects": {"alpha": LINE}}))),
        "direct_connects.alpha",
        "is the key of holdfast:private_access.vpns.alpha too",
    ),
    ((SPREAD, private("asns: { use1: 65535, euw1: 64513 }")), "asns.use1", "AWS takes private ASNs"),
    ((SPREAD, private("asns: { use1: 64513, euw1: 64513 }")), "asns.use1", "BGP drops routes"),
    ((SPREAD, private("asns: { use1: 65010, euw1: 64513 }")), "vpns.alpha.asn", "both ends of a session"),
    ((SPREAD, private(lines(gateway_asn=64512))), "gateway_asn", "needs its own"),
    ((SPREAD, private(lines(gateway_asn=7018))), "gateway_asn", "AWS takes private ASNs"),
    ((SPREAD, private(lines(regions=["usw2"]))), "gamma.regions", "name only regions of"),
    (
        (
            SPREAD,
            private(lines(regions=["use1"], lines={"euw1": {"connection_id": "dxcon-fh6ayh1d", "vlan": 1}})),
        ),
        "asns.euw1",
        "needs two attachments",
    ),
    (
        (
            SPREAD,
            private(
                lines(
                    lines={
                        "euw1": {
                            "connection_id": "dxcon-fh6ayh1d",
                            "vlan": 1,
                            "amazon_address": "169.254.0.1/30",
                        }
                    }
                )
            ),
        ),
        "gamma.lines.euw1",
        "go together",
    ),
    (
        (
            SPREAD,
            private(lines(lines={"euw1": {"connection_id": "dx-1", "vlan": 1}})),
        ),
        "connection_id",
        "a Direct Connect connection's id is",
    ),
    (
        (SPREAD, private("{ networks: { berlin: { cidrs: [10.48.4.0/24] } }, peering: false }")),
        "networks.berlin.cidrs[0]",
        "overlaps the VPC of holdfast:regions.euw1 (10.48.0.0/16)",
    ),
    (
        (SPREAD, private("networks: { berlin: { cidrs: [172.17.8.0/24] } }")),
        "networks.berlin.cidrs[0]",
        "Docker's bridge",
    ),
    (
        (SPREAD, CLUSTERS, orders(PODS), private()),
        "networks.partner.cidrs[0]",
        "overlaps holdfast:eks.service_cidr (172.20.0.0/16)",
    ),
    (
        (
            SPREAD,
            private("{ networks: { aa: { cidrs: [172.20.0.0/16] }, bb: { cidrs: [172.20.4.0/24] } } }"),
        ),
        "networks.bb.cidrs[0]",
        "overlaps holdfast:private_access.networks.aa.cidrs[0]",
    ),
    (
        (SPREAD, private("networks: { berlin: { cidrs: [172.20.0.0/16, 172.20.0.0/16] } }")),
        "networks.berlin.cidrs",
        "names '172.20.0.0/16' 2 times",
    ),
    (
        (SPREAD, private("networks: { berlin: { cidrs: [172.20.0.0/16] } }")),
        "private_access.peering",
        "does nothing: every network is attached in every region",
    ),
    (
        (
            SPREAD,
            private("{ networks: { berlin: { cidrs: [172.20.0.0/16], regions: [euw1] } }, peering: false }"),
        ),
        "asns.use1",
        "no network is attached in this region",
    ),
]


@pytest.mark.parametrize(("patches", "path", "message"), REFUSALS)
def test_fails(patches: tuple[str, ...], path: str, message: str) -> None:
    found = mistakes(*patches)
    assert [one for one in found if path in one.key and message in str(one)], [str(one) for one in found]


def test_the_sample_is_right() -> None:
    assert mistakes(SPREAD, private()) == ()
