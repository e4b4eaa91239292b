"""Where the parts of an Aurora database are declared, and its arguments."""

from dataclasses import dataclass
from typing import Self

import pulumi

from holdfast.components.aurora_args import AuroraDatabaseArgs, AuroraMemberArgs
from holdfast.components.database_scope import DatabaseScope


@dataclass(frozen=True, kw_only=True)
class AuroraScope(DatabaseScope):
    """What all children of one ``AuroraDatabase`` have in common."""

    args: AuroraDatabaseArgs
    """Arguments of the component, checked."""

    @classmethod
    def of(cls, args: AuroraDatabaseArgs, parent: pulumi.Resource) -> Self:
        """Return the scope of a database.

        Args:
            args: Arguments of the component, checked.
            parent: The component.
        """
        return cls(
            store=args["store"],
            protected=args.get("protection", True),
            password_version=int(args.get("password_version", 1)),
            tags=args.get("tags", {}),
            parent=parent,
            args=args,
        )

    @property
    def home(self) -> AuroraMemberArgs:
        """The founding member."""
        return self.args["members"][self.args["home"]]
