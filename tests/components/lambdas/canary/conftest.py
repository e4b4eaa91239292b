"""An entrance in two regions, behind Route 53 and Cloudflare, on this machine."""

from __future__ import annotations

import ssl
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.components.lambdas.canary import dns
from holdfast.components.lambdas.canary.request import Request
from holdfast.components.lambdas.canary.steps import Asked
from tests.components.lambdas.canary.world import (
    NS,
    A,
    NameServer,
    Site,
    certificate,
    free_port,
    served,
    visited,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DOMAIN, ZONE = "api.example.com", "example.com"
HOSTS = {"euw1": "euw1.api.example.com", "use1": "use1.api.example.com"}
ROUTE53_NAMES = ["ns-1.awsdns-01.com", "ns-2.awsdns-02.net"]
CLOUDFLARE_NAMES = ["ada.ns.cloudflare.com", "bob.ns.cloudflare.com"]


@dataclass
class World:
    """Everything that there is, and what a run is told of it."""

    asked: Asked
    use1: Site
    euw1: Site
    edge: Site
    resolver: NameServer
    route53: NameServer
    cloudflare: NameServer

    def request(self, **changes: Any) -> Asked:
        return replace(self.asked, request=replace(self.asked.request, **changes))


@pytest.fixture(scope="session")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate(tmp_path_factory.mktemp("tls"), DOMAIN, *HOSTS.values())


@pytest.fixture
def world(pem: Path) -> Iterator[World]:
    port, dns_port = free_port(), free_port()
    use1, euw1, edge = Site("127.0.0.1"), Site("127.0.0.2"), Site("127.0.0.3")
    resolver = NameServer("127.0.0.4", dns_port)
    route53, cloudflare = NameServer("127.0.0.5", dns_port), NameServer("127.0.0.6", dns_port)
    resolver.records = {
        (DOMAIN, A): [use1.address],
        (HOSTS["use1"], A): [use1.address],
        (HOSTS["euw1"], A): [euw1.address],
        (ZONE, NS): [*ROUTE53_NAMES, *CLOUDFLARE_NAMES],
        **{(name, A): [route53.address] for name in ROUTE53_NAMES},
        **{(name, A): [cloudflare.address] for name in CLOUDFLARE_NAMES},
    }
    route53.records = {(DOMAIN, A): [use1.address]}
    cloudflare.records = {(DOMAIN, A): [edge.address]}
    context = ssl.create_default_context(cafile=str(pem.with_suffix(".crt")))
    request = Request(
        path="/healthz",
        method="GET",
        statuses=frozenset({200}),
        text='"status":"ok"',
        timeout_seconds=2.0,
        port=port,
        context=context,
    )
    asked = Asked(
        domain=DOMAIN,
        hosts=HOSTS,
        zone=ZONE,
        name_servers={"route53": (), "cloudflare": ()},
        request=request,
        resolvers=[dns.Server(resolver.address, dns_port)],
        dns_port=dns_port,
    )
    with ExitStack() as stack:
        for server in (resolver, route53, cloudflare):
            stack.enter_context(served(server))
        for site in (use1, euw1, edge):
            stack.enter_context(visited(site, port, pem))
        yield World(asked, use1, euw1, edge, resolver, route53, cloudflare)
