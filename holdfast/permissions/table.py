"""Which actions each type takes (``actions.toml``), and what AWS says of each action (``reference.csv``)."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

STEPS = ("create", "read", "update", "delete")
ERASING = frozenset(
    {
        *("dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:DeleteTableReplica"),
        *("s3:DeleteObject", "s3:DeleteObjectVersion"),
    }
)
"""What deletes data beside the deletion of what holds it. DynamoDB asks whoever adds a replica for the items'
(https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2gt_IAM.html, 2026-11)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeActions:
    """What one type takes."""

    steps: Mapping[str, tuple[str, ...]]
    """``create``, ``read``, ``update`` or ``delete`` → actions."""
    passes: bool = False
    """Whether it hands a service a role."""
    linked: tuple[str, ...] = ()
    """Services whose linked role AWS makes with it."""
    account: bool = False
    """Whether it changes a setting of the whole account."""
    data: bool = False
    """Whether deleting it loses data, keys or backups."""

    def actions(self, *, keep_data: bool) -> Iterator[str]:
        """Its actions.

        Args:
            keep_data: Whether to leave out what deletes data.
        """
        for step, actions in self.steps.items():
            if not (keep_data and self.data and step == "delete"):
                yield from (one for one in actions if not (keep_data and one in ERASING))


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What AWS says of an action."""

    level: str
    """``Read``, ``List``, ``Write``, ``Tagging`` or ``Permissions management``."""
    bounded: bool
    """Whether a policy can bound it to resources."""


@cache
def known_types() -> Mapping[str, TypeActions]:
    """What each type takes, by type token."""
    tables = tomllib.loads(_text("actions.toml"))
    return {
        f"aws:{token}": TypeActions(
            steps={step: _actions(prefix, said[step]) for step in STEPS if step in said},
            passes=said.get("passes", False),
            linked=tuple(f"{one}.amazonaws.com" for one in said.get("linked", "").split()),
            account=said.get("account", False),
            data=said.get("data", False),
        )
        for prefix, types in tables.items()
        for token, said in types.items()
    }


@cache
def known_actions() -> Mapping[str, Action]:
    """What AWS says of each action that the table names."""
    lines = [line for line in _text("reference.csv").splitlines() if not line.startswith("#")]
    return {
        row["action"]: Action(level=row["level"], bounded=row["bounded"] == "yes")
        for row in csv.DictReader(lines)
    }


def _actions(prefix: str, words: str) -> tuple[str, ...]:
    return tuple(word if ":" in word else f"{prefix}:{word}" for word in words.split())


def _text(name: str) -> str:
    return files("holdfast.permissions").joinpath(name).read_text(encoding="utf-8")
