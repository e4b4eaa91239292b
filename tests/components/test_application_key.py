from __future__ import annotations

from typing import Any

import pulumi
import pytest

from holdfast.components.application_key import ApplicationKey
from holdfast.components.service_stores import key_access
from tests.components.declared import Resources, declared

REGIONS = {"use1": "us-east-1", "euw1": "eu-west-1", "euc1": "eu-central-1"}


def key(told: list[Any] | None = None, **changed: Any) -> Resources:
    args: Any = {
        "key": "tokens",
        "alias": "shop/prod/tokens",
        "home": "use1",
        "regions": REGIONS,
        "multi_region": True,
        **changed,
    }

    def program() -> None:
        made = ApplicationKey("global-tokens", args)
        if told is not None:
            pulumi.Output.all(made.key_arn("use1"), made.key_arn("euw1")).apply(told.append)

    return declared(program)


ALIASES = {("aws:kms/alias:Alias", f"{place}-tokens-app-key-alias") for place in REGIONS}


def test_a_key_of_several_regions_has_its_primary_at_home_and_replicas_elsewhere() -> None:
    found = key()
    assert found.pairs() == {
        ("holdfast:index:ApplicationKey", "global-tokens"),
        ("aws:kms/key:Key", "use1-tokens-app-key"),
        ("aws:kms/replicaKey:ReplicaKey", "euw1-tokens-app-key"),
        ("aws:kms/replicaKey:ReplicaKey", "euc1-tokens-app-key"),
        *ALIASES,
    }
    primary, replica = found("use1-tokens-app-key"), found("euw1-tokens-app-key")
    assert (primary.region, primary.inputs["multiRegion"]) == ("us-east-1", True)
    assert (primary.inputs["enableKeyRotation"], primary.inputs["rotationPeriodInDays"]) == (True, 365)
    assert (replica.region, replica.inputs["primaryKeyArn"]) == ("eu-west-1", primary.arn)


def test_a_change_of_the_primary_replaces_no_replica() -> None:
    # The provider reads the new primary's ARN into every replica, and a changed one replaces it.
    found = key()
    assert found("euw1-tokens-app-key").ignore_changes == ("primaryKeyArn",)
    assert found("use1-tokens-app-key").ignore_changes == ()


def test_otherwise_each_region_has_a_key_that_no_other_can_use() -> None:
    found = key(multi_region=False)
    assert {(one.type, one.name) for one in found.of("Key")} == {
        ("aws:kms/key:Key", f"{place}-tokens-app-key") for place in REGIONS
    }
    assert not found.of("ReplicaKey")
    assert all("multiRegion" not in one.inputs for one in found.of("Key"))


@pytest.mark.parametrize("multi_region", [True, False])
def test_one_alias_leads_to_each_regions_own(multi_region: bool) -> None:
    found = key(multi_region=multi_region)
    for place, region in REGIONS.items():
        alias = found(f"{place}-tokens-app-key-alias")
        assert (alias.region, alias.inputs["name"]) == (region, "alias/shop/prod/tokens")
        assert alias.depends_on == {f"{place}-tokens-app-key"}


@pytest.mark.parametrize("multi_region", [True, False])
def test_protection_and_tags_reach_every_key(multi_region: bool) -> None:
    for lifted, days in ((True, 7), (False, 30)):
        found = key(multi_region=multi_region, protection=not lifted, tags={"Team": "shop"})
        for one in (*found.of("Key"), *found.of("ReplicaKey")):
            assert (one.protect, one.inputs["deletionWindowInDays"]) == (not lifted, days)
            assert one.inputs["tags"] == {"Team": "shop", "Name": one.name}


def test_tells_each_region_its_own_arn() -> None:
    told: list[Any] = []
    key(told)
    assert told == [
        [
            "arn:aws:kms:us-east-1:111122223333:Key/use1-tokens-app-key",
            "arn:aws:kms:eu-west-1:111122223333:ReplicaKey/euw1-tokens-app-key",
        ]
    ]


def test_a_service_is_told_and_let_use_its_regions_key_alone() -> None:
    access = key_access("tokens", key_arn="arn:own")
    assert access["environment"] == {"KEY_TOKENS_ARN": "arn:own"}
    (statement,) = access["statements"]
    assert statement["Resource"] == ["arn:own"]
    assert "kms:Decrypt" in statement["Action"]
    assert not {"kms:*", "kms:ScheduleKeyDeletion", "kms:PutKeyPolicy"} & set(statement["Action"])


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"home": "apne1"}, "'home' must be one of the regions euc1, euw1, use1, got 'apne1'"),
        ({"rotation_days": 30}, "'rotation_days' must be 90 to 2560, got 30"),
    ],
)
def test_refuses(changed: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        key(**changed)
