from __future__ import annotations

import json
from typing import Any

import pytest

from holdfast.components.container_registry import ContainerRegistry
from holdfast.topology.values import ImageReplication, RegistryScanning
from tests.components.declared import Resources, declared

MEMBERS = {
    "use1": {"region": "us-east-1", "key_arn": "arn:use1"},
    "euw1": {"region": "eu-west-1", "key_arn": "arn:euw1"},
    "euc1": {"region": "eu-central-1", "key_arn": "arn:euc1"},
}


def registry(**changed: Any) -> Resources:
    args: Any = {
        "account_id": "111122223333",
        "prefix": "shop/prod",
        "home": "use1",
        "members": MEMBERS,
        "repositories": {"orders": {}, "carts": {"immutable": False, "scan_on_push": False}},
        "replication": ImageReplication.STACK,
        **changed,
    }
    return declared(lambda: ContainerRegistry("global-registry", args))


def test_declares_each_repository_in_each_region_and_one_replication() -> None:
    own = {
        pair
        for place in MEMBERS
        for key in ("orders", "carts")
        for pair in (
            ("aws:ecr/repository:Repository", f"{place}-registry-{key}-repository"),
            ("aws:ecr/lifecyclePolicy:LifecyclePolicy", f"{place}-registry-{key}-repository-lifecycle"),
        )
    }
    assert registry().pairs() == {
        *own,
        ("holdfast:index:ContainerRegistry", "global-registry"),
        ("aws:ecr/replicationConfiguration:ReplicationConfiguration", "use1-registry-replication"),
    }


def test_repositories_are_alike_but_for_their_key() -> None:
    found = registry()
    for place, member in MEMBERS.items():
        repository = found(f"{place}-registry-orders-repository")
        assert repository.region == member["region"]
        assert repository.inputs["name"] == "shop/prod/orders"
        assert repository.inputs["imageTagMutability"] == "IMMUTABLE"
        assert repository.inputs["imageScanningConfiguration"] == {"scanOnPush": True}
        assert repository.inputs["encryptionConfigurations"] == [
            {"encryptionType": "KMS", "kmsKey": member["key_arn"]}
        ]
        assert (repository.protect, repository.inputs["forceDelete"]) == (True, False)
    mutable = found("euc1-registry-carts-repository").inputs
    assert mutable["imageTagMutability"] == "MUTABLE"
    assert mutable["imageScanningConfiguration"] == {"scanOnPush": False}


def test_copies_from_home_to_every_other_region_what_lies_below_the_prefix() -> None:
    replication = registry()("use1-registry-replication")
    assert replication.region == "us-east-1"
    assert replication.inputs["replicationConfiguration"] == {
        "rules": [
            {
                "destinations": [
                    {"region": "eu-central-1", "registryId": "111122223333"},
                    {"region": "eu-west-1", "registryId": "111122223333"},
                ],
                "repositoryFilters": [{"filter": "shop/prod/", "filterType": "PREFIX_MATCH"}],
            }
        ]
    }
    # A copy that comes first would make the repository with ECR's own settings.
    assert {f"{place}-registry-orders-repository" for place in MEMBERS} <= replication.depends_on


def test_an_account_copies_everything_and_none_nothing() -> None:
    account = registry(replication=ImageReplication.ACCOUNT)("use1-registry-replication")
    assert "repositoryFilters" not in account.inputs["replicationConfiguration"]["rules"][0]
    assert not registry(replication=ImageReplication.NONE).of("ReplicationConfiguration")


def lifecycle(repository: dict[str, Any]) -> list[Any]:
    policy = registry(repositories={"orders": repository})("use1-registry-orders-repository-lifecycle")
    return list(json.loads(policy.inputs["policy"])["rules"])


def test_images_without_a_tag_go_and_the_newest_others_stay() -> None:
    (untagged,) = lifecycle({})
    assert untagged["selection"] == {
        "tagStatus": "untagged",
        "countType": "sinceImagePushed",
        "countUnit": "days",
        "countNumber": 14,
    }
    _, newest = lifecycle({"keep_images": 30.0})
    assert newest["selection"] == {
        "tagStatus": "tagged",
        "tagPatternList": ["*"],
        "countType": "imageCountMoreThan",
        "countNumber": 30,
    }


def test_whole_registries_scan_only_if_asked_for() -> None:
    assert not registry().of("RegistryScanningConfiguration")
    basic = registry(account_scanning=RegistryScanning.BASIC)
    assert basic.names("RegistryScanningConfiguration") == {f"{one}-registry-scanning" for one in MEMBERS}
    found = basic("euw1-registry-scanning")
    assert (found.region, found.inputs["scanType"]) == ("eu-west-1", "BASIC")
    (rule,) = found.inputs["rules"]
    assert rule["scanFrequency"] == "SCAN_ON_PUSH"
    assert rule["repositoryFilters"] == [{"filter": "shop/prod/*", "filterType": "WILDCARD"}]
    enhanced = registry(account_scanning=RegistryScanning.ENHANCED)("use1-registry-scanning").inputs
    assert enhanced["scanType"] == "ENHANCED"
    assert {rule["scanFrequency"] for rule in enhanced["rules"]} == {"CONTINUOUS_SCAN", "SCAN_ON_PUSH"}


@pytest.mark.parametrize("protected", [True, False])
def test_letting_go_of_a_whole_registry_resets_it_only_when_lifted(protected: bool) -> None:
    # To delete either is to empty it, with what another stack has written there since.
    found = registry(protection=protected, account_scanning=RegistryScanning.BASIC)
    shared = [found("use1-registry-replication"), *found.of("RegistryScanningConfiguration")]
    assert {one.retain_on_delete for one in shared} == {protected}


def test_lifted_protection_lets_everything_go_and_tags_reach_it() -> None:
    found = registry(protection=False, tags={"Team": "shop"})
    for repository in found.of("Repository"):
        assert (repository.protect, repository.inputs["forceDelete"]) == (False, True)
        assert repository.inputs["tags"] == {"Team": "shop", "Name": repository.name}


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"home": "apne1"}, "'home' must be one of the members euc1, euw1, use1, got 'apne1'"),
        ({"repositories": {}}, "'repositories' must hold at least one"),
        ({"replication": "region"}, "'replication' must be one of stack, account, none"),
        ({"members": {"use1": MEMBERS["use1"]}}, "copies to 1 to 25 other members, and there are 0"),
        ({"repositories": {"orders": {"untagged_days": 0}}}, "'repositories.orders.untagged_days' must be 1"),
        ({"repositories": {"orders": {"keep_images": 1}}}, "'repositories.orders.keep_images' must be 2"),
    ],
)
def test_refuses(changed: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=f"(?s)container registry 'global-registry'.*{message}"):
        registry(**changed)
