"""Cloudflare's HTTP API, as far as operating needs it."""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from holdfast.operate.aws import EndpointError, is_emulated
from holdfast.operate.steps import StepError

if TYPE_CHECKING:
    from collections.abc import Mapping

TOKEN: Final = "CLOUDFLARE_API_TOKEN"  # noqa: S105  # the name of the variable, not what it holds
"""Environment variable of the API token; Cloudflare's own name. It needs ``Load Balancing: Monitors And Pools
Write`` of the account: https://developers.cloudflare.com/fundamentals/api/reference/permissions/."""
BASE: Final = "CLOUDFLARE_BASE_URL"
"""Environment variable of the API's address, for tests."""
_ADDRESS: Final = "https://api.cloudflare.com/client/v4"
_SECONDS: Final = 20
_TOO_MANY, _SERVERS_FAULT = 429, 500
_HERE: Final = frozenset({"127.0.0.1", "::1", "localhost"})


def ask(method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Call the API.

    Args:
        method: ``GET`` or ``PATCH``.
        path: Path below the API's address.
        body: What is changed.

    Returns:
        The answer's ``result``.

    Raises:
        StepError: There is no token, or Cloudflare refuses it.
        OSError: Cloudflare does not answer, or fails: it may answer later.
        EndpointError: In a test run, the address is not on this machine.
    """
    token = os.environ.get(TOKEN)
    if not token:
        raise StepError(f"Cloudflare's pools need an API token in the environment variable {TOKEN}")
    request = urllib.request.Request(  # noqa: S310  # the address is HTTPS, or a test's
        _address() + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310  # see above
            content = json.load(answer)
    except urllib.error.HTTPError as error:
        words = f"Cloudflare answers {error.code} to {method} {path}: {_reason(error)}"
        if error.code == _TOO_MANY or error.code >= _SERVERS_FAULT:
            raise ConnectionError(words) from error
        raise StepError(words) from error
    except ValueError as error:
        raise ConnectionError(f"Cloudflare's answer to {method} {path} is no JSON") from error
    result: dict[str, Any] = content["result"]
    return result


def _address() -> str:
    address = os.environ.get(BASE, _ADDRESS)
    if is_emulated() and urlsplit(address).hostname not in _HERE:
        raise EndpointError(
            f"this is a test run, and Cloudflare would be called at {address}: set {BASE} to a stand-in on "
            "this machine"
        )
    return address


def _reason(error: urllib.error.HTTPError) -> str:
    try:
        errors = json.load(error).get("errors", [])
    except (OSError, ValueError, AttributeError):
        return str(error.reason)
    return "; ".join(str(one.get("message")) for one in errors) or str(error.reason)
