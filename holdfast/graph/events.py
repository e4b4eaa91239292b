"""Reads the engine's stream of events: one JSON object a line.

So tell ``pulumi preview --json`` with ``PULUMI_ENABLE_STREAMING_JSON_PREVIEW``, ``pulumi up --json`` and
``--event-log``. Shape (2026-11): https://github.com/pulumi/pulumi/blob/master/sdk/go/common/apitype/events.go.
The stream tells no dependencies, so that its graph is always partial.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from holdfast.graph.errors import GraphError
from holdfast.graph.preview import read_preview
from holdfast.graph.record import Record, items, mapping, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from holdfast.graph.resource import ResourceGraph


def read_events(lines: Iterable[str]) -> ResourceGraph:
    """The graph of what the stack would hold after the update that the events tell of.

    Args:
        lines: The stream, one event a line; empty lines are passed over.

    Raises:
        GraphError: The lines are no events or are damaged.
    """
    return read_preview(events_digest(lines))


def events_digest(lines: Iterable[str]) -> Record:
    """The events as a digest, for ``read_preview`` and ``read_before``; it is a partial one.

    Args:
        lines: See ``read_events``.

    Raises:
        GraphError: See ``read_events``.
    """
    config: Record = {}
    diagnostics: list[Record] = []
    steps: list[Record] = []
    for number, event in enumerate(_events(lines), 1):
        where = f"event {number}"
        if "preludeEvent" in event:
            prelude = mapping(event["preludeEvent"], f"'preludeEvent' of {where}")
            config = mapping(prelude.get("config") or {}, f"'config' of {where}")
        elif "diagnosticEvent" in event:
            diagnostics.append(mapping(event["diagnosticEvent"], f"'diagnosticEvent' of {where}"))
        elif "resourcePreEvent" in event:
            told = mapping(event["resourcePreEvent"], f"'resourcePreEvent' of {where}")
            steps.append(_step(mapping(told.get("metadata"), f"'metadata' of {where}")))
    return {"config": config, "steps": steps, "diagnostics": diagnostics}


def _events(lines: Iterable[str]) -> Iterator[Record]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield mapping(json.loads(line), f"line {number}")
            except ValueError as error:
                raise GraphError(f"line {number} is no event: {error}") from None


def _step(metadata: Record) -> Record:
    """A step of a digest from what an event tells of a resource."""
    urn = text(metadata, "urn", "an event")
    detailed = mapping(metadata.get("detailedDiff") or {}, f"'detailedDiff' of {urn}")
    return {
        "op": metadata.get("op"),
        "urn": urn,
        "provider": metadata.get("provider"),
        "oldState": metadata.get("old"),
        "newState": metadata.get("new"),
        "diffReasons": items(metadata.get("diffs"), f"'diffs' of {urn}"),
        "replaceReasons": items(metadata.get("keys"), f"'keys' of {urn}"),
        "detailedDiff": {
            path: {"kind": mapping(one, f"'detailedDiff' of {urn}").get("diffKind")}
            for path, one in detailed.items()
        },
    }
