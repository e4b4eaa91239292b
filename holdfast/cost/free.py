"""Types that cost nothing themselves (``free.toml``)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LOCAL = ("pulumi:", "random:", "tls:", "command:", "std:", "time:", "null:", "archive:", "local:")
"""Packages whose resources exist in the state alone."""


NOT_USED = "nothing of it is used by the stated usage"


@cache
def free_types() -> Mapping[str, tuple[str, str]]:
    """Why each type costs nothing, and the page that says so, by type token."""
    return _table("free")


@cache
def sometimes_free() -> Mapping[str, tuple[str, str]]:
    """Why a resource of a type with a price may cost nothing, and the page that says so, by type token."""
    return _table("sometimes")


def _table(name: str) -> Mapping[str, tuple[str, str]]:
    text = files("holdfast.cost").joinpath("free.toml").read_text(encoding="utf-8")
    return {
        token: (group["reason"], group["source"])
        for group in tomllib.loads(text)[name]
        for token in group["types"]
    }


def free_reason(token: str) -> str:
    """Why resources of a type cost nothing themselves; empty where they may cost something."""
    if token.startswith(LOCAL):
        return "it exists in the state alone"
    return free_types().get(token, ("", ""))[0]
