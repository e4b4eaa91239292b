from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from holdfast.operate.aws import AvoidedRegionError, EndpointError, Patience, clients

NEVER_EMULATED = ["arc-region-switch", "globalaccelerator", "route53-recovery-cluster", "s3control"]


@pytest.fixture(autouse=True)
def no_endpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)


@pytest.mark.parametrize("service", ["s3", "rds", "ec2", *NEVER_EMULATED])
def test_a_test_run_makes_no_client_of_aws_itself(service: str) -> None:
    with pytest.raises(
        EndpointError, match=f"this is a test run, and {service} in eu-west-1 would be called"
    ):
        clients()(service, "eu-west-1")


@pytest.mark.parametrize("run", ["PYTEST_CURRENT_TEST", "HOLDFAST_EMULATED"])
def test_either_variable_makes_it_a_test_run(monkeypatch: pytest.MonkeyPatch, run: str) -> None:
    for name in ("PYTEST_CURRENT_TEST", "HOLDFAST_EMULATED"):
        monkeypatch.delenv(name, raising=False)
    assert clients()("s3", "eu-west-1").meta.endpoint_url == "https://s3.eu-west-1.amazonaws.com"
    monkeypatch.setenv(run, "1")
    with pytest.raises(EndpointError):
        clients()("s3", "eu-west-1")


@pytest.mark.parametrize("address", ["http://127.0.0.1:5000", "http://localhost:5000", "http://[::1]:5000"])
@pytest.mark.parametrize("service", ["s3", *NEVER_EMULATED])
def test_an_emulator_on_this_machine_is_called(
    monkeypatch: pytest.MonkeyPatch, service: str, address: str
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", address)
    assert clients()(service, "eu-west-1").meta.endpoint_url == address


@pytest.mark.parametrize(
    "address", ["http://10.0.0.1", "https://s3.eu-west-1.amazonaws.com", "http://0.0.0.0:5000"]
)
def test_an_endpoint_elsewhere_is_refused(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", address)
    with pytest.raises(EndpointError):
        clients()("s3", "eu-west-1")


def test_an_endpoint_of_ones_own_is_held_to_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:5000")
    with pytest.raises(EndpointError):
        clients()(
            "route53-recovery-cluster",
            "us-east-1",
            endpoint_url="https://abc.route53-recovery-cluster.us-east-1.amazonaws.com/v1",
        )


def test_a_region_that_is_left_is_not_called(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:5000")
    make = clients(avoid={"us-east-1"})
    with pytest.raises(AvoidedRegionError, match="us-east-1 is being left and is not called"):
        make("rds", "us-east-1")
    assert make("rds", "eu-west-1").meta.region_name == "eu-west-1"


def test_threads_share_a_client(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:5000")
    make = clients()
    with ThreadPoolExecutor(4) as pool:
        made: list[Any] = list(pool.map(lambda _: make("s3", "eu-west-1"), range(8)))
    assert len({id(one) for one in made}) == 1


def test_looking_gives_up_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:5000")
    config = clients(patience=Patience.LOOKING)("s3", "eu-west-1").meta.config
    assert (config.connect_timeout, config.read_timeout) == (3, 6)
    assert config.retries["total_max_attempts"] == 2
