"""Stack files as text, given to ``load`` as Pulumi's CLI gives them to a program."""

from __future__ import annotations

import copy
import json
from typing import Any

import yaml

from holdfast.settings import Mistake, Settings, SettingsError, load

REMOVE = "(remove)"
"""As a value in a patch: takes the key out."""

MINIMAL = """
config:
  holdfast:account: "111122223333"
  holdfast:regions:
    euw1: { zones: 2 }
  holdfast:services:
    orders:
      port: 8080
      image: registry.example.com/orders:1.4.2
      peak_rps: 40
      instance: { rps: 60 }
  holdfast:entrances:
    public:
      domain: api.example.com
      zone: { name: example.com, id: Z0123456789ABC }
"""

PAIR = """
holdfast:regions: { use1: {}, euw1: { role: standby, zones: 3 } }
"""
"""Patch: a failover pair."""

SPREAD = """
holdfast:regions: { use1: {}, euw1: { zones: 3 } }
"""
"""Patch: two active regions."""


def orders(settings: str) -> str:
    """Patch the service of the minimal stack file."""
    return f"holdfast:services: {{ orders: {settings} }}"


def public(settings: str) -> str:
    """Patch the entrance of the minimal stack file."""
    return f"holdfast:entrances: {{ public: {settings} }}"


def region(settings: str) -> str:
    """Patch the region of the minimal stack file."""
    return f"holdfast:regions: {{ euw1: {settings} }}"


def patched(*patches: str) -> dict[str, Any]:
    """Merge patches, each the YAML of some keys under ``config``, into the minimal stack file."""
    merged: Any = yaml.safe_load(MINIMAL)["config"]
    for patch in patches:
        merged = _merged(merged, yaml.safe_load(patch) or {})
    return dict(merged)


def _merged(base: Any, patch: Any) -> Any:
    if not isinstance(base, dict) or not isinstance(patch, dict):
        return patch
    made = copy.deepcopy(base)
    for key, value in patch.items():
        if value == REMOVE:
            made.pop(key, None)
        else:
            made[key] = _merged(made.get(key), value)
    return made


def as_pulumi_gives_it(values: dict[str, Any]) -> dict[str, str]:
    """Turn parsed values into raw texts: objects as JSON, scalars as text, nothing as an empty text."""
    return {key: _raw(value) for key, value in values.items()}


def _raw(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value)


def loaded(*patches: str) -> Settings:
    """Load the minimal stack file with patches."""
    return load(as_pulumi_gives_it(patched(*patches)), stack="test")


def mistakes(*patches: str) -> tuple[Mistake, ...]:
    """Give the mistakes of the minimal stack file with patches; none when it is right."""
    try:
        loaded(*patches)
    except SettingsError as error:
        return error.mistakes
    return ()
