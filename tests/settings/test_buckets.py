"""Settings of buckets that contradict one another, or a rule of AWS."""

from __future__ import annotations

import pytest

from tests.settings.stack_files import SPREAD, loaded, mistakes, orders

HOME = "home: use1, write_routing: any-region, not_backed_up_because: a test"
ALONE = "kind: s3, regions: [use1], home: use1, not_backed_up_because: a test"
KEY = "arn:aws:kms:us-east-1:111122223333:key/01234567-89ab-cdef-0123-456789abcdef"
SPANNED = "access_point: multi-region"
OBJECTIVE = "holdfast:objectives: {{ rpo_seconds: {} }}"
ENDPOINTS = "ec2, ecr.api, ecr.dkr, logs, monitoring, ssm, ssmmessages"
CLOSED = f"holdfast:network: {{ nat: none, interface_endpoints: [{ENDPOINTS}] }}"
USED = orders("{ stores: [orders], image: '111122223333.dkr.ecr.{region}.amazonaws.com/orders:1' }")


def buckets(s3: str = "", beside: str = f"kind: s3, {HOME}") -> str:
    return f"holdfast:stores: {{ orders: {{ {beside}, s3: {{ {s3} }} }} }}"


def adopted(named: str, beside: str = "kind: s3, home: use1, write_routing: any-region") -> str:
    return buckets(f"adopt: {{ {named} }}", beside)


POINT = "arn:aws:s3::111122223333:accesspoint/mfzwi23gn.mrap"
BOTH = "buckets: { use1: orders-use1, euw1: orders-euw1 }"

REFUSED = [
    (
        (SPREAD, "holdfast:stores: { orders: { kind: dynamodb, home: use1, s3: {} } }"),
        "s3",
        "says nothing of kind dynamodb",
    ),
    ((SPREAD, buckets(SPANNED, ALONE)), "s3.access_point", "the store lies in use1 alone"),
    ((SPREAD, buckets("delete_markers: false", ALONE)), "s3.delete_markers", "lies in use1 alone"),
    (
        (SPREAD, buckets("replication_time_control: true", ALONE)),
        "s3.replication_time_control",
        "nothing is copied and nothing is to choose",
    ),
    (
        (SPREAD, buckets("access_point_routes: home")),
        "s3.access_point_routes",
        "does nothing without access_point 'multi-region'",
    ),
    ((SPREAD, buckets("noncurrent_days: 0")), "s3.noncurrent_days", "1"),
    ((SPREAD, buckets("expire_days: 0")), "s3.expire_days", "1"),
    ((SPREAD, buckets("object_lock: { days: 0 }")), "s3.object_lock.days", "1"),
    ((SPREAD, buckets("object_lock: { days: 36501 }")), "s3.object_lock.days", "36500"),
    ((SPREAD, buckets("object_lock: {}")), "s3.object_lock.days", ""),
    ((SPREAD, buckets("object_lock: { mode: strict, days: 1 }")), "s3.object_lock.mode", "governance"),
    (
        (
            SPREAD,
            "holdfast:protection: lifted",
            buckets("object_lock: { mode: compliance, days: 1 }"),
        ),
        "s3.object_lock.mode",
        "nobody can end a 'compliance' lock",
    ),
    (
        (SPREAD, buckets("replication_time_control: false"), OBJECTIVE.format(3600)),
        "objectives.rpo_seconds",
        "AWS publishes no time for that",
    ),
    (
        (SPREAD, buckets(), OBJECTIVE.format(899)),
        "objectives.rpo_seconds",
        "copies within 900 seconds, 99.9 % of its objects",
    ),
    ((SPREAD, buckets(), OBJECTIVE.format(0)), "objectives.rpo_seconds", "replicates asynchronously"),
    (
        (SPREAD, CLOSED, buckets(SPANNED), USED),
        "s3.access_point",
        "gateway endpoints do not lead to a Multi-Region Access Point",
    ),
    ((SPREAD, buckets("", f"kind: s3, {HOME}, writer: use1")), "writer", "is written in every region"),
    ((SPREAD, buckets("", f"kind: s3, {HOME}, consistency: strong")), "consistency", "strong"),
    (
        (SPREAD, buckets("", f"kind: s3, {HOME}".replace("any-region", "forwarded"))),
        "write_routing",
        "forwarded",
    ),
    (
        (SPREAD, adopted("buckets: { use1: orders-use1 }")),
        "s3.adopt.buckets",
        "has none in euw1",
    ),
    (
        (SPREAD, adopted("buckets: { use1: orders-use1, euw1: orders-euw1, apne1: orders-apne1 }")),
        "s3.adopt.buckets.apne1",
        "the store does not lie there",
    ),
    ((SPREAD, adopted(f"{BOTH}, key_arns: {{ apne1: '{KEY}' }}")), "s3.adopt.key_arns.apne1", "not lie"),
    ((SPREAD, buckets("log_retention_days: 0")), "s3.log_retention_days", "1"),
    (
        (SPREAD, adopted("buckets: { use1: orders, euw1: orders }")),
        "s3.adopt.buckets.euw1",
        "is the bucket of use1 too, and a bucket lies in one region",
    ),
    (
        (SPREAD, CLOSED, adopted(f"{BOTH}, access_point_arn: '{POINT}'"), USED),
        "s3.adopt.access_point_arn",
        "gateway endpoints do not lead to a Multi-Region Access Point",
    ),
    (
        (SPREAD, adopted("buckets: { use1: Orders_1, euw1: orders-euw1 }")),
        "s3.adopt.buckets.use1",
        "a bucket's name is 3 to 63 lower-case letters",
    ),
    (
        (SPREAD, adopted(f"{BOTH}, access_point_arn: 'arn:aws:s3:us-east-1:1:accesspoint/a'")),
        "s3.adopt.access_point_arn",
        "the ARN of a Multi-Region Access Point is",
    ),
    (
        (SPREAD, buckets(f"expire_days: 3, adopt: {{ {BOTH} }}", "kind: s3, home: use1")),
        "s3.expire_days",
        "nothing of an adopted store is declared",
    ),
]


