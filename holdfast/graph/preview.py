"""Reads a preview: the document of ``holdfast preview --json`` or the digest of ``pulumi preview --json``.

Shape: https://github.com/pulumi/pulumi/blob/master/pkg/display/json.go (``PreviewDigest``). The digest leaves
unchanged resources out unless it was made with ``--show-sames``; its ``changeSummary`` counts them all the
same, and that is how a partial digest is recognised. So is one whose preview failed on the way.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.graph.errors import GraphError
from holdfast.graph.record import (
    Record,
    items,
    mapping,
    optional_text,
    provider_regions,
    resource_from,
    text,
    texts,
)
from holdfast.graph.regions import as_region
from holdfast.graph.resource import EngineDiff, Region, Resource, ResourceGraph, Source
from holdfast.graph.values import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph.values import Value

REPLACING = frozenset({"replace", "create-replacement", "delete-replaced"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Steps:
    """The steps of a digest, by URN."""

    ops: dict[str, str] = field(default_factory=dict)
    diffs: dict[str, EngineDiff] = field(default_factory=dict)
    new: dict[str, Record] = field(default_factory=dict)
    old: dict[str, Record] = field(default_factory=dict)
    """By the URN of the step, which an alias may have given a resource of another name."""


def read_preview(document: object) -> ResourceGraph:
    """The graph of what the stack would hold after the previewed update.

    Args:
        document: The parsed JSON.

    Raises:
        GraphError: The document is no preview or is damaged.
    """
    digest = mapping(document, "a preview")
    steps = _read_steps(digest)
    default_region = _default_region(digest)
    regions = provider_regions({**steps.old, **steps.new})
    gone = {urn: record for urn, record in steps.old.items() if urn not in steps.new}
    return ResourceGraph(
        resources=_resources(steps.new, steps, regions, default_region),
        deleted=_resources(gone, steps, regions, default_region),
        source=Source.PREVIEW,
        partial=_is_partial(digest, steps.ops),
        default_region=default_region,
        default_tags=_default_tags(_config(digest).get("aws:defaultTags")),
    )


def read_before(document: object) -> ResourceGraph | None:
    """The graph of what the stack holds before the previewed update.

    Args:
        document: The parsed JSON (see ``read_preview``).

    Returns:
        None where the stack holds nothing, or the preview was made without its state.

    Raises:
        GraphError: The document is no preview or is damaged.
    """
    digest = mapping(document, "a preview")
    steps = _read_steps(digest)
    partial = _is_partial(digest, steps.ops)
    if not steps.old and not partial:
        return None
    old = {text(record, "urn", "an old state"): record for record in steps.old.values()}
    default_region = _default_region(digest)
    regions = provider_regions(old)
    made = (
        resource_from(urn, old[urn], regions=regions, default_region=default_region, op=None)
        for urn in sorted(old)
    )
    return ResourceGraph(
        resources={one.urn: one for one in made if one is not None},
        source=Source.STATE,
        partial=partial,
        default_region=default_region,
    )


def _read_steps(digest: Record) -> _Steps:
    if "steps" not in digest:
        raise GraphError("this is no preview: it has no 'steps' (expected the JSON of a preview)")
    found = _Steps()
    ours = mapping(digest.get("holdfast") or {}, "'holdfast'")
    aliases = mapping(ours.get("aliases") or {}, "'holdfast.aliases'")
    first_deleted = mapping(ours.get("deleteBeforeReplace") or {}, "'holdfast.deleteBeforeReplace'")
    for step in (mapping(one, "a step") for one in items(digest["steps"], "'steps'")):
        urn, op = text(step, "urn", "a step"), text(step, "op", "a step")
        found.ops[urn] = "replace" if urn in found.ops and {op, found.ops[urn]} & REPLACING else op
        new, old = step.get("newState"), step.get("oldState")
        if not new and not old:
            raise GraphError(f"the step of {urn} has neither 'newState' nor 'oldState'")
        if old:
            found.old.setdefault(urn, mapping(old, f"'oldState' of {urn}"))
        if new:
            record = _with_provider(mapping(new, f"'newState' of {urn}"), step)
            known_as = [*items(aliases.get(urn) or record.get("aliases"), f"'aliases' of {urn}")]
            known_as += _former(found.old.get(urn), urn)
            found.new[urn] = {
                **record,
                "aliases": known_as,
                "deleteBeforeReplace": first_deleted.get(urn, False),
            }
        if step.get("detailedDiff") or step.get("diffReasons") or step.get("replaceReasons"):
            found.diffs[urn] = _diff(step, urn)
    return found


def _former(old: Record | None, urn: str) -> Iterator[str]:
    """The URN that the old state has, where an alias gave it another."""
    former = optional_text(old, "urn") if old else None
    if former and former != urn:
        yield former


def _diff(step: Record, urn: str) -> EngineDiff:
    detailed = mapping(step.get("detailedDiff") or {}, f"'detailedDiff' of {urn}")
    return EngineDiff(
        paths={
            path: text(mapping(one, f"'detailedDiff' of {urn}"), "kind", f"'detailedDiff' of {urn}")
            for path, one in sorted(detailed.items())
        },
        keys=texts(step.get("diffReasons"), f"'diffReasons' of {urn}", "names"),
        replaced_by=texts(step.get("replaceReasons"), f"'replaceReasons' of {urn}", "names"),
    )


def _config(digest: Record) -> Record:
    return mapping(digest.get("config") or {}, "'config'")


def _default_region(digest: Record) -> Region:
    return as_region(normalise(_config(digest).get("aws:region")))


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
    records: Mapping[str, Record], steps: _Steps, regions: Mapping[str, Region], default_region: Region
) -> dict[str, Resource]:
    made = (
        resource_from(
            urn,
            records[urn],
            regions=regions,
            default_region=default_region,
            op=steps.ops[urn],
            diff=steps.diffs.get(urn),
        )
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
