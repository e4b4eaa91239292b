"""Levers: the switch on the emulator, ARC and accelerators, which it lacks, by a script, and Cloudflare by a
stand-in that speaks HTTP."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from holdfast.operate import cloudflare
from holdfast.operate.actions import step_for
from holdfast.operate.aws import EndpointError, clients
from holdfast.operate.readings import read_traffic
from holdfast.operate.steps import Stage, StepError
from tests.operate.contracts import planned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from holdfast.contracts.operations import Operations
    from holdfast.operate.steps import Step
    from tests.operate.scripted import Aws

EUW1, USE1 = "eu-west-1", "us-east-1"


@pytest.fixture
def make(contract: Operations) -> Callable[..., Step]:
    def made(action: str, maker: Any, *, place: str = "euw1", graceful: bool = False) -> Step:
        step = planned(action, "public", "entrance", place)
        return step_for(step, contract, maker, graceful=graceful, away_from="use1")

    return made


@pytest.fixture
def bucket(aws: Any, contract: Operations) -> Any:
    """The bucket of use1's switch, in the emulator."""
    switch = contract["entrances"]["public"]["endpoints"]["use1"]["switch"]
    assert switch is not None
    assert switch["region"] == EUW1, "the switch of a region lies in another"
    s3 = aws.resource("s3", region_name=EUW1)
    return s3.create_bucket(Bucket=switch["bucket"], CreateBucketConfiguration={"LocationConstraint": EUW1})


def test_the_switch_takes_the_place_out_and_keeps_its_time(bucket: Any, make: Callable[..., Step]) -> None:
    leave = make("route", clients(avoid={USE1}))
    state = leave.state()
    assert (state.stage, state.detail) == (Stage.TODO, "the switch of use1 is off")
    leave.act()
    (found,) = bucket.objects.all()
    assert found.key == "maintenance/use1"
    content = json.load(found.get()["Body"])
    assert (content["place"], content["by"]) == ("use1", "holdfast")
    assert leave.state().stage is Stage.DONE
    leave.act()
    (again,) = bucket.objects.all()
    assert again.get()["Body"].read() == found.get()["Body"].read(), "what is set stays as it was set"


def test_the_switch_lets_the_place_in_again(bucket: Any, make: Callable[..., Step]) -> None:
    make("route", clients()).act()
    back = make("return", clients(), place="use1")
    assert back.state().stage is Stage.TODO
    back.act()
    back.act()
    assert list(bucket.objects.all()) == []
    assert back.state().stage is Stage.DONE


def test_what_a_switch_says_is_read_from_the_region_that_has_it(bucket: Any, contract: Operations) -> None:
    del bucket
    (found,) = read_traffic(contract, clients(), {"euw1"})
    assert (found.entrance, found.place, found.by, found.out) == ("public", "use1", "switch", False)


def test_a_switch_that_cannot_be_read_is_unknown(script: Aws, contract: Operations) -> None:
    script.refuses("s3", EUW1, "head_object", "403", "Forbidden")
    (found,) = read_traffic(contract, script, {"euw1"})
    assert found.out is None
    assert "the role needs s3:GetObject, s3:ListBucket" in found.detail


CONTROLS = {"use1": "arn:control/use1", "euw1": "arn:control/euw1"}
ENDPOINTS = {
    region: f"https://{region}.cluster.example.com/v1"
    for region in (USE1, EUW1, "us-west-2", "ap-northeast-1", "ap-southeast-2")
}


@pytest.fixture
def controlled(contract: Operations, monkeypatch: pytest.MonkeyPatch) -> None:
    """Routing controls in place of switches, whose endpoints are asked in a known order."""
    recovery = contract["recovery"]
    assert recovery is not None
    recovery["routing"] = "routing-control"
    recovery["routing_control"] = {
        "cluster_arn": "arn:cluster",
        "endpoints": ENDPOINTS,
        "controls": {"public": CONTROLS},
    }
    monkeypatch.setattr("random.sample", lambda found, _: sorted(found, key=lambda one: one[0] != USE1))


