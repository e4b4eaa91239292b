"""The agent adds and removes instances, renews the certificate, and changes nothing when something fails."""

from __future__ import annotations

import ast
import json
import signal
import ssl
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from holdfast.components import proxy_agent
from holdfast.topology.values import ProxySoftware
from tests.proxies.lab import CHECK, SLACK_SECONDS, Lab, ask, certificate, pool, settle, until

if TYPE_CHECKING:
    from collections.abc import Callable

HAPROXY, NGINX = ProxySoftware.HAPROXY, ProxySoftware.NGINX
ONE, TWO, THREE = "127.0.0.11", "127.0.0.12", "127.0.0.13"

both = pytest.mark.parametrize("software", [HAPROXY, NGINX])
FAILURES: dict[str, object] = {
    "fails": None,
    "knows nothing": {"value": []},
    "knows others": {"value": [["10.0.0.9", "euw1-other"], ["10.0.0.9", None], [None, "euw1-orders"]]},
    "speaks no JSON": "<html>",
}


def test_the_agent_runs_on_amazon_linux_own_python() -> None:
    source = Path(proxy_agent.__file__).read_text()
    tree = ast.parse(source, feature_version=(3, 9))
    imported = {
        (one.module if isinstance(one, ast.ImportFrom) else one.names[0].name)
        for one in ast.walk(tree)
        if isinstance(one, ast.Import | ast.ImportFrom)
    }
    assert imported == {
        *("hashlib", "json", "os", "socket"),
        *("subprocess", "sys", "time", "pathlib", "typing"),
    }


@both
def test_instances_come_and_go(start: Callable[..., Lab], software: ProxySoftware) -> None:
    lab = start(software, (ONE,))
    lab.launch(TWO, THREE)
    assert lab.serves() == {ONE}
    lab.tell()
    settle(lab, {ONE, TWO, THREE})
    lab.services["orders"].remove(ONE)
    lab.ec2()
    lab.tell()
    settle(lab, {TWO, THREE})


@both
@pytest.mark.parametrize("failure", FAILURES)
def test_nothing_changes_without_an_answer(
    start: Callable[..., Lab], software: ProxySoftware, failure: str
) -> None:
    lab = start(software, (ONE, TWO))
    lab.ec2(FAILURES[failure])
    for _ in range(3):
        lab.tell()
    assert lab.serves() == {ONE, TWO}
    assert lab.health() == 200


@both
def test_a_service_without_an_answer_keeps_its_instances_while_another_changes(
    start: Callable[..., Lab], software: ProxySoftware
) -> None:
    lab = start(software, pools=[pool("orders", paths=("/orders",)), pool("web")])
    lab.launch(ONE)
    lab.launch(TWO, service="web")
    lab.tell()
    until(lambda: (lab.get("/orders").name, lab.get("/").name) == (ONE, TWO), "both serve")
    lab.services = {"web": []}
    lab.launch(THREE, service="web")
    lab.tell()
    until(lambda: lab.get("/").name == THREE, "the other has changed")
    assert lab.get("/orders").name == ONE


@both
def test_a_proxy_that_starts_again_knows_its_instances_while_aws_is_away(
    start: Callable[..., Lab], software: ProxySoftware
) -> None:
    lab = start(software, (ONE, TWO))
    assert lab.process is not None
    lab.ec2(None)
    lab.signal(signal.SIGTERM)
    lab.process.wait()
    lab.start()
    lab.tell()
    settle(lab, {ONE, TWO})
    assert lab.health() == 200


@both
def test_a_proxy_is_unhealthy_until_ec2_has_answered_it_and_when_it_drains(
    start: Callable[..., Lab], software: ProxySoftware
) -> None:
    lab = start(software)
    assert lab.health() == 503
    lab.ec2(None)
    lab.tell()
    assert lab.health() == 503
    # No instance is an answer: a proxy that were unhealthy for it would be replaced for ever.
    lab.ec2({"value": []})
    lab.tell()
    until(lambda: lab.health() == 200, "it is healthy")
    assert lab.get().status in {502, 503}
    lab.launch(ONE)
    lab.tell()
    settle(lab, {ONE})
    proxy_agent.drain(lab.agent)
    assert lab.health() == 503
    # It still takes requests: the load balancer has yet to see it. And the agent does not take it back.
    lab.tell()
    assert lab.health() == 503
    assert lab.get().name == ONE


def test_haproxy_sends_nothing_to_who_joins_before_its_checks_pass(start: Callable[..., Lab]) -> None:
    lab = start(HAPROXY, (ONE,))
    lab.launch(TWO)
    lab.backends[TWO].stop()
    lab.tell()
    time.sleep(CHECK.out_after_seconds)
    assert lab.up() == {ONE}
    lab.backends[TWO].start()
    until(lambda: lab.up() == {ONE, TWO}, "it has proved itself", CHECK.back_after_seconds + SLACK_SECONDS)


def test_haproxy_holds_no_more_than_its_slots(start: Callable[..., Lab]) -> None:
    lab = start(HAPROXY, (ONE,))
    lab.services = {"orders": [ONE, *(f"127.0.1.{number}" for number in range(1, 20))]}
    lab.ec2()
    lab.tell()
    assert len(proxy_agent._servers(lab.agent, "orders")) == 8
    assert not any(out for *_, out in proxy_agent._servers(lab.agent, "orders").values())


def test_nginx_keeps_its_list_where_it_refuses_the_new_one(start: Callable[..., Lab]) -> None:
    lab = start(NGINX, (ONE,))
    before = (lab.folder / "upstreams" / "orders.conf").read_text()
    lab.ec2({"value": [["no address; }", "euw1-orders"]]})
    with pytest.raises(ValueError, match="nginx refuses the new servers"):
        lab.tell()
    assert (lab.folder / "upstreams" / "orders.conf").read_text() == before
    assert lab.serves() == {ONE}


