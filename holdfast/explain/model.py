"""What an explanation says: where a thing comes from, what needs it, what it costs, what it protects from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from decimal import Decimal

    from holdfast.checks import Finding
    from holdfast.cost import ResourceCost
    from holdfast.graph import Resource


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """A line of a settings file."""

    file: str
    """The file, as it is called."""
    line: int
    """The line, from 1."""

    def __str__(self) -> str:
        """As editors take it."""
        return f"{self.file}:{self.line}"


Lookup: TypeAlias = Callable[[str], Where | None]
"""Where a settings path, such as ``holdfast:stores.orders``, is set; None where nobody set it."""


class Told(StrEnum):
    """How it is known which settings made a component."""

    ITSELF = "itself"
    """The component registered them."""
    HOLDER = "holder"
    """The component that holds it did."""
    USERS = "users"
    """What depends on it did."""
    PARTS = "parts"
    """The components in it did."""
    ALIKE = "alike"
    """Others of its type did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A settings path, and what it decides."""

    path: str
    """Such as ``holdfast:services.orders.image``."""
    decides: tuple[str, ...]
    """What of the component, in the component's words."""
    where: Where | None
    """Where it is set; None where nobody set it, or where no file is known."""
    default: bool
    """Whether nobody set it, so that its default holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """The settings that made a component."""

    path: str
    """The object, such as ``holdfast:services.orders``."""
    where: Where | None
    """Where it is set; None where nobody set it, or where no file is known."""
    default: bool
    """Whether everything of it is a default."""
    told: Told
    """How that is known."""
    settings: tuple[Setting, ...]
    """Every path that decided something of it, those that are set first; none where the maker is inferred."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Another resource, and the properties that lead to it."""

    resource: Resource
    by: tuple[str, ...]
    """Properties that are made of it; empty where the one only waits for the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """USD a month."""

    usd: Decimal
    complete: bool
    """Whether every part of it has a price."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What one component holds itself in one place."""

    place: str
    """Region, ``global``, or ``region not known yet``."""
    component: Resource | None
    """None for what is in no component."""
    resources: tuple[Resource, ...]
    cost: Amount | None
    """None where costs were not asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Several:
    """What several resources have in common: all of one setting, component, type or pattern."""

    asked: str
    """What was asked for."""
    what: str
    """What it is, such as ``setting`` or ``type``."""
    groups: tuple[Group, ...]
    """By place, then component."""
    cost: Amount | None
    purposes: tuple[tuple[str, str], ...]
    """Type token and what it protects from, as often as the types come."""
    failed: tuple[Finding, ...]
    """Checks that one of them fails."""

    @property
    def resources(self) -> tuple[Resource, ...]:
        """All of them."""
        return tuple(one for group in self.groups for one in group.resources)

    @property
    def places(self) -> tuple[str, ...]:
        """Where they are."""
        return tuple(dict.fromkeys(group.place for group in self.groups))


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingStory:
    """What one setting does."""

    path: str
    where: Where | None
    """Where it is set; None where nobody set it, or where no file is known."""
    default: bool
    """Whether nobody set it."""
    makes: Several
    """What is there because of it."""
    decides: tuple[tuple[Resource, tuple[str, ...]], ...]
    """Components that something else made, and what of them it decides."""
    needed_by: tuple[Resource, ...]
    """What something else made, and needs what this made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentStory:
    """Why a component is there."""

    component: Resource
    purpose: str
    """What it is for; empty where that is not known."""
    survives: str
    """What it goes on through; empty where that is not known."""
    does_not_survive: str
    """What ends it; empty where that is not known."""
    holders: tuple[Resource, ...]
    """The components that hold it, nearest first."""
    maker: Maker | None
    """None where no component told its settings."""
    holds: Several


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceStory:
    """Why a resource is there."""

    resource: Resource
    place: str
    purpose: str
    """What it protects from; empty where that is not known."""
    holders: tuple[Resource, ...]
    """The components that hold it, nearest first."""
    maker: Maker | None
    """None where no component told its settings."""
    needs: tuple[Link, ...]
    """What it depends on."""
    needed_by: tuple[Link, ...]
    """What depends on it."""
    cost: ResourceCost | None
    """None where costs were not asked for, or nothing is known of it."""
    findings: tuple[Finding, ...]
    """What the checks say of it, failures first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MakerRow:
    """What one object of the settings makes, or a component holds of which no setting is known."""

    path: str
    """Such as ``holdfast:stores.orders``; empty where no setting is known."""
    where: Where | None
    default: bool
    components: tuple[Resource, ...]
    resources: tuple[Resource, ...]
    places: tuple[str, ...]
    cost: Amount | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StackStory:
    """A stack in short: what each setting makes."""

    stack: str | None
    project: str | None
    rows: tuple[MakerRow, ...]
    """What makes most first; what no setting is known of last."""
    resources: int
    components: int
    places: tuple[str, ...]
    cost: Amount | None
    """Without transfer."""
    transfer: Amount | None
    without_purpose: tuple[tuple[str, int], ...]
    """Type tokens of which it is not known what they protect from, with their number."""


Story: TypeAlias = StackStory | SettingStory | ComponentStory | ResourceStory | Several
"""Any explanation."""
