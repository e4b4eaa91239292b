"""What a side of a review is, however it was read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.graph import ResourceGraph
    from holdfast.toolfile import ToolFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One stack as it was read."""

    graph: ResourceGraph
    policies: Sequence[Mapping[str, Any]] = ()
    """What policy packs said, as the preview's document has it."""
    notes: Sequence[object] = ()
    """Assumptions of the preview, as its document has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One side."""

    label: str
    """What it is called in the report."""
    stacks: Mapping[str, Read]
    """What was read, by stack."""
    toolfile: ToolFile
    """What the team tells the tool there."""
    failed: Mapping[str, str] = field(default_factory=dict)
    """Stacks that could not be previewed, with the reason."""
    notes: Sequence[str] = ()
    """What else there is to know of every stack."""


def read_document(document: Mapping[str, Any]) -> Read:
    """What a preview's document says.

    Args:
        document: JSON of a preview, the tool's own or the engine's.

    Raises:
        GraphError: It is no preview or is damaged.
    """
    from holdfast.graph import GraphError, read_preview  # noqa: PLC0415  # see cli/output.py

    graph = read_preview(document)
    ours = document.get("holdfast") or {}
    policies, notes = ours.get("policies") or [], ours.get("assumptions") or []
    if not isinstance(policies, list) or not all(isinstance(one, dict) for one in policies):
        raise GraphError("'holdfast.policies' should be a list of objects")
    if not isinstance(notes, list):
        raise GraphError("'holdfast.assumptions' should be a list")
    return Read(graph=graph, policies=policies, notes=notes)
