"""Two APIs behind a real HAProxy or nginx on this machine, and drills that break one of them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.operate.drill.control import listens
from tests.proxies.lab import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

INTERVAL_SECONDS, FALL = 0.5, 2
"""How often HAProxy checks, and how many failures in a row make a server down."""
SLACK_SECONDS = 1.5
"""What a busy machine may add to a promised time."""
_HERE = Path(__file__).parent
_HAPROXY = """
global
  stats socket {folder}/haproxy.sock mode 600 level operator
defaults
  mode http
  timeout connect 300ms
  timeout client 5s
  timeout server 2s
  retries 0
frontend api
  bind 127.0.0.1:{port}
  default_backend apis
backend apis
  balance roundrobin
  option httpchk GET /health
  default-server check inter {interval}ms fall {fall} rise 2 {more}
  server a 127.0.0.1:{a}
  server b 127.0.0.1:{b}{standby}
"""
_NGINX = """
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 256; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  upstream apis {{
    server 127.0.0.1:{a} max_fails={fall} fail_timeout=1s;
    server 127.0.0.1:{b} max_fails={fall} fail_timeout=1s;
  }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://apis; proxy_next_upstream {again}; proxy_connect_timeout 300ms;
      proxy_http_version 1.1;
    }}
  }}
}}
"""


@dataclass
class Lab:
    """A proxy and what stands behind it."""

    folder: Path
    port: int
    ports: dict[str, int] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where the API is asked."""
        return f"http://127.0.0.1:{self.port}"

    def own(self, name: str) -> str:
        """Where one of the APIs is asked itself."""
        return f"http://127.0.0.1:{self.ports[name]}"

    def control(self, what: str, name: str) -> list[str]:
        """A command."""
        return [sys.executable, str(_HERE / "control.py"), what, str(self.folder), name]

    def runs(self, name: str) -> bool:
        """Whether one of the APIs listens."""
        return listens(self.ports[name])

    def declare(self, **more: Any) -> Path:
        """Write ``holdfast.toml`` with the drill ``lose-a``; tables are merged into the usual ones."""
        drill: dict[str, Any] = {
            "description": "kill API a, of two behind a proxy",
            "hold_seconds": 3,
            "quiet_seconds": 2,
            "command": {"run": self.control("kill", "a"), "undo": self.control("start", "a")},
            "probe": {
                "urls": [f"{self.url}/health"],
                "rate": 20,
                "timeout_seconds": 2,
                "answered_by_field": "name",
            },
            "safety": {"baseline_seconds": 2},
        }
        for key, value in more.items():
            drill[key] = {**drill.get(key, {}), **value} if isinstance(value, dict) else value
        file = self.folder / "holdfast.toml"
        file.write_text("\n".join(_toml("drills.lose-a", drill)) + "\n", encoding="utf-8")
        return file


@contextmanager
def lab(  # noqa: PLR0913  # what labs differ in
    folder: Path,
    software: str = "haproxy",
    *,
    options: Sequence[str] | Mapping[str, Sequence[str]] = (),
    more: str = "",
    standby: bool = False,
    again: str = "off",
) -> Iterator[Lab]:
    """Start a lab; all of it ends with the block.

    Args:
        folder: Where it keeps what it needs.
        software: ``haproxy`` or ``nginx``.
        options: Options of both APIs, or of each by its name.
        more: More words for HAProxy's servers.
        standby: Whether HAProxy uses b only while a is down.
        again: What nginx tries again: ``off`` for nothing.
    """
    made = Lab(folder, free_port())
    made.ports = {"a": free_port(), "b": free_port()}
    with ExitStack() as stack:
        for name, port in made.ports.items():
            given = options.get(name, ()) if isinstance(options, Mapping) else options
            words = [one.format(**made.ports) for one in given]
            command = [sys.executable, str(_HERE / "api.py"), name, str(port), *words]
            (folder / f"{name}.json").write_text(json.dumps({"command": command, "port": port}))
            stack.callback(_end, folder / f"{name}.pid")
            # By a process that ends, as a drill does it: who is killed then is nobody's child here.
            subprocess.run(made.control("start", name), check=True)  # noqa: S603  # own words
        text = (_HAPROXY if software == "haproxy" else _NGINX).format(
            folder=folder,
            port=made.port,
            interval=round(INTERVAL_SECONDS * 1000),
            fall=FALL,
            more=more,
            standby=" backup" if standby else "",
            again=again,
            **made.ports,
        )
        file = folder / f"{software}.cfg"
        file.write_text(text)
        command = (
            ["haproxy", "-db", "-f", str(file)]
            if software == "haproxy"
            else ["nginx", "-c", str(file), "-e", str(folder / "nginx.log"), "-g", "daemon off;"]
        )
        with (folder / "output.log").open("wb") as log:
            proxy = subprocess.Popen(command, stdout=log, stderr=log)  # noqa: S603  # own words
        stack.callback(_stop, proxy)
        end = time.monotonic() + 15
        while not listens(made.port):
            assert time.monotonic() < end, (folder / "output.log").read_text()
            time.sleep(0.02)
        yield made


def _end(file: Path) -> None:
    with suppress(FileNotFoundError, ProcessLookupError):
        os.kill(int(file.read_text()), signal.SIGKILL)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _toml(name: str, table: dict[str, Any]) -> Iterator[str]:
    yield f"[{name}]"
    for key, value in table.items():
        if not isinstance(value, dict):
            yield f"{key} = {json.dumps(value)}"
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _toml(f"{name}.{key}", value)
