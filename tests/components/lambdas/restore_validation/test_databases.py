"""Queries against a real PostgreSQL: what holds, what does not, and every way in which none is answered."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pg8000.native
import pytest

from holdfast.components.lambdas.restore_validation.databases import check_database, trusted
from holdfast.components.lambdas.restore_validation.logins import Login, WrongPasswordError
from holdfast.components.lambdas.restore_validation.verdicts import FailedError, NotYetError
from tests.components.lambdas.restore_validation.server import PASSWORD, needs_postgresql, postgresql

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [needs_postgresql, pytest.mark.xdist_group("postgresql")]


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[Login, ssl.SSLContext]]:
    with postgresql() as (port, authority):
        login = Login(
            engine="postgresql",
            host="localhost",
            port=port,
            database="postgres",
            user="master",
            password=PASSWORD,
        )
        context = ssl.create_default_context(cafile=str(authority))
        connection = pg8000.native.Connection(
            "master", password=PASSWORD, port=port, database="postgres", ssl_context=context
        )
        connection.run("CREATE TABLE orders (id int, customer text, at timestamptz)")
        connection.run("INSERT INTO orders SELECT n, 'Ada Lovelace', now() FROM generate_series(1, 5) n")
        connection.close()
        yield login, context


def ask(server: tuple[Login, ssl.SSLContext], seconds: float = 20, **checks: dict[str, Any]) -> int:
    login, context = server
    return check_database(login, checks, began=datetime.now(UTC), seconds=seconds, context=context)


def test_answers_that_hold_are_counted_with_the_first_that_asks_for_nothing(
    server: tuple[Login, ssl.SSLContext],
) -> None:
    assert ask(server) == 1
    assert (
        ask(
            server,
            rows={"sql": "SELECT count(*) FROM orders", "at_least": 5},
            newest={"sql": "SELECT max(at) FROM orders", "newest_within_minutes": 5},
            one={"sql": "SELECT customer FROM orders WHERE id = 1", "equals": "Ada Lovelace"},
            slice={
                "sql": "SELECT (ARRAY[7, 8, 9])[2:3] = ARRAY[8, 9] AND '1:2' LIKE '%:%'",
                "equals": "True",
            },
        )
        == 5
    )


@pytest.mark.parametrize(
    ("check", "said"),
    [
        ({"sql": "SELECT count(*) FROM orders", "at_least": 6}, "c: 5, and 6 at least were expected"),
        ({"sql": "SELECT customer FROM orders", "equals": "Grace"}, "c: the value is another one"),
        ({"sql": "SELECT at FROM orders WHERE false", "at_least": 1}, "c: there is no value"),
        ({"sql": "SELECT count(*) FROM missing", "at_least": 1}, "c: the query was refused (42P01)"),
        ({"sql": "SELECT customer::int FROM orders", "at_least": 1}, "c: the query was refused (22P02)"),
        ({"sql": "DELETE FROM orders RETURNING id", "at_least": 1}, "c: the query was refused (25006)"),
        ({"sql": "SELECT 1; SELECT 2", "at_least": 1}, "c: the query was refused (42601)"),
    ],
)
def test_what_does_not_hold_fails_without_data(
    server: tuple[Login, ssl.SSLContext], check: dict[str, Any], said: str
) -> None:
    with pytest.raises(FailedError) as failure:
        ask(server, c=check)
    assert str(failure.value) == said


def test_nothing_was_written(server: tuple[Login, ssl.SSLContext]) -> None:
    with pytest.raises(FailedError):
        ask(server, c={"sql": "DELETE FROM orders RETURNING id", "at_least": 1})
    assert ask(server, rows={"sql": "SELECT count(*) FROM orders", "at_least": 5}) == 2


def test_an_old_newest_row_is_told_by_its_age_when_the_restore_began(
    server: tuple[Login, ssl.SSLContext],
) -> None:
    login, context = server
    check = {"newest": {"sql": "SELECT max(at) FROM orders", "newest_within_minutes": 60}}
    later = datetime.now(UTC) + timedelta(hours=2)
    with pytest.raises(FailedError, match=r"newest: the newest is 1(19|20) minutes old, 60 at most"):
        check_database(login, check, began=later, seconds=20, context=context)


def test_a_query_that_takes_too_long_is_cancelled(server: tuple[Login, ssl.SSLContext]) -> None:
    start = time.monotonic()
    with pytest.raises(FailedError, match=r"^slow: no answer in time$"):
        ask(server, seconds=2, slow={"sql": "SELECT 1 FROM pg_sleep(30)", "at_least": 1})
    assert time.monotonic() - start < 10


def test_a_wrong_password_is_no_verdict(server: tuple[Login, ssl.SSLContext]) -> None:
    login, context = server
    with pytest.raises(WrongPasswordError):
        check_database(
            replace(login, password="another"),  # noqa: S106  # a wrong one
            {},
            began=datetime.now(UTC),
            seconds=5,
            context=context,
        )


def test_a_database_that_is_not_there_fails(server: tuple[Login, ssl.SSLContext]) -> None:
    login, context = server
    with pytest.raises(FailedError, match=r"refuses the connection \(3D000\)"):
        check_database(
            replace(login, database="missing"), {}, began=datetime.now(UTC), seconds=5, context=context
        )


def test_an_unknown_authority_fails_unless_the_server_need_not_prove_whose_it_is(
    server: tuple[Login, ssl.SSLContext], tmp_path: Path
) -> None:
    login, _ = server
    # Lambda's own authorities, which are those of the public.
    with pytest.raises(FailedError, match="no trusted TLS connection"):
        check_database(login, {}, began=datetime.now(UTC), seconds=5, context=ssl.create_default_context())
    encrypted = trusted(tmp_path, verify=False)
    assert check_database(login, {}, began=datetime.now(UTC), seconds=5, context=encrypted) == 1


def test_who_verifies_needs_the_authorities_and_trusts_no_other(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        trusted(tmp_path, verify=True)
    with postgresql() as (_, authority):
        (tmp_path / "ca.pem").write_bytes(authority.read_bytes())
    context = trusted(tmp_path, verify=True)
    assert len(context.get_ca_certs()) == 1
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert not context.verify_flags & ssl.VERIFY_X509_STRICT


def test_the_authorities_in_the_package_are_trusted(tmp_path: Path) -> None:
    with postgresql() as (port, authority):
        (tmp_path / "ca.pem").write_bytes(authority.read_bytes())
        login = Login(
            engine="postgresql",
            host="localhost",
            port=port,
            database="postgres",
            user="master",
            password=PASSWORD,
        )
        found = check_database(
            login, {}, began=datetime.now(UTC), seconds=5, context=trusted(tmp_path, verify=True)
        )
    assert found == 1


def test_a_server_without_tls_fails_and_gets_no_password() -> None:
    with postgresql(tls=False) as (port, _):
        login = Login(
            engine="postgresql",
            host="localhost",
            port=port,
            database="postgres",
            user="master",
            password=PASSWORD,
        )
        with pytest.raises(FailedError, match="no trusted TLS connection"):
            check_database(
                login, {}, began=datetime.now(UTC), seconds=5, context=ssl.create_default_context()
            )


@pytest.mark.parametrize("engine", ["postgresql", "mysql"])
def test_where_nothing_listens_it_is_asked_again(engine: str) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        login = Login(engine=engine, host="localhost", port=port, database="d", user="u", password=PASSWORD)
        with pytest.raises(NotYetError, match=f"nothing answers on port {port}"):
            check_database(
                login, {}, began=datetime.now(UTC), seconds=5, context=ssl.create_default_context()
            )


def test_a_mysql_server_without_tls_fails_and_gets_no_login() -> None:
    greeting = (
        b"\x0a8.0.36\0" + b"\x01\0\0\0" + b"saltsalt\0" + b"\x00\x82" + b"\xff" + b"\x02\0" + b"\x08\0"
        b"\x15" + bytes(10) + b"saltsaltsalt\0" + b"caching_sha2_password\0"
    )
    told = bytearray()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.sendall(len(greeting).to_bytes(3, "little") + b"\0" + greeting)
                connection.settimeout(5)
                told.extend(connection.recv(100))

        thread = threading.Thread(target=serve)
        thread.start()
        login = Login(
            engine="mysql",
            host="127.0.0.1",
            port=listener.getsockname()[1],
            database="d",
            user="u",
            password=PASSWORD,
        )
        with pytest.raises(FailedError, match="no trusted TLS connection"):
            check_database(
                login, {}, began=datetime.now(UTC), seconds=5, context=ssl.create_default_context()
            )
        thread.join()
    assert told == b""


def test_a_login_shows_no_password() -> None:
    login = Login(engine="mysql", host="h", port=1, database="d", user="u", password=PASSWORD)
    assert PASSWORD not in f"{login} {login!r}"
