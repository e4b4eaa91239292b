"""A small DNS client: asks one server one question, so that who answered what is known.

Formats: https://www.rfc-editor.org/rfc/rfc1035 (sections 4.1 and 4.2). The system's own resolver hides which
server answered, and waits as long as it likes.
"""

from __future__ import annotations

import secrets
import socket
import struct
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .failures import StepError, said

if TYPE_CHECKING:
    from collections.abc import Sequence

A, NS, CNAME = 1, 2, 5
_INTERNET = 1
_RECURSION_DESIRED, _TRUNCATED, _RESPONSE = 0x0100, 0x0200, 0x8000
_CODES = {1: "FORMERR", 2: "SERVFAIL", 3: "NXDOMAIN", 4: "NOTIMP", 5: "REFUSED"}
_POINTER = 0xC0
_MOST_HOPS = 64
_HEADER = struct.Struct("!HHHHHH")
_RECORD = struct.Struct("!HHIH")
_QUESTION = struct.Struct("!HH")
_LARGEST_DATAGRAM = 4096
_LONGEST_CHAIN = 8
_RESOLV_CONF = Path("/etc/resolv.conf")


@dataclass(frozen=True)
class Server:
    """Where a DNS server listens."""

    address: str
    port: int = 53


@dataclass(frozen=True)
class Record:
    """A record of an answer: an address, or a name without its last dot, in lower case."""

    name: str
    type: int
    value: str


def resolvers() -> list[Server]:
    """Give the resolvers that this machine was told to use."""
    lines = _RESOLV_CONF.read_text(encoding="ascii", errors="replace").splitlines()
    words = [line.split() for line in lines]
    return [Server(one[1]) for one in words if len(one) > 1 and one[0] == "nameserver" and ":" not in one[1]]


def query(server: Server, name: str, kind: int, *, until: float, recursive: bool = True) -> list[Record]:
    """Ask one server, by UDP, and by TCP where the answer is too long for that.

    Args:
        server: Whom to ask.
        name: The name.
        kind: Type of the records.
        until: Time of ``time.monotonic`` at which to give up.
        recursive: Whether it shall ask others for what it does not know. Default: True.

    Returns:
        The records of the answer, in order, of whatever type; empty where the name has none.

    Raises:
        StepError: The server says that it cannot, or says nonsense.
        OSError: It cannot be reached, or does not answer in time.
    """
    number = secrets.randbelow(1 << 16)
    flags = _RECURSION_DESIRED if recursive else 0
    asked = _HEADER.pack(number, flags, 1, 0, 0, 0) + _packed(name) + _QUESTION.pack(kind, _INTERNET)
    answer = _by_udp(server, asked, number, until)
    if _HEADER.unpack_from(answer)[1] & _TRUNCATED:
        answer = _by_tcp(server, asked, until)
    try:
        return _records(answer, number)
    except (IndexError, struct.error, UnicodeDecodeError) as problem:
        raise StepError("an answer that is no DNS message") from problem


def ask_any(servers: Sequence[Server], name: str, kind: int, *, until: float) -> list[Record]:
    """Ask resolvers in turn, each for its share of the time, until one answers.

    Args:
        servers: Whom to ask.
        name: The name.
        kind: Type of the records.
        until: Time of ``time.monotonic`` at which to give up.

    Raises:
        StepError: None answers.
    """
    problems = []
    for index, server in enumerate(servers):
        now = time.monotonic()
        share = now + (until - now) / (len(servers) - index)
        try:
            return query(server, name, kind, until=share)
        except (OSError, StepError) as problem:
            problems.append(said(problem))
    raise StepError(f"no resolver answers for {name}: {', '.join(problems) or 'there is none'}")


def addresses(servers: Sequence[Server], name: str, *, until: float) -> list[str]:
    """Give the IPv4 addresses of a name.

    Args:
        servers: Resolvers.
        name: The name.
        until: Time of ``time.monotonic`` at which to give up.

    Raises:
        StepError: It has none, or no resolver answers.
    """
    found = [one.value for one in ask_any(servers, name, A, until=until) if one.type == A]
    if not found:
        raise StepError(f"{name} has no address")
    return found


def follow(records: Sequence[Record], name: str) -> tuple[list[str], str]:
    """Follow aliases through an answer.

    Args:
        records: The records.
        name: The name that was asked for.

    Returns:
        The addresses, empty where the answer ends with an alias, and the name at its end.
    """
    end = name.lower()
    for _ in range(_LONGEST_CHAIN):
        aliases = [one.value for one in records if one.type == CNAME and one.name == end]
        if not aliases:
            break
        end = aliases[0]
    return [one.value for one in records if one.type == A and one.name == end], end


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _by_udp(server: Server, asked: bytes, number: int, until: float) -> bytes:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.connect((server.address, server.port))
        sock.settimeout(_left(until))
        sock.send(asked)
        while True:
            answer = sock.recv(_LARGEST_DATAGRAM)
            if len(answer) >= _HEADER.size and _HEADER.unpack_from(answer)[0] == number:
                return answer
            sock.settimeout(_left(until))


def _by_tcp(server: Server, asked: bytes, until: float) -> bytes:
    with socket.create_connection((server.address, server.port), timeout=_left(until)) as sock:
        sock.sendall(struct.pack("!H", len(asked)) + asked)
        (length,) = struct.unpack("!H", _exactly(sock, 2, until))
        return _exactly(sock, length, until)


def _exactly(sock: socket.socket, length: int, until: float) -> bytes:
    got = b""
    while len(got) < length:
        sock.settimeout(_left(until))
        part = sock.recv(length - len(got))
        if not part:
            raise StepError("an answer that ends too early")
        got += part
    return got


def _packed(name: str) -> bytes:
    labels = [label.encode("ascii") for label in name.rstrip(".").split(".")]
    return b"".join(bytes([len(label)]) + label for label in labels) + b"\0"


def _records(answer: bytes, number: int) -> list[Record]:
    replied, flags, questions, answers, _, _ = _HEADER.unpack_from(answer)
    if replied != number or not flags & _RESPONSE:
        raise StepError("an answer to another question")
    if code := flags & 0xF:
        raise StepError(_CODES.get(code, f"code {code}"))
    at = _HEADER.size
    for _ in range(questions):
        _, at = _name(answer, at)
        at += _QUESTION.size
    found = []
    for _ in range(answers):
        name, at = _name(answer, at)
        kind, _, _, length = _RECORD.unpack_from(answer, at)
        at += _RECORD.size
        if kind == A:
            found.append(Record(name, kind, socket.inet_ntoa(answer[at : at + length])))
        elif kind in (NS, CNAME):
            found.append(Record(name, kind, _name(answer, at)[0]))
        at += length
    return found


def _name(message: bytes, at: int) -> tuple[str, int]:
    """Read a name, which may go on elsewhere in the message; give where it ends here, too."""
    labels, end = list[str](), -1
    for _ in range(_MOST_HOPS):
        length = message[at]
        if length & _POINTER == _POINTER:
            end = at + 2 if end < 0 else end
            at = (length & ~_POINTER) << 8 | message[at + 1]
        elif length:
            labels.append(message[at + 1 : at + 1 + length].decode("ascii").lower())
            at += 1 + length
        else:
            return ".".join(labels), at + 1 if end < 0 else end
    raise StepError("a name without end")
