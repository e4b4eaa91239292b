"""Explanations: of a stack, of what a name names, of a setting."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from holdfast.explain.asked import Kind, find
from holdfast.explain.component_words import component_words
from holdfast.explain.model import (
    Amount,
    ComponentStory,
    MakerRow,
    ResourceStory,
    SettingStory,
    StackStory,
)
from holdfast.explain.origins import is_within, mentions
from holdfast.explain.purposes import purpose_of
from holdfast.graph import place_of, place_order
from holdfast.graph.resource import STACK_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from holdfast.explain.facts import Facts
    from holdfast.explain.model import Story
    from holdfast.graph import Resource


def explain(facts: Facts, name: str | None = None) -> Story:
    """Why something is there; of the whole stack where nothing is named.

    Args:
        facts: What is known of the stack.
        name: A logical name, a URN, a type token or its end, a pattern, or a settings path. Default: none.

    Raises:
        NotFoundError: The name names nothing.
    """
    if name is None:
        return _stack(facts)
    found = find(facts.graph, facts.origins, name, lambda path: facts.where(path) is not None)
    if found.kind is Kind.SETTING:
        return _setting(facts, name)
    if len(found.resources) == 1:
        one = found.resources[0]
        return _component(facts, one) if one.component else _resource(facts, one)
    return facts.several(name, found.kind.value, _held(facts, found.resources))


def _stack(facts: Facts) -> StackStory:
    graph = facts.graph
    components = [one for one in graph if one.component and one.type != STACK_TYPE]
    resources = [one for one in graph if not one.component]
    made: defaultdict[tuple[str, str], list[Resource]] = defaultdict(list)
    for one in resources:
        origin = facts.origins.of(one)
        holders = graph.components(one)
        made[(origin.object, "") if origin else ("", holders[0].urn if holders else "")].append(one)
    unknown = Counter(one.type for one in resources if not purpose_of(one.type))
    return StackStory(
        stack=graph.stack,
        project=graph.project,
        rows=tuple(
            _row(facts, key[0], made[key]) for key in sorted(made, key=lambda each: _most(each, made))
        ),
        resources=len(resources),
        components=len(components),
        places=_places(resources),
        cost=facts.amount(resources),
        transfer=_transfer(facts),
        without_purpose=tuple(sorted(unknown.items(), key=lambda one: (-one[1], one[0]))),
    )


def _most(
    key: tuple[str, str], made: Mapping[tuple[str, str], list[Resource]]
) -> tuple[bool, int, tuple[str, str]]:
    return not key[0], -len(made[key]), key


def _row(facts: Facts, path: str, resources: list[Resource]) -> MakerRow:
    holders = {one.urn: one for each in resources for one in facts.graph.components(each)[:1]}
    return MakerRow(
        path=path,
        where=facts.where(path) if path else None,
        default=bool(path) and facts.is_default(path, told=_all_default(facts, path)),
        components=tuple(holders[urn] for urn in sorted(holders)),
        resources=tuple(resources),
        places=_places(resources),
        cost=facts.amount(resources),
    )


def _all_default(facts: Facts, path: str) -> bool:
    """Whether every component that told of a path says that nobody set it."""
    told = [one for each in facts.origins.own.values() for one in each if is_within(one.path, path)]
    return all(one.default for one in told)


def _setting(facts: Facts, path: str) -> SettingStory:
    origins = facts.origins
    makes: list[Resource] = []
    decides: list[tuple[Resource, tuple[str, ...]]] = []
    for urn, origin in origins.by_component.items():
        component = facts.graph.resources[urn]
        own = [one for one in facts.graph.children(urn) if not one.component]
        if is_within(origin.path, path):
            makes += own
        elif fields := mentions(origins.own.get(urn, ()), path):
            decides.append((component, fields))
    where = facts.where(path)
    return SettingStory(
        path=path,
        where=where,
        default=facts.is_default(path, told=_all_default(facts, path)),
        makes=facts.several(path, Kind.SETTING.value, makes),
        decides=tuple(decides),
        needed_by=facts.users(makes),
    )


def _component(facts: Facts, one: Resource) -> ComponentStory:
    words = component_words(one.type)
    return ComponentStory(
        component=one,
        purpose=words.purpose,
        survives=words.survives,
        does_not_survive=words.does_not_survive,
        holders=facts.graph.components(one),
        maker=facts.maker(one),
        holds=facts.several(one.name, "component", _held(facts, [one])),
    )


def _resource(facts: Facts, one: Resource) -> ResourceStory:
    return ResourceStory(
        resource=one,
        place=place_of(one),
        purpose=purpose_of(one.type),
        holders=facts.graph.components(one),
        maker=facts.maker(one),
        needs=facts.needs(one),
        needed_by=facts.needed_by(one),
        cost=facts.cost_of(one),
        findings=facts.findings_of(one),
    )


def _held(facts: Facts, resources: Iterable[Resource]) -> Iterator[Resource]:
    """The resources, and in place of components what they hold."""
    for one in resources:
        if one.component:
            yield from _held(facts, facts.graph.children(one.urn))
        else:
            yield one


def _places(resources: Iterable[Resource]) -> tuple[str, ...]:
    return tuple(sorted({place_of(one) for one in resources}, key=place_order))


def _transfer(facts: Facts) -> Amount | None:
    if facts.estimate is None:
        return None
    amounts = [item.monthly for item in facts.estimate.transfer]
    return Amount(
        usd=sum((amount for amount in amounts if amount is not None), Decimal()), complete=None not in amounts
    )
