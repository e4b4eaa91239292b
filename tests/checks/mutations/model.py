"""What a mutation is, and the few verbs that edits are written in.

An area's file, ``tests/checks/mutations/<area>.py``, holds::

    def _lose_target_health(prod: Document) -> None:
        prod.change(RECORD, "*-a-use1", "aliases.0.evaluateTargetHealth", False)

    MUTATIONS = {"DNS001": Mutation(_lose_target_health, companions=frozenset({"HLT004"}))}

A second mutation of the same rule stands under its code and some words: ``"DNS001 by a secret zone"``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, TypeAlias

from tests.graph.documents import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

State: TypeAlias = "dict[str, Any]"
"""The ``newState`` of a step: ``urn``, ``type``, ``inputs``, ``propertyDependencies``, ``protect`` …"""
REGIONS = {"use1": "us-east-1", "euw1": "eu-west-1"}
"""Where production serves."""


class Document:
    """A preview that an edit may change as it likes: it is a copy."""

    def __init__(self, content: dict[str, Any]) -> None:
        self.content = content

    @property
    def states(self) -> list[State]:
        """The state of every resource and component."""
        return [step["newState"] for step in self.content["steps"] if step.get("newState")]

    def all(self, token: str, name: str = "*") -> list[State]:
        """The resources of a type whose logical name fits a pattern of a shell; there must be one.

        Args:
            token: Type token, in which ``*`` is allowed.
            name: Pattern of the logical name. Default: any.
        """
        found = [
            one
            for one in self.states
            if fnmatchcase(one["type"], token) and fnmatchcase(one["urn"].rsplit("::", 1)[-1], name)
        ]
        assert found, f"production has no {token} named {name}"
        return found

    def one(self, token: str, name: str = "*") -> State:
        """The one resource of a type whose logical name fits a pattern of a shell.

        Args:
            token: Type token.
            name: Pattern of the logical name. Default: any.
        """
        found = self.all(token, name)
        assert len(found) == 1, f"{token} {name} fits {[one['urn'].rsplit('::', 1)[-1] for one in found]}"
        return found[0]

    def first(self, token: str, name: str = "*") -> State:
        """The first of those that fit, by URN."""
        return min(self.all(token, name), key=lambda one: str(one["urn"]))

    def change(self, token: str, name: str, path: str, value: object) -> None:
        """Set an input of each resource that fits; what it was made of is forgotten.

        Args:
            token: Type token.
            name: Pattern of the logical name.
            path: Keys and positions with dots between them, such as ``aliases.0.evaluateTargetHealth``.
            value: What it becomes; ``None`` takes it away.
        """
        for state in self.all(token, name):
            change(state, path, value)

    def remove(self, token: str, name: str = "*") -> None:
        """Take the resources that fit away; what was made of them keeps an unknown value.

        Args:
            token: Type token.
            name: Pattern of the logical name. Default: any.
        """
        gone = {one["urn"] for one in self.all(token, name)}
        self.content["steps"] = [one for one in self.content["steps"] if one["urn"] not in gone]
        for state in self.states:
            state["dependencies"] = [urn for urn in state.get("dependencies") or [] if urn not in gone]
            linked = state.get("propertyDependencies") or {}
            state["propertyDependencies"] = {
                key: [urn for urn in urns if urn not in gone] for key, urns in linked.items()
            }

    def add(  # noqa: PLR0913  # each names a field of a record
        self,
        token: str,
        name: str,
        inputs: Mapping[str, Any],
        *,
        links: Mapping[str, Sequence[State]] | None = None,
        parent: State | None = None,
        protect: bool = False,
    ) -> State:
        """Declare one more resource, at the end.

        Args:
            token: Type token.
            name: Logical name.
            inputs: Its inputs.
            links: Input to the resources that it is made of; give the input itself as ``UNKNOWN``.
            parent: Its component. Default: the stack.
            protect: Whether the engine refuses to delete it.
        """
        stack = next(one for one in self.states if one["type"] == "pulumi:pulumi:Stack")
        head = stack["urn"].split("::")[:2]
        provider = f"{'::'.join(head)}::pulumi:providers:{token.partition(':')[0]}::default"
        made: State = {
            "urn": "::".join([*head, token, name]),
            "custom": True,
            "type": token,
            "inputs": dict(inputs),
            "parent": (parent or stack)["urn"],
            "protect": protect,
            "provider": f"{provider}::{UNKNOWN}",
            "propertyDependencies": {
                key: [one["urn"] for one in states] for key, states in (links or {}).items()
            },
        }
        made["dependencies"] = sorted({urn for urns in made["propertyDependencies"].values() for urn in urns})
        self.content["steps"].append({"op": "create", "urn": made["urn"], "newState": made})
        return made


def change(state: State, path: str, value: object) -> None:
    """Set an input of one resource (see ``Document.change``)."""
    head, *rest = path.split(".")
    state.setdefault("propertyDependencies", {}).pop(head, None)
    container: Any = state["inputs"]
    for step, following in zip([head, *rest], [*rest, None], strict=True):
        key: Any = int(step) if isinstance(container, list) else step
        if following is not None:
            container = container[key] if isinstance(container, list) else container.setdefault(key, {})
        elif value is None:
            container.pop(key)
        else:
            container[key] = value


@dataclass(frozen=True)
class Mutation:
    """A single edit, and all that it trips."""

    edit: Callable[[Document], object]
    """Changes the document in place; what it returns is ignored."""
    companions: frozenset[str] = field(default_factory=frozenset)
    """Codes of the other rules that the same edit trips; nothing else may."""
