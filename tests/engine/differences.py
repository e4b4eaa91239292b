"""Every difference of a preview by the engine and one offline, in a line each.

What may differ, and no more: the names that a provider's ``Check`` makes, with what is made of them and is
unknown offline; the list of what it filled in; the hashes of assets; where in a package a resource is
declared.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SIGNATURE, UNKNOWN = "4dabf18193072939515e22adb298388d", "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
FILLED = "__defaults"


def steps(document: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {step["urn"]: step for step in document["steps"]}


def differences(engine: Mapping[str, Any], offline: Mapping[str, Any]) -> list[str]:
    """Tell every difference of two previews, a line each."""
    left, right = steps(engine), steps(offline)
    found = [
        f"only {'the engine' if urn in left else 'offline'} has {urn}" for urn in left.keys() ^ right.keys()
    ]
    made = _made_names(left.values())
    for urn in sorted(left.keys() & right.keys()):
        ours, theirs = right[urn], left[urn]
        found += [
            f"{urn}: {key}: engine {theirs.get(key)!r}, offline {ours.get(key)!r}"
            for key in ("op", "provider")
            if theirs.get(key) != ours.get(key)
        ]
        theirs, ours = _state(theirs["newState"]), _state(ours["newState"])
        for key in sorted(theirs.keys() | ours.keys()):
            found += [f"{urn}: {text}" for text in _unlike(key, theirs.get(key), ours.get(key), made)]
    keys = ("config", "changeSummary")
    return sorted(found) + [
        f"{key}: engine {engine[key]}, offline {offline[key]}" for key in keys if engine[key] != offline[key]
    ]


def _made_names(engine: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    inputs = [step["newState"].get("inputs", {}) for step in engine]
    return frozenset(str(one[key]) for one in inputs for key in one.get(FILLED, ()))


def _state(state: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in state.items() if key not in ("stackTrace", "sourcePosition")}
    inputs = dict(state.get("inputs") or {})
    for key in inputs.pop(FILLED, ()):
        del inputs[key]
    kept["inputs"] = inputs
    kept["dependencies"] = sorted(state.get("dependencies") or ())
    waited = state.get("propertyDependencies") or {}
    kept["propertyDependencies"] = {key: sorted(urns) for key, urns in waited.items()}
    return kept


def _unlike(path: str, engine: Any, offline: Any, made: frozenset[str]) -> Iterator[str]:
    if isinstance(engine, dict) and isinstance(offline, dict):
        keys = engine.keys() | offline.keys()
        for key in sorted(keys - {"hash"} if SIGNATURE in keys else keys):
            yield from _unlike(f"{path}.{key}", engine.get(key), offline.get(key), made)
    elif isinstance(engine, list) and isinstance(offline, list) and len(engine) == len(offline):
        for index, (left, right) in enumerate(zip(engine, offline, strict=True)):
            yield from _unlike(f"{path}[{index}]", left, right, made)
    elif engine != offline and not (offline == UNKNOWN and _is_made_of(made, engine)):
        yield f"{path}: engine {engine!r}, offline {offline!r}"


def _is_made_of(names: frozenset[str], value: Any) -> bool:
    """Whether a value holds one of the names, in clear or in the encoding of user data."""
    text = json.dumps(value)
    with contextlib.suppress(binascii.Error, TypeError, ValueError):
        text += base64.b64decode(value, validate=True).decode("utf-8")
    return any(name in text for name in names)
