"""All that is looked at to say what a reviewer must see."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from holdfast.review.model import Kind

if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from decimal import Decimal

    from holdfast.checks import Finding, Severity
    from holdfast.checks.waivers import Waiver
    from holdfast.cost import Estimate
    from holdfast.graph import Resource, ResourceGraph
    from holdfast.review.model import Change, Group, Outlook, Unseen

_TAGS = ("tags", "tagsAll")


class Thresholds(Protocol):
    """From which cost on a change warns or fails; None for never."""

    @property
    def warn_monthly_increase(self) -> Decimal | None:
        """USD a month more, from which it warns."""

    @property
    def warn_percent(self) -> Decimal | None:
        """Percent more, from which it warns."""

    @property
    def fail_monthly_increase(self) -> Decimal | None:
        """USD a month more, from which it fails."""

    @property
    def fail_percent(self) -> Decimal | None:
        """Percent more, from which it fails."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyFailure:
    """What a policy of a policy pack says against the later side."""

    pack: str
    """Name of the pack."""
    policy: str
    """Name of the policy."""
    level: str
    """``mandatory``, ``remediate`` or ``advisory``."""
    message: str
    """Why."""
    severity: Severity | None = None
    """How much it matters, where the pack says it. Default: as its level."""
    resource: str | None = None
    """URN; None for the stack as a whole."""


@dataclass(frozen=True, kw_only=True)
class Context:
    """A change of one stack, and all that is known of it."""

    changes: tuple[Change, ...]
    """What differs."""
    groups: tuple[Group, ...]
    """The same, alike ones in several regions together."""
    before: ResourceGraph | None
    """What was; None for a new stack."""
    after: ResourceGraph | None
    """What will be; None for a stack that is taken away."""
    outlooks: tuple[Outlook, ...] = ()
    """What losses would do. Default: not asked."""
    new_findings: tuple[Finding, ...] = ()
    """Failures and unknowns that were not there before. Default: none."""
    resolved_findings: tuple[Finding, ...] = ()
    """Failures that are gone. Default: none."""
    waived: tuple[Finding, ...] = ()
    """Failures that a waiver excuses. Default: none."""
    new_waivers: tuple[Waiver, ...] = ()
    """Waivers that the change adds or widens. Default: none."""
    policies: tuple[PolicyFailure, ...] = ()
    """What policies say against it. Default: nothing."""
    cost_before: Estimate | None = None
    """What it cost. Default: not asked."""
    cost_after: Estimate | None = None
    """What it will cost. Default: not asked."""
    thresholds: Thresholds | None = None
    """From which cost on somebody must look. Default: from none."""
    unseen: tuple[Unseen, ...] = ()
    """What changes though no resource is seen to. Default: nothing."""

    @cached_property
    def alike(self) -> tuple[tuple[Change, ...], ...]:
        """The changes of resources, the same ones in several regions together; components left out."""
        return tuple(one.changes for one in self.groups if not one.changes[0].resource.component)

    @cached_property
    def created(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """Names of what is new, by type and place."""
        found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for one in self.resources:
            if one.kind is Kind.CREATE:
                found[one.resource.type, one.place].append(one.resource.name)
        return {key: tuple(names) for key, names in found.items()}

    @cached_property
    def created_components(self) -> Mapping[str, tuple[str, ...]]:
        """Names of the components that are new, by type."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for one in self.changes:
            if one.kind is Kind.CREATE and one.resource.component:
                found[one.resource.type].append(one.resource.name)
        return {token: tuple(names) for token, names in found.items()}

    @cached_property
    def _removed_components(self) -> Mapping[str, Group]:
        """URN of each component that goes, with those like it."""
        return {
            one.resource.urn: group
            for group in self.groups
            for one in group.changes
            if one.kind is Kind.DELETE and one.resource.component
        }

    def removed_with(self, change: Change) -> Group | None:
        """The outermost component that goes with what it holds, with those like it in other regions.

        Args:
            change: A deletion.
        """
        if self.before is None or change.kind is not Kind.DELETE:
            return None
        above = reversed(self.before.components(change.resource))
        return next(
            (self._removed_components[one.urn] for one in above if one.urn in self._removed_components), None
        )

    @cached_property
    def _gone(self) -> Mapping[str, str]:
        """URN to type of all that is deleted."""
        return {one.resource.urn: one.resource.type for one in self.resources if one.kind is Kind.DELETE}

    def goes_along(self, change: Change, types: Container[str] | None = None) -> bool:
        """Whether something is deleted with what it is about, which has an item of its own where it matters.

        Args:
            change: A deletion.
            types: What it can be about. Default: anything.
        """
        made_of = {urn for urns in change.resource.property_dependencies.values() for urn in urns}
        return any(types is None or self._gone[urn] in types for urn in made_of & self._gone.keys())

    def deletes(self, resource: Resource) -> bool:
        """Whether a resource goes.

        Args:
            resource: One of those that were.
        """
        return resource.urn in self._gone

    @cached_property
    def _users(self) -> Mapping[str, tuple[Resource, ...]]:
        found: defaultdict[str, dict[str, Resource]] = defaultdict(dict)
        for one in self.before or ():
            for urns in one.property_dependencies.values() if not one.component else ():
                for urn in urns:
                    found[urn][one.urn] = one
        return {urn: tuple(users.values()) for urn, users in found.items()}

    def users(self, urn: str) -> tuple[Resource, ...]:
        """The resources that were made of one.

        Args:
            urn: Its URN.
        """
        return self._users.get(urn, ())

    @cached_property
    def resources(self) -> tuple[Change, ...]:
        """The changes of resources."""
        return tuple(one for one in self.changes if not one.resource.component)


def only_tags(change: Change) -> bool:
    """Whether an update touches nothing but tags.

    Args:
        change: What differs.
    """
    return change.kind is Kind.UPDATE and all(
        one.path.partition(".")[0].partition("[")[0] in _TAGS for one in change.properties
    )
