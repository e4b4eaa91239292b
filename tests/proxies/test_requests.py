"""What a client meets: TLS, headers, its session, its limit."""

from __future__ import annotations

import http.client
import json
import re
import socket
import ssl
import threading
import time
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.components.proxy_config import HEALTH_PATH, PoolCookie
from holdfast.topology.values import ProxySoftware
from tests.proxies.lab import Lab, ask, tls, until

if TYPE_CHECKING:
    from collections.abc import Callable

HAPROXY, NGINX = ProxySoftware.HAPROXY, ProxySoftware.NGINX
ONE, TWO, THREE = "127.0.0.11", "127.0.0.12", "127.0.0.13"
ALL = (ONE, TWO, THREE)
LIMIT = 20
QUIET_SECONDS = 2.2
"""HAProxy's sliding count remembers the period before, too."""

both = pytest.mark.parametrize("software", [HAPROXY, NGINX])


@both
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_tls_ends_at_the_proxy(
    start: Callable[..., Lab], software: ProxySoftware, version: ssl.TLSVersion
) -> None:
    lab = start(software, (ONE,))
    answer = lab.get(connect={"lowest": version, "highest": version})
    assert answer.name == ONE
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "1." not in answer.headers.get("Server", "")


@both
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1 is deprecated:DeprecationWarning")
def test_tls_1_1_is_refused(start: Callable[..., Lab], software: ProxySoftware) -> None:
    lab = start(software, (ONE,))
    old = {"lowest": ssl.TLSVersion.TLSv1_1, "highest": ssl.TLSVersion.TLSv1_1}
    assert handshake(lab.folder, old) == "TLSv1.1"
    with pytest.raises(ssl.SSLError, match=r"(?i)version"):
        lab.get(connect=old)


