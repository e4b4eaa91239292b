from __future__ import annotations

from typing import Any

import pytest

from holdfast.components.replicated_secret import ReplicatedSecret
from holdfast.topology.values import SecretSource
from tests.components.declared import Resources, declared

MEMBERS = {
    "use1": {"region": "us-east-1", "key_arn": "arn:use1"},
    "euw1": {"region": "eu-west-1", "key_arn": "arn:euw1"},
    "euc1": {"region": "eu-central-1", "key_arn": "arn:euc1"},
}
VALUE = "correct-horse-battery"


def secret(told: list[Any] | None = None, **changed: Any) -> Resources:
    args: Any = {
        "key": "token",
        "name": "shop/prod/token/secret",
        "home": "use1",
        "members": MEMBERS,
        "source": SecretSource.GENERATED,
        **changed,
    }

    def program() -> None:
        made = ReplicatedSecret("global-token", args)
        if told is not None:
            made.secret_arns.apply(told.append)

    return declared(program)


def configured(**changed: Any) -> Resources:
    return secret(source=SecretSource.CONFIG, value=VALUE, **changed)


def test_is_made_at_home_with_a_replica_in_every_other_region() -> None:
    found = secret()
    assert found.pairs() == {
        ("holdfast:index:ReplicatedSecret", "global-token"),
        ("aws:secretsmanager/secret:Secret", "use1-token-secret"),
        ("aws:secretsmanager/secretVersion:SecretVersion", "use1-token-secret-version"),
        ("random:index/randomPassword:RandomPassword", "global-token-secret-value"),
    }
    made = found("use1-token-secret")
    assert made.region == "us-east-1"
    assert made.inputs["name"] == "shop/prod/token/secret"
    assert made.inputs["kmsKeyId"] == "arn:use1"
    assert made.inputs["replicas"] == [
        {"region": "eu-central-1", "kmsKeyId": "arn:euc1"},
        {"region": "eu-west-1", "kmsKeyId": "arn:euw1"},
    ]
    assert made.inputs["forceOverwriteReplicaSecret"] is False
    assert (made.protect, made.inputs["recoveryWindowInDays"]) == (True, 30)


def test_a_generated_value_is_made_and_written_anew_with_its_version() -> None:
    found = secret(version=3.0, length=64.0)
    value = found("global-token-secret-value").inputs
    assert (value["length"], value["special"], value["keepers"]) == (64, False, {"version": "3"})
    version = found("use1-token-secret-version")
    assert version.inputs["secretStringWo"] == "global-token-secret-value-secret"
    assert version.inputs["secretStringWoVersion"] == 3
    assert version.inputs["secretId"] == found("use1-token-secret").arn


@pytest.mark.parametrize("found", [secret(), configured()], ids=["generated", "configured"])
def test_the_value_is_secret_and_write_only(found: Resources) -> None:
    version = found("use1-token-secret-version")
    assert "secretStringWo" in version.secrets
    assert "secretString" not in version.inputs


def test_a_configured_value_shows_nowhere_else() -> None:
    for one in configured():
        shown = {name: value for name, value in one.inputs.items() if name not in one.secrets}
        assert VALUE not in repr((shown, one.outputs if not one.custom else {}))


def test_what_people_write_is_left_to_them() -> None:
    found = secret(source=SecretSource.PEOPLE)
    assert {one.type for one in found if one.custom} == {"aws:secretsmanager/secret:Secret"}


def test_tells_each_region_its_own_arn() -> None:
    told: list[Any] = []
    secret(told)
    own = "111122223333:Secret/use1-token-secret"
    assert told == [
        {place: f"arn:aws:secretsmanager:{member['region']}:{own}" for place, member in MEMBERS.items()}
    ]


def test_replicas_are_ignored_only_while_one_is_promoted() -> None:
    # Ignored always, a region that joins the stack would get no replica and nobody would be told.
    assert secret()("use1-token-secret").ignore_changes == ()
    promoted = secret(promoted=["euw1"])("use1-token-secret")
    assert promoted.ignore_changes == ("replicas",)
    # The same is asked for, so that nothing but the option differs, and nothing once it is taken back.
    assert promoted.inputs == secret()("use1-token-secret").inputs


def test_lifted_protection_deletes_at_once_and_tags_reach_it() -> None:
    made = secret(protection=False, tags={"Team": "shop"})("use1-token-secret")
    assert (made.protect, made.inputs["recoveryWindowInDays"]) == (False, 0)
    assert made.inputs["tags"] == {"Team": "shop", "Name": "use1-token-secret"}


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"home": "apne1"}, "'home' must be one of the members"),
        ({"source": "vault"}, "'source' must be one of generated, config, people, got 'vault'"),
        ({"value": VALUE}, "'value' goes with the source 'config'"),
        ({"source": SecretSource.CONFIG}, "'value' goes with the source 'config'"),
        ({"length": 8}, "'length' must be 16 or more, got 8"),
        ({"name": "shop/db-master"}, "must not end in a hyphen and six characters"),
        ({"promoted": ["use1"]}, "'promoted' names 'use1', where there is no replica"),
    ],
)
def test_refuses_without_telling_the_value(changed: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message) as refused:
        secret(**changed)
    assert VALUE not in str(refused.value)
