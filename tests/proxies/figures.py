"""Measures the real proxies and prints the figures next to what their configuration promises.

    python -m tests.proxies.figures

Checks are every half second here and every few in a stack: the rules are the same, the times scale.
"""

from __future__ import annotations

import io
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import ExitStack, closing, redirect_stderr
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdfast.components.proxy_config import PoolCookie
from holdfast.topology.values import ProxyAlgorithm, ProxySoftware
from tests.needs import missing
from tests.proxies.lab import CHECK, Lab, ask, config, lab, pool, settle, until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

HAPROXY, NGINX = ProxySoftware.HAPROXY, ProxySoftware.NGINX
ONE, TWO, THREE = ALL = ("127.0.0.11", "127.0.0.12", "127.0.0.13")
RUNS = 3
LIMIT = 20
QUIET_SECONDS = 2.2
HEADINGS = ("proxy", "what", "promised", "measured")

Row = tuple[str, str, str]


def spread(start: Callable[..., Lab], software: ProxySoftware) -> Iterator[Row]:
    """How each algorithm spreads requests."""
    made = start(software, ALL)
    yield "round_robin: 30 requests, 3 instances", "10, 10, 10", _counted(made.names(30))
    made = start(software, ALL[:2], algorithm=ProxyAlgorithm.LEAST_CONNECTIONS)
    busy: list[str] = []
    slow = threading.Thread(target=lambda: busy.extend(made.names(1, "/slow")))
    slow.start()
    until(lambda: len({*made.names(3)}) == 1, "the slow request has begun")
    free = made.names(20)
    slow.join()
    yield "least_connections: 20 requests beside a slow one", "0 to the busy one", str(free.count(busy[0]))
    made = start(software, algorithm=ProxyAlgorithm.IP_HASH)
    made.launch(*ALL)
    made.tell()
    clients = [f"127.0.5.{number}" for number in range(1, 61)]
    until(lambda: {made.get(connect={"source": one}).name for one in clients} == {*ALL}, "three serve")
    first = {one: made.get(connect={"source": one}).name for one in clients}
    again = {one: made.get(connect={"source": one}).name for one in clients}
    moved = sum(first[one] != again[one] for one in clients)
    yield (
        "ip_hash: 60 addresses of one /24",
        "each keeps its instance",
        f"{moved} moved; {_counted(first.values())}",
    )
    made = start(software, algorithm=ProxyAlgorithm.WEIGHTED, pools=[pool("orders", "orders", "canary")])
    made.weights = {"orders": 90, "canary": 10}
    made.launch(*ALL)
    made.launch("127.0.0.21", service="canary")
    made.tell()
    settle(made, {*ALL, "127.0.0.21"})
    canary = made.names(200).count("127.0.0.21")
    yield "weighted 90 : 10: 200 requests, 3 + 1 instances", "20 to the one", str(canary)


def haproxy_checks(start: Callable[..., Lab]) -> Iterator[Row]:
    """How soon active checks take out and take back."""
    for what, out, back in (
        ("killed", signal.SIGKILL, None),
        ("hung", signal.SIGSTOP, signal.SIGCONT),
    ):
        ejected, admitted, failed = [], [], 0
        for _ in range(RUNS):
            made = start(HAPROXY, ALL)
            _all_checked(made)
            made.backends[ONE].signal(out)
            began = time.monotonic()
            while ONE in made.up():
                # Somebody who meets the one that hangs waits for it: nobody asks meanwhile.
                failed += out is signal.SIGKILL and made.get().status != 200
                time.sleep(0.01)
            ejected.append(time.monotonic() - began)
            made.backends[ONE].start() if back is None else made.backends[ONE].signal(back)
            admitted.append(_back(made))
        asked = f"{CHECK.fall} checks every {CHECK.interval_seconds} s, timeout {CHECK.timeout_seconds} s"
        yield f"{what}: out of rotation ({asked})", f"<= {CHECK.out_after_seconds:.1f} s", _times(ejected)
        yield (
            f"{what}: back after {CHECK.rise} checks",
            f"<= {CHECK.back_after_seconds:.1f} s",
            _times(admitted),
        )
        if out is signal.SIGKILL:
            yield "killed: requests that fail meanwhile", "0", str(failed)


