"""A real MariaDB server for a test of the MySQL driver: on a free port of loopback, not as root.

It speaks MySQL's protocol, and is what Debian has. It names its limit of a query's time otherwise.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pymysql
import pytest

from tests.components.lambdas.restore_validation.server import NOBODY, PASSWORD, certificate, free_port, run

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT = "SET SESSION max_statement_time = {milliseconds} / 1000"
"""What stands for MySQL's ``max_execution_time``
(https://mariadb.com/docs/server/server-management/variables-and-modes/server-system-variables, 2026-11)."""
_SYSTEM = os.pathsep.join([os.environ["PATH"], "/usr/sbin", "/usr/bin"])
_START_SECONDS = 60
_SETUP = (
    "CREATE DATABASE shop;",
    "CREATE TABLE shop.orders (id int, customer text, at datetime);",
    *["INSERT INTO shop.orders VALUES (1, 'Ada Lovelace', utc_timestamp());"] * 5,
    f"CREATE USER master@'%' IDENTIFIED BY '{PASSWORD}' REQUIRE SSL;",
    "GRANT ALL ON *.* TO master@'%';",
)
"""Run when the server starts, a statement a line."""


def _binary(name: str) -> str | None:
    return shutil.which(name, path=_SYSTEM)


needs_mariadb = pytest.mark.skipif(
    not (_binary("mariadbd") and _binary("mariadb-install-db") and shutil.which("openssl")),
    reason="not on PATH: MariaDB's mariadbd and mariadb-install-db, or openssl",
)


@contextmanager
def mariadb() -> Iterator[tuple[int, Path]]:
    """Run a server; give its port, and the file of its certificate."""
    folder = Path(tempfile.mkdtemp(prefix="holdfast-mariadb-"))
    try:
        if os.geteuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
        data, setup, port = folder / "data", folder / "setup.sql", free_port()
        install, server = _binary("mariadb-install-db"), _binary("mariadbd")
        assert install is not None
        assert server is not None
        run(install, "--no-defaults", f"--datadir={data}", "--skip-test-db", "--skip-name-resolve")
        certificate(folder)
        setup.write_text("\n".join(_SETUP))
        setup.chmod(0o644)
        process = subprocess.Popen(  # noqa: S603  # names of ours
            [
                *(server, "--no-defaults", f"--datadir={data}", f"--socket={folder}/socket"),
                *("--bind-address=127.0.0.1", f"--port={port}", f"--init-file={setup}"),
                *(f"--ssl-cert={folder}/server.crt", f"--ssl-key={folder}/server.key"),
                *("--skip-name-resolve", f"--pid-file={folder}/pid", f"--log-error={folder}/log"),
            ],
            user=NOBODY if os.geteuid() == 0 else None,
            cwd="/",
        )
        try:
            _wait(port)
            yield port, folder / "server.crt"
        finally:
            process.kill()
            process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(port: int) -> None:
    end = time.monotonic() + _START_SECONDS
    while True:
        try:
            pymysql.connect(host="127.0.0.1", port=port, user="nobody").close()
        except pymysql.MySQLError as problem:
            if problem.args[0] in {1045, 1130, 1698}:  # it answers: nobody may log in
                return
            if time.monotonic() >= end:
                raise
            time.sleep(0.2)
