"""A review as JSON, for pipelines.

Version 1. Fields are only ever added. Top level: ``version``, ``conclusion`` (``unchanged``, ``clear``,
``attention`` or ``danger``), ``headline``, ``base``, ``head``, ``failed`` (stack to reason) and ``stacks``. A
stack has

- ``stack``, ``partial``, ``notes``;
- ``counts``: place to kind (``create``, ``update``, ``replace``, ``delete``) to number of resources;
- ``attention``: ``id``, ``severity``, ``title``, ``details``, ``resources`` (URNs), ``fix``, ``source``;
- ``outlooks``: ``scope`` (``zone``, ``region``, ``store``), ``what``, ``changed``, and ``before`` and
  ``after``: null or ``capacity`` (0 to 1 or null), ``capacity_text``, ``recovery`` and ``data_loss``
  (``seconds`` or null, ``text``, ``bounded``, ``source``), ``breaks``, ``unknowns``;
- ``new_findings``, ``resolved_findings``, ``waived``: as ``holdfast check --format json`` has them;
- ``cost``: null or ``before`` and ``after`` in USD a month as text, or null; ``by_place`` and
  ``by_component`` (``name``, ``before``, ``after``); ``missing`` (types without a price); ``prices_as_of``;
- ``groups``: alike changes: ``kind``, ``type``, ``missing`` (places that are left out) and ``changes``:
  ``urn``, ``name``, ``place``, ``components``, ``renamed_from``, ``forced_by`` (``path``, ``certain``,
  ``reason``, ``source``) and ``properties`` (``path``, ``edit``, and ``before`` and ``after`` as text where
  they may be seen);
- ``picture``: ``places``, ``nodes``, ``edges``.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from holdfast.report.review_costs import cost_table
from holdfast.report.review_shown import Shown
from holdfast.report.review_words import groups, headline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.report.review_costs import CostRow
    from holdfast.review.model import Change, Group, Outlook, PropertyChange, Review, StackReview

VERSION = 1
"""Version of the shape; fields are only ever added."""


def review_json(review: Review, *, show_values: Sequence[str] = ()) -> str:
    """The whole review, but for values that are not to be seen.

    Args:
        review: What is told.
        show_values: Paths of properties whose values are shown beside the harmless ones. Default: none.
    """
    shown = Shown(show_values)
    document = {
        "version": VERSION,
        "conclusion": review.conclusion,
        "headline": headline(review),
        "base": review.base,
        "head": review.head,
        "failed": dict(sorted(review.failed.items())),
        "stacks": [_stack(one, shown) for one in review.stacks],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _stack(stack: StackReview, shown: Shown) -> dict[str, Any]:
    return {
        "stack": stack.stack,
        "partial": stack.partial,
        "notes": list(stack.notes),
        "counts": stack.counts(),
        "attention": [asdict(one) for one in stack.attention],
        "outlooks": [_outlook(one) for one in stack.outlooks],
        "new_findings": [asdict(one) for one in stack.new_findings],
        "resolved_findings": [asdict(one) for one in stack.resolved_findings],
        "waived": [asdict(one) for one in stack.waived],
        "cost": _cost(stack),
        "groups": [_group(one, shown) for one in groups(stack)],
        "picture": asdict(stack.picture),
    }


def _outlook(one: Outlook) -> dict[str, Any]:
    return {**asdict(one), "changed": one.changed}


def _cost(stack: StackReview) -> dict[str, Any] | None:
    table = cost_table(stack)
    if table is None:
        return None
    return {
        "before": str(table.total.before) if stack.cost_before is not None else None,
        "after": str(table.total.after) if stack.cost_after is not None else None,
        "by_place": [_cost_row(one) for one in table.by_place],
        "by_component": [_cost_row(one) for one in table.by_component],
        "missing": list(table.missing),
        "prices_as_of": table.prices_as_of,
    }


def _cost_row(row: CostRow) -> dict[str, str]:
    return {"name": row.name, "before": str(row.before), "after": str(row.after)}


def _group(group: Group, shown: Shown) -> dict[str, Any]:
    return {
        "kind": group.changes[0].kind,
        "type": group.changes[0].resource.type,
        "missing": list(group.missing),
        "changes": [_change(one, shown) for one in group.changes],
    }


def _change(change: Change, shown: Shown) -> dict[str, Any]:
    return {
        "urn": change.resource.urn,
        "name": change.resource.name,
        "place": change.place,
        "components": list(change.components),
        "renamed_from": change.renamed_from,
        "forced_by": [asdict(one) for one in change.forced_by],
        "properties": [_property(one, shown) for one in change.properties],
    }


def _property(one: PropertyChange, shown: Shown) -> dict[str, str]:
    found = {"path": one.path, "edit": one.edit.value}
    values = shown.values(one)
    return found if values is None else {**found, "before": values[0], "after": values[1]}
