"""Queries against a restored database: read-only, within a time, over TLS or not at all."""

from __future__ import annotations

import ssl
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pg8000.native
import pymysql

from .logins import Login, WrongPasswordError
from .verdicts import FailedError, NotYetError, judge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    Ask = Callable[[str], Any]

_CONNECT_SECONDS = 10
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_WRONG_PASSWORD = frozenset({"28P01", "28000"})
_STARTING = frozenset({"57P03"})
_CANCELLED = "57014"
# https://dev.mysql.com/doc/mysql-errors/8.0/en/server-error-reference.html
_ACCESS_DENIED = 1045
_QUERY_TIMEOUT = frozenset({2013, 3024})
_MYSQL_UNREACHABLE = frozenset({2003, 2013, 2026})
# https://dev.mysql.com/doc/refman/8.0/en/server-system-variables.html#sysvar_max_execution_time
_MYSQL_LIMIT = "SET SESSION max_execution_time = {milliseconds}"


def trusted(package: Path, *, verify: bool) -> ssl.SSLContext:
    """Trust RDS's own authorities, in ``ca.pem`` of the package, and no others.

    No public trust store has them
    (https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html, 2026-11). Python 3.13 also
    wants certificates to have the form of RFC 5280 to the letter
    (https://docs.python.org/3/library/ssl.html#ssl.create_default_context), which no client of the databases
    does: chain, dates and host name are what says whose the server is.

    Args:
        package: Folder of the package.
        verify: Whether the server has to prove whose it is; else its answers are only encrypted.

    Raises:
        FileNotFoundError: It has to, and the file is not there.
    """
    context = ssl.create_default_context(cafile=str(package / "ca.pem") if verify else None)
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    if not verify:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def check_database(
    login: Login,
    checks: Mapping[str, Mapping[str, Any]],
    *,
    began: datetime,
    seconds: float,
    context: ssl.SSLContext,
) -> int:
    """Ask every query and judge each answer.

    Args:
        login: The database.
        checks: Name → ``sql`` and one expectation.
        began: When the restore began.
        seconds: Time that all queries together may take.
        context: Whom to trust.

    Returns:
        How many queries were answered as expected; one more than given: the first asks for nothing but 1.

    Raises:
        FailedError: An answer is another one, or none came in time.
        NotYetError: The database does not answer yet.
        WrongPasswordError: The password is not taken.
    """
    end = time.monotonic() + seconds
    with _session(login, end, context) as ask:
        for name, check in {"answers": {"sql": "SELECT 1", "equals": "1"}, **checks}.items():
            judge(name, check, _answer(name, ask, str(check["sql"])), began)
    return len(checks) + 1


def _answer(name: str, ask: Ask, sql: str) -> object:
    try:
        return ask(sql)
    except TimeoutError:
        raise FailedError(f"{name}: no answer in time") from None
    except (pg8000.native.Error, pymysql.MySQLError) as problem:
        code = _code(problem)
        if code == _CANCELLED or code in _QUERY_TIMEOUT:
            raise FailedError(f"{name}: no answer in time") from None
        # The server's own words may quote data.
        raise FailedError(f"{name}: the query was refused ({code})") from None


def _code(problem: Exception) -> object:
    """The error code that a driver tells: PostgreSQL's SQLSTATE or MySQL's number."""
    first = problem.args[0] if problem.args else None
    return first.get("C") if isinstance(first, dict) else first if isinstance(first, int) else "no code"


def _session(login: Login, end: float, context: ssl.SSLContext) -> Any:  # noqa: ANN401  # a context manager
    return (_postgresql if login.engine == "postgresql" else _mysql)(login, end, context)


@contextmanager
def _postgresql(login: Login, end: float, context: ssl.SSLContext) -> Iterator[Ask]:
    try:
        # With a context the driver goes no further when the server refuses TLS.
        connection = pg8000.native.Connection(
            login.user,
            host=login.host,
            port=login.port,
            database=login.database,
            password=login.password,
            ssl_context=context,
            timeout=_CONNECT_SECONDS,
            application_name="restore-validation",
        )
    except pg8000.native.DatabaseError as problem:
        raise _refused(_code(problem)) from None
    except (pg8000.native.InterfaceError, OSError) as problem:
        raise _unreachable(problem, login) from None

    def ask(sql: str) -> Any:  # noqa: ANN401  # whatever the query selects
        connection.run(f"SET statement_timeout = {_left(end) * 1000}")
        connection._usock.settimeout(_left(end) + 1)  # noqa: SLF001  # the driver has no setter for it
        # By the extended protocol a text is one statement or none: a second one could end the read-only
        # transaction. The driver's own `run` and `prepare` would take a slice such as [1:2] for a parameter.
        rows = connection.execute_unnamed(sql).rows
        return rows[0][0] if rows else None

    try:
        connection.run("START TRANSACTION READ ONLY")
        yield ask
    finally:
        _close(connection.close)


@contextmanager
def _mysql(login: Login, end: float, context: ssl.SSLContext) -> Iterator[Ask]:
    try:
        # With a context the driver goes no further when the server has no TLS.
        connection = pymysql.connect(
            user=login.user,
            host=login.host,
            port=login.port,
            database=login.database,
            password=login.password,
            ssl=context,
            connect_timeout=_CONNECT_SECONDS,
            read_timeout=_left(end) + 1,
            write_timeout=_CONNECT_SECONDS,
        )
    except pymysql.MySQLError as problem:
        code = _code(problem)
        if code in _MYSQL_UNREACHABLE:
            raise _unreachable(problem, login) from None
        raise (WrongPasswordError() if code == _ACCESS_DENIED else _refused(code)) from None

    def ask(sql: str) -> Any:  # noqa: ANN401  # whatever the query selects
        with connection.cursor() as cursor:
            cursor.execute(_MYSQL_LIMIT.format(milliseconds=_left(end) * 1000))
            cursor.execute(sql)
            row = cursor.fetchone()
        return row[0] if row else None

    try:
        with connection.cursor() as cursor:
            cursor.execute("START TRANSACTION READ ONLY")
        yield ask
    finally:
        _close(connection.close)


def _left(end: float) -> int:
    """Whole seconds that are left, one at least, so that a query always gets an end."""
    return max(1, int(end - time.monotonic()))


def _refused(code: object) -> Exception:
    if code in _WRONG_PASSWORD:
        return WrongPasswordError()
    if code in _STARTING:
        return NotYetError("the database is starting")
    return FailedError(f"the database refuses the connection ({code})")


def _unreachable(problem: Exception, login: Login) -> Exception:
    if "SSL" in str(problem):
        return FailedError("no trusted TLS connection: the server refuses TLS, or its authority is unknown")
    return NotYetError(f"nothing answers on port {login.port}")


def _close(close: Callable[[], object]) -> None:
    try:
        close()
    except (pg8000.native.Error, pymysql.MySQLError, OSError):
        return