@pytest.mark.usefixtures("controlled")
def test_a_routing_control_is_switched_by_an_endpoint_that_answers(
    script: Aws, make: Callable[..., Step]
) -> None:
    script.avoided = {USE1}
    leave = make("route", script)
    script.refuses(
        "route53-recovery-cluster",
        "ap-northeast-1",
        "get_routing_control_state",
        "EndpointTemporarilyUnavailableException",
    )
    script.answers(
        "route53-recovery-cluster",
        "ap-southeast-2",
        "get_routing_control_state",
        {"RoutingControlArn": CONTROLS["use1"], "RoutingControlState": "On"},
        RoutingControlArn=CONTROLS["use1"],
    )
    assert leave.state().stage is Stage.TODO
    assert script.endpoints == [ENDPOINTS["ap-northeast-1"], ENDPOINTS["ap-southeast-2"]]


@pytest.mark.usefixtures("controlled")
def test_taking_a_place_out_keeps_another_on_in_the_same_call(script: Aws, make: Callable[..., Step]) -> None:
    script.answers(
        "route53-recovery-cluster",
        USE1,
        "get_routing_control_state",
        {"RoutingControlArn": CONTROLS["use1"], "RoutingControlState": "On"},
    )
    script.answers(
        "route53-recovery-cluster",
        USE1,
        "update_routing_control_states",
        {},
        UpdateRoutingControlStateEntries=[
            {"RoutingControlArn": CONTROLS["euw1"], "RoutingControlState": "On"},
            {"RoutingControlArn": CONTROLS["use1"], "RoutingControlState": "Off"},
        ],
    )
    make("route", script).act()


@pytest.mark.usefixtures("controlled")
def test_a_safety_rule_stops_it(script: Aws, make: Callable[..., Step]) -> None:
    script.answers(
        "route53-recovery-cluster",
        USE1,
        "get_routing_control_state",
        {"RoutingControlArn": CONTROLS["use1"], "RoutingControlState": "On"},
    )
    script.refuses(
        "route53-recovery-cluster", USE1, "update_routing_control_states", "ConflictException", "rule one"
    )
    with pytest.raises(StepError, match=r"a safety rule of ARC refuses it: .*rule one"):
        make("route", script).act()


@pytest.fixture
def accelerated(contract: Operations) -> None:
    contract["entrances"]["public"]["accelerator"] = {
        "arn": "arn:accelerator",
        "control_region": "us-west-2",
        "addresses": [],
        "endpoint_group_arns": {"use1": "arn:group/use1", "euw1": "arn:group/euw1"},
    }


@pytest.mark.usefixtures("accelerated")
def test_a_lost_region_is_left_by_the_accelerator_itself(script: Aws, make: Callable[..., Step]) -> None:
    state = make("route", script).state()
    assert state.stage is Stage.DONE
    assert "control plane in us-west-2, which a failover does not need" in state.detail
    assert not script.asked


@pytest.mark.usefixtures("accelerated")
def test_for_maintenance_the_dial_is_turned(script: Aws, make: Callable[..., Step]) -> None:
    def dial(percent: float) -> None:
        script.answers(
            "globalaccelerator",
            "us-west-2",
            "describe_endpoint_group",
            {"EndpointGroup": {"TrafficDialPercentage": percent}},
            EndpointGroupArn="arn:group/use1",
        )

    leave = make("route", script, graceful=True)
    dial(100)
    assert leave.state().stage is Stage.TODO
    dial(100)
    script.answers(
        "globalaccelerator",
        "us-west-2",
        "update_endpoint_group",
        {},
        EndpointGroupArn="arn:group/use1",
        TrafficDialPercentage=0.0,
    )
    leave.act()
    dial(0)
    assert leave.state().stage is Stage.DONE


def test_without_a_lever_health_checks_alone_decide(
    contract: Operations, script: Aws, make: Callable[..., Step]
) -> None:
    for endpoint in contract["entrances"]["public"]["endpoints"].values():
        endpoint["switch"] = None
    assert "health checks" in make("route", script).state().detail
    assert "health checks" in make("return", script, place="use1").state().detail


