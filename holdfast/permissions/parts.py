"""Statements laid into managed policies, each no larger than IAM takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.permissions.model import MAX_POLICY_CHARACTERS, Policy, Statement, characters
from holdfast.permissions.statements import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def policies(statements: Iterable[Statement], name: str) -> tuple[Policy, ...]:
    """The policies, in the statements' order; a statement that is too long is cut into several.

    Args:
        statements: Statements, each with a ``Sid`` of its own.
        name: What the policies' names begin with.
    """
    laid: list[list[Statement]] = [[]]
    for whole in statements:
        for piece in _pieces(whole):
            if laid[-1] and characters((*laid[-1], piece)) > MAX_POLICY_CHARACTERS:
                laid.append([])
            laid[-1].append(piece)
    return tuple(
        Policy(name=f"{name}-{number}", statements=tuple(part))
        for number, part in enumerate((one for one in laid if one), start=1)
    )


def _pieces(whole: Statement) -> Iterator[Statement]:
    """The statement, or several with a part of the actions each, that fill a policy at most."""
    actions = listed(whole["Action"])
    if characters((whole,)) <= MAX_POLICY_CHARACTERS:
        yield whole
        return
    if len(actions) == 1:
        yield from _by_resources(whole)
        return
    middle = len(actions) // 2
    for ending, part in (("A", actions[:middle]), ("B", actions[middle:])):
        yield from _pieces({**whole, "Sid": f"{whole['Sid']}{ending}", "Action": part})


def _by_resources(whole: Statement) -> Iterator[Statement]:
    resources = listed(whole["Resource"])
    if characters((whole,)) <= MAX_POLICY_CHARACTERS or len(resources) == 1:
        yield whole
        return
    middle = len(resources) // 2
    for ending, part in (("A", resources[:middle]), ("B", resources[middle:])):
        yield from _by_resources({**whole, "Sid": f"{whole['Sid']}{ending}", "Resource": part})
