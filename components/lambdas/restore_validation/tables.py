"""What a restored table and a restored bucket hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from .verdicts import FailedError, NotYetError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_s3 import S3Client

_SAMPLE = 25
_MOST_PAGES = 200
"""Pages of 1 MB (a table) or 1000 keys (a bucket) that are read at most, so that a check always ends."""


def check_table(dynamodb: DynamoDBClient, name: str, check: Mapping[str, Any]) -> int:
    """Count a table's items as far as needed, and look which attributes a sample of them has.

    Args:
        dynamodb: Client of the region.
        name: The table.
        check: ``at_least_items`` (default 0) and ``attributes``, the names that each sampled item must have
            (default none).

    Returns:
        How many questions were answered as expected.

    Raises:
        FailedError: There are fewer items, or an item lacks an attribute.
        NotYetError: The table is not active yet.
    """
    if dynamodb.describe_table(TableName=name)["Table"].get("TableStatus") != "ACTIVE":
        raise NotYetError("the table is not active yet")
    sample = dynamodb.scan(TableName=name, Limit=_SAMPLE)["Items"]
    for attribute in check.get("attributes", ()):
        lacking = sum(attribute not in item for item in sample)
        if lacking or not sample:
            raise FailedError(f"attributes: {lacking} of {len(sample)} sampled items lack one")
    least = int(check.get("at_least_items", 0))
    count = len(sample)
    if count < least:
        count = 0
        pages = dynamodb.get_paginator("scan").paginate(TableName=name, Select="COUNT")
        for number, page in enumerate(pages):
            count += page["Count"]
            if count >= least or number >= _MOST_PAGES:
                break
    if count < least:
        raise FailedError(f"items: {count}, and {least} at least were expected")
    return 2 if check.get("attributes") else 1


def check_bucket(s3: S3Client, name: str, check: Mapping[str, Any]) -> int:
    """Count a bucket's objects as far as needed, and look whether some are there and can be read.

    Args:
        s3: Client of the region.
        name: The bucket.
        check: ``at_least_objects`` (default 0) and ``objects``, keys that must be there (default none).

    Returns:
        How many questions were answered as expected.

    Raises:
        FailedError: There are fewer objects, or one is missing.
    """
    least, count = int(check.get("at_least_objects", 0)), 0
    for number, page in enumerate(s3.get_paginator("list_objects_v2").paginate(Bucket=name)):
        count += page["KeyCount"]
        if count >= least or number >= _MOST_PAGES:
            break
    if count < least:
        raise FailedError(f"objects: {count}, and {least} at least were expected")
    missing = sum(not _is_there(s3, name, key) for key in check.get("objects", ()))
    if missing:
        raise FailedError(f"objects: {missing} of {len(check['objects'])} named ones cannot be read")
    return 1 + len(check.get("objects", ()))


def _is_there(s3: S3Client, bucket: str, key: str) -> bool:
    try:
        # One byte says that the object can be decrypted; its metadata alone would not.
        s3.get_object(Bucket=bucket, Key=key, Range="bytes=0-0")["Body"].close()
    except ClientError as problem:
        if problem.response["Error"]["Code"] == "InvalidRange":  # an empty object
            return True
        if problem.response["Error"]["Code"] in {"NoSuchKey", "AccessDenied", "404", "403"}:
            return False
        raise
    return True
