"""Keys, secrets and parameters."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from holdfast.cost.scope import MILLION
from holdfast.graph import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.cost.model import CostItem
    from holdfast.cost.scope import Calculator, Scope
    from holdfast.graph import Resource

TEN_THOUSAND = Decimal(10_000)


def key(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """A key of yours, and its uses."""
    place = place_of(one)
    yield scope.item("encryption key", "kms/key/month", place, 1)
    yield scope.item(
        "uses of the key",
        "kms/ten-thousand-requests",
        place,
        scope.usage["kms_requests_million"] * MILLION / TEN_THOUSAND,
        usage=("kms_requests_million",),
    )


def secret(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """A secret and its replicas, and the calls that read it."""
    copies = one.inputs.get("replicas")
    places = [place_of(one)]
    for copy in copies if isinstance(copies, tuple) else ():
        region = copy.get("region") if isinstance(copy, dict) else None
        places.append(region if isinstance(region, str) else place_of(one))
    for place in places:
        yield scope.item(
            "secret" if place == places[0] else "replica of the secret",
            "secrets-manager/secret/month",
            place,
            1,
        )
    yield scope.item(
        "calls that read the secret",
        "secrets-manager/ten-thousand-calls",
        places[0],
        scope.usage["secret_calls"] / TEN_THOUSAND,
        usage=("secret_calls",),
    )


def parameter(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """A parameter of the advanced tier; standard ones are free."""
    if one.inputs.get("tier") == "Advanced":
        yield scope.item("advanced parameter", "ssm/advanced-parameter/month", place_of(one), 1)


CALCULATORS: Mapping[str, Calculator] = {
    "aws:kms/key:Key": key,
    "aws:kms/replicaKey:ReplicaKey": key,
    "aws:secretsmanager/secret:Secret": secret,
    "aws:ssm/parameter:Parameter": parameter,
}
