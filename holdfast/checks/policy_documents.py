"""Policy documents of IAM and of resources, as rules read them.

Grammar: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.graph import Value

EVERYBODY = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement of a policy."""

    sid: str
    """Its name, or its position."""
    allows: bool
    """Whether it allows; it denies otherwise."""
    principals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Kind, such as ``AWS`` or ``Federated``, to those that it names; ``*`` stands under ``AWS``."""
    not_principals: bool = False
    """Whether it is for all but those that it names."""
    actions: tuple[str, ...] = ()
    """What it allows or denies."""
    not_actions: tuple[str, ...] = ()
    """All but these, where it says so."""
    resources: tuple[str, ...] = ()
    """On what; empty where the policy's owner is meant."""
    conditions: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    """Operator, key in lower case, values: all must hold."""

    @property
    def open(self) -> bool:
        """Whether it allows something to everybody, before its conditions are asked."""
        named = {one for names in self.principals.values() for one in names}
        return self.allows and (self.not_principals or EVERYBODY in named)

    def condition(self, key: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The operators and values of every condition on a key.

        Args:
            key: Its name in lower case; one that begins with a colon ends any key.
        """
        return tuple(
            (operator, values)
            for operator, name, values in self.conditions
            if name == key or (key.startswith(":") and name.endswith(key))
        )


def statements(policy: Value) -> tuple[Statement, ...] | None:
    """The statements of a policy; None where it cannot be read.

    Args:
        policy: JSON text, or the same as a mapping.
    """
    document = _parsed(policy)
    if document is None:
        return None
    listed = _items(document.get("Statement"))
    found = [_statement(one, position) for position, one in enumerate(listed) if isinstance(one, Mapping)]
    return tuple(found) if len(found) == len(listed) else None


def _parsed(policy: Value) -> Mapping[str, object] | None:
    found: object = policy
    if isinstance(policy, str):
        try:
            found = json.loads(policy)
        except ValueError:
            return None
    return found if isinstance(found, Mapping) else None


def _statement(one: Mapping[str, object], position: int) -> Statement:
    excluded = one.get("NotPrincipal")
    return Statement(
        sid=str(one.get("Sid") or f"statement {position + 1}"),
        allows=one.get("Effect") == "Allow",
        principals=_principals(one.get("Principal")),
        not_principals=excluded is not None,
        actions=_texts(one.get("Action")),
        not_actions=_texts(one.get("NotAction")),
        resources=_texts(one.get("Resource")),
        conditions=tuple(
            (str(operator), str(key).lower(), _texts(values))
            for operator, keys in _pairs(one.get("Condition"))
            for key, values in _pairs(keys)
        ),
    )


def _principals(given: object) -> Mapping[str, tuple[str, ...]]:
    if given == EVERYBODY:
        return {"AWS": (EVERYBODY,)}
    return {str(kind): _texts(names) for kind, names in _pairs(given)}


def _pairs(given: object) -> tuple[tuple[object, object], ...]:
    return tuple(given.items()) if isinstance(given, Mapping) else ()


def _items(given: object) -> tuple[object, ...]:
    if given is None:
        return ()
    return tuple(given) if isinstance(given, list | tuple) else (given,)


def _texts(given: object) -> tuple[str, ...]:
    return tuple(str(one).lower() if isinstance(one, bool) else str(one) for one in _items(given))
