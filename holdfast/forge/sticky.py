"""A comment that stays one: found by a marker that nobody sees, edited in place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from holdfast.forge.errors import ForgeError, UnsureError

if TYPE_CHECKING:
    from collections.abc import Iterator

_ATTEMPTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A comment that the token's own user wrote."""

    id: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """What became of a comment."""

    id: str
    """The forge's id of it."""
    created: bool
    """False where one was there, and was edited or was right already."""
    removed: int = 0
    """Twins that were taken away: two runs at once had made them."""


class Forge(Protocol):
    """Where comments are."""

    name: str
    """What it is called in messages."""
    longest_body: int
    """Characters that a comment may have."""

    def own_comments(self, number: int) -> Iterator[Comment]:
        """Comments of the token's own user on a pull or merge request, oldest first, over all pages."""

    def create(self, number: int, body: str) -> str:
        """Write a comment and give its id; raises ``UnsureError`` where it may have been written."""

    def edit(self, number: int, comment: str, body: str) -> None:
        """Replace a comment's text."""

    def delete(self, number: int, comment: str) -> None:
        """Take a comment away."""


def marker(project: str) -> str:
    """The line by which a project's comment is found: HTML that no forge shows.

    Args:
        project: Name of the Pulumi project; others can comment on the same pull request.
    """
    return f"<!-- holdfast:review:{re.sub(r'[^A-Za-z0-9_.]+', '-', project)} -->"


def put_comment(forge: Forge, number: int, body: str, *, project: str) -> Placed:
    """Write the project's one comment, or edit it where it is.

    Comments of others are never taken for ours, whatever they hold: who wrote a comment can edit it later,
    and so make a review say what it did not.

    Args:
        forge: Where.
        number: Number of the pull or merge request.
        body: Text of the comment, without the marker.
        project: Name of the Pulumi project.

    Raises:
        ForgeError: It could not be placed.
    """
    line = marker(project)
    text = f"{line}\n{body}"
    if len(text) > forge.longest_body:
        raise ForgeError(
            f"the comment has {len(text):,} characters and {forge.name} takes {forge.longest_body:,}: "
            "make it with a smaller --budget"
        )
    for attempt in range(1, _ATTEMPTS + 1):
        found = [one for one in forge.own_comments(number) if one.body.startswith(line)]
        if found:
            first, *twins = found
            if first.body.replace("\r\n", "\n").rstrip() != text.rstrip():
                forge.edit(number, first.id, text)
            for twin in twins:
                forge.delete(number, twin.id)
            return Placed(id=first.id, created=False, removed=len(twins))
        try:
            return Placed(id=forge.create(number, text), created=True)
        except UnsureError:
            if attempt == _ATTEMPTS:
                raise
    raise AssertionError("every attempt ends")
