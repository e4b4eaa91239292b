"""Where the parts of an Aurora database are declared: their names, tags, options and common arguments."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi

from holdfast.components.aurora_args import AuroraDatabaseArgs, AuroraMemberArgs


@dataclass(frozen=True, kw_only=True, slots=True)
class AuroraScope:
    """What all children of one ``AuroraDatabase`` have in common."""

    args: AuroraDatabaseArgs
    """Arguments of the component, checked."""
    parent: pulumi.Resource
    """The component."""

    @property
    def protected(self) -> bool:
        """Whether what holds data is kept from deletion."""
        return self.args.get("protection", True)

    @property
    def home(self) -> AuroraMemberArgs:
        """The founding member."""
        return self.args["members"][self.args["home"]]

    @property
    def password_version(self) -> int:
        """Version of the master user's password."""
        return int(self.args.get("password_version", 1))

    def noun(self, place: str, noun: str | None = None) -> str:
        """Logical name of a child: its place, the store, and what it is besides the cluster itself."""
        name = f"{place}-{self.args['store']}-db"
        return name if noun is None else f"{name}-{noun}"

    def tagged(self, logical_name: str) -> dict[str, str]:
        """Tags of a child, with the ``Name`` that AWS's console shows."""
        return {**self.args.get("tags", {}), "Name": logical_name}

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
