"""A pool at Cloudflare, by its HTTP API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from holdfast.operate import cloudflare
from holdfast.operate.levers.lever import Position


@dataclass(frozen=True, kw_only=True, slots=True)
class PoolLever:
    """A disabled pool gets no traffic; Pulumi ignores ``enabled`` afterwards."""

    place: str
    account_id: str
    pool_id: str
    proxied: bool

    @property
    def by(self) -> str:
        """What it is."""
        return "cloudflare-pool"

    def read(self) -> Position:
        """Ask for the pool."""
        pool = cloudflare.ask("GET", self._path)
        out = not pool.get("enabled", True)
        since = datetime.fromisoformat(pool["modified_on"]) if out and "modified_on" in pool else None
        words = "disabled" if out else "enabled"
        return Position(out=out, since=since, detail=f"Cloudflare's pool of {self.place} is {words}")

    def take_out(self) -> None:
        """Disable the pool."""
        self._set(enabled=False)

    def let_in(self) -> None:
        """Enable the pool."""
        self._set(enabled=True)

    def _set(self, *, enabled: bool) -> None:
        body: dict[str, Any] = {"enabled": enabled}
        cloudflare.ask("PATCH", self._path, body)

    @property
    def _path(self) -> str:
        return f"/accounts/{self.account_id}/load_balancers/pools/{self.pool_id}"
