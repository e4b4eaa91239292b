"""The real HAProxy and nginx with what an instance would be given, before small servers on the loopback."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdfast.components import proxy_agent
from holdfast.components.proxy_boot import agent_config
from holdfast.components.proxy_config import (
    Pool,
    PoolCheck,
    PoolMember,
    ProxyConfig,
    ProxyPaths,
    render,
)
from holdfast.topology.values import ProxyAlgorithm, ProxySoftware

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

DOMAIN = "api.example.test"
CHECK = PoolCheck(
    path="/healthz", interval_seconds=0.5, timeout_seconds=0.3, fall=2, rise=2, statuses="200-299"
)
"""What a stack says in tens of seconds, here in tenths."""
SLACK_SECONDS = 1.5
"""What a busy machine may add to a promised time."""
_START_SECONDS = 15.0
_HERE = Path(__file__).parent


def pool(key: str = "orders", *services: str, **more: Any) -> Pool:
    """A pool of the instances of some services, by default of the one that it is called after."""
    members = [PoolMember(service=one, slots=8) for one in services or (key,)]
    return replace(Pool(key=key, hosts=(), paths=("/*",), members=members, check=CHECK), **more)


def config(software: ProxySoftware, folder: Path, **more: Any) -> ProxyConfig:
    """What one proxy is told, on free ports of the loopback."""
    common = ProxyConfig(
        software=software,
        algorithm=ProxyAlgorithm.ROUND_ROBIN,
        pools=[pool()],
        cookie=None,
        limit_rps=None,
        limit_window_seconds=1,
        hsts_seconds=31_536_000,
        answer_seconds=5,
        idle_seconds=10,
        drain_seconds=5,
        max_connections=1000,
        # nginx's workers would be nobody, who sees nothing of a folder of tests.
        user="root" if os.geteuid() == 0 else None,
        address="127.0.0.1",
        https_port=free_port(),
        http_port=free_port(),
        health_port=free_port(),
        paths=ProxyPaths(
            certificate=str(folder / "site.pem"),
            socket=str(folder / "haproxy.sock"),
            upstreams=str(folder / "upstreams"),
            serving=str(folder / "serving"),
            pid=str(folder / "proxy.pid"),
            work=str(folder / "work"),
            description=str(folder / "openapi.json"),
            log=str(folder / "proxy.log"),
        ),
    )
    return replace(common, **more)


def free_port() -> int:
    """A port that nothing listens on."""
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def certificate(path: Path, name: str = DOMAIN) -> str:
    """Make a self-signed certificate with its key, write both into one file, and return them."""
    key, chain = path.with_suffix(".key"), path.with_suffix(".crt")
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    command += ["-days", "2", "-keyout", str(key), "-out", str(chain), "-subj", f"/CN={name}"]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603  # own words
    path.write_text(chain.read_text() + key.read_text())
    return path.read_text()


@dataclass
class Answer:
    """What a client got."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes
    seconds: float

    @property
    def name(self) -> str:
        """Address of the server that answered, or the status of an answer that is none of theirs."""
        return str(json.loads(self.body)["name"]) if self.status == http.HTTPStatus.OK else str(self.status)

    @property
    def sent(self) -> dict[str, str]:
        """Headers that the server was sent."""
        return {name.lower(): value for name, value in json.loads(self.body)["headers"].items()}


