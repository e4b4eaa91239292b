"""Inputs are judged as a provider would: names at any depth and kinds of values, with file and line."""

from __future__ import annotations

from typing import Any

import pytest

from holdfast.preview import PreviewRequest, preview

from .conftest import PROGRAMS

TEXT = "an output was put into text (f-string, str(), +); use "
TEXT += "pulumi.Output.format, pulumi.Output.concat or .apply"


def test_tells_every_mistake_with_its_line_and_the_nearest_spelling(program: Any) -> None:
    source = """
from pulumi_aws import ebs, s3
import pulumi_aws as aws
v = ebs.Volume("v", availability_zone="a", size="big", encrypted="yes", tags={"a": {"b": 1}})
s3.BucketWebsiteConfiguration("w", bucket=f"x-{v.id}", index_document={"sufix": "x"}, routing_rules={"a": 1})
pulumi.CustomResource("aws:ebs/volume:Volume", "raw", {"availability_zone": "a", "tags": [1], "size": 1.5})
ebs.Volume("s", availability_zone="a", size=pulumi.Output.secret("hush"))
"""
    error = program(source).fails()
    volume, website = "aws:ebs/volume:Volume", "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration"
    assert sorted(error.problems) == [
        f"__main__.py:5: {volume} 'v': encrypted: expected a boolean, got 'yes'",
        f"__main__.py:5: {volume} 'v': size: expected a whole number, got 'big'",
        f"__main__.py:5: {volume} 'v': tags.a: expected text, got an object",
        f"__main__.py:6: {website} 'w': bucket: {TEXT}",
        f"__main__.py:6: {website} 'w': indexDocument.sufix is no property; did you mean suffix?",
        f"__main__.py:6: {website} 'w': routingRules: expected a list, got an object",
        f"__main__.py:7: {volume} 'raw': availability_zone is no property; did you mean availabilityZone?",
        f"__main__.py:7: {volume} 'raw': size: expected a whole number, got 1.5",
        f"__main__.py:7: {volume} 'raw': tags: expected a map, got a list",
        f"__main__.py:8: {volume} 's': size: expected a whole number, got a secret of another kind",
    ]


def test_does_not_report_what_a_provider_converts(program: Any) -> None:
    source = """
from pulumi_aws import ebs, s3, sns
ebs.Volume("v", availability_zone="a", size="8", encrypted="true", tags={"n": 1, "b": True}, iops=100.0)
topic = sns.Topic("t", policy=pulumi.Output.json_dumps({"a": 1}), tags=None)
s3.Bucket("b", tags={"unknown": topic.arn, "secret": pulumi.Output.secret("x")})
"""
    assert program(source).preview()["changeSummary"] == {"create": 4}


@pytest.mark.parametrize("name", ["wide", "cloud"])
def test_reports_nothing_on_valid_programs(name: str) -> None:
    assert preview(PreviewRequest(program=PROGRAMS / name, stack="dev", timeout_seconds=60))["steps"]
