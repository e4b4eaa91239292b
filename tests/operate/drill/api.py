"""An API that keeps what is written to it: in memory, or in a folder that several share.

``api.py NAME PORT [--store DIR] [--peer URL --lag SECONDS]``: with a peer each write is copied there after
a while, though it is acknowledged at once.
"""

from __future__ import annotations

import argparse
import json
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PARSER = argparse.ArgumentParser()
PARSER.add_argument("name")
PARSER.add_argument("port", type=int)
PARSER.add_argument("--store", type=Path)
PARSER.add_argument("--peer")
PARSER.add_argument("--lag", type=float, default=0)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, told: argparse.Namespace) -> None:
        super().__init__(("127.0.0.1", told.port), Handler)
        self.told = told
        self.items: dict[str, bytes] = {}

    def find(self, key: str) -> bytes | None:
        if self.told.store is None:
            return self.items.get(key)
        file = self.told.store / key
        return file.read_bytes() if file.is_file() else None

    def keep(self, key: str, body: bytes) -> None:
        if self.told.store is None:
            self.items[key] = body
        else:
            (self.told.store / key).write_bytes(body)

    def forget(self, key: str) -> None:
        self.items.pop(key, None)
        if self.told.store is not None:
            (self.told.store / key).unlink(missing_ok=True)

    def copy(self, key: str, body: bytes) -> None:
        request = urllib.request.Request(f"{self.told.peer}/items/{key}?copy", data=body, method="PUT")  # noqa: S310  # own words
        try:
            urllib.request.urlopen(request, timeout=2).close()  # noqa: S310  # own words
        except (urllib.error.URLError, OSError):
            return


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server
    timeout = 10
    wbufsize = -1

    def do_GET(self) -> None:  # the name that http.server wants
        if self.path.startswith("/items/"):
            found = self.server.find(self.path.rpartition("/")[2])
            self.answer(404 if found is None else 200, found or b"")
        else:
            self.answer(200, json.dumps({"name": self.server.told.name}).encode())

    def do_PUT(self) -> None:  # the name that http.server wants
        body = self.rfile.read(int(self.headers["Content-Length"]))
        key, _, copied = self.path.rpartition("/")[2].partition("?")
        self.server.keep(key, body)
        if self.server.told.peer and not copied:
            timer = threading.Timer(self.server.told.lag, self.server.copy, (key, body))
            timer.daemon = True
            timer.start()
        self.answer(201, b"")

    def do_DELETE(self) -> None:  # the name that http.server wants
        self.server.forget(self.path.rpartition("/")[2])
        self.answer(200, b"")

    def answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Region", self.server.told.name)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name that it is called by
        pass


if __name__ == "__main__":
    Server(PARSER.parse_args()).serve_forever()
