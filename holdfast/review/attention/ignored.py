"""Settings that are changed and reach nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks import Severity
from holdfast.review.attention.telling import names
from holdfast.review.model import Attention

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.attention.context import Context


def ignored(context: Context) -> Iterator[Attention]:
    """One item for each component that is given what its resources are told to ignore.

    Args:
        context: The change.
    """
    for one in context.unseen:
        if one.ignored:
            yield Attention(
                id="change-ignored",
                severity=Severity.LOW,
                title=f"Another {names(one.paths)} of {one.component} changes nothing",
                details=(f"the program ignores changes of {names(one.ignored)} of {names(one.ignoring)}",),
                fix="change it at AWS too, or take it back: what is written is not what runs",
                source="https://www.pulumi.com/docs/iac/concepts/resources/options/ignorechanges/",
            )
