"""What all children of one component have in common: their tags and options."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi


@dataclass(frozen=True, kw_only=True, slots=True)
class ChildScope:
    """Tags and options of every child of one component."""

    tags: Mapping[str, str]
    """Tags of every child that takes tags."""
    parent: pulumi.Resource
    """The component."""

    def tagged(self, logical_name: str) -> dict[str, str]:
        """Tags of a child, with the ``Name`` that AWS's console shows."""
        return {**self.tags, "Name": logical_name}

    def options(
        self,
        depends_on: Sequence[pulumi.Resource] = (),
        *,
        protect: bool | None = None,
        ignore_changes: Sequence[str] = (),
        delete_before_replace: bool | None = None,
    ) -> pulumi.ResourceOptions:
        """Options of a child."""
        return pulumi.ResourceOptions(
            parent=self.parent,
            depends_on=list(depends_on) or None,
            protect=protect,
            ignore_changes=list(ignore_changes) or None,
            delete_before_replace=delete_before_replace,
        )