@dataclass
class Backend:
    """One instance of a service, which can die, hang and come back."""

    address: str
    port: int
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [sys.executable, str(_HERE / "backend.py"), self.address, str(self.port)]
        self.process = subprocess.Popen(command)  # noqa: S603  # own words
        until(lambda: _listens(self.address, self.port), f"{self.address} listens")

    def signal(self, number: signal.Signals) -> None:
        """Kill it, stop it or let it go on."""
        assert self.process is not None
        self.process.send_signal(number)
        if number is signal.SIGKILL:
            self.process.wait()

    def stop(self) -> None:
        """End it, whatever state it is in."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()


@dataclass
class Lab:
    """A proxy, the instances that the fake EC2 knows, and the agent between them."""

    config: ProxyConfig
    folder: Path
    port: int
    weights: dict[str, int | None] = field(default_factory=dict)
    backends: dict[str, Backend] = field(default_factory=dict)
    services: dict[str, list[str]] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def agent(self) -> dict[str, Any]:
        """What the agent is told: as on an instance, but for the commands and places of this lab."""
        told = agent_config(
            self.config,
            region="eu-west-1",
            backends={
                member.service: {
                    "instance_name": f"euw1-{member.service}",
                    "port": self.port,
                    "weight": self.weights.get(member.service),
                }
                for one in self.config.pools
                for member in one.members
            },
            filters={"Stack": "prod"},
            certificate_secret="arn:aws:secretsmanager:eu-west-1:111122223333:secret:tls",  # noqa: S106  # its name
            refresh_seconds=10,
            drain_seconds=0,
        )
        told["aws"] = [sys.executable, str(_HERE / "fake_aws.py"), str(self.folder / "aws.json")]
        told["state"], told["draining"] = str(self.folder / "state.json"), str(self.folder / "draining")
        haproxy = self.config.software is ProxySoftware.HAPROXY
        told["test"] = (
            ["haproxy", "-c", "-f", str(self.folder / "haproxy.cfg")]
            if haproxy
            else [*_nginx(self.folder), "-t"]
        )
        told["reload"] = [*_nginx(self.folder), "-s", "reload"]
        return told

    def ec2(self, answer: object = ...) -> None:
        """What EC2 answers from now on: the instances that there are, or what is given; None is a failure."""
        if answer is ...:
            rows = [[one, f"euw1-{service}"] for service, all_ in self.services.items() for one in all_]
            answer = {"value": rows}
        self.answers(**{"describe-instances": answer})

    def answers(self, **more: object) -> None:
        """Set answers of the fake ``aws``."""
        path = self.folder / "aws.json"
        known = json.loads(path.read_text()) if path.exists() else {}
        path.write_text(json.dumps({**known, **more}))

    def launch(self, *addresses: str, service: str = "orders") -> None:
        """Start instances of a service, of which EC2 knows at once and the proxy only by the agent."""
        for address in addresses:
            self.backends[address] = Backend(address, self.port)
            self.backends[address].start()
            self.services.setdefault(service, []).append(address)
        self.ec2()

    def tell(self) -> None:
        """Let the agent do its work once; where nginx is reloaded, until its old workers are leaving."""
        before, workers = self._lists(), self._workers()
        proxy_agent.tick(self.agent)
        if self.config.software is ProxySoftware.NGINX and self._lists() != before:
            until(lambda: not any(_takes_requests(one) for one in workers), "the old workers are leaving")

    def _lists(self) -> list[str]:
        return [path.read_text() for path in sorted((self.folder / "upstreams").iterdir())]

    def _workers(self) -> list[str]:
        assert self.process is not None
        pid = self.process.pid
        return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()

    def start(self) -> None:
        """Start the proxy and wait until it answers."""
        haproxy = self.config.software is ProxySoftware.HAPROXY
        path = self.folder / ("haproxy.cfg" if haproxy else "nginx.conf")
        path.write_text(render(self.config))
        command = (
            ["haproxy", "-W", "-f", str(path)] if haproxy else [*_nginx(self.folder), "-g", "daemon off;"]
        )
        with (self.folder / "output.log").open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)  # noqa: S603  # own words
        until(lambda: _listens("127.0.0.1", self.config.https_port), "the proxy listens")

    def signal(self, number: signal.Signals) -> None:
        """Send the proxy a signal."""
        assert self.process is not None
        self.process.send_signal(number)

    def close(self) -> None:
        """End the proxy and all instances."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        for one in self.backends.values():
            one.stop()

    def get(self, path: str = "/", **more: Any) -> Answer:
        """Ask over a connection of its own."""
        with closing(self.client(**more.pop("connect", {}))) as connection:
            return ask(connection, path, **more)

    def client(self, source: str = "127.0.0.1", **limits: Any) -> http.client.HTTPSConnection:
        """A client's connection, from an address of the loopback, by choice with other TLS versions."""
        return http.client.HTTPSConnection(
            "127.0.0.1",
            self.config.https_port,
            timeout=10,
            source_address=(source, 0),
            context=tls(**limits),
        )

    def health(self) -> int:
        """Status that the Network Load Balancer gets."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.config.health_port, timeout=5)) as one:
            return ask(one, "/.holdfast/health").status

    def names(self, requests: int, path: str = "/", **more: Any) -> list[str]:
        """Who answers so many requests, one after another."""
        return [self.get(path, **more).name for _ in range(requests)]

    def up(self) -> set[str]:
        """Who HAProxy says it sends requests to."""
        return {one[4] for one in self._states() if one[5] == "2"}

    def credit(self) -> dict[str, int]:
        """Of each server in use, how HAProxy counts its checks: ``rise`` and more is healthy."""
        return {one[4]: int(one[12]) for one in self._states() if one[5] == "2"}

    def _states(self) -> list[list[str]]:
        rows = proxy_agent._haproxy(self.agent, "show servers state").splitlines()
        return [row.split() for row in rows if row[:1].isdigit() and len(row.split()) > 12]

    def serves(self) -> set[str]:
        """Who gets requests now."""
        return set(self.names(4 * max(1, len(self.backends))))


def ask(connection: http.client.HTTPConnection, path: str, headers: dict[str, str] | None = None) -> Answer:
    """Ask over a connection."""
    began = time.monotonic()
    connection.request("GET", path, headers={"Host": DOMAIN, **(headers or {})})
    response = connection.getresponse()
    body = response.read()
    return Answer(response.status, response.headers, body, time.monotonic() - began)


def tls(lowest: ssl.TLSVersion | None = None, highest: ssl.TLSVersion | None = None) -> ssl.SSLContext:
    """A client that takes any certificate and, if told so, old versions of TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if lowest is not None and highest is not None:
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version, context.maximum_version = lowest, highest
    return context


