"""All that an explanation is made of, worked out once for a stack."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from holdfast.checks import Finding, Verdict
from holdfast.explain.model import Amount, Group, Link, Maker, Setting, Several, Told
from holdfast.explain.origins import Origins
from holdfast.explain.purposes import purpose_of
from holdfast.graph import place_of, place_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from holdfast.cost import Estimate, ResourceCost
    from holdfast.explain.model import Lookup, Where
    from holdfast.explain.origins import Decided
    from holdfast.graph import Resource, ResourceGraph

_ORDER = (Verdict.FAIL, Verdict.UNKNOWN, Verdict.PASS, Verdict.NOT_APPLICABLE)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of a stack."""

    graph: ResourceGraph
    findings: Sequence[Finding]
    """What the checks say of it."""
    estimate: Estimate | None
    """What it costs; None to leave that out."""
    lookup: Lookup | None
    """Where its settings are set; None where no file of it is known."""

    @cached_property
    def origins(self) -> Origins:
        """Where its components come from."""
        return Origins(self.graph)

    def where(self, path: str) -> Where | None:
        """Where a settings path is set; None where nobody set it, or where no file is known."""
        return self.lookup(path) if self.lookup else None

    def is_default(self, path: str, told: bool) -> bool:
        """Whether nobody set a path: the file says so, and what the component told where there is none.

        Args:
            path: The settings path.
            told: Whether the component says that nobody set it.
        """
        return told if self.lookup is None else self.lookup(path) is None

    def maker(self, resource: Resource) -> Maker | None:
        """The settings that made a resource or component; None where no component told them."""
        origin = self.origins.of(resource)
        if origin is None:
            return None
        settings = tuple(self._settings(origin.decided))
        within = [one for one in settings if self.origins.object_of(one.path) == origin.object]
        decided = settings if origin.told in {Told.ITSELF, Told.HOLDER} else ()
        return Maker(
            path=origin.path,
            where=self.where(origin.path),
            default=all(one.default for one in within),
            told=origin.told,
            settings=decided,
        )

    def needs(self, one: Resource) -> tuple[Link, ...]:
        """What a resource depends on: what its properties are made of first."""
        return self._links(one, {urn: _properties(one, urn) for urn in one.dependencies})

    def needed_by(self, one: Resource) -> tuple[Link, ...]:
        """What depends on a resource."""
        found = self._dependents.get(one.urn, ())
        return self._links(one, {urn: _properties(self.graph.resources[urn], one.urn) for urn in found})

    def users(self, resources: Iterable[Resource]) -> tuple[Resource, ...]:
        """What depends on any of these and is none of them."""
        inside = {one.urn for one in resources}
        urns = {urn for one in inside for urn in self._dependents.get(one, ())} - inside
        return tuple(sorted((self.graph.resources[urn] for urn in urns), key=_in_order))

    def cost_of(self, one: Resource) -> ResourceCost | None:
        """What one resource costs; None where nothing is known of it."""
        return self._costs.get(one.urn)

    def amount(self, resources: Iterable[Resource]) -> Amount | None:
        """What resources cost together; None where costs were not asked for."""
        if self.estimate is None:
            return None
        costs = [cost for one in resources if (cost := self._costs.get(one.urn))]
        return Amount(
            usd=sum((cost.monthly for cost in costs), Decimal()),
            complete=all(cost.complete for cost in costs),
        )

    def findings_of(self, one: Resource) -> tuple[Finding, ...]:
        """What the checks say of one resource, failures first."""
        return tuple(self._findings.get(one.urn, ()))

    def several(self, asked: str, what: str, resources: Iterable[Resource]) -> Several:
        """Resources together, by place and component.

        Args:
            asked: What was asked for.
            what: What that is, such as ``type``.
            resources: The resources, components left out.
        """
        held: defaultdict[tuple[str, str], list[Resource]] = defaultdict(list)
        own = {one.urn: one for one in resources if not one.component}
        for one in own.values():
            holders = self.graph.components(one)
            held[place_of(one), holders[0].urn if holders else ""].append(one)
        groups = tuple(
            Group(
                place=place,
                component=self.graph.resources.get(urn),
                resources=tuple(sorted(held[place, urn], key=_in_order)),
                cost=self.amount(held[place, urn]),
            )
            for place, urn in sorted(held, key=lambda key: (place_order(key[0]), key[1]))
        )
        return Several(
            asked=asked,
            what=what,
            groups=groups,
            cost=self.amount(own.values()),
            purposes=tuple(_purposes(own.values())),
            failed=tuple(found for urn in sorted(own) for found in self._failures.get(urn, ())),
        )

    def _settings(self, decided: Iterable[Decided]) -> Iterator[Setting]:
        fields: defaultdict[tuple[str, bool], list[str]] = defaultdict(list)
        for one in decided:
            fields[one.path, self.is_default(one.path, one.default)].append(one.field)
        found = [
            Setting(path=path, decides=tuple(dict.fromkeys(names)), where=self.where(path), default=default)
            for (path, default), names in fields.items()
        ]
        yield from sorted(found, key=lambda one: (one.default, one.where.line if one.where else 0, one.path))

    def _links(self, one: Resource, properties: Mapping[str, tuple[str, ...]]) -> tuple[Link, ...]:
        links = [
            Link(resource=self.graph.resources[urn], by=names)
            for urn, names in properties.items()
            if urn in self.graph.resources and urn != one.urn
        ]
        return tuple(sorted(links, key=lambda link: (not link.by, *_in_order(link.resource))))

    @cached_property
    def _dependents(self) -> Mapping[str, tuple[str, ...]]:
        found: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for one in self.graph:
            if not one.component:
                for urn in one.dependencies:
                    found[urn][one.urn] = None
        return {urn: tuple(users) for urn, users in found.items()}

    @cached_property
    def _costs(self) -> Mapping[str, ResourceCost]:
        return {one.urn: one for one in self.estimate.resources} if self.estimate else {}

    @cached_property
    def _findings(self) -> Mapping[str, Sequence[Finding]]:
        found: defaultdict[str, list[Finding]] = defaultdict(list)
        for one in sorted(self.findings, key=lambda each: (_ORDER.index(each.verdict), each.id)):
            if one.resource is not None:
                found[one.resource].append(one)
        return found

    @cached_property
    def _failures(self) -> Mapping[str, Sequence[Finding]]:
        return {
            urn: [one for one in found if one.verdict is Verdict.FAIL]
            for urn, found in self._findings.items()
        }


def _properties(one: Resource, urn: str) -> tuple[str, ...]:
    return tuple(sorted(name for name, urns in one.property_dependencies.items() if urn in urns))


def _in_order(one: Resource) -> tuple[str, str]:
    return one.name, one.type


def _purposes(resources: Iterable[Resource]) -> Iterator[tuple[str, str]]:
    counted: defaultdict[str, int] = defaultdict(int)
    for one in resources:
        counted[one.type] += 1
    for token in sorted(counted, key=lambda each: (-counted[each], each)):
        if purpose := purpose_of(token):
            yield token, purpose
