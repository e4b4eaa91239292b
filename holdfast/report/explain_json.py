"""An explanation as JSON: everything, with nothing folded."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from holdfast.explain.model import ComponentStory, ResourceStory, SettingStory, StackStory
from holdfast.explain.purposes import purpose_of
from holdfast.graph import place_of

if TYPE_CHECKING:
    from holdfast.checks import Finding
    from holdfast.explain.model import Amount, Link, Maker, Several, Story, Where
    from holdfast.graph import Resource

VERSION = 1


def explain_json(story: Story, *, stack: str | None, project: str | None) -> str:
    """The whole explanation.

    Args:
        story: The explanation.
        stack: Name of the stack.
        project: Name of the project.
    """
    found = {"version": VERSION, "project": project, "stack": stack, **_story(story)}
    return json.dumps(found, indent=2) + "\n"


def _story(story: Story) -> dict[str, Any]:
    if isinstance(story, StackStory):
        return {"kind": "stack", **_stack(story)}
    if isinstance(story, SettingStory):
        return {"kind": "setting", **_setting(story)}
    if isinstance(story, ComponentStory):
        return {"kind": "component", **_component(story)}
    if isinstance(story, ResourceStory):
        return {"kind": "resource", **_explained(story)}
    return {"kind": story.what, **_several(story)}


def _stack(story: StackStory) -> dict[str, Any]:
    return {
        "resources": story.resources,
        "components": story.components,
        "places": story.places,
        "cost": _amount(story.cost),
        "transfer": _amount(story.transfer),
        "without_purpose": dict(story.without_purpose),
        "makers": [
            {
                "setting": row.path or None,
                "where": _where(row.where),
                "default": row.default,
                "places": row.places,
                "cost": _amount(row.cost),
                "components": [_one(one) for one in row.components],
                "resources": [one.urn for one in row.resources],
            }
            for row in story.rows
        ],
    }


def _setting(story: SettingStory) -> dict[str, Any]:
    return {
        "setting": story.path,
        "where": _where(story.where),
        "default": story.default,
        "makes": _several(story.makes),
        "decides": [{**_one(one), "values": fields} for one, fields in story.decides],
        "needed_by": [_one(one) for one in story.needed_by],
    }


def _component(story: ComponentStory) -> dict[str, Any]:
    return {
        **_one(story.component),
        "purpose": story.purpose or None,
        "survives": story.survives or None,
        "does_not_survive": story.does_not_survive or None,
        "holders": [_one(one) for one in story.holders],
        "maker": _maker(story.maker),
        "holds": _several(story.holds),
    }


def _explained(story: ResourceStory) -> dict[str, Any]:
    cost = story.cost
    return {
        **_one(story.resource),
        "place": story.place,
        "purpose": story.purpose or None,
        "protect": story.resource.protect,
        "declared": story.resource.source_position,
        "holders": [_one(one) for one in story.holders],
        "maker": _maker(story.maker),
        "needs": [_link(one) for one in story.needs],
        "needed_by": [_link(one) for one in story.needed_by],
        "cost": None
        if cost is None
        else {"usd": float(cost.monthly), "complete": cost.complete, "standing": cost.standing.value},
        "findings": [_finding(one) for one in story.findings],
    }


def _several(several: Several) -> dict[str, Any]:
    return {
        "asked": several.asked,
        "places": several.places,
        "cost": _amount(several.cost),
        "groups": [
            {
                "place": group.place,
                "component": _one(group.component) if group.component else None,
                "cost": _amount(group.cost),
                "resources": [
                    {**_one(one), "place": place_of(one), "purpose": purpose_of(one.type) or None}
                    for one in group.resources
                ],
            }
            for group in several.groups
        ],
        "failed": [_finding(one) for one in several.failed],
    }


def _one(one: Resource) -> dict[str, Any]:
    return {"urn": one.urn, "type": one.type, "name": one.name}


def _link(link: Link) -> dict[str, Any]:
    return {**_one(link.resource), "by": link.by}


def _maker(maker: Maker | None) -> dict[str, Any] | None:
    if maker is None:
        return None
    return {
        "setting": maker.path,
        "where": _where(maker.where),
        "default": maker.default,
        "told_by": maker.told.value,
        "settings": [
            {"setting": one.path, "where": _where(one.where), "default": one.default, "decides": one.decides}
            for one in maker.settings
        ],
    }


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "id": one.id,
        "verdict": one.verdict.value,
        "severity": one.severity.value,
        "resource": one.resource,
        "message": one.message,
        "fix": one.fix,
        "waived": one.waived,
    }


def _amount(amount: Amount | None) -> dict[str, Any] | None:
    return None if amount is None else {"usd": float(round(amount.usd, 4)), "complete": amount.complete}


def _where(where: Where | None) -> dict[str, Any] | None:
    return None if where is None else {"file": where.file, "line": where.line}
