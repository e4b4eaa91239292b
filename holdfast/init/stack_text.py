"""A stack file as a person would write it: settings, and what each means beside them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import yaml

from holdfast.init.designs import DESIGNS, Design
from holdfast.init.stack_config import ENTRANCE, STORE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.init.answers import Answers
    from holdfast.init.designs import Candidate

_WIDTH = 100
_INDENT = "  "
Path = tuple[str, ...]


def stack_text(
    config: Mapping[str, Any], answers: Answers, candidate: Candidate, *, schema: str | None
) -> str:
    """Give the text of a stack file.

    Args:
        config: Plain values under their full keys.
        answers: What was asked for.
        candidate: The design that the settings have.
        schema: The JSON Schema for editors, as seen from the file; None where there is none.
    """
    lines = [f"# yaml-language-server: $schema={schema}"] if schema is not None else []
    lines += ["# Written by `holdfast init`; all settings: docs/settings.md of Holdfast.", "config:"]
    lines += _mapping(config, _comments(answers, candidate), (), 1)
    return "\n".join(lines) + "\n"


def _mapping(
    values: Mapping[str, Any], comments: Mapping[Path, str], path: Path, depth: int
) -> Iterator[str]:
    indent = _INDENT * depth
    for key, value in values.items():
        here = (*path, key)
        if here in comments:
            yield f"{indent}# {comments[here]}"
        inside = any(one[: len(here)] == here and len(one) > len(here) for one in comments)
        flow = f"{indent}{_scalar(key)}: {_flow(value)}"
        if isinstance(value, dict) and value and (inside or len(flow) > _WIDTH or depth == 1):
            yield f"{indent}{_scalar(key)}:"
            yield from _mapping(value, comments, here, depth + 1)
        else:
            yield flow


def _flow(value: object) -> str:
    if isinstance(value, dict):
        return (
            "{ " + ", ".join(f"{_scalar(key)}: {_flow(one)}" for key, one in value.items()) + " }"
            if value
            else "{}"
        )
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    return _scalar(value)


def _scalar(value: object) -> str:
    """Write a value so that YAML reads it back as it is: in double quotes where it would take it for more."""
    if not isinstance(value, str):
        return json.dumps(value)
    is_plain = (
        yaml.safe_load(f"[{value}]") == [value] if not set(value) & set("{}[],#\"'\n:") else _is_key(value)
    )
    return value if is_plain else json.dumps(value, ensure_ascii=False)


def _is_key(value: str) -> bool:
    return value.startswith(("holdfast:", "aws:")) and value.count(":") == 1


def _comments(answers: Answers, candidate: Candidate) -> dict[Path, str]:
    service = ("holdfast:services", answers.service)
    unit = {"instances": "instance", "ecs": "task", "lambda": "concurrent execution", "eks": "pod"}[
        answers.kind
    ]
    section = {"instances": "instance", "ecs": "ecs", "lambda": "function", "eks": "eks"}[answers.kind]
    found = {
        ("aws:region",): "Where the provider signs in; no resource relies on it.",
        ("holdfast:regions",): f"{candidate.design}: {DESIGNS[candidate.design]}.",
        (*service, "image"): "{region} and {release} are replaced: each region has a registry of its own.",
        (*service, "release"): "A new release reaches one region after the other.",
        (
            *service,
            "peak_rps",
        ): "Requests per second at the peak, over all regions together: sizes follow from it.",
        (
            *service,
            section,
        ): f"What one {unit} carries at its scaling target: measure it, all sizes rest on it.",
        ("holdfast:eks",): "Kubernetes: its version, and who may do what in it.",
        ("holdfast:backups",): "Replication repeats a wrong delete everywhere: only backups help.",
        (
            "holdfast:entrances",
            ENTRANCE,
            "zone",
        ): "Without an id a hosted zone is made, which the parent then delegates to."
        if answers.zone_id is None
        else "The hosted zone that the records live in.",
        (
            "holdfast:canaries",
        ): "Each region is asked from another, since Route 53's alarms are in us-east-1; runs cost.",
        ("holdfast:objectives",): "Checked: settings that cannot keep these are refused.",
        ("holdfast:protection",): "Lifted: everything can be destroyed, data too.",
    }
    if candidate.store is not None:
        found[("holdfast:stores", STORE, "home")] = "Where it is created first; it never changes."
    if candidate.design is Design.ACTIVE_ACTIVE and candidate.store is not None:
        found[("holdfast:stores", STORE, "write_routing")] = (
            "What happens to a write that arrives in any region."
        )
    return found
