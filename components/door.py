"""What receives an entrance's requests in one region, whatever it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import pulumi


@dataclass(frozen=True, kw_only=True)
class ErrorMetric:
    """The metric that counts answers which failed in the region, of standard resolution, to be summed."""

    namespace: str
    """CloudWatch namespace."""
    metric: str
    """Name of the metric."""
    dimensions: Mapping[str, pulumi.Input[str]]
    """All dimensions of the metric."""


class RegionalDoor(Protocol):
    """What names, health checks and fronts need of whatever receives requests in a region."""

    dns_name: pulumi.Output[str]
    """Name that alias records lead to."""
    zone_id: pulumi.Output[str]
    """Hosted zone of that name."""

    @property
    def arn(self) -> pulumi.Output[str]:
        """ARN of what receives the requests."""

    @property
    def error_metric(self) -> ErrorMetric:
        """The metric that the region's dependency alarm watches."""
