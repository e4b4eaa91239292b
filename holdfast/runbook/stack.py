"""A stack as its runbook sees it: places, names as far as they are known, and what tells of failures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from holdfast.contracts.runbook import RunbookSection
from holdfast.runbook.known import Contract, known_names, part
from holdfast.runbook.model import Alarm, Contact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

API = "holdfast:index:MultiRegionApi"
ALARMS = ("aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/compositeAlarm:CompositeAlarm")
DASHBOARD = "aws:cloudwatch/dashboard:Dashboard"
EXPERIMENT = "aws:fis/experimentTemplate:ExperimentTemplate"
_RULE = "aws:cloudwatch/eventRule:EventRule"
_TOLD = ("alarmDescription", "description", "dashboardBody")
_LINK = re.compile(r"#([a-z-]+)")
_NOTES = re.compile(r"^(?P<means>.*?)\s*Owner: (?P<owner>.+?)\. Runbook: (?P<url>\S+?)#[a-z-]+", re.DOTALL)
_SECTIONS = frozenset(one.value for one in RunbookSection)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stack is."""

    key: str
    """``use1``; of another program's stack the region itself."""
    region: str
    role: str
    """``active``, ``standby`` or ``backup``; empty of another program's stack."""

    @property
    def serves(self) -> bool:
        """Whether clients can be sent there."""
        return self.role != "backup"


def planned_contract(graph: ResourceGraph) -> Contract:
    """What an API says of itself before it is deployed: whom to call, its objectives, how a place is left.

    Args:
        graph: The graph; empty is given for one without an API of Holdfast.
    """
    api = next(iter(graph.of_type(API)), None)
    keys = ("runbook", "objectives", "recovery")
    found = {} if api is None else {key: api.at(key) for key in keys}
    return {key: value for key, value in found.items() if isinstance(value, Mapping)}


@dataclass(frozen=True)
class Stack:
    """A graph, and the output ``operations`` where there is one."""

    graph: ResourceGraph
    contract: Contract
    """Empty where there is none."""

    @property
    def name(self) -> str:
        """The stack's name, as commands take it."""
        return self.graph.stack or "STACK"

    @property
    def ours(self) -> bool:
        """Whether it is an API of Holdfast, for which its commands work."""
        return bool(self.graph.of_type(API))

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Its places, those that serve first."""
        if not self.ours:
            regions = sorted({one.region for one in self.graph if isinstance(one.region, str)})
            return tuple(Place(one, one, "") for one in regions)
        roles = self.graph.of_type(API)[0].at("regions")
        told = {
            place: region
            for one in self.graph
            if isinstance(place := one.at("tags", "Place"), str) and isinstance(region := one.region, str)
        }
        found = roles if isinstance(roles, Mapping) else {}
        return tuple(
            sorted(
                (Place(key, told[key], str(role)) for key, role in found.items() if key in told),
                key=lambda one: (not one.serves, one.role != "active", one.key),
            )
        )

    @property
    def serving(self) -> tuple[Place, ...]:
        """The places to which clients can be sent."""
        return tuple(one for one in self.places if one.serves)

    @property
    def spread(self) -> bool:
        """Whether one region can take over from another."""
        return self.ours and len(self.serving) > 1

    def others(self, place: Place) -> tuple[Place, ...]:
        """The places that serve besides one."""
        return tuple(one for one in self.serving if one != place)

    def region(self, resource: Resource) -> str:
        """AWS region of a resource; a word in capitals where it is not known."""
        return resource.region if isinstance(resource.region, str) else "REGION"

    def of_type(self, *types: str) -> tuple[Resource, ...]:
        """Resources of some types by region and name."""
        return tuple(sorted(self.graph.of_type(*types), key=lambda one: (self.region(one), one.name)))

    def called(self, what: str, resource: Resource, *keys: str) -> str:
        """What a resource is called in AWS, or a word in capitals for it.

        Args:
            what: ``ARN``, ``ID`` or ``NAME``.
            resource: The resource.
            keys: Inputs that hold it, where the program says it itself.
        """
        if known := self._known.get((what, resource.name)):
            return known
        for key in keys:
            if isinstance(given := resource.at(key), str) and given:
                return given
        is_arn = (resource.id or "").startswith("arn:")
        if resource.id and is_arn == (what == "ARN"):
            return resource.id
        return self.unknown(what, resource.name)

    def named(self, what: str, name: str) -> str:
        """As ``called``, of something that the program calls so."""
        return self._known.get((what, name)) or self.unknown(what, name)

    def unknown(self, what: str, name: str) -> str:
        """A word that stands for what only deployment knows."""
        return f"{what}_OF_{name}"

    @cached_property
    def alarms(self) -> dict[str, tuple[Alarm, ...]]:
        """What tells of failures, by the section that it leads to; what leads nowhere under an empty key."""
        found: dict[str, list[Alarm]] = {}
        for one in self.of_type(*ALARMS, _RULE, DASHBOARD, EXPERIMENT):
            anchors = self._anchors(one)
            if anchors or one.type in ALARMS:
                for anchor in anchors or [""]:
                    found.setdefault(anchor, []).append(self._alarm(one))
        return {anchor: tuple(those) for anchor, those in found.items()}

    @cached_property
    def owner(self) -> str:
        """Who answers for the stack; empty where nothing says so."""
        told = part(self.contract, "runbook").get("owner")
        return str(told) if told else next((one["owner"] for one in self._notes()), "")

    @cached_property
    def contacts(self) -> tuple[Contact, ...]:
        """Whom to call."""
        told = part(self.contract, "runbook").get("contacts") or ()
        return tuple(Contact(name=one["name"], reach=one["reach"], role=one["role"]) for one in told)

    def _alarm(self, one: Resource) -> Alarm:
        text = next((told for key in _TOLD[:2] if isinstance(told := one.at(key), str)), "")
        noted = _NOTES.match(text)
        severity = one.at("tags", "Severity")
        called = self.called("NAME", one, "alarmName", "name", "dashboardName")
        return Alarm(
            name=one.name if called == self.unknown("NAME", one.name) else called,
            region=self.region(one) if one.region else "global",
            means=noted["means"] if noted else text or _KINDS.get(one.type, ""),
            severity=severity if isinstance(severity, str) else "",
        )

    def _anchors(self, one: Resource) -> list[str]:
        tag = one.at("tags", "Runbook")
        # The text of a dashboard may be known to deployment alone; whoever made it says its section.
        above = [found.at("runbook_section") for found in self.graph.components(one)[:1]]
        found = {told for told in (tag, *above) if isinstance(told, str)}
        for key in _TOLD:
            told = one.at(key)
            if isinstance(told, str) and "unbook" in told:
                found |= set(_LINK.findall(told))
        return sorted(found & _SECTIONS)

    def _notes(self) -> Iterator[re.Match[str]]:
        for one in self.graph.of_type(*ALARMS):
            told = one.at("alarmDescription")
            if isinstance(told, str) and (noted := _NOTES.match(told)):
                yield noted

    @cached_property
    def _known(self) -> Mapping[tuple[str, str], str]:
        return known_names(self.contract)


_KINDS = {
    DASHBOARD: "A dashboard.",
    EXPERIMENT: "An experiment.",
    _RULE: "An event of AWS that is told.",
}