def test_nginx_is_reloaded_only_for_a_change(start: Callable[..., Lab]) -> None:
    lab = start(NGINX, (ONE,))
    told = {**lab.agent, "reload": ["false"], "test": ["false"]}
    proxy_agent.tick(told)
    lab.launch(TWO)
    with pytest.raises(ValueError, match="nginx refuses"):
        proxy_agent.tick(told)


@both
def test_a_new_certificate_comes_into_force_and_no_connection_drops(
    start: Callable[..., Lab], software: ProxySoftware
) -> None:
    lab = start(software, (ONE,))
    assert presented(lab) in (lab.folder / "site.pem").read_text()
    slow: list[int] = []
    with closing(lab.client()) as client:
        ask(client, "/")
        running = threading.Thread(target=lambda: slow.append(ask(client, "/slow").status))
        running.start()
        new = certificate(lab.folder / "new.pem", "other.example.test")
        lab.answers(**{"get-secret-value": {"value": new}})
        proxy_agent.certificate(lab.agent)
        until(lambda: presented(lab) in new, "the new one is presented")
        running.join()
    assert slow == [200]
    assert lab.serves() == {ONE}


@both
@pytest.mark.parametrize("secret", [None, {"value": "nothing"}, {"value": "swapped"}])
def test_a_certificate_that_cannot_be_had_or_used_leaves_the_old_one(
    start: Callable[..., Lab], software: ProxySoftware, secret: object
) -> None:
    lab = start(software, (ONE,))
    old = (lab.folder / "site.pem").read_text()
    if secret == {"value": "swapped"}:
        secret = {"value": swapped(lab)}
    lab.answers(**{"get-secret-value": secret})
    if secret is None:
        proxy_agent.certificate(lab.agent)
    else:
        with pytest.raises(ValueError, match="certificate"):
            proxy_agent.certificate(lab.agent)
    assert (lab.folder / "site.pem").read_text() == old
    assert presented(lab) in old
    assert lab.serves() == {ONE}


@both
def test_a_proxy_that_starts_again_takes_the_secrets_certificate_or_the_one_that_it_had(
    start: Callable[..., Lab], software: ProxySoftware
) -> None:
    lab = start(software)
    assert lab.process is not None
    old, path = (lab.folder / "site.pem").read_text(), lab.folder / "agent.json"
    path.write_text(json.dumps(lab.agent))
    lab.signal(signal.SIGTERM)
    lab.process.wait()
    for secret in (None, {"value": "nothing"}, {"value": swapped(lab)}):
        lab.answers(**{"get-secret-value": secret})
        assert proxy_agent.main("start", str(path)) == 0
        assert (lab.folder / "site.pem").read_text() == old
    new = certificate(lab.folder / "new.pem", "other.example.test")
    lab.answers(**{"get-secret-value": {"value": new}})
    assert proxy_agent.main("start", str(path)) == 0
    lab.start()
    assert presented(lab) in new


def swapped(lab: Lab) -> str:
    """The lab's certificate with a key that is not its own."""
    other = certificate(lab.folder / "other.pem")
    chain = (lab.folder / "site.pem").read_text().split("-----BEGIN PRIVATE")[0]
    return f"{chain}-----BEGIN PRIVATE{other.split('-----BEGIN PRIVATE')[1]}"


def presented(lab: Lab) -> str:
    """The certificate that a client is shown, as a file of certificates holds it."""
    return ssl.get_server_certificate(("127.0.0.1", lab.config.https_port))


def test_slots_are_the_same_on_every_proxy_and_mostly_kept() -> None:
    addresses = [f"10.0.{number // 200}.{number % 200}" for number in range(20)]
    assert proxy_agent.slots(addresses, 48) == proxy_agent.slots(addresses[::-1], 48)
    full = proxy_agent.slots(addresses, 48)
    less = proxy_agent.slots(addresses[1:], 48)
    moved = [one for slot, one in less.items() if full[slot] != one] if less.keys() <= full.keys() else []
    assert sorted(full.values()) == sorted(addresses)
    assert len(moved) <= 2
    assert len(proxy_agent.slots(addresses, 8)) == 8


def test_weights_keep_the_shares() -> None:
    members = [{"service": "orders", "weight": 90}, {"service": "canary", "weight": 10}]
    known = {"orders": ["10.0.0.1", "10.0.0.2", "10.0.0.3"], "canary": ["10.0.0.4"]}
    weights = proxy_agent.weights(members, known)
    assert weights == {"orders": 256, "canary": 85}
    assert 0.09 < weights["canary"] / (3 * weights["orders"] + weights["canary"]) < 0.11
    assert proxy_agent.weights(members, {"orders": []}) == {}


@both
def test_a_machine_without_a_certificate_does_not_start(
    start: Callable[..., Lab], software: ProxySoftware
) -> None:
    lab = start(software)
    path, site = lab.folder / "agent.json", lab.folder / "site.pem"
    path.write_text(json.dumps(lab.agent))
    good, bad = site.read_text(), swapped(lab)
    site.unlink()
    for secret in (None, {"value": bad}):
        lab.answers(**{"get-secret-value": secret})
        assert proxy_agent.main("start", str(path)) == 1
        # The timer writes none either: only a start is sure of being read.
        assert proxy_agent.main("certificate", str(path)) == 0
        assert not site.exists()
    lab.answers(**{"get-secret-value": {"value": good}})
    assert proxy_agent.main("start", str(path)) == 0
    assert site.read_text() == good
    assert site.stat().st_mode & 0o777 == 0o600
