"""An exported state made readable in another backend: without its secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .wire import BLINDED, SECRET, SIGNATURE, transform

if TYPE_CHECKING:
    from collections.abc import Mapping


def readable_state(
    export: Mapping[str, Any], secrets_provider: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Replace what only the state's own key can decrypt.

    Args:
        export: what ``pulumi stack export`` gave.
        secrets_provider: what the other backend encrypts with, in the state's own shape: the CLI takes over a
            state that holds secrets only with one. Default: none.

    Returns:
        The same, each secret ``[secret]`` and the secrets provider left out or replaced.
    """
    deployment = transform(dict(export["deployment"]), _blinded)
    deployment.pop("secrets_providers", None)
    if secrets_provider is not None:
        deployment["secrets_providers"] = dict(secrets_provider)
    return {**export, "deployment": deployment}


def _blinded(value: dict[str, Any]) -> dict[str, Any]:
    if value.get(SIGNATURE) == SECRET:
        return {SIGNATURE: SECRET, "plaintext": f'"{BLINDED}"'}
    return value
