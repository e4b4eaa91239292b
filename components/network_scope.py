"""Where the parts of a network are declared: their name, region, tags and parent."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi

from holdfast.components.child_scope import ChildScope


@dataclass(frozen=True, kw_only=True, slots=True)
class NetworkScope(ChildScope):
    """What every child of one ``Network`` has in common."""

    name: str
    """Name of the component: the place, such as ``use1``."""
    region: str
    """AWS region in which every child is declared."""
    account_id: str
    """AWS account that owns the network."""

    def noun(self, noun: str, key: str | None = None) -> str:
        """Logical name of a child: the place, what it is, and its key where there can be more of them."""
        return f"{self.name}-{noun}" if key is None else f"{self.name}-{noun}-{key}"


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
