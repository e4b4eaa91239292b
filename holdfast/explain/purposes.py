"""What resources of a type protect from (``purposes.toml``)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def purposes() -> Mapping[str, str]:
    """What it protects from, in one sentence, by type token."""
    text = files("holdfast.explain").joinpath("purposes.toml").read_text(encoding="utf-8")
    return {token: str(sentence) for token, sentence in tomllib.loads(text).items()}


def purpose_of(token: str) -> str:
    """What resources of a type protect from; empty where nothing is written of it.

    Args:
        token: The type token, such as ``aws:kms/replicaKey:ReplicaKey``.
    """
    return purposes().get(token, "")
