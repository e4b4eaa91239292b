"""What is stateful, bears traffic or is protected, and is replaced or deleted, or could be."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from holdfast.checks import Severity
from holdfast.checks.health import HEALTH_CHECK
from holdfast.checks.pools import MONITOR
from holdfast.checks.routing import RECORD, routed
from holdfast.review.attention.items import RANK
from holdfast.review.attention.telling import counted, names, noun, shortened, subject, told_together, urns
from holdfast.review.attention.types import BUCKETS, CANARY, DATA, STATEFUL, TRAFFIC
from holdfast.review.model import Attention, Kind

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from holdfast.review.attention.context import Context
    from holdfast.review.model import Change, Group

_LOST = ": what it holds is lost"
_TITLES = {
    ("replaces", "stateful"): f"Replaces {{}}{_LOST}",
    ("deletes", "stateful"): f"Deletes {{}}{_LOST}",
    ("may-replace", "stateful"): "May replace {} and lose what it holds",
    ("replaces", "traffic"): "Replaces {}, which traffic depends on",
    ("deletes", "traffic"): "Deletes {}, which traffic depends on",
    ("may-replace", "traffic"): "May replace {}, which traffic depends on",
    ("replaces", "protected"): "Replaces the protected {}",
    ("deletes", "protected"): "Deletes the protected {}",
    ("may-replace", "protected"): "May replace the protected {}",
}
_ENGINE = "the engine"
VPC = "aws:ec2/vpc:Vpc"
_OF = {"aws:ec2/eip:Eip": "aws:ec2/natGateway:NatGateway"}
_KEYS = frozenset({"aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey"})
_PASSING = frozenset({"aws:kms/alias:Alias", "aws:sns/topic:Topic"})
"""What keeps nothing for which its former key is needed."""
_KEEPS = frozenset({"aws:backup/vault:Vault", "aws:secretsmanager/secret:Secret", "aws:sqs/queue:Queue"})
_COPIES = frozenset({"aws:dynamodb/tableReplica:TableReplica", "aws:kms/replicaKey:ReplicaKey"})
"""What holds nothing that is not elsewhere too."""


def lost(context: Context) -> Iterator[Attention]:
    """Items for replacements and deletions, certain and possible.

    What goes with its component is one item, and so is what changes in a component that holds data.

    Args:
        context: The change.
    """
    told = [
        (position, changes)
        for position, changes in enumerate(context.alike)
        if _what(changes[0]) and _how(changes[0]) and not _told_elsewhere(changes[0])
    ]
    holding = {
        (_how(changes[0]), changes[0].components)
        for _, changes in told
        if _what(changes[0]) == "stateful" and changes[0].components
    }
    # What is in a network goes with it.
    networks = {
        changes[0].place for _, changes in told if _how(changes[0]) == "replaces" and _is(changes, VPC)
    }
    found: defaultdict[tuple[str, Hashable], list[Change]] = defaultdict(list)
    wholes: dict[tuple[str, Hashable], Group] = {}
    for position, changes in told:
        first = changes[0]
        how, whole = _how(first), context.removed_with(first)
        key: tuple[str, Hashable] = (how, position if _what(first) == "stateful" else _kind(first))
        if whole is not None:
            key = (how, whole.changes[0].resource.urn)
            wholes[key] = whole
        elif how != "may-replace" and (how, first.components) in holding:
            key = (how, first.components)
        elif first.place in networks and _what(first) == "traffic" and how == "replaces":
            key = (how, first.place)
        found[key].extend(changes)
    for key, members in found.items():
        yield _item(context, key[0], sorted(members, key=_rank), wholes.get(key))


def _rank(change: Change) -> tuple[int, bool, tuple[str, bool, str]]:
    """Data first, copies of it after it, then what else is kept; a network before its parts."""
    token = change.resource.type
    return (
        (token not in DATA) + (token in _COPIES) + (token not in STATEFUL),
        token != VPC,
        (_kind(change), token in _OF, token),
    )


def _kind(change: Change) -> str:
    """Its type; of an address that of what has it."""
    return _OF.get(change.resource.type, change.resource.type)


def _is(changes: Sequence[Change], token: str) -> bool:
    return changes[0].resource.type == token


def _told_elsewhere(change: Change) -> bool:
    """Whether a health check or a member of a set of records goes, which has an item of its own."""
    if change.kind is not Kind.DELETE:
        return False
    return change.resource.type in {HEALTH_CHECK, MONITOR} or (
        change.resource.type == RECORD and routed(change.resource)
    )


def _what(change: Change) -> str:
    """Which of the three it is, the first that fits."""
    if change.resource.type in STATEFUL:
        return "stateful"
    if change.resource.type in TRAFFIC:
        return "traffic"
    return "protected" if change.before is not None and change.before.protect else ""


def _how(change: Change) -> str:
    if change.kind is Kind.DELETE:
        return "deletes"
    if change.kind is Kind.REPLACE:
        return "replaces"
    return "may-replace" if change.may_replace else ""


def _item(context: Context, how: str, changes: Sequence[Change], whole: Group | None) -> Attention:
    what = next(one for one in ("stateful", "traffic", "protected") if one in map(_what, changes))
    kept = all(one.before is not None and one.before.retain_on_delete for one in changes)
    title = _TITLES[how, what].format(_subject(changes, whole))
    if how != "may-replace" and (kept or changes[0].resource.type in _COPIES):
        title = title.replace(_LOST, ": the old one stays in AWS" if kept else ", a copy")
    sources = [
        one.source for change in changes for one in change.forced_by if one.source.startswith("https://")
    ]
    lines = [each for one in changes for each in _lines(context, one, alone=whole is None)]
    return Attention(
        id=f"{how}-{what}",
        severity=_severity(context, how, what, changes, kept=kept),
        title=title,
        details=shortened([*_renamed(context, whole), *_holds(changes, how), *told_together(lines)]),
        resources=urns(changes),
        fix=_fix(how, what),
        source=sources[0] if sources else "",
    )


def _subject(changes: Sequence[Change], whole: Group | None) -> str:
    if whole is not None:
        return f"the {subject(whole.changes)}"
    first = [one for one in changes if one.resource.type == changes[0].resource.type]
    others = len(changes) - len(first)
    return f"{subject(first)}, with {counted(others, 'other', 'others')}" if others else subject(first)


def _holds(changes: Sequence[Change], how: str) -> Iterator[str]:
    """What goes of data and the like, by kind, where it is more than the title names."""
    kinds: dict[str, list[str]] = {}
    for one in changes:
        if one.resource.type in STATEFUL:
            kinds.setdefault(noun(one.resource.type), []).append(one.resource.name)
    if len(kinds) > 1 and how == "deletes":
        yield f"it holds: {'; '.join(f'{kind} {names(listed)}' for kind, listed in kinds.items())}"


def _renamed(context: Context, whole: Group | None) -> Iterator[str]:
    """That a component which goes looks like one that comes under another name."""
    if whole is not None:
        like = context.created_components.get(whole.changes[0].resource.type, ())
        if like:
            former = names(one.resource.name for one in whole.changes)
            yield f"{names(like)} of the same kind is new: if {former} is renamed, it needs an alias"


def _severity(context: Context, how: str, what: str, changes: Sequence[Change], *, kept: bool) -> Severity:
    if how == "may-replace":
        guessed = not any(force.source for one in changes for force in one.forced_by)
        grave = {"stateful": Severity.HIGH, "traffic": Severity.MEDIUM, "protected": Severity.MEDIUM}[what]
        return RANK[RANK.index(grave) - 1] if guessed else grave
    if kept or (how == "deletes" and all(_is_record(context, one) for one in changes)):
        return Severity.MEDIUM
    if all(one.resource.type in {HEALTH_CHECK, MONITOR} for one in changes):
        return Severity.MEDIUM
    data = any(one.resource.type in DATA for one in changes)
    return Severity.CRITICAL if data and what == "stateful" else Severity.HIGH


def _is_record(context: Context, change: Change) -> bool:
    """Whether it holds what canaries saw, or is a key of what keeps no records."""
    used_by = context.users(change.resource.urn)
    if change.resource.type in BUCKETS:
        near = [*used_by, *(each for one in used_by for each in context.users(one.urn))]
        return any(one.type == CANARY for one in near)
    keeps = any(one.type in DATA or one.type in _KEEPS for one in used_by)
    return (
        change.resource.type in _KEYS
        and not keeps
        and all(context.deletes(one) or one.type in _PASSING for one in used_by)
    )


def _lines(context: Context, change: Change, *, alone: bool) -> Iterator[tuple[str, str]]:
    name = change.resource.name
    guarded = change.before is not None and change.before.protect and change.kind is not Kind.UPDATE
    refused = "; it is protected: the engine refuses until that is lifted" if guarded else ""
    for one in change.forced_by:
        said = " (said by the engine)" if one.source == _ENGINE else ""
        perhaps = "" if one.certain else "possibly: "
        yield name, f"{one.path}: {perhaps}{one.reason}{said}{refused}"
    if change.kind is Kind.REPLACE and not change.forced_by:
        yield name, f"what forces it is not known{refused}"
    if change.kind is Kind.DELETE:
        yield name, f"nothing declares it any more{refused}"
        like = context.created.get((change.resource.type, change.place), ())
        if like and alone and change.resource.type in DATA:
            yield name, f"{names(like)} of the same type is new there: a rename needs an alias"


def _fix(how: str, what: str) -> str:
    if how == "deletes":
        return "keep it declared; give it an alias where it is renamed; let it go on purpose, with a backup"
    over = "traffic" if what == "traffic" else "data and the traffic"
    return f"leave the named property as it is, or move the {over} over first, beside the old one"
