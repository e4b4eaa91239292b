"""A dead or hung instance leaves the rotation within the configured checks, and comes back."""

from __future__ import annotations

import signal
import threading
import time
from typing import TYPE_CHECKING

import pytest

from holdfast.topology.values import ProxySoftware
from tests.proxies.lab import CHECK, SLACK_SECONDS, Lab, until

if TYPE_CHECKING:
    from collections.abc import Callable

HAPROXY, NGINX = ProxySoftware.HAPROXY, ProxySoftware.NGINX
ONE, TWO, THREE = "127.0.0.11", "127.0.0.12", "127.0.0.13"
ALL = (ONE, TWO, THREE)


def test_haproxy_takes_out_who_is_killed_within_its_checks_and_nobody_notices(
    start: Callable[..., Lab],
) -> None:
    lab = start(HAPROXY, ALL)
    # Before its first check a server has no credit: one failure would do.
    until(lambda: set(lab.credit().values()) == {CHECK.rise + CHECK.fall - 1}, "all are checked")
    lab.backends[ONE].signal(signal.SIGKILL)
    began = time.monotonic()
    while lab.up() & {ONE}:
        assert lab.get().status == 200
        assert time.monotonic() - began < CHECK.out_after_seconds + SLACK_SECONDS
    # Two failures, the second an interval after the first: sooner would be another reason.
    assert time.monotonic() - began > (CHECK.fall - 1) * CHECK.interval_seconds * 0.8
    assert lab.serves() == {TWO, THREE}
    lab.backends[ONE].start()
    until(lambda: ONE in lab.up(), "it is back", CHECK.back_after_seconds + SLACK_SECONDS)
    assert lab.serves() == {*ALL}


def test_haproxy_takes_out_who_hangs_within_its_checks(start: Callable[..., Lab]) -> None:
    lab = start(HAPROXY, ALL)
    lab.backends[TWO].signal(signal.SIGSTOP)
    until(lambda: TWO not in lab.up(), "it is out", CHECK.out_after_seconds + SLACK_SECONDS)
    answers = [lab.get() for _ in range(12)]
    assert {one.name for one in answers} == {ONE, THREE}
    assert max(one.seconds for one in answers) < 1
    lab.backends[TWO].signal(signal.SIGCONT)
    until(lambda: TWO in lab.up(), "it is back", CHECK.back_after_seconds + SLACK_SECONDS)
    assert lab.serves() == {*ALL}


def test_haproxy_answers_503_when_all_are_dead_and_serves_when_they_are_back(
    start: Callable[..., Lab],
) -> None:
    lab = start(HAPROXY, ALL[:2])
    for one in lab.backends.values():
        one.signal(signal.SIGKILL)
    until(lambda: not lab.up(), "all are out", CHECK.out_after_seconds + SLACK_SECONDS)
    answer = lab.get()
    assert (answer.status, answer.headers["Strict-Transport-Security"]) == (503, "max-age=31536000")
    # The Network Load Balancer asks for the proxy alone: all proxies would be out at once otherwise.
    assert lab.health() == 200
    for one in lab.backends.values():
        one.start()
    until(lambda: lab.get().status == 200, "they are back", CHECK.back_after_seconds + SLACK_SECONDS)


def test_nginx_leaves_out_who_is_killed_and_nobody_notices(start: Callable[..., Lab]) -> None:
    lab = start(NGINX, ALL)
    lab.backends[ONE].signal(signal.SIGKILL)
    assert {lab.get().name for _ in range(30)} == {TWO, THREE}
    lab.backends[ONE].start()
    # It is tried again, once, when it was left alone for fail_timeout.
    until(lambda: lab.serves() == {*ALL}, "it is back", CHECK.passive_seconds + 1 + SLACK_SECONDS)


def test_nginx_has_no_active_check_so_that_clients_find_out_who_hangs(start: Callable[..., Lab]) -> None:
    wait = 1.0
    lab = start(NGINX, ALL[:2], answer_seconds=wait)
    lab.backends[ONE].signal(signal.SIGSTOP)
    # Longer than any check would take: nginx has not asked, and the next clients wait in vain.
    time.sleep(CHECK.out_after_seconds)
    answers = [lab.get() for _ in range(8)]
    slow = [one for one in answers if one.seconds >= wait]
    assert 1 <= len(slow) <= CHECK.fall
    # Left alone after so many failures; the last ones all came after them.
    assert {one.name for one in answers[2 * CHECK.fall :]} == {TWO}
    lab.backends[ONE].signal(signal.SIGCONT)
    until(lambda: lab.serves() == {ONE, TWO}, "it is back", CHECK.passive_seconds + 1 + SLACK_SECONDS)


@pytest.mark.parametrize("software", [HAPROXY, NGINX])
def test_a_proxy_that_stops_ends_its_requests_and_takes_no_new_ones(
    start: Callable[..., Lab], software: ProxySoftware
) -> None:
    lab = start(software, (ONE,))
    assert lab.process is not None
    answers: list[int] = []
    slow = threading.Thread(target=lambda: answers.append(lab.get("/slow").status))
    slow.start()
    time.sleep(0.5)
    lab.signal(signal.SIGUSR1 if software is HAPROXY else signal.SIGQUIT)
    until(lambda: refuses(lab), "it takes no new ones", 1 + SLACK_SECONDS)
    assert slow.is_alive()
    slow.join()
    assert answers == [200]
    lab.process.wait(lab.config.drain_seconds + SLACK_SECONDS)


@pytest.mark.parametrize("software", [HAPROXY, NGINX])
def test_a_proxy_does_not_wait_for_ever(start: Callable[..., Lab], software: ProxySoftware) -> None:
    lab = start(software, (ONE,), drain_seconds=1)
    assert lab.process is not None
    client = lab.client()
    client.connect()
    slow = threading.Thread(target=lambda: swallow(lambda: lab.get("/slow?long")))
    slow.start()
    lab.backends[ONE].signal(signal.SIGSTOP)
    lab.signal(signal.SIGUSR1 if software is HAPROXY else signal.SIGQUIT)
    lab.process.wait(1 + 2 * SLACK_SECONDS)
    client.close()
    slow.join()


def swallow(call: Callable[[], object]) -> None:
    try:
        call()
    except (OSError, ValueError):
        return
    except Exception as error:  # noqa: BLE001  # whatever way the connection ended
        assert "closed" in str(error) or "Remote" in str(error), error  # noqa: PT017


def refuses(lab: Lab) -> bool:
    try:
        lab.get()
    except OSError:
        return True
    return False
