"""Arguments of replicated buckets and of what stands before them, for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.components.multi_region_access_point import MultiRegionAccessPoint
from holdfast.components.replicated_bucket import ReplicatedBucket
from tests.components.declared import ACCOUNT_ID, Resources, declared

if TYPE_CHECKING:
    from holdfast.components.multi_region_access_point import MultiRegionAccessPointArgs
    from holdfast.components.replicated_bucket_args import ReplicatedBucketArgs

REGIONS = {"use1": "us-east-1", "euw1": "eu-west-1", "apse2": "ap-southeast-2"}


def key_arn(place: str) -> str:
    """The customer key of a place."""
    return f"arn:aws:kms:{REGIONS[place]}:{ACCOUNT_ID}:key/{place}"


def bucket(place: str) -> str:
    """The name of a place's bucket in the mocks."""
    return f"{place}-documents-bucket-bucket"


def topics(*places: str) -> dict[str, str]:
    """Topics of places."""
    return {place: f"arn:aws:sns:{REGIONS[place]}:{ACCOUNT_ID}:{place}-alarms" for place in places}


def bucket_arguments(*places: str, **more: Any) -> ReplicatedBucketArgs:
    """Arguments of a bucket in each of several places."""
    return {
        "key": "documents",
        "members": {place: {"region": REGIONS[place], "key_arn": key_arn(place)} for place in places},
        **more,  # type: ignore[typeddict-item]  # any key
    }


def access_point_arguments(*places: str, **more: Any) -> MultiRegionAccessPointArgs:
    """Arguments of an access point before buckets of several places."""
    return {
        "key": "documents",
        "identifier": "holdfast-prod-documents",
        "account_id": ACCOUNT_ID,
        "members": {
            place: {"region": REGIONS[place], "bucket": f"{place}-documents-bucket"} for place in places
        },
        **more,  # type: ignore[typeddict-item]  # any key
    }


def buckets(*places: str, **more: Any) -> Resources:
    """What a bucket in each of several places declares."""
    return declared(lambda: ReplicatedBucket("global-documents", bucket_arguments(*places, **more)))


def access_point(*places: str, **more: Any) -> Resources:
    """What an access point declares."""
    return declared(
        lambda: MultiRegionAccessPoint("global-documents", access_point_arguments(*places, **more))
    )
