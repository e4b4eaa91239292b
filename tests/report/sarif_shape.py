"""The part of SARIF 2.1.0 that the report writes, closed: a key that is not listed is a mistake.

Made by hand from sections 3.13 to 3.52 of the standard
(https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html, 2026-11).
"""

from __future__ import annotations

from typing import Any

TEXT = {"type": "string"}
LEVEL = {"enum": ["none", "note", "warning", "error"]}


def closed(*required: str, **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(required),
        "properties": properties,
        "additionalProperties": False,
    }


def several(items: Any, *, unique: bool = False) -> dict[str, Any]:
    return {"type": "array", "items": items, "uniqueItems": unique}


ARTIFACT = closed("uri", uri={"type": "string", "format": "uri-reference"}, uriBaseId=TEXT)
REGION = closed("startLine", startLine={"type": "integer", "minimum": 1})
LOCATION = closed(
    "physicalLocation",
    physicalLocation=closed("artifactLocation", "region", artifactLocation=ARTIFACT, region=REGION),
    logicalLocations=several(closed("name", name=TEXT, fullyQualifiedName=TEXT, kind=TEXT), unique=True),
)
SUPPRESSION = closed(
    "kind",
    kind={"enum": ["inSource", "external"]},
    status={"enum": ["accepted", "underReview", "rejected"]},
    justification=TEXT,
)
RESULT = closed(
    "message",
    ruleId=TEXT,
    ruleIndex={"type": "integer", "minimum": 0},
    kind={"enum": ["notApplicable", "pass", "fail", "review", "open", "informational"]},
    level=LEVEL,
    message=closed("text", text=TEXT),
    locations=several(LOCATION),
    partialFingerprints={"type": "object", "additionalProperties": TEXT},
    suppressions=several(SUPPRESSION, unique=True),
)
DESCRIPTOR = closed(
    "id",
    id=TEXT,
    shortDescription=closed("text", text=TEXT, markdown=TEXT),
    fullDescription=closed("text", text=TEXT, markdown=TEXT),
    help=closed("text", text=TEXT, markdown=TEXT),
    helpUri={"type": "string", "format": "uri"},
    defaultConfiguration=closed(level=LEVEL, rank={"type": "number", "minimum": 0, "maximum": 100}),
    properties=closed(tags=several(TEXT, unique=True)),
)
DRIVER = closed("name", name=TEXT, semanticVersion=TEXT, rules=several(DESCRIPTOR, unique=True))
RUN = closed(
    "tool",
    tool=closed("driver", driver=DRIVER),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    results=several(RESULT),
)
LOG = closed(
    "version",
    "runs",
    version={"const": "2.1.0"},
    runs=several(RUN),
    **{"$schema": {"type": "string", "format": "uri"}},
)