def until(true: Callable[[], bool], what: str, seconds: float = _START_SECONDS) -> float:
    """Wait until something is so, and return the seconds that it took."""
    began = time.monotonic()
    while not true():
        if time.monotonic() - began > seconds:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(0.02)
    return time.monotonic() - began


@contextmanager
def lab(told: ProxyConfig, folder: Path, addresses: Sequence[str] = ()) -> Iterator[Lab]:
    """A proxy with instances that it knows; all of it ends with the block."""
    for name in ("upstreams", "work"):
        (folder / name).mkdir(exist_ok=True)
    for one in told.pools:
        (folder / "upstreams" / f"{one.key}.conf").write_text("server 127.0.0.1:1 down;\n")
    certificate(folder / "site.pem")
    with ExitStack() as stack:
        made = Lab(told, folder, free_port())
        stack.callback(made.close)
        made.start()
        if addresses:
            made.launch(*addresses)
            made.tell()
            settle(made, set(addresses))
        yield made


def settle(made: Lab, addresses: set[str]) -> None:
    """Wait until these instances, and no others, get requests."""
    until(lambda: made.serves() == addresses, f"{addresses} serve")


def _takes_requests(worker: str) -> bool:
    """Whether an nginx worker is there and not on its way out, which it writes into its name."""
    try:
        return b"shutting down" not in Path(f"/proc/{worker}/cmdline").read_bytes()
    except OSError:
        return False


def _nginx(folder: Path) -> list[str]:
    return ["nginx", "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]


def _listens(address: str, port: int) -> bool:
    with closing(socket.socket()) as one:
        return one.connect_ex((address, port)) == 0
