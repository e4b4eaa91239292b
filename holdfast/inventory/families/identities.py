"""Directories of users: Cognito user pools, which AWS neither replicates nor backs up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.inventory import gaps
from holdfast.inventory.items import REDEPLOY, copy_of, item
from holdfast.inventory.keys import BY_AWS
from holdfast.inventory.model import Category, Gap, Item, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.inventory.view import View

POOL = "aws:cognito/userPool:UserPool"


def find(view: View) -> Iterator[Item]:
    """Every user pool."""
    for one in view.graph.of_type(POOL):
        copies = [copy_of(view, one, Role.PRIMARY, BY_AWS)]
        alone = gaps.no_copy_elsewhere(view, copies)
        unkept = Gap(
            id=gaps.NO_BACKUP,
            reason="users and passwords cannot be backed up or exported: those of a lost pool sign up again",
        )
        yield item(
            view,
            one,
            Category.IDENTITIES,
            "Cognito user pool",
            copies,
            ways=[REDEPLOY],
            gaps=[*([alone] if alone else []), unkept],
            notes=["deployed again it is empty"],
        )
