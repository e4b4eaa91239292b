"""Requests to a forge, patient where it asks for patience."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx
import tenacity

from holdfast.forge.errors import ForgeError, UnsureError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_PASSING = frozenset({500, 502, 503, 504})
"""Answers of a server that may be well again in a moment."""
_TOO_MANY = 429
_FORBIDDEN = 403
_LONGEST_MESSAGE = 300


class _AskAgainError(Exception):
    """Why a request is sent once more, and when."""

    def __init__(self, reason: str, wait_seconds: float | None) -> None:
        super().__init__(reason)
        self.wait_seconds = wait_seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a forge is given."""

    attempts: int = 6
    """Requests in all."""
    longest_wait_seconds: float = 90
    """The longest wait that is accepted between two; a forge that asks for more is given up."""
    first_wait_seconds: float = 1
    """Wait after the first failure where the forge asks for none; it doubles each time."""
    sleep: Callable[[float], None] = time.sleep
    """How to wait."""


class Client:
    """One forge's API."""

    def __init__(
        self, url: str, headers: Mapping[str, str], *, name: str, patience: Patience | None = None
    ) -> None:
        """Open it.

        Args:
            url: Address of the API, such as ``https://api.github.com``.
            headers: Sent with every request; the token is in them and nowhere else.
            name: What the forge is called in messages.
            patience: How long it is given. Default: six requests, at most 90 s between two.
        """
        self._http = httpx.Client(
            base_url=url, headers=dict(headers), timeout=httpx.Timeout(30), follow_redirects=False
        )
        self._name, self._patience = name, patience or Patience()

    def ask(
        self,
        method: str,
        path: str,
        *,
        json: object = None,
        params: Mapping[str, str | int] | None = None,
        again: bool = True,
    ) -> httpx.Response:
        """An answer that is a success.

        Args:
            method: HTTP method.
            path: Below the API's address.
            json: Body.
            params: Query.
            again: Whether the request can be sent again when it is not known whether it was done. Where it
                cannot, ``UnsureError`` is raised then. Default: yes.

        Raises:
            ForgeError: The forge refuses, or does not become well in time.
        """
        patience = self._patience
        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(_AskAgainError),
            stop=tenacity.stop_after_attempt(patience.attempts),
            wait=self._wait,
            sleep=patience.sleep,
            reraise=True,
        )
        try:
            return retrying(self._once, method, path, json=json, params=params, again=again)
        except _AskAgainError as error:
            raise ForgeError(
                f"{self._name} did not answer in {patience.attempts} attempts: {error}"
            ) from None

    def _wait(self, state: tenacity.RetryCallState) -> float:
        failure = state.outcome.exception() if state.outcome else None
        asked = failure.wait_seconds if isinstance(failure, _AskAgainError) else None
        return (
            asked
            if asked is not None
            else self._patience.first_wait_seconds * 2 ** (state.attempt_number - 1)
        )

    def _once(
        self, method: str, path: str, *, json: object, params: Mapping[str, str | int] | None, again: bool
    ) -> httpx.Response:
        try:
            response = self._http.request(method, path, json=json, params=params)
        except httpx.ConnectError as error:  # nothing was sent
            raise _AskAgainError(f"no connection ({error})", None) from None
        except httpx.TransportError as error:
            told = f"{self._name} broke off ({type(error).__name__})"
            raise (_AskAgainError(told, None) if again else UnsureError(told)) from None
        if response.is_success:
            return response
        if (wait := self._asked_to_wait(response)) is not None:
            if wait > self._patience.longest_wait_seconds:
                raise ForgeError(f"{self._name} asks to wait for {wait:.0f} s: {_message(response)}")
            raise _AskAgainError(_message(response), wait)
        if response.status_code in _PASSING:
            told = _message(response)
            raise _AskAgainError(told, None) if again else UnsureError(f"{self._name}: {told}")
        raise ForgeError(f"{self._name} refused {method} {path}: {_message(response)}")

    def _asked_to_wait(self, response: httpx.Response) -> float | None:
        """Seconds until it may be asked again, by the rules of both forges; None where it does not say so.

        Sources: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api and
        https://docs.gitlab.com/administration/settings/user_and_ip_rate_limits/ (2026-11).
        """
        limited = response.status_code in {_TOO_MANY, _FORBIDDEN}
        after = response.headers.get("retry-after", "")
        if after.isdigit() and (limited or response.status_code in _PASSING):
            return float(after)
        if limited and response.headers.get("x-ratelimit-remaining") == "0":
            reset = response.headers.get("x-ratelimit-reset", "")
            return max(0.0, float(reset) - time.time()) + 1 if reset.isdigit() else 60.0
        return 60.0 if response.status_code == _TOO_MANY else None


def _message(response: httpx.Response) -> str:
    """What the forge says, in a line."""
    try:
        body: Any = response.json()
    except ValueError:
        body = response.text
    told = (body.get("message") or body.get("error") or body) if isinstance(body, dict) else body
    return f"{response.status_code} {' '.join(str(told).split())[:_LONGEST_MESSAGE]}".strip()
