"""Clients of AWS's APIs, with timeouts that an operator can wait for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    Clients = Callable[[str, str], Any]
    """Name of a service and of a region → its client."""

_CONNECT_SECONDS, _READ_SECONDS, _ATTEMPTS = 5, 20, 5


def clients() -> Clients:
    """Give a maker of clients; credentials and endpoints are those of the environment, as for the AWS CLI."""
    import boto3  # noqa: PLC0415  # half a second that only those pay who call AWS
    from botocore.config import Config  # noqa: PLC0415  # see above

    config = Config(
        connect_timeout=_CONNECT_SECONDS,
        read_timeout=_READ_SECONDS,
        retries={"mode": "standard", "total_max_attempts": _ATTEMPTS},
    )
    session = boto3.Session()
    # The stubs know each service by a literal of its own.
    make: Callable[..., Any] = session.client
    return lambda service, region: make(service, region_name=region, config=config)
