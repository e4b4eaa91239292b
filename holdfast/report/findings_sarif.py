"""Findings as SARIF 2.1.0, for code scanning.

Standard: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html (2026-11). GitHub shows a result
only where it has a place in a file, and knows it again by ``primaryLocationLineHash`` alone
(https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support, 2026-11). Where
the program does not tell a place, it is the project's file.
"""

from __future__ import annotations

import json
import re
from hashlib import sha256
from importlib.metadata import version
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from holdfast.checks import Severity, Verdict
from holdfast.report.findings_text import expiry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.checks import Finding, Rule
    from holdfast.checks.waivers import Waived, Waiver

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
}
RANKS = {Severity.CRITICAL: 100.0, Severity.HIGH: 75.0, Severity.MEDIUM: 50.0, Severity.LOW: 25.0}
EXPIRED = "WAIVER-expired"
"""Id of the result for a waiver that is over; no rule has it."""

_POSITION = re.compile(r"project:///(?P<file>[^#]+)#(?P<line>[1-9]\d*)")


def findings_sarif(judged: Waived, rules: Sequence[Rule]) -> str:
    """Failures, what is waived (suppressed) and what cannot be told (open), one result each; no passes.

    Args:
        judged: What the checks said, after the waivers.
        rules: The rules that judged.
    """
    positions = {rule.id: position for position, rule in enumerate(rules)}
    told = [one for one in judged.findings if one.verdict in {Verdict.FAIL, Verdict.UNKNOWN}]
    descriptors = [_descriptor(rule) for rule in rules]
    if judged.expired:
        descriptors.append(_EXPIRED_DESCRIPTOR)
    run = {
        "tool": {
            "driver": {
                "name": "holdfast",
                "semanticVersion": version("holdfast"),
                "rules": descriptors,
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [
            *(_expired(one, len(rules)) for one in judged.expired),
            *(_result(one, positions[one.id]) for one in told),
        ],
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


_EXPIRED_DESCRIPTOR: dict[str, Any] = {
    "id": EXPIRED,
    "shortDescription": {"text": "No waiver is over."},
    "fullDescription": {"text": "A waiver that is over excuses nothing, and somebody must decide anew."},
    "help": {"text": "Mend what it excused, or decide on a new last day; then change or remove the waiver."},
    "defaultConfiguration": {"level": "error"},
}


def _descriptor(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.explanation},
        "help": {"text": f"To do: {rule.fix}.", "markdown": f"To do: {rule.fix}. [Source]({rule.source})"},
        "helpUri": rule.source,
        "defaultConfiguration": {"level": LEVELS[rule.severity], "rank": RANKS[rule.severity]},
        "properties": {"tags": [rule.severity.value, *rule.frameworks]},
    }


def _result(finding: Finding, position: int) -> dict[str, Any]:
    failed = finding.verdict is Verdict.FAIL
    fix = f" To do: {finding.fix}." if finding.fix else ""
    result: dict[str, Any] = {
        "ruleId": finding.id,
        "ruleIndex": position,
        "kind": "fail" if failed else "open",
        "level": LEVELS[finding.severity] if failed else "none",
        "message": {"text": f"{finding.name}: {finding.message}.{fix}"},
        "locations": [_location(finding)],
        "partialFingerprints": {"primaryLocationLineHash": _fingerprint(finding.id, finding.resource or "")},
    }
    if finding.waived:
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": finding.waived}]
    return result


def _location(finding: Finding) -> dict[str, Any]:
    match = _POSITION.fullmatch(finding.source_position or "")
    place = _place(match["file"], int(match["line"])) if match else _place("Pulumi.yaml", 1)
    if finding.resource is None:
        return place
    logical = {"name": finding.name, "fullyQualifiedName": finding.resource, "kind": "resource"}
    return {**place, "logicalLocations": [logical]}


def _expired(waiver: Waiver, position: int) -> dict[str, Any]:
    return {
        "ruleId": EXPIRED,
        "ruleIndex": position,
        "kind": "fail",
        "level": "error",
        "message": {"text": f"waiver of {waiver}: {expiry(waiver)}"},
        "locations": [_place("holdfast.toml", waiver.line or 1)],
        "partialFingerprints": {"primaryLocationLineHash": _fingerprint(EXPIRED, str(waiver))},
    }


def _place(file: str, line: int) -> dict[str, Any]:
    artifact = {"uri": quote(file), "uriBaseId": "%SRCROOT%"}
    return {"physicalLocation": {"artifactLocation": artifact, "region": {"startLine": line}}}


def _fingerprint(*parts: str) -> str:
    """The same for the same finding, wherever its line moves."""
    return sha256("\n".join(parts).encode()).hexdigest()
