"""Reads a preview: the document of ``holdfast preview --json`` or the digest of ``pulumi preview --json``.

Shape: https://github.com/pulumi/pulumi/blob/master/pkg/display/json.go (``PreviewDigest``). The digest leaves
unchanged resources out unless it was made with ``--show-sames``; its ``changeSummary`` counts them all the
same, and that is how a partial digest is recognised. So is one whose preview failed on the way.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from holdfast.graph.errors import GraphError
from holdfast.graph.record import Record, items, mapping, optional_text, provider_regions, resource_from, text
from holdfast.graph.regions import as_region
from holdfast.graph.resource import Region, Resource, ResourceGraph, Source
from holdfast.graph.values import normalise

if TYPE_CHECKING:
    from holdfast.graph.values import Value

REPLACING = frozenset({"replace", "create-replacement", "delete-replaced"})


def read_preview(document: object) -> ResourceGraph:
    """The graph of what the stack would hold after the previewed update.

    Args:
        document: The parsed JSON.

    Raises:
        GraphError: The document is no preview or is damaged.
    """
    digest = mapping(document, "a preview")
    if "steps" not in digest:
        raise GraphError("this is no preview: it has no 'steps' (expected the JSON of a preview)")
    steps = [mapping(step, "a step") for step in items(digest["steps"], "'steps'")]
    ops: dict[str, str] = {}
    new: dict[str, Record] = {}
    old: dict[str, Record] = {}
    for step in steps:
        urn, op = text(step, "urn", "a step"), text(step, "op", "a step")
        ops[urn] = "replace" if urn in ops and {op, ops[urn]} & REPLACING else op
        if step.get("newState"):
            new[urn] = _with_provider(mapping(step["newState"], f"'newState' of {urn}"), step)
        elif step.get("oldState"):
            old[urn] = mapping(step["oldState"], f"'oldState' of {urn}")
        else:
            raise GraphError(f"the step of {urn} has neither 'newState' nor 'oldState'")
    config = mapping(digest.get("config") or {}, "'config'")
    default_region = as_region(normalise(config.get("aws:region")))
    regions = provider_regions({**old, **new})
    gone = {urn: record for urn, record in old.items() if urn not in new}
    return ResourceGraph(
        resources=_resources(new, ops, regions, default_region),
        deleted=_resources(gone, ops, regions, default_region),
        source=Source.PREVIEW,
        partial=_is_partial(digest, ops),
        default_region=default_region,
        default_tags=_default_tags(config.get("aws:defaultTags")),
    )


def _default_tags(configured: object) -> Mapping[str, Value]:
    """The tags that the stack's settings give the default provider; an object there is JSON text."""
    try:
        found = normalise(json.loads(configured) if isinstance(configured, str) else configured)
    except ValueError:
        return {}
    tags = found.get("tags") if isinstance(found, Mapping) else None
    return tags if isinstance(tags, Mapping) else {}


def _with_provider(record: Record, step: Record) -> Record:
    """The record with the provider that its step names, where the record itself does not."""
    provider = optional_text(step, "provider")
    return {**record, "provider": provider} if provider and not record.get("provider") else record


def _resources(
    records: Mapping[str, Record],
    ops: Mapping[str, str],
    regions: Mapping[str, Region],
    default_region: Region,
) -> dict[str, Resource]:
    made = (
        resource_from(urn, records[urn], regions=regions, default_region=default_region, op=ops[urn])
        for urn in sorted(records)
    )
    return {one.urn: one for one in made if one is not None}


def _is_partial(digest: Record, ops: Mapping[str, str]) -> bool:
    if "holdfast" in digest:
        return False
    messages = items(digest.get("diagnostics"), "'diagnostics'")
    if any(isinstance(one, Mapping) and one.get("severity") == "error" for one in messages):
        return True  # the program or a provider failed on the way: what comes after is missing
    summary = digest.get("changeSummary")
    if not isinstance(summary, Mapping):
        return True
    same = summary.get("same", 0)
    return not isinstance(same, int) or same > sum(op == "same" for op in ops.values())
