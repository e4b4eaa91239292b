"""What the deployment itself remembers: the state of the stack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.inventory import figures
from holdfast.inventory.keys import NOT_KNOWN
from holdfast.inventory.model import Category, Copy, Item, Role, Way

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.inventory.view import View

# Values that were drawn once and that no provider can read back.
_DRAWN = ("random:index/randomPassword:RandomPassword", "tls:index/privateKey:PrivateKey")


def find(view: View) -> Iterator[Item]:
    """The state, whose place no graph tells."""
    if not view.graph.resources:
        return
    drawn = len(view.graph.of_type(*_DRAWN))
    yield Item(
        category=Category.STATE,
        what="state of the Pulumi stack",
        name=view.graph.stack or "stack",
        resource=None,
        component=None,
        copies=(Copy(role=Role.PRIMARY, region=None, encryption=NOT_KNOWN, age=figures.UNKNOWN),),
        ways=(
            Way(
                when="the backend or its region is lost",
                how="log in to where it has a copy, and read the last export in",
                command="pulumi stack import --file STATE.json",
            ),
        ),
        notes=(f"generated passwords and keys that it alone holds: {drawn}",) if drawn else (),
        unknowns=("where the backend keeps it, and which key or passphrase opens its secrets",),
    )
