"""What a run asks, against regions and DNS providers that fail in each way."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from holdfast.components.lambdas.canary.failures import StepError
from holdfast.components.lambdas.canary.steps import Asked, steps
from tests.components.lambdas.canary.conftest import DOMAIN, ROUTE53_NAMES, ZONE
from tests.components.lambdas.canary.world import CNAME, NS, A, certificate
from tests.needs import needs

if TYPE_CHECKING:
    from pathlib import Path

    from tests.components.lambdas.canary.conftest import World

pytestmark = needs("openssl")
ALL = [
    *("euw1", "use1", "public"),
    *("cloudflare-answers", "cloudflare-serves", "route53-answers", "route53-serves"),
]


def failures(asked: Asked) -> dict[str, str]:
    """Run every step; give what each that failed says."""
    found = {}
    for name, act in steps(asked).items():
        try:
            act()
        except StepError as problem:
            found[name] = str(problem)
    return found


def test_every_region_the_public_name_and_both_providers_paths_are_asked(world: World) -> None:
    assert list(steps(world.asked)) == ALL
    assert failures(world.asked) == {}
    for site, host in ((world.euw1, "euw1.api.example.com"), (world.edge, DOMAIN)):
        (heard,) = site.heard
        assert heard.startswith("GET /healthz HTTP/1.1\r\n")
        assert f"Host: {host}\r\n" in heard
        assert "User-Agent: holdfast-canary\r\n" in heard
    assert world.route53.asked
    assert world.cloudflare.asked


# CPython leaves a socket to the collector whose peer resets it before the handshake (SSLSocket._create).
@pytest.mark.filterwarnings("ignore:Exception ignored in:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    ("mode", "said"),
    [
        ("503", "status 503"),
        ("301", "status 301"),
        ("resets", "ECONNRESET|UNEXPECTED_EOF|SSLEOFError|SSLZeroReturn"),
        ("plain", "SSLError"),
        ("hangs", "no whole answer within 0.5 seconds"),
        ("drips", "no whole answer within 0.5 seconds"),
    ],
)
def test_a_region_that_fails_is_told_and_no_other(world: World, mode: str, said: str) -> None:
    world.euw1.mode = mode
    began = time.monotonic()
    found = failures(world.request(timeout_seconds=0.5))
    assert list(found) == ["euw1"]
    assert found["euw1"].startswith("euw1.api.example.com at 127.0.0.2: ")
    assert any(word in found["euw1"] for word in said.split("|"))
    assert time.monotonic() - began < 10


def test_the_text_and_the_statuses_that_are_right(world: World) -> None:
    world.euw1.body = b'{"status":"degraded"}'
    world.use1.mode = "201"
    found = failures(world.request(statuses=frozenset({200, 201})))
    assert found == {
        "euw1": "euw1.api.example.com at 127.0.0.2: status 200, but not with the text that was expected"
    }


def test_a_certificate_of_another_name_is_a_failure(world: World, tmp_path: Path) -> None:
    certificate(tmp_path, "other.example.com")
    world.resolver.records["other.api.example.com", A] = [world.euw1.address]
    asked = Asked(**{**vars(world.asked), "hosts": {"euw1": "other.api.example.com"}, "name_servers": {}})
    assert "its certificate is not valid: Hostname mismatch" in failures(asked)["euw1"]


def test_nobody_listens_there(world: World) -> None:
    world.resolver.records["euw1.api.example.com", A] = ["127.0.0.9"]
    assert failures(world.asked) == {
        "euw1": "euw1.api.example.com at 127.0.0.9: ConnectionRefusedError ECONNREFUSED"
    }


def test_a_provider_that_does_not_answer_is_told_from_what_it_leads_to(world: World) -> None:
    world.cloudflare.mode = "SERVFAIL"
    found = failures(world.asked)
    assert list(found) == ["cloudflare-answers", "cloudflare-serves"]
    assert (
        "cloudflare does not answer for api.example.com: ada.ns.cloudflare.com: SERVFAIL; bob"
        in found["cloudflare-answers"]
    )


def test_a_provider_that_answers_and_a_path_that_does_not_serve(world: World) -> None:
    world.edge.mode = "522"
    found = failures(world.asked)
    assert found == {"cloudflare-serves": "api.example.com at 127.0.0.3: status 522"}


def test_one_silent_name_server_of_two_is_no_failure(world: World) -> None:
    world.resolver.records[ROUTE53_NAMES[0], A] = ["127.0.0.9"]
    assert failures(world.request(timeout_seconds=1.0)) == {}


def test_a_provider_to_which_nobody_delegates_any_more(world: World) -> None:
    world.resolver.records[ZONE, NS] = ROUTE53_NAMES
    found = failures(world.asked)
    assert list(found) == ["cloudflare-answers", "cloudflare-serves"]
    assert (
        "no name server of cloudflare answers for example.com, only ns-1.awsdns-01.com"
        in found["cloudflare-answers"]
    )


def test_name_servers_with_names_of_ones_own_are_told(world: World) -> None:
    world.resolver.records[ZONE, NS] = ["ns1.example.com", "ns2.example.com"]
    world.resolver.records["ns1.example.com", A] = [world.route53.address]
    world.resolver.records["ns2.example.com", A] = [world.cloudflare.address]
    told = {"route53": ("ns1.example.com",), "cloudflare": ("ns2.example.com",)}
    asked = Asked(**{**vars(world.asked), "name_servers": told})
    assert failures(asked) == {}
    assert (ZONE in world.resolver.asked) is False


def test_a_provider_that_answers_with_an_alias_of_elsewhere(world: World) -> None:
    world.cloudflare.records = {(DOMAIN, CNAME): ["edge.example.net"]}
    world.resolver.records["edge.example.net", A] = [world.edge.address]
    assert failures(world.asked) == {}
    assert len(world.edge.heard) == 1


def test_a_provider_without_an_address_for_the_name(world: World) -> None:
    world.route53.records = {}
    assert "no address for api.example.com" in failures(world.asked)["route53-answers"]


def test_without_resolver_everything_fails_and_says_why(world: World) -> None:
    world.resolver.mode = "silent"
    found = failures(world.request(timeout_seconds=0.2))
    assert list(found) == ALL
    assert all("no resolver answers" in said for said in found.values())


def test_secrets_in_headers_are_sent_and_never_said(world: World) -> None:
    secret = "planted-000\nBad: header"  # noqa: S105  # planted, to find it where it must not be
    fine = world.request(headers={"X-Api-Key": "planted-111"})
    assert failures(fine) == {}
    assert "X-Api-Key: planted-111\r\n" in world.euw1.heard[0]
    assert "planted" not in repr(fine)

    found = failures(world.request(headers={"X-Api-Key": secret}))
    assert found["euw1"] == "euw1.api.example.com at 127.0.0.2: ValueError"
    assert "planted" not in str(found)
