"""AWS's API on this machine, and a stack's output ``operations``."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, cast

import boto3
import pytest
from moto.server import ThreadedMotoServer

from tests.components.api_sample import operations as exported
from tests.operate.contracts import whole
from tests.operate.emulated_aurora import with_global_failover
from tests.operate.emulated_stack import World, make_stack
from tests.operate.regional_proxy import RegionalProxy
from tests.operate.scripted import Aws

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


class EmulatedAws:
    """Clients of the emulator, each made once: making one takes longer than what tests ask of it."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._made: dict[tuple[str, str], Any] = {}

    def client(self, service: str, region_name: str) -> Any:
        key = (service, region_name)
        if key not in self._made:
            make: Any = boto3.client
            self._made[key] = make(
                service,
                region_name=region_name,
                endpoint_url=self._url,
                aws_access_key_id="emulated",
                aws_secret_access_key="emulated",  # noqa: S106  # nobody takes it
            )
        return self._made[key]

    def resource(self, service: str, *, region_name: str) -> Any:
        make: Any = boto3.resource
        return make(service, region_name=region_name, endpoint_url=self._url)


@pytest.fixture(scope="session")
def emulated_clients(emulated_aws: str) -> EmulatedAws:
    """Clients that tests share."""
    return EmulatedAws(emulated_aws)


@pytest.fixture
def aws(emulated_clients: EmulatedAws, emulated_aws: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What tests ask the emulator by; the environment leads everything else there too."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", emulated_aws)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "emulated")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "emulated")
    return emulated_clients


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


@pytest.fixture
def proxy(emulated_aws: str) -> Iterator[RegionalProxy]:
    """The emulator by regions, any of which can be lost."""
    found = RegionalProxy(emulated_aws)
    yield found
    found.stop()


@pytest.fixture
def stack(aws: Any, emulated_aws: str, proxy: RegionalProxy, monkeypatch: pytest.MonkeyPatch) -> World:
    """A pair of regions on the emulator; the tool talks to it by regions."""
    with_global_failover(monkeypatch)
    return make_stack(aws, proxy, emulated_aws, monkeypatch)


@pytest.fixture
def contract() -> Operations:
    """A stack with a store of every kind."""
    return whole()


@pytest.fixture
def script() -> Iterator[Aws]:
    """AWS by a script, all of which must have been asked for."""
    aws = Aws()
    yield aws
    aws.done()