def handshake(folder: object, limits: dict[str, ssl.TLSVersion]) -> str | None:
    """The version that this client gets from a server that takes any: the client itself can do it."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.set_ciphers("ALL:@SECLEVEL=0")
    server.minimum_version = ssl.TLSVersion.TLSv1_1
    server.load_cert_chain(f"{folder}/site.pem")
    ours, theirs = socket.socketpair()
    serving = threading.Thread(target=lambda: server.wrap_socket(theirs, server_side=True).close())
    serving.start()
    with closing(tls(**limits).wrap_socket(ours)) as client:
        version = client.version()
    serving.join()
    return version


@both
def test_plain_http_is_sent_to_https(start: Callable[..., Lab], software: ProxySoftware) -> None:
    lab = start(software)
    with closing(http.client.HTTPConnection("127.0.0.1", lab.config.http_port)) as client:
        answer = ask(client, "/orders?x=1")
    assert (answer.status, answer.headers["Location"]) == (301, "https://api.example.test/orders?x=1")
    until(lambda: [(one["path"], one["status"]) for one in logged(lab)] == [("/orders", 301)], "it is logged")


@both
def test_a_server_learns_the_clients_own_address_and_nothing_made_up(
    start: Callable[..., Lab], software: ProxySoftware
) -> None:
    lab = start(software, (ONE,))
    made_up = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "ftp", "X-Forwarded-Port": "7"}
    unknown = ("X_Forwarded_For", "Forwarded", "X-Real-IP", "X-Forwarded-Host")
    made_up |= dict.fromkeys(unknown, "203.0.113.9")
    sent = lab.get(connect={"source": "127.0.5.1"}, headers={**made_up, "X-Trace": "7"}).sent
    assert not {name.lower() for name in unknown} & sent.keys()
    assert sent["x-trace"] == "7"
    assert sent["x-forwarded-for"] == "127.0.5.1"
    assert (sent["x-forwarded-proto"], sent["x-forwarded-port"]) == ("https", str(lab.config.https_port))
    assert sent["host"] == "api.example.test"


@both
def test_a_body_is_passed_on_as_it_comes(start: Callable[..., Lab], software: ProxySoftware) -> None:
    lab = start(software, (ONE,))
    with closing(lab.client()) as client:
        client.putrequest("POST", "/orders")
        client.putheader("Content-Length", "1000000")
        client.endheaders(b"begun")
        assert json.loads(client.getresponse().read())["name"] == ONE


def test_a_session_sticks_to_its_instance_at_every_proxy(start: Callable[..., Lab]) -> None:
    cookie = PoolCookie(name="HOLDFAST", duration_seconds=3600)
    lab = start(HAPROXY, ALL, cookie=cookie)
    first = lab.get()
    given = first.headers["Set-Cookie"]
    assert re.fullmatch(r"HOLDFAST=[^;]+; path=/; HttpOnly; Secure; SameSite=Lax", given)
    kept = {"Cookie": given.split(";")[0]}
    assert set(lab.names(20, headers=kept)) == {first.name}
    assert set(lab.names(9)) == set(ALL)
    # Another proxy of the fleet, with the instances in other slots, knows the cookie.
    other = start(HAPROXY, cookie=cookie, pools=lab.config.pools)
    other.port, other.services = lab.port, {"orders": [*ALL, "127.0.0.99"]}
    other.ec2()
    other.tell()
    until(lambda: other.get().status == 200, "the other proxy serves")
    assert set(other.names(20, headers=kept)) == {first.name}
    # A session outlives its instance, elsewhere.
    lab.backends[first.name].stop()
    moved = lab.get(headers=kept)
    assert moved.status == 200
    assert moved.name != first.name


@both
def test_a_burst_over_the_limit_is_refused_with_429(
    start: Callable[..., Lab], software: ProxySoftware
) -> None:
    lab = start(software, (ONE,), limit_rps=LIMIT)
    time.sleep(QUIET_SECONDS)
    statuses, seconds = burst(lab, "127.0.5.1", 5 * LIMIT)
    assert set(statuses) == {200, 429}
    assert LIMIT - 1 <= statuses[200] <= LIMIT * (1 + seconds) + 1, (statuses, seconds)
    # Another client is none the worse for it, the load balancer's question never counts.
    assert lab.get(connect={"source": "127.0.5.2"}).status == 200
    with closing(lab.client("127.0.5.1")) as client:
        assert {ask(client, HEALTH_PATH).status for _ in range(2 * LIMIT)} == {200}
        answer = ask(client, "/")
    if answer.status == 429:
        assert answer.headers["Retry-After"] == "1"
        assert answer.body == b'{"error":"too many requests"}'
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    time.sleep(QUIET_SECONDS)
    assert lab.get(connect={"source": "127.0.5.1"}).status == 200


@both
def test_a_client_below_the_limit_is_never_refused(
    start: Callable[..., Lab], software: ProxySoftware
) -> None:
    lab = start(software, (ONE,), limit_rps=LIMIT)
    time.sleep(QUIET_SECONDS)
    with closing(lab.client()) as client:
        for _ in range(LIMIT):
            assert ask(client, "/").status == 200
            time.sleep(1.5 / LIMIT)


@both
def test_each_request_is_a_line_of_json_that_the_metric_filter_reads(
    start: Callable[..., Lab], software: ProxySoftware
) -> None:
    lab = start(software, (ONE,))
    lab.get('/orders?token=secret&q="')
    lab.backends[ONE].stop()
    until(lambda: lab.get("/orders").status >= 500, "nobody answers")
    until(lambda: any(one["status"] >= 500 for one in logged(lab)), "it is written down")
    (first, *_) = [one for one in logged(lab) if one["path"] == "/orders"]
    assert (first["status"], first["method"], first["client"]) == (200, "GET", "127.0.0.1")
    assert "secret" not in str(logged(lab))
    lines = len(logged(lab))
    lab.health()
    lab.get(HEALTH_PATH)
    assert len(logged(lab)) == lines


def logged(lab: Lab) -> list[dict[str, Any]]:
    """What the access log holds; HAProxy's own notices stand between the lines."""
    name = "output.log" if lab.config.software is HAPROXY else "proxy.log"
    lines = (lab.folder / name).read_text().splitlines()
    return [json.loads(line) for line in lines if line.startswith("{")]


def burst(lab: Lab, source: str, requests: int) -> tuple[Counter[int], float]:
    began = time.monotonic()
    with closing(lab.client(source)) as client:
        statuses = Counter(ask(client, "/").status for _ in range(requests))
    return statuses, time.monotonic() - began
