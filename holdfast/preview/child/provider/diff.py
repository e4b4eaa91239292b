"""What the provider would do: the state as the cloud has it against the inputs as the program has them.

The rules are those of the Terraform bridge and of Terraform's schemas:

- A property that the state has and the inputs do not is taken away, unless the provider fills it in by itself
  (Optional and Computed) or the state's value is none at all (empty text, zero, false, an empty list).
- Keys that only the state has inside an object of the inputs are the provider's own.
- What is only sent and never kept (write-only) is compared by nothing.
- Paths in ``ignoreChanges`` make no difference.
- A secret that the state no longer holds (``[secret]``) agrees with any value.

Sources (2026-11): https://github.com/pulumi/pulumi-terraform-bridge/blob/main/pkg/tfbridge/schema.go,
https://github.com/hashicorp/terraform-plugin-sdk/blob/main/helper/schema/schema.go.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..wire import BLINDED, PropertyValue, contains_unknown
from .conditions import replaces

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .facts import Facts


@dataclass(frozen=True, kw_only=True)
class Change:
    """One top-level property that differs."""

    property: str
    kind: str
    """``add``, ``delete`` or ``update``."""
    replaces: bool | None
    """Whether the resource is replaced for it; None where that is not known."""


def changes(
    facts: Facts, state: Mapping[str, Any], inputs: Mapping[str, Any], ignored: Iterable[str] = ()
) -> list[Change]:
    """Tell what differs, by property.

    Args:
        facts: The resource's type.
        state: Its state, as last read from the cloud.
        inputs: What the program wants.
        ignored: The ``ignoreChanges`` option: names of properties, ``*`` for all.
    """
    skipped = {path.split(".")[0].split("[")[0] for path in ignored}
    if "*" in skipped:
        return []
    found = []
    for key in sorted(facts.inputs.keys() - skipped - facts.write_only):
        old, new = state.get(key), inputs.get(key)
        if new is None:
            if key not in facts.computed and not _is_nothing(old):
                found.append((key, "delete"))
        elif not _agrees(old, new):
            found.append((key, "add" if _is_nothing(old) else "update"))
    return [
        Change(property=key, kind=kind, replaces=_replaces(facts, key, state, inputs)) for key, kind in found
    ]


def _replaces(facts: Facts, key: str, state: Mapping[str, Any], inputs: Mapping[str, Any]) -> bool | None:
    if facts.replaces is None:
        return None
    if key in facts.replaces:
        return True
    if key in facts.uncertain:
        return replaces(facts.type, key, state, inputs)
    return any(
        path[0] == key and not _agrees(_below(state, path), _below(inputs, path)) for path in facts.nested
    )


def _below(value: PropertyValue, path: Iterable[str]) -> PropertyValue:
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def refreshed(inputs: Mapping[str, Any], state: Mapping[str, Any]) -> dict[str, Any]:
    """Inputs after a refresh: only what was an input before, with the value that was read.

    Source: ``ExtractInputsFromOutputs`` in
    https://github.com/pulumi/pulumi-terraform-bridge/blob/main/pkg/tfbridge/schema.go (2026-11).
    """
    return {key: _followed(value, state[key]) for key, value in inputs.items() if key in state}


def _followed(old: PropertyValue, read: PropertyValue) -> PropertyValue:
    if isinstance(old, dict) and isinstance(read, dict):
        return refreshed(old, read)
    if isinstance(old, list) and isinstance(read, list):
        return [_followed(left, right) for left, right in zip(old, read, strict=False)]
    return read


def _agrees(state: PropertyValue, wanted: PropertyValue) -> bool:
    if contains_unknown(wanted):
        return False
    if state == BLINDED:
        return True
    if isinstance(wanted, dict) and isinstance(state, dict):
        return all(_agrees(state.get(key), value) for key, value in wanted.items())
    if isinstance(wanted, list) and isinstance(state, list):
        pairs = zip(state, wanted, strict=False)
        return len(state) == len(wanted) and all(_agrees(left, right) for left, right in pairs)
    return bool(state == wanted) or (_is_nothing(state) and _is_nothing(wanted))


def _is_nothing(value: PropertyValue) -> bool:
    return value in (None, "", 0, False, [], {})
