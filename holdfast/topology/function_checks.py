"""Functions that need more concurrent executions than the account has in a region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import Mistake
from holdfast.topology.values.function import LEAST_UNRESERVED_EXECUTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.topology.values import Topology

_SOURCE = "https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html"


def function_mistakes(topology: Topology) -> Iterator[Mistake]:
    """Yield a mistake for each region whose functions reserve or need more than the account's quota.

    Of several quotas the largest counts: the account has one in each region.
    """
    for region in topology.regions:
        functions = [
            (service, service.function) for service in region.services if service.function is not None
        ]
        if not functions:
            continue
        quota = max(function.quota for _, function in functions)
        reserved = sum(function.reserved or 0 for _, function in functions)
        needed = sum(service.capacity.needed for service, _ in functions)
        paths = ", ".join(f"holdfast:services.{service.key}" for service, _ in functions)
        shared = any(function.reserved is None for _, function in functions)
        if reserved > quota - LEAST_UNRESERVED_EXECUTIONS:
            yield Mistake(
                file=f"Pulumi.{topology.stack}.yaml",
                key=paths,
                value=f"{reserved} reserved in {region.place}",
                message=(
                    f"reserve {reserved} concurrent executions, and of the account's {quota} in a region "
                    f"{LEAST_UNRESERVED_EXECUTIONS} stay unreserved ({_SOURCE}): reserve for fewer services, "
                    "lower scaling.max_factor, or have AWS raise the quota and say so in function.quota"
                ),
            )
        elif needed > (quota if shared else quota - LEAST_UNRESERVED_EXECUTIONS):
            yield Mistake(
                file=f"Pulumi.{topology.stack}.yaml",
                key=paths,
                value=f"{needed} needed in {region.place}",
                message=(
                    f"need {needed} concurrent executions after the loss that the stack survives, and the "
                    f"account has {quota} in a region ({_SOURCE}): have AWS raise the quota and say so in "
                    "function.quota"
                ),
            )
