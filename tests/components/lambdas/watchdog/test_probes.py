"""Probes against a server on this machine, with a certificate that nobody vouches for."""

from __future__ import annotations

import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from holdfast.components.lambdas.watchdog import probe as function
from holdfast.components.lambdas.watchdog.probes import Target, all_fail, fails, probe, words
from tests.components.lambdas.watchdog.certificate import self_signed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Api(BaseHTTPRequestHandler):
    """Answers by path."""

    def do_GET(self) -> None:
        status = {"/well": 200, "/moved": 302, "/broken": 503, "/refused": 403}[self.path]
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/well")
        self.end_headers()
        self.wfile.write(b'{"status":"ok"}')

    def log_message(self, *_: object) -> None:
        """Keep still."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("tls")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), Api)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"https://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_success_is_well_with_any_certificate(address: str) -> None:
    assert probe([Target(url=f"{address}/well"), Target(url=f"{address}/moved")]) == {
        f"{address}/well": None,
        f"{address}/moved": None,
    }


def test_errors_and_silence_fail(address: str) -> None:
    found = probe([Target(url=f"{address}/broken"), Target(url="https://127.0.0.1:1/well")])
    assert found[f"{address}/broken"] == "HTTP 503"
    assert str(found["https://127.0.0.1:1/well"]).startswith("ConnectionRefusedError after")


def test_the_answer_must_hold_the_text(address: str) -> None:
    url = f"{address}/well"
    assert probe([Target(url=url, search='"status":"ok"')]) == {url: None}
    assert probe([Target(url=url, search="degraded")]) == {url: "without 'degraded'"}


def test_a_region_fails_when_none_of_its_hosts_answers() -> None:
    assert all_fail({"a": "HTTP 503", "b": "HTTP 502"})
    assert not all_fail({"a": "HTTP 503", "b": None})
    assert not all_fail({})
    assert probe([]) == {}
    assert words({"b": None, "a": "HTTP 503"}) == "a: HTTP 503, b: answers"


def test_who_is_refused_or_finds_no_address_says_nothing(address: str) -> None:
    refused, unknown = f"{address}/refused", "https://use1.api.invalid/healthz"
    found = probe([Target(url=refused), Target(url=unknown)])
    assert found == {
        refused: "says nothing: HTTP 403",
        unknown: "says nothing: the name does not resolve",
    }
    assert fails(found) is None
    assert fails({**found, "a": "HTTP 503"}) is True
    assert fails({**found, "a": None}) is False
    assert all_fail(found)  # of the own region: who cannot tell is not fit


def test_the_function_elsewhere_tells_what_it_saw(address: str) -> None:
    url = f"{address}/broken"
    assert function.handle({"targets": [{"url": url, "search": None}]}, None) == {url: "HTTP 503"}


def test_the_function_elsewhere_asks_over_https_alone() -> None:
    with pytest.raises(ValueError, match=r"not HTTPS: http://169\.254\.169\.254/"):
        function.handle({"targets": [{"url": "http://169.254.169.254/"}]}, None)
