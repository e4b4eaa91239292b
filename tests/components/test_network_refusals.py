"""Wishes that contradict each other, and the words that a person gets for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.components.network_sample import ADOPTED, FLOW_LOGS, TIERS, network, subnet

if TYPE_CHECKING:
    from holdfast.components.network import SubnetArgs
    from holdfast.topology.values import SubnetTier


def _bare(*tiers_and_keys: tuple[SubnetTier, str]) -> dict[str, Any]:
    return {"subnets": [subnet(tier, key) for tier, key in tiers_and_keys]}


PUBLIC, PRIVATE, _ = TIERS
ELSEWHERE: SubnetArgs = {"tier": PRIVATE, "zone": "eu-west-1a", "key": "a", "cidr": "10.0.64.0/22"}
WRONG: list[tuple[dict[str, Any], str]] = [
    (_bare((PUBLIC, "a"), (PRIVATE, "a")), "'subnets' need 2 to 6 zones, got \\['us-east-1a'\\]"),
    ({"subnets": []}, "'subnets' need 2 to 6 zones, got \\[\\]"),
    (_bare((PRIVATE, "a"), (PRIVATE, "a"), (PRIVATE, "b")), "there are 2 private subnets with the key 'a'"),
    ({"subnets": [ELSEWHERE, subnet(PRIVATE, "b")]}, "zone 'eu-west-1a' is not in us-east-1"),
    (
        {"subnets": [subnet(PRIVATE, "a"), {**subnet(PRIVATE, "b"), "zone": "us-east-1a"}]},
        "zone 'us-east-1a' has more than one key: \\['a', 'b'\\]",
    ),
    ({**_bare((PRIVATE, "a"), (PRIVATE, "b")), "nat": "shared"}, "nat 'shared' stands in a public subnet"),
    (_bare((PUBLIC, "a"), (PRIVATE, "a"), (PRIVATE, "b")), "nat 'per-zone' .* in zones \\['b'\\]"),
    (_bare((PUBLIC, "a"), (PUBLIC, "b")), "nat 'per-zone' has no private subnet to serve"),
    ({"gateway_endpoints": ["sqs"]}, "gateway endpoints for s3 and dynamodb alone, got 'sqs'"),
    ({"gateway_endpoints": ["s3", "s3"]}, "gateway endpoints are named more than once: s3"),
    ({"interface_endpoints": ["kms", "kms"]}, "interface endpoints are named more than once: kms"),
    (
        {**_bare((PUBLIC, "a"), (PUBLIC, "b")), "nat": "none", "interface_endpoints": ["kms"]},
        "interface endpoints stand in private subnets, and there is none",
    ),
    ({"flow_logs": {**FLOW_LOGS, "interval_seconds": 300}}, "interval of 60 or 600 seconds, got 300"),
    ({"adopt": ADOPTED}, "these would have no effect: subnets"),
    ({"subnets": [], "adopt": ADOPTED, "flow_logs": FLOW_LOGS}, "no effect: flow_logs"),
    (
        {"subnets": [], "adopt": {**ADOPTED, "private_subnet_ids": ["subnet-2"]}},
        "at least 2 different private subnets, got \\['subnet-2'\\]",
    ),
]


@pytest.mark.parametrize(("changes", "message"), WRONG)
def test_fails_with_what_contradicts(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        network(**changes)


def test_fails_with_everything_at_once() -> None:
    with pytest.raises(ValueError, match="use1") as raised:
        network(gateway_endpoints=["sqs"], flow_logs={**FLOW_LOGS, "interval_seconds": 1})
    assert str(raised.value).count("\n- ") == 2
