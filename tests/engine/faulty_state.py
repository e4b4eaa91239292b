"""What tells whether a stack converged: its state against the cloud, and against that of another run."""

from __future__ import annotations

import base64
import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.engine.faulty import Faulty

_RANDOM = re.compile(r"(?<=[-/])[0-9a-f]{4,16}\b|\b[0-9a-f]{40}\b|(?<=\"version\": \")\d+")
"""Ends of names and of ARNs, passwords, and how often a launch template was changed."""


def nothing_lost_nothing_doubled(one: Faulty) -> None:
    """Hold that the state has exactly what the cloud has, and nothing half-done."""
    deployment = one.stack.export()["deployment"]
    resources = deployment.get("resources", [])
    told = Counter((found["type"], found["id"]) for found in resources if _is_in_cloud(found))

    assert told == in_cloud(one)
    assert not deployment.get("pending_operations")
    assert [found["urn"] for found in resources if found.get("delete") or found.get("initErrors")] == []


def in_cloud(one: Faulty) -> Counter[tuple[str, str]]:
    """Type and id of all that exists."""
    types = {call.type for call in one.faults.calls}
    return Counter((thing.type, thing.id) for type_token in types for thing in one.cloud.of(type_token))


def in_stack(one: Faulty) -> dict[str, Any]:
    """Everything in a stack by URN with its inputs, without what chance decides: ids and ends of names."""
    resources = one.stack.export()["deployment"].get("resources", [])
    text = json.dumps(
        {found["urn"]: _readable(found.get("inputs", {})) for found in resources}, sort_keys=True
    )
    names = {found["id"]: found["urn"].rpartition("::")[2] for found in resources if _is_in_cloud(found)}
    for id_ in sorted(names, key=len, reverse=True):  # one id may begin another
        text = text.replace(id_, names[id_])
    plain: dict[str, Any] = json.loads(_RANDOM.sub("*", text))
    return plain


def _readable(inputs: dict[str, Any]) -> dict[str, Any]:
    if "userData" not in inputs:
        return inputs
    return {**inputs, "userData": base64.b64decode(inputs["userData"]).decode()}


def _is_in_cloud(resource: dict[str, Any]) -> bool:
    return bool(resource["custom"]) and not resource["type"].startswith("pulumi:")
