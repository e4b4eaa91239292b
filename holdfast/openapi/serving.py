"""A description as clients get it: JSON, with the public name as the API's server."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

_VARIABLE = re.compile(r"\{([^{}]*)\}")
_PARAMETER = re.compile(r"\{[^{}]*\}")


def base_paths(document: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what stands before every path, as the servers say: ``/v1``, or an empty text for nothing.

    Args:
        document: A description without mistakes.
    """
    servers = document.get("servers") or [{"url": "/"}]
    return tuple(dict.fromkeys(_base(server) for server in servers))


def _base(server: Mapping[str, Any]) -> str:
    variables = server.get("variables", {})
    url = _VARIABLE.sub(lambda one: str(variables.get(one[1], {}).get("default", "")), server["url"])
    return urlsplit(url).path.rstrip("/")


def documented_paths(document: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return each path of the description, and the path of a request that it stands for.

    Args:
        document: A description without mistakes.

    Returns:
        Path as described, and path with what stands before it and a word for each parameter.
    """
    return tuple(
        (path, base + _PARAMETER.sub("x", path))
        for base in base_paths(document)
        for path in document["paths"]
        if path.startswith("/")
    )


def served(document: Mapping[str, Any], domain: str) -> str:
    """Return a description as it is served: JSON in one line, in the file's own order.

    Where the file names servers, only what stands before every path is kept of them.

    Args:
        document: A description without mistakes.
        domain: Public name of the API.
    """
    servers = [{"url": f"https://{domain}{base}"} for base in base_paths(document)]
    whole: dict[str, Any] = {}
    for key, value in document.items():
        whole[key] = value
        if key == "info":
            whole["servers"] = servers
    whole["servers"] = servers
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