class Cloudflare(BaseHTTPRequestHandler):
    """Pools, and what was asked."""

    pools: ClassVar[dict[str, dict[str, Any]]] = {}
    asked: ClassVar[list[tuple[str, str, str | None]]] = []
    fails: ClassVar[int | None] = None

    def do_GET(self) -> None:
        self._answer()

    def do_PATCH(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.pools[self.path.rpartition("/")[2]].update(body, modified_on="2026-11-22T10:00:00Z")
        self._answer()

    def log_message(self, *_: Any) -> None:
        pass

    def _answer(self) -> None:
        self.asked.append((self.command, self.path, self.headers["Authorization"]))
        code = self.fails or 200
        content = (
            {"success": False, "errors": [{"code": 1, "message": "not for you"}]}
            if self.fails
            else {"success": True, "result": self.pools[self.path.rpartition("/")[2]]}
        )
        self.send_response(code)
        self.end_headers()
        self.wfile.write(json.dumps(content).encode())


@pytest.fixture
def pools(contract: Operations, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Cloudflare]]:
    """Pools at Cloudflare alone."""
    entrance = contract["entrances"]["public"]
    for endpoint in entrance["endpoints"].values():
        endpoint["switch"] = None
    entrance["cloudflare"] = {
        "account_id": "acc",
        "zone_id": "zone",
        "load_balancer_id": "lb",
        "pool_ids": {"use1": "pool-use1", "euw1": "pool-euw1"},
        "fallback": "euw1",
        "proxied": True,
    }
    Cloudflare.pools = {"pool-use1": {"enabled": True}, "pool-euw1": {"enabled": True}}
    Cloudflare.asked, Cloudflare.fails = [], None
    server = HTTPServer(("127.0.0.1", 0), Cloudflare)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv(cloudflare.BASE, f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv(cloudflare.TOKEN, "hidden")
    yield Cloudflare
    server.shutdown()
    server.server_close()


def test_a_pool_is_disabled_and_enabled(
    pools: type[Cloudflare], script: Aws, make: Callable[..., Step]
) -> None:
    leave = make("route", script)
    assert leave.state().stage is Stage.TODO
    leave.act()
    leave.act()
    assert pools.pools["pool-use1"]["enabled"] is False
    assert [method for method, *_ in pools.asked].count("PATCH") == 1, "what is disabled stays as it is"
    assert pools.asked[0] == ("GET", "/accounts/acc/load_balancers/pools/pool-use1", "Bearer hidden")
    assert leave.state().stage is Stage.DONE
    make("return", script, place="use1").act()
    assert pools.pools["pool-use1"]["enabled"] is True


@pytest.mark.parametrize(
    ("code", "error"), [(403, StepError), (429, ConnectionError), (502, ConnectionError)]
)
def test_what_cloudflare_refuses_is_told_without_the_token(
    pools: type[Cloudflare],
    script: Aws,
    make: Callable[..., Step],
    code: int,
    error: type[Exception],
) -> None:
    pools.fails = code
    with pytest.raises(error, match=f"Cloudflare answers {code} to GET .*: not for you") as caught:
        make("route", script).state()
    assert "hidden" not in str(caught.value)


@pytest.mark.usefixtures("pools")
def test_without_a_token_it_is_refused(
    script: Aws, make: Callable[..., Step], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(cloudflare.TOKEN)
    with pytest.raises(StepError, match="environment variable CLOUDFLARE_API_TOKEN"):
        make("route", script).state()


@pytest.mark.usefixtures("pools")
def test_a_test_run_never_calls_cloudflare(
    script: Aws, make: Callable[..., Step], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(cloudflare.BASE)
    with pytest.raises(EndpointError, match=r"Cloudflare would be called at https://api\.cloudflare\.com"):
        make("route", script).state()


@pytest.mark.usefixtures("pools")
def test_a_pool_that_cannot_be_read_is_unknown(
    script: Aws, contract: Operations, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(cloudflare.TOKEN)
    found = read_traffic(contract, script, {"euw1"})
    assert {one.place: one.out for one in found} == {"use1": None, "euw1": None}
