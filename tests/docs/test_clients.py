"""The client in the guide for clients, run against a server that fails in every way that it tells of."""

from __future__ import annotations

import socket
import struct
import threading
import time
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.docs.commands import FENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PAGE = Path(__file__).parents[2] / "docs" / "clients.md"
QUICK: dict[str, Any] = {"first": 0.01, "longest": 0.05, "attempt": 0.3, "deadline": 5.0}


def code() -> dict[str, Any]:
    """What the page's one piece of Python defines."""
    (text,) = (
        found for language, found in FENCE.findall(PAGE.read_text(encoding="utf-8")) if language == "python"
    )
    names: dict[str, Any] = {}
    exec(compile(text, str(PAGE), "exec"), names)  # noqa: S102  # the page's own code is what is tested
    return names


CODE = code()
Api, UnavailableError = CODE["Api"], CODE["UnavailableError"]


@dataclass
class Server:
    """Answers by a script: a status, ``reset``, ``hang``; 200 once the script has ended."""

    script: list[object] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)
    done: dict[str, int] = field(default_factory=dict)
    clients: list[int] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    url: str = ""


@pytest.fixture
def server() -> Iterator[Server]:
    told = Server()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:  # the name that http.server wants
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            told.keys.append(self.headers["Idempotency-Key"])
            told.clients.append(self.client_address[1])
            told.times.append(time.monotonic())
            step = told.script.pop(0) if told.script else 200
            if step == "hang":
                time.sleep(0.6)
            if step in ("hang", "reset"):
                reset = struct.pack("ii", 1, 0)
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, reset)
                self.close_connection = True
                return
            # What was done is done, whether or not the client hears of it.
            told.done.setdefault(told.keys[-1], 0)
            if step in (200, "unheard"):
                told.done[told.keys[-1]] = 1
            if step == "unheard":
                self.close_connection = True
                return
            body = b"placed"
            self.send_response(int(str(step)))
            for name, value in told.headers.items() if step != 200 else ():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST  # noqa: N815  # the name that http.server wants

        def log_message(self, *_: object) -> None:
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening.daemon_threads = True
    thread = threading.Thread(target=listening.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    told.url = f"http://127.0.0.1:{listening.server_port}/v1"
    yield told
    listening.shutdown()
    listening.server_close()


@pytest.fixture
def client(server: Server) -> Iterator[Callable[..., Any]]:
    """Make clients of the server, which end with the test."""
    with ExitStack() as stack:
        yield lambda **more: stack.enter_context(closing(Api(server.url, **{**QUICK, **more})))


def test_a_call_that_works_is_made_once(server: Server, client: Callable[..., Any]) -> None:
    assert client().call("POST", "/orders", b"{}") == (200, b"placed")
    assert len(server.keys) == 1


@pytest.mark.parametrize("failure", [429, 502, 503, 504, "reset", "hang", "unheard"])
def test_every_failure_of_a_failover_is_tried_again_with_the_same_key(
    server: Server, client: Callable[..., Any], failure: object
) -> None:
    server.script = [failure, failure]
    assert client().call("POST", "/orders", b"{}") == (200, b"placed")
    assert len(server.keys) == 3
    assert len(set(server.keys)) == 1
    assert server.done == {server.keys[0]: 1}


def test_another_intent_has_another_key(server: Server, client: Callable[..., Any]) -> None:
    api = client()
    api.call("POST", "/orders", b"{}")
    api.call("POST", "/orders", b"{}")
    assert len(set(server.keys)) == 2


@pytest.mark.parametrize("status", [400, 404, 409, 500])
def test_what_stays_wrong_is_not_tried_again(server: Server, client: Callable[..., Any], status: int) -> None:
    server.script = [status]
    assert client().call("GET", "/orders")[0] == status
    assert len(server.keys) == 1


def test_retry_after_is_waited_for(server: Server, client: Callable[..., Any]) -> None:
    server.script, server.headers = [503], {"Retry-After": "1"}
    assert client().call("GET", "/orders")[0] == 200
    first, second = server.times
    assert second - first >= 1


def test_it_ends_at_the_deadline(server: Server, client: Callable[..., Any]) -> None:
    server.script = ["hang"] * 50
    began = time.monotonic()
    with pytest.raises(UnavailableError, match="attempts"):
        client(deadline=1.0).call("GET", "/orders")
    assert time.monotonic() - began < 15  # all of the script takes 30


def test_a_wait_that_would_pass_the_deadline_is_not_begun(server: Server, client: Callable[..., Any]) -> None:
    server.script, server.headers = [503], {"Retry-After": "60"}
    began = time.monotonic()
    with pytest.raises(UnavailableError, match="status 503 after 1 attempts"):
        client().call("GET", "/orders")
    assert time.monotonic() - began < 30


def test_a_budget_keeps_clients_from_keeping_an_api_down(server: Server, client: Callable[..., Any]) -> None:
    server.script = [503] * 500
    api = client(longest=0.001)
    for _ in range(5):
        with pytest.raises(UnavailableError):
            api.call("GET", "/orders")
    assert len(server.keys) <= 11 + 4


def test_a_connection_is_used_again_and_given_up_by_age_and_idleness(
    server: Server, client: Callable[..., Any]
) -> None:
    api = client()
    for _ in range(3):
        api.call("GET", "/orders")
    assert len(set(server.clients)) == 1
    for limit in ("age", "idle"):
        before = len(set(server.clients))
        strict = client(**{limit: 0.05})
        strict.call("GET", "/orders")
        time.sleep(0.1)
        strict.call("GET", "/orders")
        assert len(set(server.clients)) == before + 2


def test_an_error_costs_the_connection(server: Server, client: Callable[..., Any]) -> None:
    server.script = [200, "reset"]
    api = client()
    api.call("GET", "/orders")
    api.call("GET", "/orders")
    assert len(set(server.clients)) == 2


def test_nobody_there_is_told_after_the_deadline() -> None:
    with closing(socket.socket()) as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    with pytest.raises(UnavailableError, match="ConnectionRefusedError"):
        Api(f"http://127.0.0.1:{port}", **{**QUICK, "deadline": 0.3}).call("GET", "/orders")
