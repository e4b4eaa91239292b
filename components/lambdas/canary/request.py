"""One HTTPS request to one address, judged; whole within its time, whatever the other side does."""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .failures import StepError, said

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

USER_AGENT = "holdfast-canary"
_MOST_BYTES = 65_536
"""How much of a body is read for the text that it must hold."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """What is asked, and what is right as an answer."""

    path: str
    method: str
    statuses: frozenset[int]
    text: str | None
    timeout_seconds: float
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Secrets; never shown."""
    port: int = 443
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context, repr=False)


def ask(request: Request, *, host: str, address: str, until: float) -> int:
    """Ask, and judge the answer.

    Args:
        request: What is asked.
        host: Name in the request and in the handshake, for which the certificate must be valid.
        address: IPv4 address that is connected to.
        until: Time of ``time.monotonic`` at which to give up.

    Returns:
        The status.

    Raises:
        StepError: The answer is wrong, or there is none.
    """
    left = until - time.monotonic()
    if left <= 0:
        raise StepError(f"no time was left to ask {host}")
    try:
        with socket.create_connection((address, request.port), timeout=left) as plain, _ended(plain, until):
            return _judged(request, host, plain)
    except StepError as problem:
        raise StepError(f"{host} at {address}: {problem}") from None
    except Exception as problem:  # noqa: BLE001  # their texts may hold a header
        late = time.monotonic() >= until
        text = f"no whole answer within {request.timeout_seconds:g} seconds" if late else said(problem)
        raise StepError(f"{host} at {address}: {text}") from None


def _judged(request: Request, host: str, plain: socket.socket) -> int:
    connection = http.client.HTTPConnection(host)
    connection.sock = request.context.wrap_socket(plain, server_hostname=host)
    with contextlib.closing(connection):
        sent = {"User-Agent": USER_AGENT, "Connection": "close", **request.headers}
        connection.request(request.method, request.path, headers=sent)
        response = connection.getresponse()
        body = response.read(_MOST_BYTES)
    if response.status not in request.statuses:
        raise StepError(f"status {response.status}")
    if request.text is not None and request.text.encode() not in body:
        raise StepError(f"status {response.status}, but not with the text that was expected")
    return response.status


@contextlib.contextmanager
def _ended(sock: socket.socket, until: float) -> Iterator[None]:
    """End a connection at a time, from another thread: timeouts of sockets begin anew with every byte."""
    # Of its own, since the one for TLS takes the socket at hand over; both are one connection.
    same = sock.dup()

    def end() -> None:
        with contextlib.suppress(OSError):
            same.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(max(0.0, until - time.monotonic()), end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        same.close()
