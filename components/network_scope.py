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
    """Ids that only come once ``gates`` exist, so that what uses them is made after and deleted before these.

    Waits for URNs, which a preview knows too: a gate that is about to be made hides no id.
    """
    urns = [gate.urn for gate in gates]
    return pulumi.Output.all(*ids, *urns).apply(lambda values: values[: len(ids)])
