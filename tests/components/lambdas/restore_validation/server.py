"""A real PostgreSQL server for a test: on a free port of loopback, as a user that is not root."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

PASSWORD = "correct horse"  # noqa: S105  # of a server that lives for a test
_DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
NOBODY = 65534


def binary(name: str) -> str | None:
    """Path of one of PostgreSQL's programs, None where it is not installed."""
    return shutil.which(name, path=os.pathsep.join([os.environ["PATH"], *map(str, reversed(_DEBIAN))]))


needs_postgresql = pytest.mark.skipif(
    not (binary("initdb") and binary("postgres") and shutil.which("openssl")),
    reason="not on PATH: PostgreSQL's initdb and postgres, or openssl",
)


def run(*command: str) -> None:
    """Run a command as a user that is not root."""
    user = NOBODY if os.geteuid() == 0 else None
    subprocess.run(command, check=True, capture_output=True, user=user, cwd="/")  # noqa: S603  # names of ours


def _program(name: str) -> str:
    found = binary(name)
    assert found is not None
    return found


def certificate(folder: Path) -> None:
    """A certificate of localhost that is its own authority."""
    run(
        *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"),
        *("-addext", "subjectAltName=DNS:localhost"),
        *("-keyout", str(folder / "server.key"), "-out", str(folder / "server.crt")),
    )
    (folder / "server.key").chmod(0o600)


def free_port() -> int:
    """A port of loopback on which nothing listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def postgresql(*, tls: bool = True) -> Iterator[tuple[int, Path]]:
    """Run a server; give its port, and the file of its certificate."""
    folder = Path(tempfile.mkdtemp(prefix="holdfast-pg-"))
    try:
        if os.geteuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
        data, secret = folder / "data", folder / "password"
        secret.write_text(PASSWORD)
        secret.chmod(0o644)
        run(
            *(_program("initdb"), "-D", str(data), "-U", "master", "--no-sync", "--no-locale", "-E", "UTF8"),
            *("--auth=scram-sha-256", f"--pwfile={secret}"),
        )
        if tls:
            certificate(data)
        port = free_port()
        options = f"-h localhost -p {port} -k {folder} -c fsync=off -c ssl={'on' if tls else 'off'}"
        control = (_program("pg_ctl"), "-D", str(data), "-w")
        run(*control, "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield port, data / "server.crt"
        finally:
            run(*control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
