from __future__ import annotations

import json
from typing import Any

import pytest

from holdfast.components.accelerator import GlobalAccelerator
from holdfast.topology.values import ClientAffinity
from tests.components.declared import Resources, declared

ENDPOINTS: dict[str, dict[str, Any]] = {
    "use1": {"region": "us-east-1", "endpoint_id": "arn:use1-lb"},
    "euw1": {"region": "eu-west-1", "endpoint_id": "arn:euw1-lb"},
}
LOGS = {"name": "euw1-public", "region": "eu-west-1", "account_id": "111122223333"}


def build(**more: Any) -> Resources:
    args: dict[str, Any] = {"endpoints": ENDPOINTS, **more}
    return declared(lambda: GlobalAccelerator("global-public", args))  # type: ignore[arg-type]  # any key


def with_endpoint(**more: Any) -> Resources:
    return build(endpoints={**ENDPOINTS, "use1": {**ENDPOINTS["use1"], **more}})


CHILDREN = {
    ("holdfast:index:GlobalAccelerator", "global-public"),
    ("aws:globalaccelerator/accelerator:Accelerator", "global-public-accelerator"),
    ("aws:globalaccelerator/listener:Listener", "global-public-accelerator-listener"),
    ("aws:globalaccelerator/endpointGroup:EndpointGroup", "global-public-accelerator-use1"),
    ("aws:globalaccelerator/endpointGroup:EndpointGroup", "global-public-accelerator-euw1"),
}


def test_the_exact_children() -> None:
    assert build().pairs() == CHILDREN


