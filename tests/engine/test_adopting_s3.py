"""A bucket that a team has already is taken over by import: nothing of it is made anew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.components.bucket_sample import access_point_arguments, bucket_arguments
from tests.engine.engine import EngineError, Stack, copy_program
from tests.engine.standin import Cloud, s3, serve
from tests.needs import needs_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.engine.engine import Step

pytestmark = needs_engine

PROGRAM = Path(__file__).parent / "programs" / "buckets"
LIVE, NAME = "documents-live", "use1-documents-bucket"
TAGS = {"team": "documents"}
LOCKS = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"
LOCK = {"mode": "governance", "days": 1}
ROLES = {("update", "aws:iam/rolePolicy:RolePolicy")}
PARTS = {
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    "aws:s3/bucketPolicy:BucketPolicy",
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:s3/bucketVersioning:BucketVersioning",
}


@pytest.fixture
def cloud() -> Cloud:
    return Cloud()


@pytest.fixture
def stack(cloud: Cloud, tmp_path: Path) -> Iterator[Stack]:
    folder = copy_program(PROGRAM, tmp_path / "program", "__main__.py")
    with serve(cloud) as providers:
        made = Stack(folder, "dev", providers)
        made.configure(settings())
        yield made


def settings(*, without: str | None = None, **more: Any) -> dict[str, Any]:
    case = {
        "buckets": bucket_arguments("use1", "euw1", tags=TAGS, **more),
        "access_point": access_point_arguments("use1", "euw1"),
        "without": without,
    }
    return {
        "aws:region": "us-east-1",
        "buckets:cases": json.dumps([case]),
        "buckets:imports": json.dumps({NAME: LIVE}),
    }


def live(cloud: Cloud, tags: dict[str, str]) -> None:
    state = {
        "bucket": LIVE,
        "region": "us-east-1",
        "forceDestroy": False,
        "objectLockEnabled": False,
        "tags": tags,
        "tagsAll": tags,
    }
    cloud.adopt(s3.BUCKET, LIVE, state)


def test_it_is_imported_gets_what_it_lacks_and_keeps_its_name(stack: Stack, cloud: Cloud) -> None:
    live(cloud, {**TAGS, "Name": NAME})
    steps = {(step.op, step.type) for step in stack.preview() if f"-{NAME}-" in f"-{step.name}-"}
    assert steps == {("import", s3.BUCKET), *(("create", part) for part in PARTS)}

    stack.up()
    assert stack.preview() == []
    found = [thing for thing in cloud.of(s3.BUCKET) if thing.region == "us-east-1"]
    assert [thing.id for thing in found] == [LIVE]
    (versioning,) = (
        thing for thing in cloud.of("aws:s3/bucketVersioning:BucketVersioning") if thing.region == "us-east-1"
    )
    assert versioning.state["bucket"] == LIVE


def test_its_tags_become_the_stacks_in_place(stack: Stack, cloud: Cloud) -> None:
    live(cloud, {"team": "somebody else"})
    steps = [(step.op, step.properties) for step in stack.preview() if step.name == NAME]
    assert steps == [("import", ()), ("update", ("tags",))]

    stack.up()
    (bucket,) = (thing for thing in cloud.of(s3.BUCKET) if thing.region == "us-east-1")
    assert (bucket.id, bucket.state["tags"]) == (LIVE, {**TAGS, "Name": NAME})


def test_a_lock_that_it_was_not_made_with_is_turned_on_in_place(stack: Stack, cloud: Cloud) -> None:
    live(cloud, {**TAGS, "Name": NAME})
    stack.configure(settings(object_lock=LOCK))
    stack.up()
    assert stack.preview() == []
    (bucket,) = (thing for thing in cloud.of(s3.BUCKET) if thing.region == "us-east-1")
    assert bucket.id == LIVE
    assert {thing.region for thing in cloud.of(LOCKS)} == {"us-east-1", "eu-west-1"}


def test_a_lock_comes_and_goes_in_place(stack: Stack, cloud: Cloud) -> None:
    stack.configure({**settings(), "buckets:imports": "{}"})
    stack.up()
    stack.configure({**settings(object_lock=LOCK), "buckets:imports": "{}"})
    assert {(step.op, step.type) for step in done(stack)} == {("create", LOCKS)} | ROLES
    stack.up()
    stack.refresh()
    assert stack.preview() == []
    stack.configure({**settings(), "buckets:imports": "{}"})
    assert {(step.op, step.type) for step in done(stack)} == {("delete", LOCKS)} | ROLES
    stack.up()
    assert len(list(cloud.of(s3.BUCKET))) == len(("use1", "euw1"))


def test_a_lock_that_was_not_ignored_would_replace_the_bucket(stack: Stack) -> None:
    stack.configure({**settings(without="objectLockEnabled"), "buckets:imports": "{}"})
    stack.up()
    locked = settings(without="objectLockEnabled", object_lock=LOCK)
    stack.configure({**locked, "buckets:imports": "{}"})
    with pytest.raises(EngineError, match="unable to replace resource"):
        stack.preview()


def done(stack: Stack) -> list[Step]:
    """Steps of resources: a component tells its arguments, and does nothing with them."""
    return [step for step in stack.preview() if not step.type.startswith("holdfast:")]
