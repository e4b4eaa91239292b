"""Where the parts of a database are declared: their names, tags, options and what guards them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi


@dataclass(frozen=True, kw_only=True)
class DatabaseScope:
    """What all children of one database have in common, of whatever service."""

    store: str
    """Key of the store, part of every child's name."""
    protected: bool
    """Whether what holds data is kept from deletion."""
    password_version: int
    """Version of the master user's password."""
    tags: Mapping[str, str]
    """Tags of every child that takes tags."""
    parent: pulumi.Resource
    """The component."""

    def noun(self, place: str, noun: str | None = None) -> str:
        """Logical name of a child: its place, the store, and what it is besides the database itself."""
        name = f"{place}-{self.store}-db"
        return name if noun is None else f"{name}-{noun}"

    def tagged(self, logical_name: str) -> dict[str, str]:
        """Tags of a child, with the ``Name`` that AWS's console shows."""
        return {**self.tags, "Name": logical_name}

    def options(
        self,
        depends_on: Sequence[pulumi.Resource] = (),
        *,
        protect: bool | None = None,
        ignore_changes: Sequence[str] = (),
    ) -> pulumi.ResourceOptions:
        """Options of a child."""
        return pulumi.ResourceOptions(
            parent=self.parent,
            depends_on=list(depends_on) or None,
            protect=protect,
            ignore_changes=list(ignore_changes) or None,
        )
