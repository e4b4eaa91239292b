"""A store as the rest of a stack sees it: what services need to use it, and what its operators name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import pulumi

from holdfast.components.regional_foundation import RegionalFoundation
from holdfast.components.service_args import ServiceStore
from holdfast.topology.values import Topology


@dataclass(frozen=True, kw_only=True)
class StoreScope:
    """What the stores of a stack are declared with."""

    topology: Topology
    """The plan."""
    foundations: Mapping[str, RegionalFoundation]
    """Key and network by place."""
    topic_arns: Mapping[str, pulumi.Output[str]]
    """Topic for alarms, of each place that serves."""
    child: pulumi.ResourceOptions
    """Options of every store's component, which leave held regions as they are."""

    def region(self, place: str) -> str:
        """Return the AWS region of a place."""
        return next(one.region for one in self.topology.regions if one.place == place)

    def key_arn(self, place: str) -> pulumi.Output[str]:
        """Return the customer key of a place."""
        return self.foundations[place].key_arn


class DeclaredStore(Protocol):
    """A store that was declared."""

    def access(self, place: str) -> ServiceStore:
        """Return what services in one of its places need in order to use it."""
        ...

    def operations(self) -> Mapping[str, Any]:
        """Return what only its kind has of ``holdfast.contracts.operations.Store``, by that type's keys."""
        ...
