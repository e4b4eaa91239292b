"""AWS by a script: botocore's Stubber, which holds calls and answers against AWS's own service models.

For what the emulator lacks or gets wrong: global databases, promotions, Global Datastores, access points,
routing controls, accelerators (what moto does not do).
"""

from __future__ import annotations

from typing import Any

import boto3
from botocore.config import Config
from botocore.stub import Stubber

from holdfast.operate.aws import AvoidedRegionError


class Aws:
    """A maker of clients that answer from the script, and refuse what is not in it."""

    def __init__(self) -> None:
        self.stubs: dict[tuple[str, str], Stubber] = {}
        self.asked: list[tuple[str, str]] = []
        self.endpoints: list[str] = []
        self.avoided: set[str] = set()

    def __call__(self, service: str, region: str, *, endpoint_url: str | None = None) -> Any:
        if region in self.avoided:
            raise AvoidedRegionError(f"{region} is being left and is not called")
        self.asked.append((service, region))
        if endpoint_url is not None:
            self.endpoints.append(endpoint_url)
        return self._stub(service, region).client

    def answers(self, service: str, region: str, operation: str, answer: Any, **parameters: Any) -> None:
        """The next call of this client is this one, with exactly these parameters if there are any."""
        self._stub(service, region).add_response(operation, answer, parameters or None)

    def refuses(self, service: str, region: str, operation: str, code: str, message: str = "no") -> None:
        """The next call of this client is refused."""
        self._stub(service, region).add_client_error(operation, code, message, http_status_code=400)

    def done(self) -> None:
        """Everything in the script was asked for."""
        for stub in self.stubs.values():
            stub.assert_no_pending_responses()

    def _stub(self, service: str, region: str) -> Stubber:
        if (service, region) not in self.stubs:
            make: Any = boto3.client
            client = make(
                service,
                region_name=region,
                endpoint_url="http://127.0.0.1:9",
                aws_access_key_id="scripted",
                aws_secret_access_key="scripted",  # noqa: S106 - nobody takes it
                config=Config(retries={"total_max_attempts": 1}),
            )
            stub = Stubber(client)
            stub.activate()
            self.stubs[service, region] = stub
        return self.stubs[service, region]
