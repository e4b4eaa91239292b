"""Encrypted configuration: unknown and secret, never guessed.

``get_secret`` and its kin return a secret output whose value is unknown, so that no ``apply`` runs on it. The
plain getters return text that carries the unknown marker; whatever that text reaches is unknown too.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pulumi
from pulumi.output import UNKNOWN as UNKNOWN_VALUE

from .wire import UNKNOWN, PropertyValue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def placeholder(name: str) -> str:
    """Text that stands for a value which cannot be read offline."""
    return f"{UNKNOWN}#{name}"


def patch_config(opaque_keys: Iterable[str]) -> None:
    """Make the getters of ``pulumi.Config`` honest about values that cannot be decrypted.

    Args:
        opaque_keys: full keys (``project:key``) whose whole value is encrypted.
    """
    opaque = frozenset(opaque_keys)
    for kind in ("", "_bool", "_int", "_float", "_object"):
        for verb in ("get", "require"):
            _patch_secret_getter(f"{verb}_secret{kind}", opaque)
            if kind:
                _patch_plain_getter(f"{verb}{kind}", opaque)


def _patch_secret_getter(name: str, opaque: frozenset[str]) -> None:
    original: Callable[..., Any] | None = getattr(pulumi.Config, name, None)
    if original is None:
        return

    def getter(self: pulumi.Config, key: str, *args: object, **kwargs: object) -> PropertyValue:
        if self.full_key(key) in opaque:
            return pulumi.Output.secret(UNKNOWN_VALUE)
        found = original(self, key, *args, **kwargs)
        if name.endswith("_object") and found is not None:
            text = self.get(key)
            if text is not None and UNKNOWN in text:
                return pulumi.Output.secret(_with_unknowns(json.loads(text)))
        return found

    setattr(pulumi.Config, name, getter)


def _patch_plain_getter(name: str, opaque: frozenset[str]) -> None:
    original: Callable[..., Any] = getattr(pulumi.Config, name)

    def getter(self: pulumi.Config, key: str, *args: object, **kwargs: object) -> PropertyValue:
        full_key = self.full_key(key)
        if full_key in opaque:
            verb, _, kind = name.partition("_")
            raise pulumi.RunError(
                f"the value of '{full_key}' is encrypted and cannot be read offline; "
                f"read it with {verb}_secret_{kind}, or give a stack file with a plain value"
            )
        return original(self, key, *args, **kwargs)

    setattr(pulumi.Config, name, getter)


def _with_unknowns(value: PropertyValue) -> PropertyValue:
    if isinstance(value, dict):
        return {key: _with_unknowns(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_unknowns(item) for item in value]
    return UNKNOWN_VALUE if isinstance(value, str) and UNKNOWN in value else value
