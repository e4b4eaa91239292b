"""One request over a connection of its own, as a client that comes anew makes it."""

from __future__ import annotations

import http.client
import json
import ssl
import time
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

_READ_BYTES = 65_536
"""What is read of an answer: the rest says nothing more of health."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What is asked."""

    url: str
    method: str = "GET"
    body: str | None = None
    content_type: str | None = None
    timeout_seconds: float = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """What was answered; ``error`` says why nothing was, or not in time."""

    status: int | None
    headers: Mapping[str, str]
    body: bytes
    seconds: float
    error: str | None


def ask(request: Request) -> Reply:
    """Ask once: the name is looked up anew, the certificate checked, no redirect followed.

    Returns:
        What came of it; an address that gives no answer is no error.
    """
    began = time.monotonic()
    parts = urlsplit(request.url)
    connection = _connection(parts.scheme, parts.netloc, request.timeout_seconds)
    headers = {"User-Agent": "holdfast-drill", "Connection": "close", "Cache-Control": "no-cache"}
    if request.content_type is not None:
        headers["Content-Type"] = request.content_type
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request(
            request.method,
            path,
            body=None if request.body is None else request.body.encode(),
            headers=headers,
        )
        response = connection.getresponse()
        body = response.read(_READ_BYTES)
    except (OSError, http.client.HTTPException) as error:
        return Reply(status=None, headers={}, body=b"", seconds=time.monotonic() - began, error=_words(error))
    finally:
        connection.close()
    seconds = time.monotonic() - began
    late = f"answered after {seconds:.1f} seconds" if seconds > request.timeout_seconds else None
    found = {name.lower(): value for name, value in response.getheaders()}
    return Reply(status=response.status, headers=found, body=body, seconds=seconds, error=late)


def answerer(reply: Reply, *, header: str | None, field: str | None) -> str | None:
    """Who answered, by a header or by a field of a JSON body; None where that is not said."""
    if header is not None:
        return reply.headers.get(header.lower())
    if field is None:
        return None
    try:
        document = json.loads(reply.body)
    except ValueError:
        return None
    found = document.get(field) if isinstance(document, dict) else None
    return None if found is None else str(found)


def _connection(scheme: str, netloc: str, seconds: float) -> http.client.HTTPConnection:
    if scheme == "http":
        return http.client.HTTPConnection(netloc, timeout=seconds)
    return http.client.HTTPSConnection(netloc, timeout=seconds, context=_trust())


@cache
def _trust() -> ssl.SSLContext:
    """The machine's authorities, or those that SSL_CERT_FILE names; read once, since that takes a while."""
    return ssl.create_default_context()


def _words(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
