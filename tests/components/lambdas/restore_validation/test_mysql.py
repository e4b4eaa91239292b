"""Queries by the MySQL driver against a real server: what holds, what does not, and what is not written."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.components.lambdas.restore_validation import databases
from holdfast.components.lambdas.restore_validation.databases import check_database, trusted
from holdfast.components.lambdas.restore_validation.logins import Login, WrongPasswordError
from holdfast.components.lambdas.restore_validation.verdicts import FailedError
from tests.components.lambdas.restore_validation.mariadb import LIMIT, mariadb, needs_mariadb
from tests.components.lambdas.restore_validation.server import PASSWORD

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator

pytestmark = [needs_mariadb, pytest.mark.xdist_group("mariadb")]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Login, ssl.SSLContext]]:
    package = tmp_path_factory.mktemp("package")
    with mariadb() as (port, authority):
        (package / "ca.pem").write_bytes(authority.read_bytes())
        login = Login(
            engine="mysql", host="localhost", port=port, database="shop", user="master", password=PASSWORD
        )
        yield login, trusted(package, verify=True)


@pytest.fixture(autouse=True)
def _limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(databases, "_MYSQL_LIMIT", LIMIT)


def ask(server: tuple[Login, ssl.SSLContext], seconds: float = 20, **checks: dict[str, Any]) -> int:
    login, context = server
    return check_database(login, checks, began=datetime.now(UTC), seconds=seconds, context=context)


def test_answers_that_hold_are_counted(server: tuple[Login, ssl.SSLContext]) -> None:
    assert ask(server) == 1
    found = ask(
        server,
        rows={"sql": "SELECT count(*) FROM orders", "at_least": 5},
        newest={"sql": "SELECT max(at) FROM orders", "newest_within_minutes": 5},
        one={"sql": "SELECT customer FROM orders WHERE id = 1", "equals": "Ada Lovelace"},
        tls={
            "sql": "SELECT variable_value <> '' FROM information_schema.session_status "
            "WHERE variable_name = 'Ssl_cipher'",
            "equals": "1",
        },
    )
    assert found == 5


@pytest.mark.parametrize(
    ("check", "said"),
    [
        ({"sql": "SELECT count(*) FROM orders", "at_least": 6}, "c: 5, and 6 at least were expected"),
        ({"sql": "SELECT at FROM orders WHERE false", "at_least": 1}, "c: there is no value"),
        ({"sql": "SELECT count(*) FROM missing", "at_least": 1}, "c: the query was refused (1146)"),
        ({"sql": "DELETE FROM orders", "at_least": 1}, "c: the query was refused (1792)"),
        ({"sql": "SELECT 1; COMMIT; DELETE FROM orders", "at_least": 1}, "c: the query was refused (1064)"),
    ],
)
def test_what_does_not_hold_fails_without_data_and_writes_nothing(
    server: tuple[Login, ssl.SSLContext], check: dict[str, Any], said: str
) -> None:
    with pytest.raises(FailedError) as failure:
        ask(server, c=check)
    assert str(failure.value) == said
    assert ask(server, rows={"sql": "SELECT count(*) FROM orders", "at_least": 5}) == 2


def test_a_query_that_takes_too_long_ends(server: tuple[Login, ssl.SSLContext]) -> None:
    start = time.monotonic()
    with pytest.raises(FailedError, match=r"^slow: "):
        ask(server, seconds=2, slow={"sql": "SELECT sleep(30)", "equals": "0"})
    assert time.monotonic() - start < 10


def test_a_server_that_stops_answering_ends_it_too(
    server: tuple[Login, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(databases, "_MYSQL_LIMIT", "SELECT 1")
    with pytest.raises(FailedError, match=r"^slow: no answer in time$"):
        ask(server, seconds=2, slow={"sql": "SELECT sleep(30)", "equals": "0"})


def test_a_wrong_password_is_no_verdict(server: tuple[Login, ssl.SSLContext]) -> None:
    login, context = server
    another = replace(login, password="another")  # noqa: S106  # a wrong one
    with pytest.raises(WrongPasswordError):
        check_database(another, {}, began=datetime.now(UTC), seconds=5, context=context)


def test_a_database_that_is_not_there_fails(server: tuple[Login, ssl.SSLContext]) -> None:
    login, context = server
    with pytest.raises(FailedError, match=r"refuses the connection \(1049\)"):
        check_database(
            replace(login, database="missing"), {}, began=datetime.now(UTC), seconds=5, context=context
        )


def test_another_name_than_the_certificates_fails_unless_it_need_not_prove_it(
    server: tuple[Login, ssl.SSLContext], tmp_path_factory: pytest.TempPathFactory
) -> None:
    login, context = server
    elsewhere = replace(login, host="127.0.0.1")
    with pytest.raises(FailedError, match="no trusted TLS connection"):
        check_database(elsewhere, {}, began=datetime.now(UTC), seconds=5, context=context)
    encrypted = trusted(tmp_path_factory.mktemp("empty"), verify=False)
    assert check_database(elsewhere, {}, began=datetime.now(UTC), seconds=5, context=encrypted) == 1
