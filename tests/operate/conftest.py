"""AWS's API on this machine, and a stack's output ``operations``."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, cast

import boto3
import pytest
from moto.server import ThreadedMotoServer

from tests.components.api_sample import operations as exported

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.contracts.operations import Operations


@pytest.fixture(scope="session")
def emulated_aws() -> Iterator[str]:
    """Address of an emulator of AWS's API."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def aws(emulated_aws: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Boto3, whose every client talks to the emulator alone."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", emulated_aws)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "emulated")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "emulated")
    return boto3


@pytest.fixture
def operations() -> Operations:
    """The contract of a pair of regions, whose alarms have names of their own."""
    contract = cast("Operations", copy.deepcopy(exported("active-passive")))
    for place, endpoint in contract["entrances"]["public"]["endpoints"].items():
        region = contract["regions"][place]["region"]
        endpoint["dependency_alarm_arn"] = (
            f"arn:aws:cloudwatch:{region}:111122223333:alarm:{place}-public-dependency"
        )
    return contract
