from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

KEY, REPLICA_KEY, VAULT = "aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey", "aws:backup/vault:Vault"
SECRET = "aws:secretsmanager/secret:Secret"  # noqa: S105  # a type, no secret
US, EU = "us-east-1", "eu-west-1"
US_KEY, EU_KEY = step(KEY, "us-key", {"region": US}), step(KEY, "eu-key", {"region": EU})


def secret(*keys: str) -> dict[str, Any]:
    replicas = [{"region": EU, "kmsKeyId": LATER}]
    return step(
        SECRET,
        "password",
        {"region": US, "replicas": replicas},
        links={"replicas": [urn(KEY, one) for one in keys]},
    )


def vault(region: str, key: str) -> dict[str, Any]:
    return step(VAULT, "vault", {"region": region, "kmsKeyArn": LATER}, links={"kmsKeyArn": [urn(KEY, key)]})


@pytest.mark.parametrize(
    ("steps", "verdict"),
    [
        ([EU_KEY, secret("eu-key")], {"password": PASS}),
        ([US_KEY, secret("us-key")], {"password": FAIL}),
        ([US_KEY, EU_KEY, secret("us-key", "eu-key")], {"password": PASS}),
        ([EU_KEY, vault(EU, "eu-key")], {"vault": PASS}),
        ([US_KEY, vault(EU, "us-key")], {"vault": FAIL}),
    ],
)
def test_a_copy_and_its_key(steps: list[dict[str, Any]], verdict: dict[str, str]) -> None:
    assert verdicts("KMS001", *steps) == verdict


def test_a_multi_region_key_with_a_replica_there() -> None:
    wide = step(KEY, "us-key", {"region": US, "multiRegion": True})
    replica = step(REPLICA_KEY, "eu", {"region": EU}, links={"primaryKeyArn": [urn(KEY, "us-key")]})

    assert verdicts("KMS001", wide, vault(EU, "us-key")) == {"vault": FAIL}
    assert verdicts("KMS001", wide, replica, vault(EU, "us-key")) == {"vault": PASS}


@pytest.mark.parametrize("arn", ["alias/orders", "arn:aws:kms:us-east-1:1:key/mrk-1", None])
def test_a_key_of_which_no_region_is_known_is_not_judged(arn: str | None) -> None:
    assert verdicts("KMS001", step(VAULT, "vault", {"region": EU, "kmsKeyArn": arn})) == {
        "stack": NOT_APPLICABLE
    }
