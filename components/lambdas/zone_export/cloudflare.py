"""A zone of Cloudflare as files from which it can be made again."""

from __future__ import annotations

import json
import math
import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib import error, parse, request

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

API = "https://api.cloudflare.com/client/v4"
"""https://developers.cloudflare.com/api/ (2026-11)."""
_TIMEOUT_SECONDS = 30
_PAGE = 100
_ATTEMPTS = 6
# Whoever asks too often is refused for five minutes, exports of zone files for one, and told for how long:
# https://developers.cloudflare.com/fundamentals/api/reference/limits/ (2026-11)
_LONGEST_WAIT_SECONDS = 300


class CloudflareError(Exception):
    """Cloudflare did not answer, or refused; the text never has the token."""


class Cloudflare:
    """Cloudflare's API, read only."""

    def __init__(
        self, token: str, *, until: float = math.inf, wait: Callable[[float], None] = time.sleep
    ) -> None:
        """Keep the token, to which this alone has access.

        Args:
            token: An API token that may read DNS and load balancers of the zones.
            until: Until when it tries, as ``time.monotonic`` counts. Default: as often as it would.
            wait: How seconds pass between two attempts.
        """
        self._token, self._until, self._wait = token, until, wait

    def export(self, zone: Mapping[str, str]) -> dict[str, str]:
        """Read a zone.

        Args:
            zone: Its ``name``, ``id`` and ``account_id``.

        Returns:
            File name → text: ``zone.txt``, the zone file that Cloudflare imports, ``dns-records.json``,
            ``load-balancers.json``, and of the account's ``pools.json``, ``monitors.json`` and
            ``monitor-groups.json`` those that these load balancers use.

        Raises:
            CloudflareError: One of them could not be read.
        """
        zone_path, balancing = f"/zones/{zone['id']}", f"/accounts/{zone['account_id']}/load_balancers"
        records = self._list(f"{zone_path}/dns_records")
        balancers = self._list(f"{zone_path}/load_balancers")
        pools = _used(self._list(f"{balancing}/pools"), by=balancers) if balancers else []
        grouped = any(pool.get("monitor_group") for pool in pools)
        groups = _used(self._list(f"{balancing}/monitor_groups"), by=pools) if grouped else []
        monitors = _used(self._list(f"{balancing}/monitors"), by=[*pools, *groups]) if pools else []
        return {
            "zone.txt": self._get(f"{zone_path}/dns_records/export").decode(),
            "dns-records.json": _text(records),
            "load-balancers.json": _text(balancers),
            "pools.json": _text(pools),
            "monitors.json": _text(monitors),
            "monitor-groups.json": _text(groups),
        }

    def _list(self, path: str) -> list[dict[str, Any]]:
        # By id: what knows no pages (load balancers' lists say none) gives the same again for each.
        found: dict[str, dict[str, Any]] = {}
        page = pages = 1
        while page <= pages:
            query = parse.urlencode({"page": page, "per_page": _PAGE})
            answer = json.loads(self._get(f"{path}?{query}"))
            if not answer.get("success"):
                codes = ", ".join(str(each.get("code")) for each in answer.get("errors", []))
                raise CloudflareError(f"{path}: refused with code {codes or 'unknown'}")
            found |= {item["id"]: item for item in answer["result"] or []}
            pages = (answer.get("result_info") or {}).get("total_pages", 1)
            page += 1
        return list(found.values())

    def _get(self, path: str) -> bytes:
        """Read, again after a while where Cloudflare has too many requests or fails."""
        # Cloudflare's check of browsers refuses some libraries' own names with error 1010:
        # https://developers.cloudflare.com/waf/tools/browser-integrity-check/ (2026-11)
        headers = {"Authorization": f"Bearer {self._token}", "User-Agent": "holdfast-zone-export"}
        asked = request.Request(f"{API}{path}", headers=headers)  # noqa: S310  # the address is ours
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                with request.urlopen(asked, timeout=_TIMEOUT_SECONDS) as answer:  # noqa: S310  # as above
                    body: bytes = answer.read()
                    return body
            except error.HTTPError as refused:
                status, retry_after = refused.code, refused.headers.get("Retry-After")
                refused.close()
                again = status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR
                why = f"HTTP {status}"
            except (error.URLError, TimeoutError, ConnectionError) as broken:
                again, retry_after, why = True, None, type(broken).__name__
            pause = _seconds(retry_after, attempt)
            if not again or attempt == _ATTEMPTS or time.monotonic() + pause > self._until:
                raise CloudflareError(f"{path.partition('?')[0]}: {why} after {attempt} attempts") from None
            self._wait(pause)
        raise AssertionError("unreachable")


def _seconds(retry_after: str | None, attempt: int) -> float:
    asked = float(retry_after) if retry_after and retry_after.isdigit() else 2.0**attempt
    return min(asked, _LONGEST_WAIT_SECONDS)


def _used(items: list[dict[str, Any]], *, by: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those of an account's items that others name, wherever in them: an account is not one team's alone."""
    text = json.dumps(by)
    return [item for item in items if json.dumps(item["id"]) in text]


def _text(value: object) -> str:
    return json.dumps(value, indent=1, sort_keys=True) + "\n"
