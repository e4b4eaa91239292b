"""What serves in one region, whatever it runs on."""

from typing import Protocol

import pulumi


class RegionalService(Protocol):
    """What stores, doors and operators need of a service in a region."""

    log_group_name: pulumi.Output[str]
    """Log group of the service."""
    role_arn: pulumi.Output[str]
    """Role that the service's code has."""
    role_name: pulumi.Output[str]
    """Name of that role, to attach what the service itself may do."""
