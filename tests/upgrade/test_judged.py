"""What counts as announced, what is refused all the same, and that two recordings are written alike."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from tests.upgrade.announced import Announced, announced_after
from tests.upgrade.judged import refused
from tests.upgrade.normal import normalised, written

CHANGE_LOG = """
# Change log

## Unreleased

### Will change

- Keys say what they are for: `aws:kms/key:Key`
  `description`.

### New findings

- `aws:s3/bucket:Bucket` is looked at.

## 0.2.0

### Will replace

- Aliases: `aws:kms/alias:Alias` and `aws:rds/cluster:Cluster`.
- Words alone.

## 0.1.0

### Will change

- `aws:sns/topic:Topic`
"""
ALIAS, KEY, CLUSTER = "aws:kms/alias:Alias", "aws:kms/key:Key", "aws:rds/cluster:Cluster"


def step(op: str, type_token: str, *properties: str, custom: bool = True) -> dict[str, Any]:
    return {
        "op": op,
        "urn": f"urn:pulumi:dev::holdfast::holdfast:index:X${type_token}::one",
        "detailedDiff": {key: {} for key in properties},
        "oldState": {"custom": custom},
    }


def test_only_later_versions_announce() -> None:
    description = Announced(
        heading="Will change", types=frozenset({KEY}), properties=frozenset({"description"})
    )
    both = Announced(heading="Will replace", types=frozenset({ALIAS, CLUSTER}), properties=frozenset())

    assert announced_after("0.1.0", CHANGE_LOG) == [description, both]
    assert announced_after("0.2.0", CHANGE_LOG) == [description]
    with pytest.raises(ValueError, match=r"no heading .## 0\.3\.0"):
        announced_after("0.3.0", CHANGE_LOG)


@pytest.mark.parametrize(
    "found",
    [
        step("same", CLUSTER),
        step("update", KEY, "description"),
        step("replace", ALIAS, "name"),
        step("create-replacement", ALIAS, "name"),
        step("create", ALIAS),
        step("update", "holdfast:index:X", "tags", custom=False),
    ],
)
def test_what_is_announced_may_happen(found: dict[str, Any]) -> None:
    assert refused([found], announced_after("0.1.0", CHANGE_LOG)) == []


@pytest.mark.parametrize(
    "found",
    [
        step("update", KEY, "description", "tags"),
        step("update", "aws:sns/topic:Topic"),
        step("create", "aws:sns/topic:Topic"),
        step("replace", "aws:s3/bucket:Bucket", "bucket"),
        step("replace", CLUSTER, "engine"),
        step("delete", CLUSTER),
        step("delete", KEY),
        step("delete", "holdfast:index:X", custom=False),
    ],
)
def test_what_is_not_or_holds_data_may_not(found: dict[str, Any]) -> None:
    assert len(refused([found], announced_after("0.1.0", CHANGE_LOG))) == 1


def test_two_recordings_are_written_alike_and_hold_no_secret() -> None:
    one = written(normalised(export(vpc="vpc-00000001", suffix="0a1b", provider="1", now="2026-11-21")))
    two = written(
        normalised(export(vpc="vpc-0000002d", suffix="ffff", provider="2", now="2027-01-01", turn=True))
    )

    assert one == two
    assert "planted" not in one
    names = [resource["urn"].rpartition("::")[2] for resource in json.loads(one)["deployment"]["resources"]]
    assert names == ["p", "use1-vpc", "use1-a-net"]


def test_what_refers_to_an_id_or_a_name_follows_it() -> None:
    state = normalised(export(vpc="vpc-00000001", suffix="0a1b", provider="1", now="2026-11-21"))
    provider, vpc, subnet = state["deployment"]["resources"]

    assert vpc["provider"] == f"{provider['urn']}::{provider['id']}"
    assert subnet["outputs"] == {"vpcId": vpc["id"], "userData": encoded(f"arn:{vpc['inputs']['name']}/x")}
    assert vpc["id"] != "vpc-00000001"
    assert vpc["inputs"]["name"] != "net-0a1b"


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def export(*, vpc: str, suffix: str, provider: str, now: str, turn: bool = False) -> dict[str, Any]:
    """A state with two resources, the second made of the first."""
    urn = "urn:pulumi:dev::holdfast::"
    provider_id = f"dd3541e2-3a98-415e-bb5f-b96a9f90eef{provider}"
    common = {"custom": True, "created": now, "stackTrace": [now]}
    first = {
        **common,
        "urn": f"{urn}pulumi:providers:aws::p",
        "type": "pulumi:providers:aws",
        "id": provider_id,
    }
    secret = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "planted"}
    second = {
        **common,
        "urn": f"{urn}aws:ec2/vpc:Vpc::use1-vpc",
        "type": "aws:ec2/vpc:Vpc",
        "id": vpc,
        "inputs": {"__defaults": ["name"], "name": f"net-{suffix}", "password": secret},
        "provider": f"{first['urn']}::{provider_id}",
    }
    third = {
        **common,
        "urn": f"{urn}aws:ec2/vpc:Vpc$aws:ec2/subnet:Subnet::use1-a-net",
        "type": "aws:ec2/subnet:Subnet",
        "id": "subnet-0000000a",
        "inputs": {"__defaults": []},
        "outputs": {"vpcId": vpc, "userData": encoded(f"arn:net-{suffix}/x")},
        "parent": second["urn"],
    }
    resources = [first, second, third]
    return {
        "version": 3,
        "deployment": {
            "manifest": {"time": now, "magic": "m", "version": "v3"},
            "secrets_providers": {"type": "passphrase"},
            "resources": resources[::-1] if turn else resources,
        },
    }
