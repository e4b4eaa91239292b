"""Where the parts of a network are declared: their name, region, tags and parent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi


@dataclass(frozen=True, kw_only=True, slots=True)
class NetworkScope:
    """What every child of one ``Network`` has in common."""

    name: str
    """Name of the component: the place, such as ``use1``."""
    region: str
    """AWS region in which every child is declared."""
    account_id: str
    """AWS account that owns the network."""
    tags: Mapping[str, str]
    """Tags of every child that takes tags."""
    parent: pulumi.Resource
    """The component."""

    def noun(self, noun: str, key: str | None = None) -> str:
        """Logical name of a child: the place, what it is, and its key where there can be more of them."""
        return f"{self.name}-{noun}" if key is None else f"{self.name}-{noun}-{key}"

    def tagged(self, logical_name: str) -> dict[str, str]:
        """Tags of a child, with the ``Name`` that AWS's console shows."""
        return {**self.tags, "Name": logical_name}

    def options(
        self,
        depends_on: Sequence[pulumi.Resource] = (),
        *,
        delete_before_replace: bool | None = None,
    ) -> pulumi.ResourceOptions:
        """Options of a child."""
        return pulumi.ResourceOptions(
            parent=self.parent,
            depends_on=list(depends_on) or None,
            delete_before_replace=delete_before_replace,
        )


def once_ready(
    ids: Sequence[pulumi.Output[str]], gates: Sequence[pulumi.Resource]
) -> pulumi.Output[Sequence[str]]:
    """Ids that depend on ``gates`` besides, so that what uses them is made after and deleted before these.

    The gates join the resources that the value comes from: a gate that is about to be made hides no id, and
    no output is made for each of them, of which a network has dozens.
    """
    together = pulumi.Output.all(*ids)

    async def sources() -> set[pulumi.Resource]:
        return {*await together.resources(), *gates}

    async def value() -> Sequence[str]:
        return await together.future(with_unknowns=True) or ()

    return pulumi.Output(sources(), value(), together.is_known(), together.is_secret())
