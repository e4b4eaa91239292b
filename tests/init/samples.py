"""Answers of somebody who wants two regions and a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.init.questions import answer

if TYPE_CHECKING:
    from holdfast.init.answers import Answers

SAID = {
    "account": "123456789012",
    "regions": "eu-west-1, eu-central-1",
    "domain": "api.orders.example.com",
    "peak_rps": "200",
    "data": "items",
}
"""What has no default, and what is kept."""


def answers(**said: str | None) -> Answers:
    """The answers, with some said otherwise."""
    given: dict[str, str | None] = {**SAID, **said}
    return answer(given, None)


def arguments(folder: Any, **said: str) -> list[str]:
    """The command that says them."""
    options = {
        "account": "--account",
        "domain": "--domain",
        "peak_rps": "--peak-rps",
        "data": "--data",
        "rto_seconds": "--rto",
        "rpo_seconds": "--rpo",
        "kind": "--runs-on",
        "emails": "--email",
        "eks_admin": "--eks-admin",
        "protection": "--protection",
    }
    told = {**SAID, **said}
    places = told.pop("regions").replace(",", " ").split()
    return [
        *("init", "prod", "--yes", "--program", str(folder)),
        *(part for place in places for part in ("--region", place)),
        *(part for name, value in told.items() for part in (options[name], value)),
    ]
