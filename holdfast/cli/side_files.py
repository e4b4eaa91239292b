"""A side of a review that a file holds: a preview, its events, or a state."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from holdfast.cli.exits import Exit, give_up
from holdfast.cli.files import HOW_PREVIEW, read_text
from holdfast.cli.side_model import Read, Source, read_document

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from holdfast.toolfile import ToolFile


@dataclass(frozen=True, slots=True, kw_only=True)
class SideFile:
    """What one file holds of one stack."""

    label: str
    """The file's name, without its folder."""
    read: Read
    toolfile: ToolFile
    """What the team tells the tool."""
    failed: str | None = None
    """Why the preview in it is not whole; None where it is."""
    before: SideFile | None = None
    """The side before it, where the file tells it."""
    knows_state: bool = False
    """Whether it was made against a state, even an empty one."""

    @property
    def stack(self) -> str | None:
        """Its stack; None where it holds no resource."""
        return self.read.graph.stack

    @property
    def project(self) -> str | None:
        """Its project; None where it holds no resource."""
        return self.read.graph.project

    def source(self, stack: str) -> Source:
        """The side.

        Args:
            stack: Name of the stack that it is of.
        """
        side = Source(label=self.label, stacks={stack: self.read}, toolfile=self.toolfile)
        return replace(side, stacks={}, failed={stack: self.failed}) if self.failed else side


def read_file(file: Path, toolfile: ToolFile) -> SideFile:
    """What a file holds; ends the process when that is neither a preview nor a state.

    Args:
        file: The file.
        toolfile: What the team tells the tool.
    """
    from holdfast.graph import GraphError, read_before, read_state  # noqa: PLC0415  # see cli/output.py

    label = file.name  # the rest of a path is the machine's, and a review goes under a pull request
    try:
        document = load_document(file)
        if "deployment" in document:
            return SideFile(label=label, read=Read(graph=read_state(document)), toolfile=toolfile)
        read, before = read_document(document), read_before(document)
    except GraphError as error:
        give_up(f"{file}: {error}", Exit.USAGE)
    was = None if before is None else SideFile(label="its state", read=Read(graph=before), toolfile=toolfile)
    return SideFile(
        label=label,
        read=read,
        toolfile=toolfile,
        failed=failure(document),
        before=was,
        knows_state="holdfast" not in document,
    )


def load_document(file: Path) -> Mapping[str, Any]:
    """One JSON document, or the events of a stream as one; ends the process when the file cannot be read.

    Args:
        file: The file.

    Raises:
        GraphError: It holds something else.
    """
    from holdfast.graph import GraphError, events_digest  # noqa: PLC0415  # see cli/output.py

    text = read_text(file, how=HOW_PREVIEW, encoding="utf-8-sig")
    if not text.strip():
        raise GraphError("the file is empty: what should have written it failed")
    try:
        found = json.loads(text)
    except ValueError as error:
        if not _begins_a_stream(text):
            raise GraphError(f"it is no JSON ({error})") from None
        found = events_digest(text.splitlines())
    if not isinstance(found, dict):
        raise GraphError("expected the JSON of a preview or of a state")
    found = events_digest([text]) if "sequence" in found else found
    if "steps" in found and not found["steps"] and "changeSummary" not in found and "holdfast" not in found:
        raise GraphError("it tells of no resource at all")
    return found


def _begins_a_stream(text: str) -> bool:
    try:
        first = json.loads(text.lstrip().split("\n", 1)[0])
    except ValueError:
        return False
    return isinstance(first, dict) and "sequence" in first


def failure(document: Mapping[str, Any]) -> str | None:
    """What the engine says went wrong; a preview that failed on its way lacks what comes after.

    Args:
        document: JSON of a preview.
    """
    if "holdfast" in document:
        return None
    told = document.get("diagnostics") or []
    wrong = [one for one in told if isinstance(one, dict) and one.get("severity") == "error"]
    if not wrong:
        return None
    message = " ".join(str(wrong[0].get("message", "")).removeprefix("error:").split())
    return f"the preview failed on its way: {message or 'an error'}"
