"""A proxy before the emulator that tells regions apart, as AWS's endpoints do: any of them can be lost.

A request names its region in its signature, ``KEY/DATE/REGION/SERVICE/aws4_request``:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html.
"""

from __future__ import annotations

import http.client
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

_SCOPE = re.compile(r"Credential=[^/]+/\d+/([a-z0-9-]+)/([a-z0-9-]+)/")


class RegionalProxy:
    """Passes requests on, but those of regions that hang or fail, and keeps what was asked of whom."""

    def __init__(self, upstream: str) -> None:
        self.hanging: set[str] = set()
        self.failing: set[str] = set()
        self.calls: list[tuple[str, str]] = []
        self._healed = threading.Event()
        host = urlsplit(upstream).netloc
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_one(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                scope = _SCOPE.search(self.headers.get("Authorization", ""))
                region, service = scope.groups() if scope else ("", "")
                proxy.calls.append((region, service))
                if region in proxy.hanging:
                    proxy._healed.wait(60)
                    self.close_connection = True
                    return
                if region in proxy.failing:
                    self._answer(503, [], b"the region is lost")
                    return
                upstream = http.client.HTTPConnection(host, timeout=60)
                headers = {name: value for name, value in self.headers.items() if name != "Connection"}
                upstream.request(self.command, self.path, body, headers)
                found = upstream.getresponse()
                self._answer(found.status, found.getheaders(), found.read())
                upstream.close()

            def _answer(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
                self.send_response(status)
                for name, value in headers:
                    if name.lower() not in {"content-length", "connection", "transfer-encoding"}:
                        self.send_header(name, value)
                if self.command == "HEAD":
                    self.send_header("Content-Length", dict(headers).get("Content-Length", "0"))
                    self.end_headers()
                    return
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = handle_one  # noqa: N815

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def asked(self) -> set[str]:
        """Regions that were asked."""
        return {region for region, _ in self.calls}

    def stop(self) -> None:
        self._healed.set()
        self._server.shutdown()
        self._server.server_close()
