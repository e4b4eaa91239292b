"""Permissions that get wider: everything allowed, everybody let in, somebody new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks import Severity
from holdfast.checks.open_policies import POLICIES as OF_RESOURCES
from holdfast.checks.open_policies import narrowed
from holdfast.checks.policy_documents import EVERYBODY, Statement, statements
from holdfast.checks.rules.iam001 import ATTACHMENTS, BROAD
from holdfast.checks.rules.iam001 import POLICIES as OF_IDENTITIES
from holdfast.graph import Marker
from holdfast.review.attention.items import of_weaknesses
from holdfast.review.attention.telling import counted, shortened, urns
from holdfast.review.attention.weakening import Weakness
from holdfast.review.model import Attention, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource
    from holdfast.review.attention.context import Context
    from holdfast.review.model import Change

_ROLE = "aws:iam/role:Role"
_PERMISSION = "aws:lambda/permission:Permission"
_PATHS: dict[str, tuple[str, ...]] = {
    **OF_RESOURCES,
    **{token: (name,) for token, name in OF_IDENTITIES.items()},
    _ROLE: ("assumeRolePolicy",),
}
_UNREADABLE = "what it allows is known after deployment alone"


def permissions(context: Context) -> Iterator[Attention]:
    """Items for policies that allow more, or let more in, than before.

    Args:
        context: The change.
    """
    found = (one for changes in context.alike for one in _of(changes))
    unread = [one for one in context.resources if _unreadable(one)]
    if unread:
        yield Attention(
            id="permissions-unknown",
            severity=Severity.LOW,
            title=f"{counted(len(unread), 'changed policy', 'changed policies')} cannot be read yet",
            details=shortened(f"{one.resource.name}: {_UNREADABLE}" for one in unread),
            resources=urns(unread),
        )
    yield from of_weaknesses(
        "permissions-widened",
        found,
        "Widens permissions: {}".format,
        fix="allow the actions that are needed, on what they are needed for, to whom needs them",
        source="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
    )


def _of(changes: tuple[Change, ...]) -> Iterator[Weakness]:
    first = changes[0]
    if first.kind is Kind.DELETE:
        return
    lines = [*_of_document(first), *_of_attachment(first)]
    for severity, line in dict.fromkeys(lines):
        yield Weakness(severity=severity, line=line, changes=changes)


def _touched(change: Change, name: str) -> bool:
    return change.before is None or any(one.path.startswith(name) for one in change.properties)


def _unreadable(change: Change) -> bool:
    """Whether a policy that was there becomes another, of which deployment decides the text."""
    path = _PATHS.get(change.resource.type)
    if path is None or change.kind is Kind.DELETE or change.before is None or not _touched(change, path[0]):
        return False
    return change.resource.at(*path) is Marker.UNKNOWN


def _of_document(change: Change) -> Iterator[tuple[Severity, str]]:
    path = _PATHS.get(change.resource.type)
    if path is None or not _touched(change, path[0]):
        return
    will = statements(change.resource.at(*path))
    was = statements(change.before.at(*path)) if change.before is not None else ()
    old = was or ()
    for one in will or ():
        if one.allows and not any(_alike(one, each) for each in old):
            known = was is not None and change.before is not None
            if change.resource.type in OF_IDENTITIES:
                yield from _allows_more(one, old, known=known)
            yield from _lets_in(one, old, known=known)


def _allows_more(
    one: Statement, old: tuple[Statement, ...], *, known: bool
) -> Iterator[tuple[Severity, str]]:
    """What an identity may newly do; in a policy of a resource ``*`` is that resource alone."""
    actions = {action for each in old if each.allows for action in each.actions}
    everything = [each for each in one.actions if each == EVERYBODY or each.endswith(":*")]
    added = [each for each in everything if each not in actions]
    if added and (EVERYBODY in one.resources or EVERYBODY in added):
        yield Severity.HIGH, f"{one.sid}: allows {', '.join(added)} on {_what(one)}"
    elif added and known:
        yield Severity.MEDIUM, f"{one.sid}: allows {', '.join(added)}"
    resources = {each for statement in old if statement.allows for each in statement.resources}
    if known and EVERYBODY in one.resources and EVERYBODY not in resources and not added:
        yield Severity.MEDIUM, f"{one.sid}: is now for every resource"
    if known and one.not_actions:
        yield Severity.HIGH, f"{one.sid}: allows all actions but those named"


def _lets_in(one: Statement, old: tuple[Statement, ...], *, known: bool) -> Iterator[tuple[Severity, str]]:
    """Who may newly come."""
    if one.open and not narrowed(one):
        yield Severity.CRITICAL, f"{one.sid}: lets everybody in"
    elif known:
        named = {name for each in old if each.allows for names in each.principals.values() for name in names}
        new = [kind for kind, names in one.principals.items() if kind != "Service" and set(names) - named]
        if new:
            yield Severity.MEDIUM, f"{one.sid}: lets somebody new in ({', '.join(new)})"


def _what(statement: Statement) -> str:
    return "everything" if EVERYBODY in statement.resources else "what it names"


def _alike(one: Statement, other: Statement) -> bool:
    """Whether two statements allow the same, whatever they are called."""
    return (
        one.allows == other.allows
        and one.principals == other.principals
        and one.not_principals == other.not_principals
        and one.actions == other.actions
        and one.not_actions == other.not_actions
        and one.resources == other.resources
        and one.conditions == other.conditions
    )


def _of_attachment(change: Change) -> Iterator[tuple[Severity, str]]:
    """AWS's own policies that allow nearly everything, and functions that everybody may call."""
    resource = change.resource
    names = [resource.at(ATTACHMENTS[resource.type])] if resource.type in ATTACHMENTS else []
    if resource.type == _ROLE:
        listed, had = resource.at("managedPolicyArns"), _managed(change.before)
        names += [one for one in (listed if isinstance(listed, tuple) else ()) if one not in had]
    touched = change.before is None or bool(change.properties)
    for one in names:
        short = one.rpartition("/")[2] if isinstance(one, str) else ""
        if short in BROAD and touched:
            yield Severity.HIGH, f"attaches {short}"
    if resource.type == _PERMISSION and resource.at("principal") == EVERYBODY and touched:
        yield Severity.HIGH, "lets everybody call the function"


def _managed(resource: Resource | None) -> tuple[object, ...]:
    given = resource.at("managedPolicyArns") if resource is not None else None
    return given if isinstance(given, tuple) else ()
