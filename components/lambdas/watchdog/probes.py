"""HTTPS probes of several addresses at once."""

from __future__ import annotations

import socket
import ssl
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib import error, request

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SECONDS = 4
"""Until a probe counts as failed: what Route 53's checkers give a connection
(https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html,
2026-11)."""
_SAYS_NOTHING = "says nothing: "
"""What begins a failure that is no sign of a lost region."""
_REFUSALS = frozenset({HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS})
"""What a firewall answers to whom it does not let in: something answers, and only not to the probe."""
_SEARCHED_BYTES = 5120
"""Of the body, as those checkers search it (the page above)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """An address, and what its answer must hold, None for nothing."""

    url: str
    search: str | None = None


def probe(targets: Sequence[Target]) -> dict[str, str | None]:
    """Ask every address.

    Args:
        targets: What is asked.

    Returns:
        Address → what is wrong with it, None where it answers with success.
    """
    if not targets:
        return {}
    with ThreadPoolExecutor(max_workers=len(targets)) as pool:
        return dict(zip((one.url for one in targets), pool.map(_failure, targets), strict=True))


def all_fail(results: Mapping[str, str | None]) -> bool:
    """Whether not one address answers: a single service's fault is no lost region."""
    return bool(results) and all(failure is not None for failure in results.values())


def fails(results: Mapping[str, str | None]) -> bool | None:
    """Whether what can be asked fails; None where nothing says.

    A name that does not resolve is a fault of DNS, and a refusal one of the probe: all voters would have them
    at once, and a region that is well would be left.
    """
    found = {
        url: failure
        for url, failure in results.items()
        if failure is None or not failure.startswith(_SAYS_NOTHING)
    }
    return all_fail(found) if found else None


def words(results: Mapping[str, str | None]) -> str:
    """Say what each address answers."""
    return ", ".join(f"{url}: {failure or 'answers'}" for url, failure in sorted(results.items()))


def _failure(target: Target) -> str | None:
    # As Route 53's checkers, which look at no certificate: an expired one is not a lost region
    # (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html, 2026-11).
    context = ssl._create_unverified_context()  # noqa: S323, SLF001  # see above
    asked = request.Request(target.url, headers={"User-Agent": "holdfast-watchdog"})  # noqa: S310  # the plan's own
    begun = time.monotonic()
    try:
        with request.urlopen(asked, timeout=SECONDS, context=context) as answer:  # noqa: S310  # as above
            body = answer.read(_SEARCHED_BYTES)
    except error.HTTPError as refused:
        refused.close()
        return f"{_SAYS_NOTHING if refused.code in _REFUSALS else ''}HTTP {refused.code}"
    except error.URLError as broken:
        if isinstance(broken.reason, socket.gaierror):
            return f"{_SAYS_NOTHING}the name does not resolve"
        return f"{type(broken.reason).__name__} after {time.monotonic() - begun:.1f} s"
    except (TimeoutError, OSError) as broken:
        return f"{type(broken).__name__} after {time.monotonic() - begun:.1f} s"
    if target.search is not None and target.search.encode() not in body:
        return f"without {target.search!r}"
    return None
