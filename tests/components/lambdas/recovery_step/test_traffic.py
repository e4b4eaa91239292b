"""Traffic that leaves: switches on moto's S3, pools at a Cloudflare on this machine."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Final

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from holdfast.components.lambdas.recovery_step import traffic
from holdfast.components.lambdas.recovery_step.steps import Stage, StepError, client
from holdfast.components.lambdas.recovery_step.traffic import Answers, CloudflarePool, Switch

if TYPE_CHECKING:
    from collections.abc import Iterator

REGION: Final = "eu-west-1"
TOKEN = "cf-planted-token-000"  # noqa: S105  # planted, to find it where it must not be
POOL = "/accounts/acc1/load_balancers/pools/pool1"


@pytest.fixture(autouse=True)
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        boto3.client("s3", REGION).create_bucket(
            Bucket="switches", CreateBucketConfiguration={"LocationConstraint": REGION}
        )
        yield


def switch(*, present: bool) -> Switch:
    return Switch(
        clients=client, bucket="switches", object_key="maintenance/use1", region=REGION, present=present
    )


def test_a_switch_is_put_and_taken_away() -> None:
    for present in (True, False):
        step = switch(present=present)
        assert step.state().stage is Stage.TODO
        step.act()
        assert step.state().stage is Stage.DONE
        step.act()  # again, to no harm
        assert step.state().stage is Stage.DONE


def test_a_switch_says_who_put_it() -> None:
    switch(present=True).act()
    body = boto3.client("s3", REGION).get_object(Bucket="switches", Key="maintenance/use1")["Body"].read()
    assert json.loads(body) == {"by": "recovery automation"}


def test_a_switch_that_cannot_be_read_is_not_taken_for_one_that_is_away() -> None:
    def refused(**_: Any) -> None:
        raise ClientError(
            {"Error": {"Code": "403"}, "ResponseMetadata": {"HTTPStatusCode": 403}},  # type: ignore[typeddict-item]  # part
            "HeadObject",
        )

    forbidden = type("S3", (), {"head_object": staticmethod(refused)})()
    with pytest.raises(ClientError, match="403"):
        Switch(
            clients=lambda _service, _region: forbidden,
            bucket="switches",
            object_key="maintenance/use1",
            region=REGION,
            present=True,
        ).state()


class Cloudflare(BaseHTTPRequestHandler):
    """Keeps whether a pool is enabled; answers with what the test sets first."""

    enabled = True
    refusals: list[int]
    tokens: set[str | None]

    def do_GET(self) -> None:
        self._answer(None)

    def do_PATCH(self) -> None:
        self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def _answer(self, change: dict[str, bool] | None) -> None:
        type(self).tokens.add(self.headers["Authorization"])
        if type(self).refusals:
            self._say(type(self).refusals.pop(0), {"success": False})
            return
        if self.path != POOL:
            self._say(404, {"success": False})
            return
        if change is not None:
            type(self).enabled = change["enabled"]
        self._say(200, {"success": True, "result": {"id": "pool1", "enabled": type(self).enabled}})

    def _say(self, status: int, body: dict[str, Any]) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_: object) -> None:
        """Keep still."""


@pytest.fixture
def cloudflare(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Cloudflare]]:
    kept = type("Kept", (Cloudflare,), {"enabled": True, "refusals": [], "tokens": set()})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kept)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(traffic, "API", f"http://127.0.0.1:{server.server_address[1]}")
    yield kept
    server.shutdown()
    server.server_close()


def pool(pool_id: str = "pool1") -> CloudflarePool:
    arn = boto3.client("secretsmanager", REGION).create_secret(Name=pool_id, SecretString=f"{TOKEN}\n")["ARN"]
    return CloudflarePool(clients=client, account_id="acc1", pool_id=pool_id, enabled=False, token_secret=arn)


def test_a_pool_is_disabled_with_the_token_of_the_secret(cloudflare: type[Cloudflare]) -> None:
    step = pool()
    assert step.state().stage is Stage.TODO
    step.act()
    assert not cloudflare.enabled
    assert step.state().stage is Stage.DONE
    assert cloudflare.tokens == {f"Bearer {TOKEN}"}


@pytest.mark.parametrize("status", [401, 403])
def test_a_token_that_may_not_is_no_use_to_try_again(cloudflare: type[Cloudflare], status: int) -> None:
    cloudflare.refusals.append(status)
    with pytest.raises(StepError, match=f"Cloudflare answers GET {POOL} with HTTP {status}") as refused:
        pool().state()
    assert TOKEN not in str(refused.value)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_passes_is_tried_again_by_whoever_asks(cloudflare: type[Cloudflare], status: int) -> None:
    cloudflare.refusals.append(status)
    step = pool()
    with pytest.raises(OSError, match=f"HTTP {status}"):
        step.state()
    assert step.state().stage is Stage.TODO


@pytest.mark.usefixtures("cloudflare")
def test_a_pool_that_is_not_there_is_said() -> None:
    with pytest.raises(StepError, match="HTTP 404"):
        pool("gone").state()


def test_addresses_are_done_when_all_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    answers: dict[str, str | None] = {"https://a.example.com/": None, "https://b.example.com/": "HTTP 503"}
    monkeypatch.setattr(traffic, "_failure", answers.__getitem__)
    step = Answers(urls=tuple(answers))
    assert step.state().stage is Stage.UNDER_WAY
    assert step.state().detail == "no success from https://b.example.com/ (HTTP 503)"
    step.act()
    answers["https://b.example.com/"] = None
    assert step.state().stage is Stage.DONE


def test_an_address_fails_by_errors_and_by_silence(cloudflare: type[Cloudflare]) -> None:
    cloudflare.refusals.append(503)
    assert traffic._failure(f"{traffic.API}{POOL}") == "HTTP 503"
    assert traffic._failure(f"{traffic.API}{POOL}") is None
    assert traffic._failure("https://127.0.0.1:1/") == "URLError"
