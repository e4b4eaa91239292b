"""A small internet on this machine: DNS servers and HTTPS sites, each of which can fail in its way."""

from __future__ import annotations

import socket
import ssl
import struct
import subprocess
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

A, NS, CNAME = 1, 2, 5
_CODES = {"FORMERR": 1, "SERVFAIL": 2, "NXDOMAIN": 3, "REFUSED": 5}
TEXT = b'{"status":"ok"}'


@dataclass
class NameServer:
    """Answers from ``records``: (name, type) → values; ``mode`` says how it fails, if it does.

    ``silent`` answers nothing, ``truncated`` sends clients to TCP, ``garbage`` and ``endless`` are no
    messages, ``foreign`` answers another question first; others are error codes.
    """

    address: str
    port: int
    records: dict[tuple[str, int], list[str]] = field(default_factory=dict)
    mode: str = ""
    asked: list[str] = field(default_factory=list)

    def reply(self, query: bytes, *, by_tcp: bool) -> list[bytes]:
        number, _, *_ = struct.unpack_from("!HHHHHH", query)
        name, end = _read(query, 12)
        (kind,) = struct.unpack_from("!H", query, end)
        question = query[12 : end + 4]
        self.asked.append(name)
        if self.mode == "silent":
            return []
        if self.mode == "garbage":
            return [struct.pack("!HHHHHH", number, 0x8000, 1, 3, 0, 0) + question]
        if self.mode == "endless":
            return [struct.pack("!HHHHHH", number, 0x8000, 0, 1, 0, 0) + b"\xc0\x0c"]
        if self.mode == "truncated" and not by_tcp:
            return [struct.pack("!HHHHHH", number, 0x8200, 1, 0, 0, 0) + question]
        code = _CODES.get(self.mode, 0)
        found = [] if code else self._found(name, kind)
        packed = b"".join(_record(*one) for one in found)
        answer = struct.pack("!HHHHHH", number, 0x8000 | code, 1, len(found), 0, 0) + question + packed
        stray = [struct.pack("!H", number ^ 1) + answer[2:]] if self.mode == "foreign" else []
        return [*stray, answer]

    def _found(self, name: str, kind: int) -> list[tuple[str, int, str]]:
        aliases = self.records.get((name, CNAME), [])
        found = [(name, CNAME, alias) for alias in aliases]
        for owner in (name, *aliases):
            found += [(owner, kind, value) for value in self.records.get((owner, kind), [])]
        return found


@dataclass
class Site:
    """An HTTPS server; ``mode`` is a status, or ``hangs``, ``drips``, ``resets``, ``plain``."""

    address: str
    mode: str = "200"
    body: bytes = TEXT
    heard: list[str] = field(default_factory=list)


def certificate(folder: Path, *names: str) -> Path:
    """Make a certificate that is its own authority; return the file that holds it and its key."""
    path = folder / f"{names[0]}.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    command += ["-days", "2", "-subj", f"/CN={names[0]}", "-keyout", str(path), "-out", str(path)]
    command += ["-addext", "subjectAltName=" + ",".join(f"DNS:{name}" for name in names)]
    command[command.index("-out") + 1] = str(path.with_suffix(".crt"))
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603  # own words
    path.write_text(path.read_text() + path.with_suffix(".crt").read_text())
    return path


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def served(server: NameServer) -> Iterator[NameServer]:
    """Run a name server by UDP and TCP."""
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind((server.address, server.port))
    tcp = socket.create_server((server.address, server.port))
    for act in (lambda: _udp(server, udp), lambda: _tcp(server, tcp)):
        threading.Thread(target=act, daemon=True).start()
    try:
        yield server
    finally:
        for one in (udp, tcp):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


@contextmanager
def visited(site: Site, port: int, pem: Path) -> Iterator[Site]:
    """Run a site."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    listener = socket.create_server((site.address, port))

    def accept() -> None:
        with suppress(OSError):
            while True:
                plain, _ = listener.accept()
                threading.Thread(target=_visit, args=(site, context, plain), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield site
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def _visit(site: Site, context: ssl.SSLContext, plain: socket.socket) -> None:
    with suppress(OSError), plain:
        if site.mode == "resets":
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return
        if site.mode == "plain":
            plain.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            return
        with context.wrap_socket(plain, server_side=True) as sock:
            site.heard.append(sock.recv(65_536).decode())
            if site.mode == "hangs":
                time.sleep(30)
            if site.mode == "drips":
                for byte in b"HTTP/1.1 200 OK\r\n" + b"X-Slow: 1\r\n" * 1000:
                    sock.sendall(bytes([byte]))
                    time.sleep(0.05)
            head = f"HTTP/1.1 {site.mode} X\r\nContent-Length: {len(site.body)}\r\n\r\n"
            sock.sendall(head.encode() + site.body)


def _udp(server: NameServer, sock: socket.socket) -> None:
    with suppress(OSError):
        while True:
            query, client = sock.recvfrom(4096)
            if not query:
                return
            for answer in server.reply(query, by_tcp=False):
                sock.sendto(answer, client)


def _tcp(server: NameServer, listener: socket.socket) -> None:
    with suppress(OSError):
        while True:
            sock, _ = listener.accept()
            with sock:
                (length,) = struct.unpack("!H", sock.recv(2))
                for answer in server.reply(sock.recv(length), by_tcp=True):
                    sock.sendall(struct.pack("!H", len(answer)) + answer)


def _read(message: bytes, at: int) -> tuple[str, int]:
    labels = []
    while length := message[at]:
        labels.append(message[at + 1 : at + 1 + length].decode())
        at += 1 + length
    return ".".join(labels), at + 1


def _record(name: str, kind: int, value: str) -> bytes:
    data = socket.inet_aton(value) if kind == A else _packed(value)
    return _packed(name) + struct.pack("!HHIH", kind, 1, 60, len(data)) + data


def _packed(name: str) -> bytes:
    return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"
