"""Small previews, written in a line per resource."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.graph import ResourceGraph, read_preview

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
STACK_URN = "urn:pulumi:prod::orders::pulumi:pulumi:Stack::orders-prod"
DEFAULT_PROVIDER = "urn:pulumi:prod::orders::pulumi:providers:aws::default_7_51_1"


def urn(token: str, name: str) -> str:
    """The URN of a resource without parents."""
    return f"urn:pulumi:prod::orders::{token}::{name}"


def step(  # noqa: PLR0913  # each names a field of a record
    token: str,
    name: str,
    inputs: Mapping[str, Any] | None = None,
    *,
    links: Mapping[str, Sequence[str]] | None = None,
    parent: str = STACK_URN,
    component: bool = False,
    provider: str = DEFAULT_PROVIDER,
    op: str = "create",
    **state: Any,
) -> dict[str, Any]:
    """One step; ``links`` are property dependencies."""
    new = {
        "urn": urn(token, name),
        "custom": not component,
        "type": token,
        "inputs": dict(inputs or {}),
        "parent": parent,
        "dependencies": sorted({one for urns in (links or {}).values() for one in urns}),
        "propertyDependencies": {key: list(urns) for key, urns in (links or {}).items()},
        **state,
    }
    if not component:
        new["provider"] = f"{provider}::{UNKNOWN}"
    return {"op": op, "urn": new["urn"], "newState": new, "detailedDiff": None}


def digest(
    *steps: dict[str, Any], region: str | None = "us-east-1", partial: bool = False, **more: Any
) -> dict[str, Any]:
    """A preview of these steps and the stack."""
    stack = step("pulumi:pulumi:Stack", "orders-prod", component=True, parent="")
    every = [stack, *steps]
    return {
        "config": {"aws:region": region} if region else {},
        "steps": every,
        "changeSummary": {"create": len(every), **({"same": 3} if partial else {})},
        **more,
    }


def graph(*steps: dict[str, Any], region: str | None = "us-east-1", partial: bool = False) -> ResourceGraph:
    """The graph of these steps and the stack."""
    return read_preview(digest(*steps, region=region, partial=partial))
