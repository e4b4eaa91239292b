"""Clients of AWS's APIs: with timeouts that an operator can wait for, never of a region that is being left.

In a test run, or with ``HOLDFAST_EMULATED`` set, no client is made whose endpoint is not on this machine: an
emulator does not answer every service, and a call that it lets through would change a real account.
"""

from __future__ import annotations

import functools
import ipaddress
import os
import threading
from enum import Enum
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Collection


class Clients(Protocol):
    """A maker of clients, by the name of a service and of a region."""

    def __call__(self, service: str, region: str, *, endpoint_url: str | None = None) -> Any:  # noqa: ANN401  # boto3 makes a class per service
        """Give a client; ``endpoint_url`` where the endpoint is one's own, as a routing-control cluster's."""


class AvoidedRegionError(Exception):
    """The region is being left: nothing may wait for it."""


class EndpointError(Exception):
    """A client of a test run would not talk to this machine."""


class Patience(Enum):
    """How long a call may take: seconds to connect, seconds to answer, and attempts."""

    CHANGING = (5, 20, 5)
    """What changes something is worth waiting for."""
    LOOKING = (3, 6, 2)
    """What looks must come back: at most 18 seconds and the pause between both attempts."""
    KNOCKING = (2, 3, 1)
    """What is said to be lost is asked once whether it is: at most five seconds, beside everything else."""
    JUDGING = (5, 890, 1)
    """A function that answers after as long as Lambda lets it run; once, since a second call would begin it
    again beside the first."""


def clients(*, avoid: Collection[str] = (), patience: Patience = Patience.CHANGING) -> Clients:
    """Give a maker of clients; credentials and endpoints are those of the environment, as for the AWS CLI.

    Args:
        avoid: AWS regions that are being left. Default: none.
        patience: How long a call may take. Default: that of what changes something.

    Returns:
        A maker that threads may share. It raises ``AvoidedRegionError`` for a region to avoid, and
        ``EndpointError`` in a test run without an endpoint on this machine.
    """
    made: dict[tuple[str, str, str | None], Any] = {}
    sessions: list[Any] = []
    lock = threading.Lock()
    avoided = frozenset(avoid)

    def client(service: str, region: str, *, endpoint_url: str | None = None) -> Any:  # noqa: ANN401  # as declared
        if region in avoided:
            raise AvoidedRegionError(f"{region} is being left and is not called")
        # A session is not safe to share between threads, its clients are:
        # https://docs.aws.amazon.com/boto3/latest/guide/clients.html (2026-11)
        with lock:
            key = (service, region, endpoint_url)
            if key not in made:
                if not sessions:
                    sessions.append(_session())
                made[key] = _client(sessions[0], service, region, endpoint_url, patience)
            return made[key]

    return client


@functools.cache
def _loader() -> Any:  # noqa: ANN401  # botocore has no types of its own
    """What reads the descriptions of services, once for all clients: that is most of the time they take."""
    from botocore.loaders import create_loader  # noqa: PLC0415  # only those pay who call AWS

    return create_loader()


def _session() -> Any:  # noqa: ANN401  # as declared
    import boto3  # noqa: PLC0415  # half a second that only those pay who call AWS
    from botocore.session import get_session  # noqa: PLC0415  # see above

    core = get_session()
    core.register_component("data_loader", _loader())
    return boto3.Session(botocore_session=core)


def _client(session: Any, service: str, region: str, endpoint: str | None, patience: Patience) -> Any:  # noqa: ANN401  # as declared
    from botocore.config import Config  # noqa: PLC0415  # only those pay who call AWS

    connect, read, attempts = patience.value
    config = Config(
        connect_timeout=connect,
        read_timeout=read,
        retries={"mode": "standard", "total_max_attempts": attempts},
        # An emulator's address has no name that could stand before it.
        inject_host_prefix=not is_emulated(),
    )
    found = session.client(service, region_name=region, endpoint_url=endpoint, config=config)
    if is_emulated() and not _is_here(found.meta.endpoint_url):
        raise EndpointError(
            f"this is a test run, and {service} in {region} would be called at {found.meta.endpoint_url}: "
            "set AWS_ENDPOINT_URL to an emulator on this machine"
        )
    return found


def is_emulated() -> bool:
    """Whether nothing but this machine may be called."""
    return bool(os.environ.get("PYTEST_CURRENT_TEST") or os.environ.get("HOLDFAST_EMULATED"))


def _is_here(endpoint: str) -> bool:
    host = urlsplit(endpoint).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