def test_flow_logs_add_a_closed_bucket_where_they_were_asked_for() -> None:
    resources = build(flow_logs=LOGS)
    bucket = "euw1-public-accelerator-logs"
    assert {name for _, name in resources.pairs() - CHILDREN} == {
        bucket,
        *(f"{bucket}-{noun}" for noun in ("encryption", "ownership", "public-access", "lifecycle", "policy")),
    }
    assert {one.region for one in resources if one.name.startswith(bucket)} == {"eu-west-1"}
    assert resources("global-public-accelerator").inputs["attributes"] == {
        "flowLogsEnabled": True,
        "flowLogsS3Bucket": f"{bucket}-bucket",
        "flowLogsS3Prefix": "accelerator",
    }
    write, check, tls = json.loads(resources(f"{bucket}-policy").inputs["policy"])["Statement"]
    source = {"ArnLike": {"aws:SourceArn": "arn:aws:logs:*:111122223333:*"}}
    assert write == {
        "Sid": "AWSLogDeliveryWrite",
        "Effect": "Allow",
        "Principal": {"Service": "delivery.logs.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": f"arn:aws:s3:::{bucket}-bucket/accelerator/AWSLogs/111122223333/*",
        "Condition": {
            "StringEquals": {
                "aws:SourceAccount": "111122223333",
                "s3:x-amz-acl": "bucket-owner-full-control",
            },
            **source,
        },
    }
    assert (check["Action"], check["Resource"]) == (
        ["s3:GetBucketAcl", "s3:ListBucket"],
        f"arn:aws:s3:::{bucket}-bucket",
    )
    assert check["Condition"] == {"StringEquals": {"aws:SourceAccount": "111122223333"}, **source}
    assert tls["Effect"] == "Deny"


@pytest.mark.parametrize(("given", "days"), [({}, 90), ({"retention_days": 30.0}, 30)])
def test_flow_logs_expire(given: dict[str, Any], days: int) -> None:
    resources = build(flow_logs={**LOGS, **given})
    (rule,) = resources("euw1-public-accelerator-logs-lifecycle").inputs["rules"]
    assert rule["expiration"] == {"days": days}


def test_without_flow_logs_that_is_said() -> None:
    inputs = build()("global-public-accelerator").inputs
    assert inputs["attributes"] == {"flowLogsEnabled": False}
    assert (inputs["ipAddressType"], inputs["enabled"]) == ("IPV4", True)


def test_one_listener_for_both_ports_so_that_a_region_has_one_dial() -> None:
    listener = build()("global-public-accelerator-listener").inputs
    assert listener["portRanges"] == [{"fromPort": 443, "toPort": 443}, {"fromPort": 80, "toPort": 80}]
    assert (listener["protocol"], listener["clientAffinity"]) == ("TCP", "NONE")
    assert listener["acceleratorArn"].endswith("/global-public-accelerator")


def test_affinity_by_address_on_request() -> None:
    listener = build(client_affinity=ClientAffinity.SOURCE_IP)("global-public-accelerator-listener")
    assert listener.inputs["clientAffinity"] == "SOURCE_IP"


def test_a_group_per_region_with_its_balancer() -> None:
    group = build()("global-public-accelerator-euw1")
    assert group.inputs == {
        "listenerArn": build()("global-public").outputs["listener_arn"],
        "endpointGroupRegion": "eu-west-1",
        "trafficDialPercentage": 100,
        "endpointConfigurations": [
            {"endpointId": "arn:euw1-lb", "weight": 128, "clientIpPreservationEnabled": True}
        ],
        "healthCheckProtocol": "TCP",
        "healthCheckPort": 443,
        "healthCheckIntervalSeconds": 10,
        "thresholdCount": 3,
    }
    assert group.parent == "global-public"
    assert group.ignore_changes == ()


def test_dial_weight_and_client_address_by_region() -> None:
    resources = with_endpoint(dial_percent=0.0, weight=0.0, preserve_client_ip=False)
    group = resources("global-public-accelerator-use1").inputs
    assert group["trafficDialPercentage"] == 0
    assert group["endpointConfigurations"] == [
        {"endpointId": "arn:use1-lb", "weight": 0, "clientIpPreservationEnabled": False}
    ]
    assert resources("global-public-accelerator-euw1").inputs["trafficDialPercentage"] == 100


def test_the_check_of_endpoints_that_have_no_health_of_their_own() -> None:
    group = build(health_check={"port": 8443.0, "interval_seconds": 30.0, "threshold": 2.0})
    inputs = group("global-public-accelerator-use1").inputs
    assert (
        inputs["healthCheckPort"],
        inputs["healthCheckIntervalSeconds"],
        inputs["thresholdCount"],
    ) == (8443, 30, 2)


def test_outputs() -> None:
    outputs = build(origin={"endpoints": "holdfast:entrances.public.regions"})("global-public").outputs
    arn = "arn:aws:globalaccelerator::111122223333"
    assert outputs == {
        "accelerator_arn": f"{arn}:Accelerator/global-public-accelerator",
        "listener_arn": f"{arn}:Listener/global-public-accelerator-listener",
        "endpoint_group_arns": {
            place: f"{arn}:EndpointGroup/global-public-accelerator-{place}" for place in ("euw1", "use1")
        },
        "dns_name": "global-public-accelerator.awsglobalaccelerator.com",
        "zone_id": "Z2BJ6XQ5FK7U4H",
        "addresses": ["192.0.2.1", "192.0.2.2"],
        "origin": {"endpoints": "holdfast:entrances.public.regions"},
    }


@pytest.mark.parametrize("protection", [True, False])
def test_protection_guards_the_addresses_and_the_logs(protection: bool) -> None:
    resources = build(flow_logs=LOGS, protection=protection)
    assert resources("global-public-accelerator").protect is protection
    bucket = resources("euw1-public-accelerator-logs")
    assert (bucket.protect, bucket.inputs["forceDestroy"]) == (protection, not protection)


def test_tags_reach_what_takes_them() -> None:
    resources = build(flow_logs=LOGS, tags={"team": "orders"})
    for name in ("global-public-accelerator", "euw1-public-accelerator-logs"):
        assert resources(name).inputs["tags"] == {"team": "orders", "Name": name}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"endpoints": {}}, "'endpoints' is empty"),
        (
            {"endpoints": {"use1": ENDPOINTS["use1"], "use2": ENDPOINTS["use1"]}},
            "'use1' and 'use2' are both in us-east-1: one endpoint group per region",
        ),
        ({"health_check": {"interval_seconds": 20}}, "'interval_seconds' is 10 or 30, got 20"),
        ({"health_check": {"threshold": 11}}, "'threshold' is 1 to 10, got 11"),
        (
            {"flow_logs": {**LOGS, "retention_days": 0}},
            "'retention_days' of the flow logs is 1 or more, got 0",
        ),
    ],
)
def test_refusals(given: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=r"accelerator 'global-public'") as error:
        build(**given)
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"dial_percent": 101}, "'dial_percent' of 'use1' is 0 to 100, got 101"),
        ({"weight": 256}, "'weight' of 'use1' is 0 to 255, got 256"),
    ],
)
def test_refusals_of_an_endpoint(given: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        with_endpoint(**given)


def test_somebody_must_be_served() -> None:
    with pytest.raises(ValueError, match="nobody would be served"):
        build(
            endpoints={
                "use1": {**ENDPOINTS["use1"], "dial_percent": 0},
                "euw1": {**ENDPOINTS["euw1"], "weight": 0},
            }
        )
