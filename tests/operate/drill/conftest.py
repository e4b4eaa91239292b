"""What drills of a stack need on this machine: its API, asked over HTTP, and its file."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from holdfast.cli.main import app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from holdfast.contracts.operations import Operations
    from holdfast.operate.drill.model import DrillReport

PROBE = """[drills.{name}.probe]
urls = ["{url}/"]
witnesses = []
rate = 10
answered_by_header = "X-Region"
[drills.{name}.safety]
baseline_seconds = 1
"""


@dataclass
class Api:
    """Answers with 200, or what ``status`` says, and with who ``region`` says that answers."""

    region: Callable[[], str] = lambda: "use1"
    status: int = 200
    server: ThreadingHTTPServer | None = field(default=None)

    @property
    def url(self) -> str:
        assert self.server is not None
        return f"http://127.0.0.1:{self.server.server_port}"

    def start(self) -> None:
        api = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:  # the name that http.server wants
                self.send_response(api.status)
                self.send_header("X-Region", api.region())
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name that it is called by
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        assert self.server is not None
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def api() -> Iterator[Api]:
    found = Api()
    found.start()
    yield found
    found.stop()


@dataclass
class Drills:
    """``holdfast drill`` in a folder."""

    folder: Path

    def declare(self, text: str) -> None:
        (self.folder / "holdfast.toml").write_text(text, encoding="utf-8")

    def operations(self, contract: Operations) -> str:
        file = self.folder / "operations.json"
        file.write_text(json.dumps(contract), encoding="utf-8")
        return str(file)

    def __call__(self, *arguments: str) -> Any:
        return CliRunner().invoke(app, ["drill", *arguments, "--program", str(self.folder)])

    def run(self, name: str, contract: Operations) -> tuple[int, DrillReport]:
        found = self(name, "--yes", "--json", "--operations", self.operations(contract))
        assert found.stdout, found.stderr
        return found.exit_code, json.loads(found.stdout)


@pytest.fixture
def drills(tmp_path: Path) -> Drills:
    return Drills(tmp_path)
