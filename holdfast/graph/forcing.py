"""Which inputs replace a resource when they change, and where that stands.

Two tables say it. ``holdfast/preview/child/provider/facts.json`` holds the types that the project declares,
input by input, as read in the providers' sources. ``forcing.json`` beside this file holds the other types of
AWS; its head says what from.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from holdfast.graph.paths import is_under, parse_path, value_at
from holdfast.graph.regions import is_regional
from holdfast.graph.values import Marker, holds_unknown
from holdfast.preview.child.provider import conditions

if TYPE_CHECKING:
    from holdfast.graph.paths import Path
    from holdfast.graph.resource import Resource
    from holdfast.graph.values import Value

_TAGS = frozenset({"tags", "tagsAll", "defaultTags"})
"""Inputs that no type is replaced for."""
_NOT_FOUND = "no source was found that says whether a change of it replaces"
_REGION_SOURCE = "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/provider/region.go"
_FLAGS_SOURCE = "https://github.com/hashicorp/terraform-provider-aws/tree/v5.14.0/internal/service"
_REGISTRY = "https://www.pulumi.com/registry/packages/aws/api-docs"
_FILES = {
    "aws": "https://github.com/hashicorp/terraform-provider-aws/blob/main",
    "cloudflare": "https://github.com/cloudflare/terraform-provider-cloudflare/blob/main",
    "random": "https://github.com/hashicorp/terraform-provider-random/blob/main",
}
_FILE = re.compile(r"internal/\S+\.go")
_NOT_WHERE = re.compile(r"does not replace where (\w+) is given")


@dataclass(frozen=True, slots=True, kw_only=True)
class Force:
    """That a change of an input replaces the resource, or could."""

    certain: bool
    """False where it depends on what cannot be told, or no source was found that says so."""
    reason: str
    """In words."""
    source: str
    """Address of the page that says so; empty where none is known."""


def force_of(before: Resource, after: Resource, path: Path) -> Force | None:
    """Whether a change of one input replaces the resource; None where it is an update.

    Args:
        before: The resource as it was.
        after: The same as it will be.
        path: The input that differs.
    """
    key = path[0]
    if after.component or not isinstance(key, str) or key in _TAGS:
        return None
    if key == "region" and is_regional(after.type):
        return Force(certain=True, reason="a change of region replaces", source=_REGION_SOURCE)
    token = after.type.replace("aws:alb/", "aws:lb/", 1)  # one resource under two names
    declared, other = _declared().get(token), _others().get(token)
    if declared is not None:
        return _from_declared(declared, token, path, before, after)
    if other is not None:
        return _from_others(other, token, key, after)
    return Force(certain=False, reason=_NOT_FOUND, source="")


def renews_version(resource: Resource) -> bool:
    """Whether every update of a resource makes a new version, as of a launch template.

    Args:
        resource: It, as it will be.
    """
    if resource.type == "aws:lambda/function:Function":
        return resource.inputs.get("publish") is True
    outputs = _declared().get(resource.type, {}).get("recomputed", ())
    return any(name.lower().endswith("version") for name in outputs)


@cache
def _declared() -> Mapping[str, Any]:
    path = files("holdfast").joinpath("preview", "child", "provider", "facts.json")
    types: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))["types"]
    return types


@cache
def _others() -> Mapping[str, Any]:
    path = files("holdfast.graph").joinpath("forcing.json")
    types: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))["types"]
    return types


def _from_declared(
    row: Mapping[str, Any], token: str, path: Path, before: Resource, after: Resource
) -> Force | None:
    key, source = str(path[0]), _source(token, row["sources"])
    words = row.get("conditional", {}).get(key)
    if words is not None:
        certain = _decided(row, token, key, before, after)
        if certain is False:
            return None
        if key not in row["replaces"]:
            return Force(certain=certain is True, reason=f"{key}: {words}", source=source)
    if key in row["replaces"]:
        return Force(certain=True, reason=f"a change of {key} replaces", source=source)
    if key in row.get("unconfirmed", ()):
        return Force(certain=False, reason=_NOT_FOUND, source=source)
    for nested in map(parse_path, row.get("nested", ())):
        if nested[0] == key:
            found = _from_part(nested, path, before, after)
            if found is not None:
                return Force(
                    certain=found, reason=f"a change of {'.'.join(map(str, nested))} replaces", source=source
                )
    return None


def _from_part(nested: Path, path: Path, before: Resource, after: Resource) -> bool | None:
    """Whether a change touches a part that replaces; False where that is not known, None where not."""
    if is_under(path, [nested]):
        return True
    was, will = value_at(before.inputs, nested), value_at(after.inputs, nested)
    if not is_under(nested, [path]) or (was == will and was is not Marker.UNKNOWN):
        return None
    return Marker.UNKNOWN not in (was, will)


def _decided(row: Mapping[str, Any], token: str, key: str, before: Resource, after: Resource) -> bool | None:
    """What a condition comes to with the values at hand; None where that cannot be told.

    What only deployment knows is guessed: as something, as little and as what it was. Where that makes a
    difference, nothing is known.
    """
    words, always = row["conditional"][key], key in row["replaces"]
    was, will = before.inputs.get(key), after.inputs.get(key)
    except_where = _NOT_WHERE.search(words)
    if words.startswith("never") or (except_where and after.inputs.get(except_where[1]) is not None):
        return False
    if "taking it away does not" in words:
        return False if will is None else True if always or was is not None else None
    if "giving it does not" in words:
        return True if will is None else False if was is None else None
    if always:
        return True
    guesses = [_filled(after.inputs, "not known")]
    if holds_unknown(was) or holds_unknown(will):
        guesses += [_filled(after.inputs, "0"), {**guesses[0], key: _filled(was, "not known")}]
    verdicts = {_condition(token, key, _filled(before.inputs, "not known"), one) for one in guesses}
    return verdicts.pop() if len(verdicts) == 1 else None


def _condition(token: str, key: str, before: Mapping[str, Value], after: Mapping[str, Value]) -> bool | None:
    try:
        return conditions.replaces(token, key, before, after)
    except (AttributeError, TypeError):  # it looks into what is not known
        return None


def _filled(value: Any, placeholder: str) -> Any:  # noqa: ANN401  # what goes in comes out
    if isinstance(value, Mapping):
        return {key: _filled(item, placeholder) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(_filled(item, placeholder) for item in value)
    return placeholder if isinstance(value, Marker) else value


def _from_others(row: Mapping[str, Any], token: str, key: str, after: Resource) -> Force | None:
    _, module, name = token.replace("/", ":").split(":")[:3]
    page = f"{_REGISTRY}/{module}/{name.lower()}/"
    words = row.get("conditional", {}).get(key)
    if words is not None:
        gone = "giving it does not" in words and after.inputs.get(key) is not None
        return None if gone else Force(certain=False, reason=f"{key}: {words}", source=page)
    if key in row.get("documented", ()):
        return Force(certain=True, reason=f"a change of {key} replaces", source=page)
    if "flagged" not in row:
        return Force(certain=False, reason=_NOT_FOUND, source=page)
    if key in row["flagged"]:
        return Force(certain=True, reason=f"a change of {key} replaces", source=_FLAGS_SOURCE)
    return None


def _source(token: str, sources: list[str]) -> str:
    """The first address that a row's sources name."""
    for one in sources:
        file = _FILE.search(one)
        if one.startswith("https://"):
            return one.split()[0].rstrip(":")
        if file:
            return f"{_FILES[token.split(':', 1)[0]]}/{file.group()}"
    return ""
