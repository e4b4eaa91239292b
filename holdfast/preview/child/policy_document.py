"""``aws.iam.getPolicyDocument``, answered as the provider does: it only writes JSON."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .wire import PropertyValue

_LISTS = (
    ("actions", "Action"),
    ("notActions", "NotAction"),
    ("resources", "Resource"),
    ("notResources", "NotResource"),
)


def policy_document(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Write the policy that the arguments describe.

    Args:
        arguments: the look-up's arguments by wire name; all known.
    """
    document: dict[str, Any] = {"Version": arguments.get("version") or "2012-10-17"}
    if arguments.get("policyId"):
        document["Id"] = arguments["policyId"]
    sources = [*(arguments.get("sourcePolicyDocuments") or []), *_single(arguments.get("sourceJson"))]
    overrides = [*(arguments.get("overridePolicyDocuments") or []), *_single(arguments.get("overrideJson"))]
    statements: list[dict[str, Any]] = []
    own = {"Statement": [_statement(entry) for entry in arguments.get("statements") or []]}
    for merged in [*map(json.loads, sources), own, *map(json.loads, overrides)]:
        _merge(statements, merged)
    if statements:
        document["Statement"] = statements
    text = json.dumps(document, indent=2, ensure_ascii=False)
    return {
        **arguments,
        "id": str(zlib.crc32(text.encode())),
        "json": text,
        "minifiedJson": json.dumps(document, separators=(",", ":"), ensure_ascii=False),
        "version": document["Version"],
    }


def _single(text: str | None) -> list[str]:
    return [text] if text else []


def _merge(statements: list[dict[str, Any]], document: Mapping[str, Any]) -> None:
    """Add statements; one with the Sid of an earlier one takes its place."""
    added = document.get("Statement") or []
    for statement in [added] if isinstance(added, dict) else added:
        sid = statement.get("Sid")
        for index, earlier in enumerate(statements):
            if sid and earlier.get("Sid") == sid:
                statements[index] = statement
                break
        else:
            statements.append(statement)


def _statement(entry: Mapping[str, Any]) -> dict[str, Any]:
    statement: dict[str, Any] = {}
    if entry.get("sid"):
        statement["Sid"] = entry["sid"]
    statement["Effect"] = entry.get("effect") or "Allow"
    for name, written in _LISTS:
        if entry.get(name):
            values = [_template(value) for value in entry[name]]
            statement[written] = _one_or_reversed(values)
    for name, written in (("principals", "Principal"), ("notPrincipals", "NotPrincipal")):
        if entry.get(name):
            statement[written] = _principals(entry[name])
    if entry.get("conditions"):
        statement["Condition"] = _conditions(entry["conditions"])
    return statement


def _template(text: str) -> str:
    """Write ``&{…}`` as ``${…}``: the form that escapes Terraform's own interpolation."""
    return str(text).replace("&{", "${")


def _one_or_reversed(values: Sequence[str]) -> PropertyValue:
    distinct = sorted(dict.fromkeys(values), reverse=True)
    return distinct[0] if len(distinct) == 1 else distinct


def _principals(entries: Sequence[Mapping[str, Any]]) -> PropertyValue:
    merged: dict[str, list[str]] = {}
    for entry in entries:
        merged.setdefault(entry["type"], []).extend(_template(value) for value in entry["identifiers"])
    if set(merged) == {"*"}:
        return "*"
    return {kind: _one_or_reversed(values) for kind, values in sorted(merged.items())}


def _conditions(entries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    tests: dict[str, dict[str, Any]] = {}
    for entry in entries:
        values = [_template(value) for value in entry["values"]]
        found = tests.setdefault(entry["test"], {})
        before = found.get(entry["variable"])
        if before is not None:
            values = [*([before] if isinstance(before, str) else before), *values]
        found[entry["variable"]] = values[0] if len(values) == 1 else values
    return {test: dict(sorted(found.items())) for test, found in sorted(tests.items())}
