"""Where the parts of a database are declared: their names, tags, options and what guards them."""

from dataclasses import dataclass

from holdfast.components.child_scope import ChildScope


@dataclass(frozen=True, kw_only=True)
class DatabaseScope(ChildScope):
    """What all children of one database have in common, of whatever service."""

    store: str
    """Key of the store, part of every child's name."""
    protected: bool
    """Whether what holds data is kept from deletion."""
    password_version: int
    """Version of the master user's password."""

    def noun(self, place: str, noun: str | None = None) -> str:
        """Logical name of a child: its place, the store, and what it is besides the database itself."""
        name = f"{place}-{self.store}-db"
        return name if noun is None else f"{name}-{noun}"
