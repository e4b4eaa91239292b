"""How the API looks from where the operator is: an answer over HTTPS, and the addresses that a name has."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from dataclasses import dataclass

PROBE_SECONDS = 6
"""Longest wait for a connection and again for an answer; Route 53's checkers give both together six seconds:
https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html"""
_HEALTHY = range(200, 400)
"""Same page: "an HTTP status code of 2xx or 3xx"."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Probe:
    """An answer over HTTPS: whether it is a healthy one, its status, how long it took, and words for it."""

    ok: bool
    status: int | None
    milliseconds: int | None
    detail: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Addresses:
    """The addresses of a name as they are seen from here; None and why where it has no answer."""

    found: tuple[str, ...] | None
    unknown: str | None = None


def probe(host: str, path: str) -> Probe:
    """GET a path of a host over HTTPS, once, with the certificate checked.

    Args:
        host: Name of the host, perhaps with a port: ``use1.api.example.com``.
        path: Absolute path: ``/health``.

    Returns:
        What came of it; a host that gives no answer is no error.
    """
    began = time.monotonic()
    connection = http.client.HTTPSConnection(
        host, timeout=PROBE_SECONDS, context=ssl.create_default_context()
    )
    try:
        connection.request("GET", path, headers={"User-Agent": "holdfast", "Connection": "close"})
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        return Probe(ok=False, status=None, milliseconds=None, detail=f"no answer: {_words(error)}")
    finally:
        connection.close()
    milliseconds = round((time.monotonic() - began) * 1000)
    return Probe(
        ok=status in _HEALTHY,
        status=status,
        milliseconds=milliseconds,
        detail=f"{status} in {milliseconds} ms",
    )


def addresses(name: str) -> Addresses:
    """Ask this machine's resolver for a name's addresses; an answer may be as old as its TTL."""
    try:
        found = socket.getaddrinfo(name, 443, type=socket.SOCK_STREAM)
    except OSError as error:
        return Addresses(found=None, unknown=f"{name} does not resolve from here: {_words(error)}")
    return Addresses(found=tuple(sorted({str(one[4][0]) for one in found})))


def _words(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