def nginx_passive(start: Callable[..., Lab]) -> Iterator[Row]:
    """What nginx does instead of checks."""
    made = start(NGINX, ALL)
    made.backends[ONE].signal(signal.SIGKILL)
    statuses = [made.get().status for _ in range(60)]
    yield "killed: requests that fail, of 60", "0", str(sum(one != 200 for one in statuses))
    made.backends[ONE].start()
    back = until(lambda: made.serves() == {*ALL}, "it is back")
    yield "killed: tried again", f"<= {CHECK.passive_seconds + 1} s", f"{back:.2f} s"
    made = start(NGINX, ALL[:2], answer_seconds=1)
    made.backends[ONE].signal(signal.SIGSTOP)
    answers = [made.get() for _ in range(10)]
    waited = [one for one in answers if one.seconds >= 1]
    yield "hung: requests that wait answer_seconds in vain", f"1 to {CHECK.fall}", str(len(waited))


def clients(start: Callable[..., Lab], software: ProxySoftware) -> Iterator[Row]:
    """Sessions and limits."""
    if software is HAPROXY:
        made = start(HAPROXY, ALL, cookie=PoolCookie(name="HOLDFAST", duration_seconds=60))
        first = made.get()
        kept = {"Cookie": first.headers["Set-Cookie"].split(";")[0]}
        same = made.names(30, headers=kept).count(first.name)
        yield "session: 30 requests with the cookie", "30 to one instance", str(same)
    made = start(software, (ONE,), limit_rps=LIMIT)
    time.sleep(QUIET_SECONDS)
    began = time.monotonic()
    with closing(made.client()) as client:
        statuses = Counter(ask(client, "/").status for _ in range(5 * LIMIT))
    most = LIMIT * (1 + time.monotonic() - began) + 1
    taken = f"{statuses[200]} taken, {statuses[429]} answered 429"
    yield f"burst of {5 * LIMIT}, limit {LIMIT} a second", f"{LIMIT - 1} to {most:.0f} taken", taken


def measured(software: ProxySoftware) -> Iterator[Row]:
    """All figures of one proxy."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        numbers = iter(range(1000))

        def start(which: ProxySoftware, addresses: Sequence[str] = (), **more: Any) -> Lab:
            place = Path(folder) / str(next(numbers))
            place.mkdir()
            return stack.enter_context(lab(config(which, place, **more), place, addresses))

        yield from spread(start, software)
        yield from haproxy_checks(start) if software is HAPROXY else nginx_passive(start)
        yield from clients(start, software)


def _all_checked(made: Lab) -> None:
    until(lambda: set(made.credit().values()) == {CHECK.rise + CHECK.fall - 1}, "all are checked")


def _back(made: Lab) -> float:
    return until(lambda: ONE in made.up(), "it is back")


def _counted(names: Iterator[str] | Sequence[str] | Any) -> str:
    return ", ".join(str(number) for _, number in sorted(Counter(names).items()))


def _times(seconds: Sequence[float]) -> str:
    return f"{min(seconds):.2f} to {max(seconds):.2f} s in {len(seconds)} runs"


def main() -> int:
    """Print the table; 3 without the binaries."""
    if absent := missing("haproxy", "nginx", "openssl"):
        sys.stderr.write(f"not on PATH: {', '.join(absent)}; run: make proxy-binaries\n")
        return 3
    rows: list[tuple[str, ...]] = [HEADINGS]
    with redirect_stderr(io.StringIO()):
        for software in ProxySoftware:
            rows += [(software.value, *row) for row in measured(software)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    for row in rows:
        sys.stdout.write(
            "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() + "\n"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
