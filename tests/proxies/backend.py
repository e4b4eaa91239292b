"""An instance of a service: answers every path with its own name, ``/slow`` after a while.

A body it does not wait for.
"""

from __future__ import annotations

import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SLOW_SECONDS = 2.0
"""How long ``/slow`` takes."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 20
    wbufsize = -1  # head and body in one packet, or each answer waits 40 ms for an acknowledgement

    def do_GET(self) -> None:  # the name that http.server wants
        if self.path.startswith("/slow"):
            time.sleep(SLOW_SECONDS)
        body = json.dumps({"name": sys.argv[1], "headers": dict(self.headers.items())}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:  # the name that http.server wants
        self.rfile.read(1)  # of a body that may have no end
        self.close_connection = True
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name that it is called by
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        pass  # a connection that a proxy has broken off


if __name__ == "__main__":
    _Server((sys.argv[1], int(sys.argv[2])), _Handler).serve_forever()
