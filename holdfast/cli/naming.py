"""How a program's resources are named: the autonaming of ``Pulumi.yaml`` and of a stack's file.

Source: https://www.pulumi.com/docs/iac/concepts/resources/names/#autonaming-configuration (2026-11).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from holdfast.graph import ResourceGraph
    from holdfast.permissions import Naming

_KEY = "pulumi:autonaming"
_VERBATIM = "${name}"


def naming_of(program: Path, stack_file: Path | None, graph: ResourceGraph) -> Naming:
    """The patterns: of the stack's file, else of the project's, else Pulumi's own.

    The files of a project that is not the graph's say nothing of it.

    Args:
        program: Folder of the program.
        stack_file: File of the stack's settings; None for the program's own.
        graph: The stack.
    """
    from holdfast.permissions import Naming  # noqa: PLC0415  # see cli/output.py

    for said in _said(program, stack_file, graph):
        pattern = _pattern(said, Naming().pattern)
        aws = (said.get("providers") or {}).get("aws") or {}
        every = _pattern(aws, pattern)
        by_type = {token: _pattern(one, every) for token, one in (aws.get("resources") or {}).items()}
        return Naming(pattern=every, by_type=by_type)
    return Naming()


def _said(program: Path, stack_file: Path | None, graph: ResourceGraph) -> Iterator[dict[str, Any]]:
    """What each file says of names, the one that wins first."""
    from holdfast.preview.project import NAMES, read_mapping  # noqa: PLC0415  # see cli/output.py

    projects = [read_mapping(file) for name in NAMES if (file := program / name).is_file()]
    if not projects or projects[0].get("name") != graph.project:
        return
    own = stack_file or program / f"Pulumi.{graph.stack}.yaml"
    for content in (*([read_mapping(own)] if own.is_file() else []), *projects):
        config = content.get("config")
        said = config.get(_KEY) if isinstance(config, dict) else None
        said = said.get("value", said) if isinstance(said, dict) else said
        if isinstance(said, dict):
            yield said


def _pattern(said: Mapping[str, Any], otherwise: str) -> str:
    if isinstance(pattern := said.get("pattern"), str):
        return pattern
    return _VERBATIM if said.get("mode") in {"verbatim", "disabled"} else otherwise
