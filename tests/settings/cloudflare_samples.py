"""Entrances at Cloudflare as settings say them."""

from __future__ import annotations

from typing import Any

import pytest

from holdfast.settings import SettingsError
from tests.topology.examples import ENTRANCE, changed, settings

ZONE = {"name": "example.com", "id": "f" * 32}
ASKED: dict[str, Any] = {"account_id": "0123456789abcdef0123456789abcdef", "zone": ZONE}
ALONE: dict[str, Any] = {"domain": "api.example.com", "cloudflare": ASKED}
BOTH: dict[str, Any] = {**ENTRANCE, "cloudflare": ASKED}
ONE: dict[str, Any] = {"use1": {}}
TWO: dict[str, Any] = {"use1": {}, "euw1": {}}
PAIR: dict[str, Any] = {"use1": {}, "euw1": {"role": "standby"}}


def stack(entrance: dict[str, Any], regions: dict[str, Any] = TWO, **more: Any) -> dict[str, Any]:
    return changed(regions=regions, entrances={"public": entrance}, **more)


def alone(
    regions: dict[str, Any] = TWO, entrance: dict[str, Any] | None = None, **asked: Any
) -> dict[str, Any]:
    return stack({**ALONE, **(entrance or {}), "cloudflare": {**ASKED, **asked}}, regions)


def both(
    regions: dict[str, Any] = TWO, entrance: dict[str, Any] | None = None, **asked: Any
) -> dict[str, Any]:
    return stack({**BOTH, **(entrance or {}), "cloudflare": {**ASKED, **asked}}, regions)


def mistakes(raw: dict[str, Any]) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        settings(raw)
    return [f"{one.key}: {one.message}" for one in caught.value.mistakes]


PROXY: dict[str, Any] = {
    "instance": {"rps": 2000},
    "certificate_secret": "arn:aws:secretsmanager:{region}:111122223333:secret:proxy-AbCdEf",
}