@pytest.mark.parametrize(("patches", "key", "part"), REFUSED)
def test_contradiction_of_buckets_is_refused(patches: tuple[str, ...], key: str, part: str) -> None:
    found = mistakes(*patches)
    keys = {f"holdfast:{key}", f"holdfast:stores.orders.{key}"}
    told = [str(mistake) for mistake in found if mistake.key in keys]
    assert any(part in text for text in told), "\n".join(map(str, found))


@pytest.mark.parametrize(
    "patches",
    [
        (buckets(),),
        (buckets("", ALONE),),
        (buckets(f"{SPANNED}, access_point_routes: home"),),
        (buckets("object_lock: { mode: compliance, days: 36500 }, expire_days: 400"),),
        (buckets(), OBJECTIVE.format(900)),
        (buckets("replication_time_control: false"),),
        (CLOSED, buckets(), USED),
        (adopted(f"{BOTH}, key_arns: {{ use1: '{KEY}' }}"),),
        (adopted(f"{BOTH}, access_point_arn: '{POINT}'"),),
        (CLOSED, adopted(BOTH), USED),
    ],
)
def test_what_goes_together_is_accepted(patches: tuple[str, ...]) -> None:
    assert mistakes(SPREAD, *patches) == ()


def test_by_default_versions_stay_ninety_days_and_objects_for_ever() -> None:
    s3 = loaded(SPREAD, buckets()).stores["orders"].s3
    assert s3 is not None
    assert (s3.noncurrent_days, s3.expire_days, s3.object_lock) == (90, None, None)
    assert s3.log_retention_days == 90
    assert (s3.replication_time_control, s3.delete_markers) == (True, True)
    assert (str(s3.access_point), str(s3.access_point_routes)) == ("none", "nearest")
