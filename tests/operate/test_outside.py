"""What is seen from outside, of a real server on this machine that speaks TLS."""

from __future__ import annotations

import socket
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from holdfast.operate import outside
from holdfast.operate.places import address_of, public_address
from tests.components.lambdas.watchdog.certificate import self_signed
from tests.operate.emulated_stack import contract

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class _Api(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        answers = {"/health": 200, "/moved": 302, "/ill": 503, "/missing": 404}
        self.send_response(answers[self.path])
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def serve(certificate: Path) -> ThreadingHTTPServer:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Api)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    server.socket = tls.wrap_socket(server.socket, server_side=True)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Host and port of an API whose certificate this machine trusts."""
    certificate = self_signed(tmp_path, days_left=1)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    server = serve(certificate)
    yield f"localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "ok", "status"),
    [("/health", True, 200), ("/moved", True, 302), ("/ill", False, 503), ("/missing", False, 404)],
)
def test_an_answer_is_healthy_by_its_status(host: str, path: str, ok: bool, status: int) -> None:
    found = outside.probe(host, path)
    assert (found.ok, found.status) == (ok, status)
    assert found.milliseconds is not None
    assert found.detail == f"{status} in {found.milliseconds} ms"


def test_a_certificate_that_nobody_trusts_is_no_answer(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    found = outside.probe(host, "/health")
    assert not found.ok
    assert "certificate" in found.detail.lower()


def test_a_certificate_of_another_name_is_no_answer(host: str) -> None:
    found = outside.probe(host.replace("localhost", "127.0.0.1"), "/health")
    assert not found.ok
    assert "certificate" in found.detail.lower()


def test_a_certificate_that_has_ended_is_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = self_signed(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    server = serve(certificate)
    found = outside.probe(f"localhost:{server.server_port}", "/health")
    server.shutdown()
    server.server_close()
    assert not found.ok
    assert "expired" in found.detail


def test_nobody_there_is_no_answer() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        found = outside.probe(f"localhost:{taken.getsockname()[1]}", "/health")
    assert found == outside.Probe(
        ok=False, status=None, milliseconds=None, detail="no answer: Connection refused"
    )


def test_who_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "PROBE_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        found = outside.probe(f"localhost:{silent.getsockname()[1]}", "/health")
    assert "timed out" in found.detail


def test_a_place_is_asked_on_the_port_of_its_health_checks() -> None:
    entrance = contract()["entrances"]["public"]
    host, domain = entrance["endpoints"]["use1"]["host"], entrance["domain"]
    assert (address_of(entrance, "use1"), public_address(entrance)) == (host, domain)
    entrance["health_port"] = 8443
    assert (address_of(entrance, "use1"), public_address(entrance)) == (f"{host}:8443", f"{domain}:8443")
    entrance["cloudfront"] = {"id": "E1", "domain": "d1.cloudfront.net"}  # type: ignore[typeddict-item]  # it is there, no more
    assert public_address(entrance) == domain
    del entrance["health_port"]  # a file of before
    assert address_of(entrance, "use1") == host
