"""Traffic that leaves a place, and answers from where they should come."""

from __future__ import annotations

import json
import ssl
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib import error, request

from botocore.exceptions import ClientError

from .steps import State, StepError, done, todo, under_way

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .steps import Clients

API = "https://api.cloudflare.com/client/v4"
"""https://developers.cloudflare.com/api/resources/load_balancers/subresources/pools/ (2026-11)."""
_SECONDS = 10


@dataclass(frozen=True, kw_only=True)
class Switch:
    """The maintenance switch: an object in another region, that health checkers read, takes a place out."""

    clients: Clients
    bucket: str
    object_key: str
    region: str
    present: bool

    def state(self) -> State:
        """Look for the object."""
        there = self._is_there()
        words = f"{self.object_key} is {'' if there else 'not '}in {self.bucket}"
        return done(words) if there == self.present else todo(words)

    def act(self) -> None:
        """Put the object, or take it away."""
        s3 = self.clients("s3", self.region)
        if self.present:
            body = json.dumps({"by": "recovery automation"}).encode()
            s3.put_object(Bucket=self.bucket, Key=self.object_key, Body=body)
        else:
            s3.delete_object(Bucket=self.bucket, Key=self.object_key)

    def _is_there(self) -> bool:
        try:
            self.clients("s3", self.region).head_object(Bucket=self.bucket, Key=self.object_key)
        except ClientError as problem:
            if problem.response["ResponseMetadata"]["HTTPStatusCode"] == HTTPStatus.NOT_FOUND:
                return False
            raise
        return True


@dataclass(frozen=True, kw_only=True)
class CloudflarePool:
    """A place's pool at Cloudflare, which gets no traffic while it is disabled."""

    clients: Clients
    account_id: str
    pool_id: str
    enabled: bool
    token_secret: str

    def state(self) -> State:
        """Ask Cloudflare whether it is enabled."""
        is_enabled = bool(self._call("GET")["enabled"])
        words = f"the pool {self.pool_id} is {'enabled' if is_enabled else 'disabled'}"
        return done(words) if is_enabled == self.enabled else todo(words)

    def act(self) -> None:
        """Enable or disable it."""
        self._call("PATCH", {"enabled": self.enabled})

    def _call(self, method: str, body: dict[str, Any] | None = None) -> Any:  # noqa: ANN401  # any JSON
        path = f"/accounts/{self.account_id}/load_balancers/pools/{self.pool_id}"
        asked = request.Request(  # noqa: S310  # the address is ours
            f"{API}{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {self._token()}",
                "Content-Type": "application/json",
                # Cloudflare's check of browsers refuses some libraries' own names with error 1010:
                # https://developers.cloudflare.com/waf/tools/browser-integrity-check/ (2026-11)
                "User-Agent": "holdfast-recovery",
            },
        )
        try:
            with request.urlopen(asked, timeout=_SECONDS) as answer:  # noqa: S310  # as above
                return json.loads(answer.read())["result"]
        except error.HTTPError as refused:
            status = refused.code
            refused.close()
            words = f"Cloudflare answers {method} {path} with HTTP {status}"
            if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}:
                raise StepError(words) from None
            raise OSError(words) from None

    def _token(self) -> str:
        region = self.token_secret.split(":")[3]
        secrets = self.clients("secretsmanager", region)
        token: str = secrets.get_secret_value(SecretId=self.token_secret)["SecretString"]
        return token.strip()


@dataclass(frozen=True, kw_only=True)
class Answers:
    """Addresses that must answer with success; nothing is done but to ask."""

    urls: Sequence[str]

    def state(self) -> State:
        """Ask each."""
        failing = [f"{url} ({words})" for url in self.urls if (words := _failure(url)) is not None]
        if failing:
            return under_way(f"no success from {', '.join(failing)}")
        return done(f"{', '.join(self.urls)} answer")

    def act(self) -> None:
        """Do nothing: what is asked was brought about before."""


def _failure(url: str) -> str | None:
    """Say what an address answers instead of success; None where it succeeds."""
    # As Route 53's checkers, which look at no certificate: an expired one is not a lost region
    # (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html, 2026-11).
    context = ssl._create_unverified_context()  # noqa: S323, SLF001  # see above
    asked = request.Request(url, headers={"User-Agent": "holdfast-recovery"})  # noqa: S310  # the plan's own
    try:
        with request.urlopen(asked, timeout=_SECONDS, context=context):  # noqa: S310  # as above
            return None
    except error.HTTPError as refused:
        refused.close()
        return f"HTTP {refused.code}"
    except (error.URLError, TimeoutError, ConnectionError) as broken:
        return type(broken).__name__
