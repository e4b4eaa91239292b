"""Explanations as pages: what is said of a stack, a setting, a component, a resource, or of several."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from holdfast.explain.model import ComponentStory, ResourceStory, SettingStory, StackStory
from holdfast.graph.summary import short_type
from holdfast.report.explain_words import (
    LACKING,
    NO_PURPOSE,
    Page,
    Section,
    costs_words,
    failed_section,
    findings_section,
    holder_rows,
    kinds,
    links_section,
    maker_rows,
    named,
    placed,
    resource_cost_section,
    set_at,
    settings_section,
    together,
    told_cost,
)
from holdfast.report.lines import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from holdfast.explain.model import Group, MakerRow, Several, Story
    from holdfast.graph import Resource

_MORE = (
    "'holdfast explain {stack} NAME' tells of one: a setting, a component or resource, a type (Vpc), or a "
    "pattern ('use1-*')."
)
_COUNTED = ("makes", "USD a month", "in")
_LISTED = 40
"""Resources that are listed by name by default; more are counted by type."""
_PURPOSES = 12
"""Types of several resources that are told what they protect from by default."""


def page(story: Story, *, full: bool = False) -> Page:
    """An explanation as it is read.

    Args:
        story: The explanation.
        full: List every resource, default and passing check. Default: no.
    """
    if isinstance(story, StackStory):
        return _stack(story)
    if isinstance(story, SettingStory):
        return _setting(story, full=full)
    if isinstance(story, ComponentStory):
        return _component(story, full=full)
    if isinstance(story, ResourceStory):
        return _resource(story, full=full)
    return _several(story, full=full)


def _stack(story: StackStory) -> Page:
    told = any(row.path for row in story.rows)
    regions = [place for place in story.places if "-" in place]
    counted = f"{plural(story.resources, 'resource')} in {plural(len(regions), 'region')}"
    made = plural(sum(bool(row.path) for row in story.rows), "setting")
    parts = [counted, plural(story.components, "component"), *([f"made by {made}"] if told else [])]
    amounts = [*costs_words(story.cost)]
    if story.transfer is not None:
        amounts.append(f"{told_cost(story.transfer)} for what moves between zones, regions and the internet")
    name = " ".join(one for one in (story.project, story.stack) if one) or "stack"
    lead = [f"{', '.join(parts)}.", *([f"{' and '.join(amounts)}."] if amounts else [])]
    if not told:
        lead.append("No component says which settings it comes from, so that components are listed.")
    unknown = [f"{token} ({number})" for token, number in story.without_purpose]
    stack = story.stack or "STACK"
    return Page(
        title=name,
        lead=tuple(lead),
        sections=(
            Section(
                title="What makes what",
                head=("setting", "set at", *_COUNTED, "by") if told else ("component", *_COUNTED, "holds"),
                rows=tuple(_maker(row) if told else _holder(row) for row in story.rows),
                right=frozenset({2, 3} if told else {1, 2}),
                notes=(
                    *([LACKING] if any(row.cost and not row.cost.complete for row in story.rows) else []),
                    *(
                        [f"Nothing is written here of what these protect from: {', '.join(unknown)}"]
                        if unknown
                        else []
                    ),
                    _MORE.format(stack=stack),
                ),
            ),
        ),
    )


def _maker(row: MakerRow) -> tuple[str, ...]:
    if not row.path:
        name, *cells = _holder(row)
        return name, "", *cells
    at = "default" if row.default else str(row.where or "")
    return row.path, at, *_counts(row), kinds(row.components)


def _holder(row: MakerRow) -> tuple[str, ...]:
    name = ", ".join(map(named, row.components)) or "(in no component)"
    return name, *_counts(row), kinds(row.resources)


def _counts(row: MakerRow) -> tuple[str, ...]:
    return str(len(row.resources)), told_cost(row.cost), _regions(row.places)


def _regions(places: Iterable[str]) -> str:
    named_ones = [place for place in places if "-" in place]
    if len(named_ones) <= 1:
        return named_ones[0] if named_ones else ", ".join(places)
    return plural(len(named_ones), "region")


def _setting(story: SettingStory, *, full: bool) -> Page:
    makes = story.makes
    at = set_at(story.where, default=story.default, path=story.path)
    lead = [f"{at}: {_counted(makes)}." if makes.resources else f"{at}: it makes no resource of its own."]
    sections = [*_groups(makes, full=full)]
    if story.decides:
        sections.append(
            Section(
                title="Decides, of what other settings make",
                rows=tuple((named(one), ", ".join(fields)) for one, fields in story.decides),
            )
        )
    if story.needed_by:
        sections.append(
            Section(
                title=f"Needed by what other settings make ({len(story.needed_by)})",
                rows=tuple(_users(story.needed_by, full=full)),
            )
        )
    if not makes.resources and not story.decides:
        lead.append(
            "No component says that a value comes from it: it may count for all, as tags and protection do."
        )
    return Page(title=story.path, lead=tuple(lead), sections=(*sections, *_told(makes, full=full)))


def _component(story: ComponentStory, *, full: bool) -> Page:
    one, holds = story.component, story.holds
    survival = [
        Section(title=title, notes=(text,))
        for title, text in (("Survives", story.survives), ("Does not survive", story.does_not_survive))
        if text
    ]
    return Page(
        title=f"{one.name}  {one.type}",
        lead=tuple(text for text in (story.purpose, f"It holds {_counted(holds)}.") if text),
        sections=(
            Section(
                title="Why it is there",
                rows=(*maker_rows(story.maker), *holder_rows(story.holders, one)),
            ),
            *survival,
            *settings_section(story.maker, full=full),
            *_groups(holds, full=full),
            *_told(holds, full=full),
        ),
    )


def _resource(story: ResourceStory, *, full: bool) -> Page:
    one = story.resource
    return Page(
        title=f"{one.name}  {one.type}  {placed(story.place)}",
        lead=(story.purpose or NO_PURPOSE,),
        sections=(
            Section(
                title="Why it is there",
                rows=(*maker_rows(story.maker), *holder_rows(story.holders, one)),
            ),
            *settings_section(story.maker, full=full),
            links_section("Needs", story.needs, "Nothing: it is made whenever the stack is.", full=full),
            links_section("Needed by", story.needed_by, "Nothing in this stack.", full=full),
            resource_cost_section(story.cost),
            findings_section(story.findings, full=full),
        ),
    )


def _several(story: Several, *, full: bool) -> Page:
    return Page(
        title=story.asked,
        lead=(f"{_counted(story)}.",),
        sections=(*_groups(story, full=full), *_told(story, full=full)),
    )


def _counted(several: Several) -> str:
    regions = [place for place in several.places if "-" in place]
    where = f" in {plural(len(regions), 'region')}" if regions else ""
    parts = [f"{plural(len(several.resources), 'resource')}{where}", *costs_words(several.cost)]
    return ", ".join(parts)


def _groups(several: Several, *, full: bool) -> Iterator[Section]:
    """Resources by place: each by its name where they are few, else counted."""
    by_name = full or len(several.resources) <= _LISTED
    places: defaultdict[str, list[Group]] = defaultdict(list)
    for group in several.groups:
        places[group.place].append(group)
    for place, groups in places.items():
        number = sum(len(group.resources) for group in groups)
        amounts = [group.cost for group in groups if group.cost is not None]
        counted = [plural(number, "resource"), *costs_words(together(amounts))]
        rows = [row for group in groups for row in (_named(group) if by_name else _summed(group))]
        yield Section(
            title=f"{place}: {', '.join(counted)}",
            rows=tuple(rows),
            head=("component", "type", "name") if by_name else ("component", "USD a month", "holds"),
            right=frozenset() if by_name else frozenset({1}),
        )


def _named(group: Group) -> Iterator[tuple[str, ...]]:
    holder = named(group.component) if group.component else "(none)"
    for position, one in enumerate(group.resources):
        yield holder if position == 0 else "", short_type(one.type), one.name


def _summed(group: Group) -> Iterator[tuple[str, ...]]:
    holder = named(group.component) if group.component else "(none)"
    yield holder, told_cost(group.cost), kinds(group.resources)


def _told(several: Several, *, full: bool) -> Iterator[Section]:
    shown = several.purposes if full else several.purposes[:_PURPOSES]
    more = len(several.purposes) - len(shown)
    if shown:
        yield Section(
            title="What they protect from",
            rows=tuple((short_type(token), sentence) for token, sentence in shown),
            notes=(f"… and {plural(more, 'type')} more (--all lists them)",) if more else (),
        )
    yield from failed_section(several.failed, full=full)


def _users(users: Iterable[Resource], *, full: bool) -> Iterator[tuple[str, ...]]:
    by_type: defaultdict[str, list[str]] = defaultdict(list)
    for one in users:
        by_type[short_type(one.type)].append(one.name)
    for kind, names in sorted(by_type.items(), key=lambda one: (-len(one[1]), one[0])):
        shown = names if full else names[:4]
        more = f" and {len(names) - len(shown)} more" if len(names) > len(shown) else ""
        yield kind, f"{', '.join(shown)}{more}"
