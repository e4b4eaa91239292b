from __future__ import annotations

import json
from typing import Any

import pytest

from tests.components.bucket_sample import REGIONS, access_point
from tests.components.declared import ACCOUNT_ID

POINT = "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint"
POLICY = "aws:s3control/multiRegionAccessPointPolicy:MultiRegionAccessPointPolicy"
ROUTES = "aws:s3control/multiRegionAccessPointRoutes:MultiRegionAccessPointRoutes"
NAME = "global-documents-access-point"
ARN = f"arn:aws:s3::{ACCOUNT_ID}:accesspoint/{NAME}.mrap"


def test_the_exact_children_where_aws_changes_them() -> None:
    resources = access_point("use1", "euw1")
    assert resources.pairs() == {
        ("holdfast:index:MultiRegionAccessPoint", "global-documents"),
        (POINT, NAME),
        (POLICY, f"{NAME}-policy"),
        (ROUTES, f"{NAME}-routes"),
    }
    children = [one for one in resources if one.custom]
    assert {(one.region, one.parent) for one in children} == {("us-west-2", "global-documents")}
    assert {one.inputs["accountId"] for one in children} == {ACCOUNT_ID}


def test_it_leads_to_the_buckets_and_is_closed() -> None:
    assert access_point("use1", "euw1")(NAME, POINT).inputs["details"] == {
        "name": "holdfast-prod-documents",
        "regions": [{"bucket": "euw1-documents-bucket"}, {"bucket": "use1-documents-bucket"}],
        "publicAccessBlock": {
            "blockPublicAcls": True,
            "blockPublicPolicy": True,
            "ignorePublicAcls": True,
            "restrictPublicBuckets": True,
        },
    }


def test_other_accounts_are_refused() -> None:
    details = access_point("use1", "euw1")(f"{NAME}-policy").inputs["details"]
    assert details["name"] == "holdfast-prod-documents"
    assert json.loads(details["policy"])["Statement"] == [
        {
            "Sid": "OwnAccountOnly",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": [ARN, f"{ARN}/object/*"],
            "Condition": {"StringNotEquals": {"aws:PrincipalAccount": ACCOUNT_ID}},
        }
    ]


def dials(**more: Any) -> dict[str, int]:
    routes = access_point(*REGIONS, **more)(f"{NAME}-routes").inputs["routes"]
    assert {one["bucket"]: one["region"] for one in routes} == {
        f"{place}-documents-bucket": region for place, region in REGIONS.items()
    }
    return {one["region"]: one["trafficDialPercentage"] for one in routes}


def test_all_regions_take_requests_at_first() -> None:
    assert dials() == {"us-east-1": 100, "eu-west-1": 100, "ap-southeast-2": 100}


def test_or_those_that_are_asked_for() -> None:
    assert dials(active=["euw1"]) == {"us-east-1": 0, "eu-west-1": 100, "ap-southeast-2": 0}


def test_what_a_failover_changes_is_ignored_and_nothing_else_is() -> None:
    resources = access_point("use1", "euw1")
    assert {one.name: one.ignore_changes for one in resources if one.custom} == {
        NAME: (),
        f"{NAME}-policy": (),
        f"{NAME}-routes": ("routes",),
    }
    assert resources(f"{NAME}-routes").inputs["mrap"] == ARN


@pytest.mark.parametrize(("given", "protected"), [({}, True), ({"protection": False}, False)])
def test_another_set_of_buckets_is_refused_while_it_is_protected(
    given: dict[str, Any], protected: bool
) -> None:
    found = access_point("use1", "euw1", **given)(NAME, POINT)
    assert (found.protect, found.delete_before_replace) == (protected, True)


def test_outputs_and_origin() -> None:
    resources = access_point("use1", "euw1", origin={"members": "holdfast:stores.documents.regions"})
    assert resources("global-documents").outputs == {
        "arn": ARN,
        "alias": f"{NAME}.mrap",
        "origin": {"members": "holdfast:stores.documents.regions"},
    }


@pytest.mark.parametrize(
    ("places", "given", "told"),
    [
        (("use1",), {}, "'members' must hold 2 to 20 places, got 1"),
        (("use1", "euw1"), {"active": []}, "'active' must name at least one place"),
        (
            ("use1", "euw1"),
            {"active": ["apse2"]},
            r"'active' names 'apse2', which is no member \(euw1, use1\)",
        ),
        (
            (),
            {"members": {one: {"region": "us-east-1", "bucket": one} for one in ("use1", "use1b")}},
            "'members' must each be in a region of their own",
        ),
    ],
)
def test_refused(places: tuple[str, ...], given: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        access_point(*places, **given)
