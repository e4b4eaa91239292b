"""Settings for tests of the plan, as plain mappings and as hypothesis strategies."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import strategies as st

from holdfast.settings import PLACES, Settings, load

SERVICE: dict[str, Any] = {
    "port": 8080,
    "image": "registry.example.com/orders:1.0",
    "peak_rps": 900,
    "instance": {"rps": 100},
}
ENTRANCE: dict[str, Any] = {
    "domain": "api.example.com",
    "zone": {"name": "example.com", "id": "Z0123456789ABC"},
}
SMALLEST: dict[str, Any] = {
    "account": "111122223333",
    "regions": {"use1": {}},
    "services": {"orders": SERVICE},
    "entrances": {"public": ENTRANCE},
}

NOT_BACKED_UP = {"not_backed_up_because": "a test of something else"}
"""What a store says in stacks without backups."""


def changed(base: dict[str, Any] = SMALLEST, **keys: Any) -> dict[str, Any]:
    """Return a copy of settings with top-level keys changed."""
    return {**copy.deepcopy(base), **copy.deepcopy(keys)}


def config(raw: dict[str, Any]) -> dict[str, str]:
    """Return settings as Pulumi hands them to a program: objects as JSON text, scalars as text."""
    return {
        f"holdfast:{key}": value if isinstance(value, str) else json.dumps(value)
        for key, value in raw.items()
    }


def settings(raw: dict[str, Any]) -> Settings:
    """Load settings from a plain mapping."""
    return load(config(raw), stack="test")


SMALL_SERVICES = st.fixed_dictionaries(
    {
        "port": st.just(8080),
        "image": st.just("registry.example.com/app:1.0"),
        "peak_rps": st.floats(min_value=1, max_value=50_000, allow_nan=False).map(lambda n: round(n, 2)),
        "instance": st.fixed_dictionaries({"rps": st.integers(min_value=1, max_value=2000)}),
    }
)
SERVICE_KEYS = st.lists(
    st.sampled_from(["orders", "carts", "users", "stock"]), min_size=1, max_size=3, unique=True
)


@st.composite
def stacks(draw: st.DrawFn, mode: str = "any") -> dict[str, Any]:
    """Draw the settings of a stack: one region, a failover pair, or several active regions."""
    mode = draw(st.sampled_from(["single", "passive", "active"])) if mode == "any" else mode
    size = {"single": (1, 1), "passive": (2, 2), "active": (2, 6)}[mode]
    places = draw(st.lists(st.sampled_from(sorted(PLACES)), min_size=size[0], max_size=size[1], unique=True))
    regions: dict[str, dict[str, Any]] = {
        place: {"zones": draw(st.integers(2, len(PLACES[place].zones[:3])))} for place in places
    }
    if mode == "passive":
        regions[places[1]]["role"] = "standby"
    keys = draw(SERVICE_KEYS)
    services = {
        key: {**draw(SMALL_SERVICES), "priority": 100 + index, "paths": [f"/{key}/*"]}
        for index, key in enumerate(sorted(keys))
    }
    raw = changed(regions=regions, services=services)
    losses = ["instance", "zone", "region"] if mode == "active" else ["instance", "zone"]
    raw["objectives"] = {"survives": draw(st.sampled_from(losses))}
    return raw
