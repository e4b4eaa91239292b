"""Where the parts of a database are declared: their names, tags, options and what guards them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import pulumi

from holdfast.components.child_scope import ChildScope
from holdfast.components.database_args import DatabaseArgs
from holdfast.components.member_args import IsolatedMember


@dataclass(frozen=True, kw_only=True)
class DatabaseScope(ChildScope):
    """What all children of one database have in common, of whatever service."""

    args: DatabaseArgs
    """Arguments of the component, checked."""
    members: Mapping[str, IsolatedMember]
    """Place → where the member stands."""
    store: str
    """Key of the store, part of every child's name."""
    protected: bool
    """Whether what holds data is kept from deletion."""
    password_version: int
    """Version of the master user's password."""

    @classmethod
    def of(cls, args: DatabaseArgs, members: Mapping[str, IsolatedMember], parent: pulumi.Resource) -> Self:
        """Return the scope of a database.

        Args:
            args: Arguments of the component, checked.
            members: The members in them, which differ in type from service to service.
            parent: The component.
        """
        return cls(
            store=args["store"],
            protected=args.get("protection", True),
            password_version=int(args.get("password_version", 1)),
            tags=args.get("tags", {}),
            parent=parent,
            args=args,
            members=members,
        )

    def noun(self, place: str, noun: str | None = None) -> str:
        """Logical name of a child: its place, the store, and what it is besides the database itself."""
        name = f"{place}-{self.store}-db"
        return name if noun is None else f"{name}-{noun}"
