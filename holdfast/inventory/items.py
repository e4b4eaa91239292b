"""Makes items: what every family of resources says in the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from holdfast.inventory import figures, gaps
from holdfast.inventory.model import BACKUP_ROLES, Age, BackedUp, Category, Copy, Encryption, Item, Role, Way
from holdfast.inventory.plans import Backups, backups_of
from holdfast.inventory.restore_tests import restore_tests
from holdfast.inventory.restores import restores
from holdfast.inventory.selection import can_be_selected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from holdfast.graph import Resource, Value
    from holdfast.inventory.model import Gap
    from holdfast.inventory.view import View

Family: TypeAlias = "Callable[[View], Iterator[Item]]"
"""Finds the items of one kind in a graph."""

REDEPLOY = Way(
    when="it is lost",
    how="the program declares it: deploy again, in another region if its own is lost",
    command="pulumi up",
)


def copy_of(
    view: View,
    resource: Resource,
    role: Role,
    encryption: Encryption,
    age: Age = figures.ORIGINAL,
) -> Copy:
    """The copy that a resource is.

    Args:
        view: The graph.
        resource: What holds the copy.
        role: What it is to the others.
        encryption: How it is encrypted.
        age: How old it can be. Default: it is the original.
    """
    return Copy(
        role=role,
        region=view.region(resource),
        account=view.account(resource),
        encryption=encryption,
        age=age,
        name=resource.name,
    )


def item(  # noqa: PLR0913  # the fields of an item
    view: View,
    resource: Resource,
    category: Category,
    what: str,
    copies: Iterable[Copy],
    *,
    ways: Iterable[Way] = (),
    gaps: Iterable[Gap] = (),
    notes: Iterable[str] = (),
    unknowns: Iterable[str] = (),
    backed_up: BackedUp | None = None,
) -> Item:
    """An item for a resource.

    Args:
        view: The graph.
        resource: What it is named after.
        category: Kind of thing.
        what: What it is.
        copies: Where it is.
        ways: How it comes back. Default: none.
        gaps: What would not come back. Default: nothing.
        notes: What else there is to know. Default: nothing.
        unknowns: What the graph does not tell; where a copy lies is added. Default: nothing.
        backed_up: By what it is backed up. Default: it needs no backup.
    """
    found = tuple(copies)
    hidden = [f"where the {one.role} {one.name}".rstrip() + " is" for one in found if one.region is None]
    return Item(
        category=category,
        what=what,
        name=resource.name,
        resource=resource.urn,
        component=view.component(resource),
        copies=found,
        ways=tuple(ways),
        gaps=tuple(dict.fromkeys(gaps)),
        notes=tuple(notes),
        unknowns=tuple(dict.fromkeys([*unknowns, *hidden])),
        backed_up=backed_up,
    )


def data(  # noqa: PLR0913  # the fields of an item
    view: View,
    resources: Sequence[Resource],
    what: str,
    copies: Sequence[Copy],
    *,
    ways: Iterable[Way],
    notes: Iterable[str] = (),
    unknowns: Iterable[str] = (),
) -> Item:
    """An item that keeps data, with the backups that AWS Backup makes of its members.

    Args:
        view: The graph.
        resources: What it is made of; it is named after the first.
        what: What it is.
        copies: Where it is, backups of its own included; the first ones are those of ``resources``.
        ways: How it comes back.
        notes: What else there is to know. Default: nothing.
        unknowns: What the graph does not tell. Default: nothing.
    """
    backups = [backups_of(view, one, own.encryption) for one, own in zip(resources, copies, strict=False)]
    made = _made(backups)
    every = [*copies, *made]
    hidden = [*unknowns, *(one for each in backups for one in each.unknowns)]
    kept = any(one.role in BACKUP_ROLES for one in every)
    return item(
        view,
        resources[0],
        Category.DATA,
        what,
        every,
        ways=[*ways, *(restores(view, made, copies[0]) if made else ())],
        gaps=gaps.of_data(view, every, backups_known=not hidden),
        notes=[*notes, *_about_backups(view, resources[0], backups)],
        unknowns=hidden,
        backed_up=_backed_up(backups, kept=kept, known=not hidden),
    )


def _about_backups(view: View, resource: Resource, backups: Sequence[Backups]) -> Iterator[str]:
    if any(one.copies for one in backups):
        tests = restore_tests(view, resource)
        told = (
            f"restores are tested by {', '.join(tests)}" if tests else "no restore test of the stack is of it"
        )
        yield told
    elif all(one.selected is False for one in backups) and can_be_selected(view, resource):
        yield "the stack has backup plans, and none takes it"


def _backed_up(backups: Sequence[Backups], *, kept: bool, known: bool) -> BackedUp:
    if any(one.selected for one in backups):
        return BackedUp.PLAN
    if any(one.selected is None for one in backups) or not (kept or known):
        return BackedUp.UNKNOWN
    return BackedUp.ITSELF if kept else BackedUp.NOTHING


def _made(backups: Sequence[Backups]) -> list[Copy]:
    """The backups of all members, each once."""
    return list(dict.fromkeys(one for each in backups for one in each.copies))


def reaches(days: Value) -> list[str]:
    """A note on how far back a point in time can lie; none where that is not known.

    Args:
        days: Days for which the store keeps its record of changes.
    """
    if not isinstance(days, int) or days < 1:
        return []
    return [f"restored to any second of the last {'day' if days == 1 else f'{days} days'}"]


def known(resource: Resource, name: str, otherwise: str) -> str:
    """An input that is text, or a word in capitals for a command."""
    value = resource.at(name)
    return value if isinstance(value, str) and value else otherwise
