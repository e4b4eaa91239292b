"""Buckets as a store of a whole stack: what is declared of the settings, and what services may do."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from holdfast.components.bucket_access import BucketEndpoint, bucket_access
from holdfast.components.multi_region_api import MultiRegionApi
from holdfast.settings.contradictions.store_use import TOLD, variable
from holdfast.topology.plan import plan
from holdfast.topology.role_policies import policy_characters
from holdfast.topology.values import StoreKind
from tests.components.declared import ACCOUNT_ID, PROJECT, STACK, Resources, declared
from tests.topology.examples import SERVICE, changed
from tests.topology.examples import settings as loaded

STORE: dict[str, Any] = {"kind": "s3", "home": "use1", "write_routing": "any-region"}
BACKED_UP: dict[str, Any] = {"copy_to": [], "classes": {"standard": {}}}
SPANNED: dict[str, Any] = {"access_point": "multi-region"}
POINT = f"arn:aws:s3::{ACCOUNT_ID}:accesspoint/global-documents-access-point.mrap"
ADOPTED: dict[str, Any] = {
    "buckets": {"use1": "documents-use1", "euw1": "documents-euw1"},
    "key_arns": {"use1": f"arn:aws:kms:us-east-1:{ACCOUNT_ID}:key/01234567-89ab-cdef-0123-456789abcdef"},
    "access_point_arn": f"arn:aws:s3::{ACCOUNT_ID}:accesspoint/mfzwi23gnjvgw.mrap",
}
NOT_BACKED_UP = {"not_backed_up_because": "a test"}


def raw(s3: dict[str, Any], *regions: str, **more: Any) -> dict[str, Any]:
    adopted = "adopt" in s3
    backups = {} if adopted else NOT_BACKED_UP
    return changed(
        account=ACCOUNT_ID,
        regions={place: {} for place in regions or ("use1", "euw1")},
        services={"orders": {**SERVICE, "stores": ["documents"]}},
        stores={"documents": {**STORE, **backups, "s3": s3}},
        **more,
    )


def stack(s3: dict[str, Any], *regions: str, **more: Any) -> Resources:
    topology = plan(loaded(raw(s3, *regions, **more)), project=PROJECT, stack=STACK)
    return declared(lambda: MultiRegionApi("api", {"topology": topology}))


def statements(resources: Resources, place: str = "use1") -> list[dict[str, Any]]:
    policy = json.loads(resources(f"{place}-orders-policy", "RolePolicy").inputs["policy"])
    return [one for one in policy["Statement"] if one["Sid"].startswith("StoreDocuments")]


def operations(resources: Resources) -> dict[str, Any]:
    found: dict[str, Any] = resources("api").outputs["operations"]["stores"]["documents"]
    return found


def arn(place: str) -> str:
    return f"arn:aws:s3:::{place}-documents-bucket-bucket"


def test_a_service_uses_the_bucket_of_its_region_and_no_other() -> None:
    resources = stack({})
    for place, region in (("use1", "us-east-1"), ("euw1", "eu-west-1")):
        listed, objects, key = statements(resources, place)
        assert listed["Resource"] == [arn(place)]
        assert listed["Action"] == ["s3:GetBucketLocation", "s3:ListBucket"]
        assert objects["Resource"] == [f"{arn(place)}/*"]
        assert objects["Action"] == [
            "s3:AbortMultipartUpload",
            "s3:DeleteObject",
            "s3:GetObject",
            "s3:GetObjectTagging",
            "s3:ListMultipartUploadParts",
            "s3:PutObject",
            "s3:PutObjectTagging",
        ]
        assert key == {
            "Sid": "StoreDocuments3",
            "Effect": "Allow",
            "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
            "Resource": [resources(f"{place}-key").arn],
            "Condition": {"StringEquals": {"kms:ViaService": f"s3.{region}.amazonaws.com"}},
        }
    assert operations(resources).get("access_point") is None


def test_before_an_access_point_any_bucket_may_answer() -> None:
    resources = stack(SPANNED)
    listed, objects, *keys = statements(resources)
    assert listed["Resource"] == [POINT, arn("euw1"), arn("use1")]
    assert objects["Resource"] == [f"{POINT}/object/*", f"{arn('euw1')}/*", f"{arn('use1')}/*"]
    assert [one["Resource"] for one in keys] == [
        [resources("euw1-key").arn],
        [resources("use1-key").arn],
    ]


@pytest.mark.parametrize("point", [None, POINT])
def test_a_service_is_told_where_its_objects_are(point: str | None) -> None:
    found: dict[str, Any] = {}
    ends = [
        BucketEndpoint(region=one, bucket=f"b-{one}", arn=f"arn:aws:s3:::b-{one}", key_arn=None)
        for one in "ab"
    ]
    buckets = dict(zip(("use1", "euw1"), ends, strict=True))

    def program() -> None:
        store = bucket_access("my-documents", place="euw1", buckets=buckets, access_point_arn=point)
        found.update(store["environment"])

    declared(program)
    told = {"STORE_MY_DOCUMENTS_BUCKET": "b-b", "STORE_MY_DOCUMENTS_ACCESS_POINT_ARN": point}
    assert found == {name: value for name, value in told.items() if value is not None}
    assert set(told) == {variable("my-documents", end) for end in TOLD[StoreKind.S3]}


def test_operators_know_buckets_access_point_and_where_routes_are_changed() -> None:
    found = operations(stack(SPANNED))
    assert found["buckets"] == {
        "use1": "use1-documents-bucket-bucket",
        "euw1": "euw1-documents-bucket-bucket",
    }
    assert found["access_point"] == {
        "active": ["euw1", "use1"],
        "arn": POINT,
        "alias": "global-documents-access-point.mrap",
        "failover_regions": ["us-east-1", "us-west-2", "ap-southeast-2", "ap-northeast-1", "eu-west-1"],
    }


def test_the_settings_reach_the_buckets() -> None:
    resources = stack(
        {
            **SPANNED,
            "access_point_routes": "home",
            "replication_time_control": False,
            "delete_markers": False,
            "noncurrent_days": 7,
            "expire_days": 30,
            "object_lock": {"days": 5},
            "log_retention_days": 400,
        }
    )
    (rule,) = resources("use1-documents-bucket-replication").inputs["rules"]
    assert "replicationTime" not in rule["destination"]
    assert rule["deleteMarkerReplication"] == {"status": "Disabled"}
    (kept,) = resources("use1-documents-bucket-lifecycle").inputs["rules"]
    assert kept["expiration"] == {"days": 30}
    assert kept["noncurrentVersionExpiration"] == {"noncurrentDays": 7}
    (logs,) = resources("euw1-documents-bucket-logs-lifecycle").inputs["rules"]
    assert logs["expiration"] == {"days": 400}
    lock = resources("euw1-documents-bucket-lock").inputs["rule"]["defaultRetention"]
    assert lock == {"mode": "GOVERNANCE", "days": 5}
    point = resources("global-documents-access-point")
    assert point.inputs["details"]["name"] == f"{PROJECT}-{STACK}-documents"
    routes = resources("global-documents-access-point-routes").inputs["routes"]
    assert {one["region"]: one["trafficDialPercentage"] for one in routes} == {
        "us-east-1": 100,
        "eu-west-1": 0,
    }


def test_late_and_failed_copies_are_told_to_the_topics_of_their_regions() -> None:
    resources = stack({})
    late = resources("euw1-documents-replication-late-from-use1")
    failed = resources("use1-documents-replication-failed-to-euw1")
    assert late.inputs["alarmActions"] == [resources("euw1-alarms-topic").arn]
    assert failed.inputs["alarmActions"] == [resources("use1-alarms-topic").arn]


def test_a_region_that_is_held_is_left_as_it_is() -> None:
    resources = stack(SPANNED, hold=["euw1"])
    for noun in ("bucket", "bucket-replication", "bucket-lifecycle", "bucket-logging"):
        assert "*" in resources(f"euw1-documents-{noun}").ignore_changes
        assert "*" not in resources(f"use1-documents-{noun}").ignore_changes
    assert "*" not in resources("global-documents-access-point").ignore_changes


def test_lifted_protection_lets_go_of_everything() -> None:
    resources = stack(SPANNED, protection="lifted")
    assert resources("use1-documents-bucket").protect is False
    assert resources("use1-documents-bucket-logs").protect is False
    assert resources("global-documents-access-point").protect is False


def test_of_existing_buckets_nothing_is_declared_and_services_use_them() -> None:
    resources = stack({"adopt": ADOPTED})
    assert [one.name for one in resources if "documents" in one.name] == []
    point = ADOPTED["access_point_arn"]
    listed, objects, key = statements(resources)
    assert listed["Resource"] == [point, "arn:aws:s3:::documents-euw1", "arn:aws:s3:::documents-use1"]
    assert objects["Resource"][0] == f"{point}/object/*"
    assert key["Resource"] == [ADOPTED["key_arns"]["use1"]]
    found = operations(resources)
    assert (found["declared"], found["buckets"]) == (False, ADOPTED["buckets"])
    assert found["access_point"]["alias"] == "mfzwi23gnjvgw.mrap"


@pytest.mark.parametrize(("s3", "buckets"), [({}, 1), (SPANNED, 2), ({"adopt": ADOPTED}, 0)])
def test_the_plan_knows_how_long_the_policy_of_a_service_is(s3: dict[str, Any], buckets: int) -> None:
    topology = plan(loaded(raw(s3)), project=PROJECT, stack=STACK)
    region = next(one for one in topology.regions if one.place == "use1")
    (service,) = region.services
    found = statements(declared(lambda: MultiRegionApi("api", {"topology": topology})))
    size = len(",".join(json.dumps(one, separators=(",", ":")) for one in found)) + 1
    without = policy_characters(topology, region, replace(service, stores=()))
    bound = policy_characters(topology, region, service) - without
    # In tests the names of buckets and the ids of keys are shorter than in AWS.
    assert size <= bound <= size + 60 + 100 * buckets
