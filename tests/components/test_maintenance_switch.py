from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.components.maintenance_switch import MaintenanceSwitch, maintenance_key
from holdfast.components.route53_health_checker_ranges import IPV4_RANGES
from tests.components.declared import Resources, declared

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.components.maintenance_switch import MaintenanceSwitchArgs

ARGS: MaintenanceSwitchArgs = {
    "region": "eu-west-1",
    "places": ["use1", "apne1"],
    "tags": {"stack": "prod"},
    "origin": {"places": "regions"},
}


def _found(args: MaintenanceSwitchArgs = ARGS) -> Resources:
    return declared(lambda: MaintenanceSwitch("euw1", args))


def _statements(args: MaintenanceSwitchArgs = ARGS) -> Mapping[str, Any]:
    policy = json.loads(_found(args)("euw1-switch-policy").inputs["policy"])
    return {one["Sid"]: one for one in policy["Statement"]}


def test_declares_a_private_bucket_in_its_region() -> None:
    found = _found()
    assert found.pairs() == {
        ("holdfast:index:MaintenanceSwitch", "euw1"),
        ("aws:s3/bucket:Bucket", "euw1-switch"),
        ("aws:s3/bucketVersioning:BucketVersioning", "euw1-switch-versioning"),
        (
            "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
            "euw1-switch-encryption",
        ),
        ("aws:s3/bucketOwnershipControls:BucketOwnershipControls", "euw1-switch-ownership"),
        ("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "euw1-switch-public-access"),
        ("aws:s3/bucketPolicy:BucketPolicy", "euw1-switch-policy"),
    }
    children = [one for one in found if one.custom]
    assert {one.region for one in children} == {"eu-west-1"}
    assert {one.parent for one in children} == {"euw1"}
    assert {one.inputs["bucket"] for one in children if one.name != "euw1-switch"} == {"euw1-switch-bucket"}
    assert found("euw1-switch").inputs == {
        "region": "eu-west-1",
        "forceDestroy": False,
        "tags": {"stack": "prod", "Name": "euw1-switch"},
    }


def test_is_closed_by_default() -> None:
    found = _found()
    access = found("euw1-switch-public-access").inputs
    switches = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
    assert all(access[one] is True for one in switches)
    assert found("euw1-switch-ownership").inputs["rule"] == {"objectOwnership": "BucketOwnerEnforced"}
    assert found("euw1-switch-versioning").inputs["versioningConfiguration"] == {"status": "Enabled"}
    # The checkers are anonymous: objects under a KMS key would be unreadable to them.
    assert found("euw1-switch-encryption").inputs["rules"] == [
        {"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}
    ]


def test_only_health_checkers_read_and_only_the_switches() -> None:
    statements = _statements()
    assert statements["HealthCheckersReadSwitches"] == {
        "Sid": "HealthCheckersReadSwitches",
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::euw1-switch-bucket/maintenance/*",
        "Condition": {"IpAddress": {"aws:SourceIp": sorted(IPV4_RANGES)}},
    }
    assert statements["TlsOnly"]["Effect"] == "Deny"
    assert statements["TlsOnly"]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert set(statements) == {"HealthCheckersReadSwitches", "TlsOnly"}


def test_health_checks_wait_for_the_policy() -> None:
    found = _found()
    assert "euw1-switch-public-access" in found("euw1-switch-policy").depends_on
    assert found("euw1", "MaintenanceSwitch").outputs == {
        "bucket": "euw1-switch-bucket",
        "domain_name": "euw1-switch-bucket.s3.eu-west-1.amazonaws.com",
        "object_keys": {"apne1": "maintenance/apne1", "use1": "maintenance/use1"},
        "origin": {"places": "regions"},
    }
    assert maintenance_key("use1") == "maintenance/use1"


def test_what_uses_the_domain_name_comes_after_the_policy() -> None:
    from pulumi_aws import route53  # noqa: PLC0415  # only this test declares something beside the component

    def build() -> None:
        switch = MaintenanceSwitch("euw1", ARGS)
        route53.HealthCheck("check", type="HTTPS", fqdn=switch.domain_name)

    assert declared(build)("check").property_depends_on["fqdn"] >= {"euw1-switch", "euw1-switch-policy"}


def test_protection_is_on_unless_lifted() -> None:
    lifted = _found({**ARGS, "protection": False})("euw1-switch")
    assert _found()("euw1-switch").protect is True
    assert lifted.protect in (None, False)
    assert lifted.inputs["forceDestroy"] is True


def test_ranges_can_be_given() -> None:
    statement = _statements({**ARGS, "checker_cidrs": ["15.177.0.0/18", "2600:1f14:7ff:f800::/56"]})
    allowed = statement["HealthCheckersReadSwitches"]["Condition"]["IpAddress"]["aws:SourceIp"]
    assert allowed == ["15.177.0.0/18", "2600:1f14:7ff:f800::/56"]


def test_a_further_place_changes_no_child() -> None:
    fewer: MaintenanceSwitchArgs = {**ARGS, "places": ["use1"]}
    assert [(one.urn, one.inputs) for one in _found(fewer) if one.custom] == [
        (one.urn, one.inputs) for one in _found() if one.custom
    ]


def test_order_of_places_changes_nothing() -> None:
    turned: MaintenanceSwitchArgs = {**ARGS, "places": ["apne1", "use1"]}
    assert {one.urn: one.inputs for one in _found(turned) if one.custom} == {
        one.urn: one.inputs for one in _found() if one.custom
    }


@pytest.mark.parametrize(
    ("places", "cidrs", "message"),
    [
        ([], ["15.177.0.0/18"], "'places' needs at least one place"),
        (["use1", "euw1"], ["15.177.0.0/18"], "a lost region cannot hold its own switch"),
        (["use1"], [], "'checker_cidrs' needs at least one CIDR block"),
        (["use1"], ["0.0.0.0/1"], "broader than /8: S3 would call the bucket public"),
        (["use1"], ["2600::/16"], "broader than /32: S3 would call the bucket public"),
        (["use1"], ["15.177.0.1/18"], "'15.177.0.1/18': 15.177.0.1/18 has host bits set"),
        (["use1"], ["everybody"], "'everybody'"),
        ([], ["0.0.0.0/0"], "'places' needs .*; 'checker_cidrs' holds '0.0.0.0/0'"),
    ],
)
def test_fails_on_a_switch_that_cannot_work(
    places: Sequence[str], cidrs: Sequence[str], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        _found({**ARGS, "places": places, "checker_cidrs": cidrs})
