"""An exported state without what chance decides, and without what no preview needs."""

from __future__ import annotations

import base64
import hashlib
import heapq
import json
import re
from typing import TYPE_CHECKING, Any

from holdfast.components.restore_testing_args import MARK_CHARACTERS
from holdfast.preview.child.state import readable_state

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

_NEVER = "0001-01-01T00:00:00Z"
_UNUSED = ("created", "dependencies", "modified", "propertyDependencies", "sourcePosition", "stackTrace")
_COUNTED = re.compile(r"^[a-z]+-[0-9a-f]{8}$")
"""Ids that the stand-in counts."""
_UNIVERSAL = re.compile(r"^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
"""Ids that the engine gives to providers."""
_RANDOM_END = re.compile(r"[0-9a-f]+$")


def normalised(export: Mapping[str, Any]) -> dict[str, Any]:
    """Make a state comparable.

    Args:
        export: What ``pulumi stack export`` gave.

    Returns:
        The same state: each secret ``[secret]``; ids and random suffixes made of the URN; no times, no paths,
        nothing of components but where they are; resources in an order that their URNs, parents and
        providers decide. The CLI takes it; what depends on what only an update asks.
    """
    deployment = readable_state(export)["deployment"]
    resources = [_kept(one) for one in deployment["resources"]]
    rewrite = _rewriter(dict(_new_names(resources)))
    marks = {
        _mark(arn): _mark(new)
        for one in resources
        if (new := rewrite(arn := str(one.get("outputs", {}).get("arn", "")))) != arn
    }
    renamed = _rewritten(_rewritten(resources, rewrite), _rewriter(marks))
    magic = {key: deployment["manifest"][key] for key in ("magic", "version")}
    return {
        "version": export["version"],
        "deployment": {"manifest": {"time": _NEVER, **magic}, "resources": list(_ordered(renamed))},
    }


def written(state: Mapping[str, Any]) -> str:
    """Write a state as JSON that a person can compare: one resource a line, keys in order."""
    manifest = json.dumps(state["deployment"]["manifest"], sort_keys=True)
    lines = ",\n".join(
        json.dumps(one, sort_keys=True, ensure_ascii=False) for one in state["deployment"]["resources"]
    )
    head = f'{{"version": {state["version"]}, "deployment": {{"manifest": {manifest}, "resources": [\n'
    return f"{head}{lines}\n]}}}}\n"


def _kept(resource: Mapping[str, Any]) -> dict[str, Any]:
    unused = _UNUSED if resource["custom"] else (*_UNUSED, "inputs", "outputs")
    found = {key: value for key, value in resource.items() if key not in unused}
    if "outputs" in found:  # the tags once more, of which no input is made
        found["outputs"] = {key: value for key, value in found["outputs"].items() if key != "tagsAll"}
    return found


def _new_names(resources: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Give each id and autoname that is chance, with what to write instead."""
    for resource in resources:
        digits = hashlib.sha256(resource["urn"].encode()).hexdigest()
        id_ = resource.get("id", "")
        if _COUNTED.match(id_):
            yield id_, f"{id_.rpartition('-')[0]}-{digits[:8]}"
        elif _UNIVERSAL.match(id_):
            lengths = (8, 4, 4, 4, 12)
            starts = [sum(lengths[:index]) for index in range(len(lengths))]
            pairs = zip(starts, lengths, strict=True)
            yield id_, "-".join(digits[start : start + length] for start, length in pairs)
        inputs = resource.get("inputs", {})
        for key in inputs.get("__defaults", ()):
            stem, _, end = str(inputs[key]).rpartition("-")
            if stem and _RANDOM_END.fullmatch(end):
                yield f"{stem}-{end}", f"{stem}-{digits[: len(end)]}"


def _mark(arn: str) -> str:
    """The beginning of an ARN's digest, by which functions of restore tests know stores."""
    return hashlib.sha256(arn.encode()).hexdigest()[:MARK_CHARACTERS]


def _rewriter(names: Mapping[str, str]) -> Callable[[str], str]:
    if not names:
        return lambda text: text
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    pattern = re.compile("|".join(map(re.escape, longest_first)))
    return lambda text: pattern.sub(lambda match: names[match[0]], text)


def _rewritten(value: Any, rewrite: Callable[[str], str]) -> Any:
    """Rewrite every text, that of user data before its base64."""
    if isinstance(value, str):
        return rewrite(value)
    if isinstance(value, list):
        return [_rewritten(item, rewrite) for item in value]
    if isinstance(value, dict):
        return {
            key: _rewritten_user_data(item, rewrite)
            if key == "userData" and isinstance(item, str)
            else _rewritten(item, rewrite)
            for key, item in value.items()
        }
    return value


def _rewritten_user_data(text: str, rewrite: Callable[[str], str]) -> str:
    return base64.b64encode(rewrite(base64.b64decode(text).decode()).encode()).decode()


def _ordered(resources: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Give what a resource refers to before it, and else the first URN first."""
    by_urn = {one["urn"]: one for one in resources}
    waits_for = {one["urn"]: set(_referred(one)) & by_urn.keys() for one in resources}
    ready = [urn for urn, others in waits_for.items() if not others]
    heapq.heapify(ready)
    while ready:
        urn = heapq.heappop(ready)
        yield by_urn[urn]
        for other, others in waits_for.items():
            if urn in others:
                others.remove(urn)
                if not others:
                    heapq.heappush(ready, other)


def _referred(resource: Mapping[str, Any]) -> Iterator[str]:
    yield resource.get("parent", "")
    yield resource.get("provider", "").rpartition("::")[0]
    yield resource.get("deletedWith", "")
