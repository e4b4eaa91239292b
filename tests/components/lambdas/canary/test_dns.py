"""The DNS client against servers that answer, and that fail in each way."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from holdfast.components.lambdas.canary import dns
from holdfast.components.lambdas.canary.failures import StepError
from tests.components.lambdas.canary.conftest import DOMAIN, HOSTS
from tests.components.lambdas.canary.world import CNAME, A
from tests.needs import needs

if TYPE_CHECKING:
    from pathlib import Path

    from tests.components.lambdas.canary.conftest import World

pytestmark = needs("openssl")


def soon() -> float:
    return time.monotonic() + 1.0


def test_it_asks_the_server_that_it_is_told(world: World) -> None:
    server = dns.Server(world.cloudflare.address, world.cloudflare.port)
    (record,) = dns.query(server, DOMAIN, dns.A, until=soon(), recursive=False)
    assert record == dns.Record(DOMAIN, dns.A, world.edge.address)
    assert world.resolver.asked == []


@pytest.mark.parametrize("mode", ["truncated", "foreign"])
def test_long_answers_come_by_tcp_and_answers_to_others_are_not_taken(world: World, mode: str) -> None:
    world.resolver.mode = mode
    found = dns.addresses(world.asked.resolvers, HOSTS["euw1"], until=soon())
    assert found == [world.euw1.address]


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        ("SERVFAIL", "SERVFAIL"),
        ("NXDOMAIN", "NXDOMAIN"),
        ("REFUSED", "REFUSED"),
        ("garbage", "no DNS message"),
        ("endless", "a name without end"),
        ("silent", "timed out"),
    ],
)
def test_what_is_wrong_with_an_answer_is_said(world: World, mode: str, said: str) -> None:
    world.resolver.mode = mode
    with pytest.raises(StepError, match=f"no resolver answers for {DOMAIN}: .*{said}"):
        dns.addresses(world.asked.resolvers, DOMAIN, until=time.monotonic() + 0.3)


def test_a_silent_resolver_leaves_time_for_the_next(world: World) -> None:
    world.cloudflare.mode = "silent"
    first = dns.Server(world.cloudflare.address, world.cloudflare.port)
    began = time.monotonic()
    found = dns.addresses([first, *world.asked.resolvers], DOMAIN, until=began + 1.0)
    assert found == [world.use1.address]
    assert time.monotonic() - began > 0.4


def test_a_name_without_address_is_a_failure(world: World) -> None:
    world.resolver.records[DOMAIN, A] = []
    with pytest.raises(StepError, match="has no address"):
        dns.addresses(world.asked.resolvers, DOMAIN, until=soon())


def test_nobody_listens(world: World) -> None:
    with pytest.raises(StepError, match="ECONNREFUSED"):
        dns.addresses([dns.Server("127.0.0.9", world.asked.dns_port)], DOMAIN, until=soon())
    with pytest.raises(StepError, match="there is none"):
        dns.addresses([], DOMAIN, until=soon())


def test_aliases_are_followed_to_an_address_or_to_their_end() -> None:
    chain = [dns.Record("a.example", CNAME, "b.example"), dns.Record("b.example", A, "192.0.2.1")]
    assert dns.follow(chain, "A.example") == (["192.0.2.1"], "b.example")
    assert dns.follow(chain[:1], "a.example") == ([], "b.example")
    circle = [dns.Record("a.example", CNAME, "a.example")]
    assert dns.follow(circle, "a.example") == ([], "a.example")


def test_resolvers_are_those_of_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resolv.conf").write_text(
        "search x\n# nameserver 1.1.1.1\nnameserver 169.254.78.1\nnameserver ::1\n"
    )
    monkeypatch.setattr(dns, "_RESOLV_CONF", tmp_path / "resolv.conf")
    assert dns.resolvers() == [dns.Server("169.254.78.1")]
