from __future__ import annotations

import os
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from holdfast.operate.aws import clients
from holdfast.operate.lock import EXPIRES_AFTER, KEY, Lock, LockHeldError, LockLostError, holder_of, read_lock
from holdfast.operate.places import Bucket


class Clock:
    def __init__(self) -> None:
        self.time = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def buckets(aws: Any) -> list[Bucket]:
    """Two switch buckets, with versions as the real ones have."""
    found = []
    for region in ("eu-central-1", "eu-west-1"):
        name = f"switch-{uuid.uuid4().hex[:8]}"
        s3 = aws.client("s3", region_name=region)
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": region})
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        found.append(Bucket(region=region, name=name))
    return found


def lock_of(buckets: list[Bucket], clock: Clock, operator: str, *, host: str = "elsewhere") -> Lock:
    holder = holder_of(operator=operator, run=f"run-{operator}", what="failover prod use1", now=clock.now())
    return Lock(clients=clients(), buckets=buckets, holder={**holder, "host": host}, now=clock.now)


def test_one_operator_at_a_time(buckets: list[Bucket], clock: Clock) -> None:
    ann, bob = lock_of(buckets, clock, "ann"), lock_of(buckets, clock, "bob", host="another")
    assert ann.acquire(take_over=False) == []
    with pytest.raises(
        LockHeldError, match="ann holds the lock for: failover prod use1, since 2026-11-22T03:00"
    ):
        bob.acquire(take_over=False)
    ann.release()
    assert bob.acquire(take_over=False) == []


def test_it_is_held_in_every_bucket_and_what_was_taken_is_given_back(
    buckets: list[Bucket], clock: Clock
) -> None:
    lock_of(buckets[1:], clock, "ann").acquire(take_over=False)
    with pytest.raises(LockHeldError):
        lock_of(buckets, clock, "bob", host="another").acquire(take_over=False)
    assert read_lock(clients(), buckets[0]) is None


def test_one_that_ran_out_is_taken(buckets: list[Bucket], clock: Clock) -> None:
    lock_of(buckets, clock, "ann").acquire(take_over=False)
    bob = lock_of(buckets, clock, "bob", host="another")
    clock.time += EXPIRES_AFTER - timedelta(seconds=1)
    with pytest.raises(LockHeldError):
        bob.acquire(take_over=False)
    clock.time += timedelta(seconds=2)
    assert bob.acquire(take_over=False)[0].startswith("took over the lock of ann")


def test_renewing_keeps_it_for_longer(buckets: list[Bucket], clock: Clock) -> None:
    ann = lock_of(buckets, clock, "ann")
    ann.acquire(take_over=False)
    for _ in range(10):
        clock.time += timedelta(minutes=5)
        ann.renew()
    with pytest.raises(LockHeldError):
        lock_of(buckets, clock, "bob", host="another").acquire(take_over=False)


def test_renewing_writes_only_when_it_is_due(buckets: list[Bucket], clock: Clock) -> None:
    ann = lock_of(buckets, clock, "ann")
    ann.acquire(take_over=False)
    before = read_lock(clients(), buckets[0])
    clock.time += timedelta(minutes=2)
    ann.renew()
    assert read_lock(clients(), buckets[0]) == before


def test_whom_it_was_taken_from_learns_so_and_gives_nothing_back(buckets: list[Bucket], clock: Clock) -> None:
    ann, bob = lock_of(buckets, clock, "ann"), lock_of(buckets, clock, "bob", host="another")
    ann.acquire(take_over=False)
    assert len(bob.acquire(take_over=True)) == 2
    clock.time += timedelta(minutes=5)
    with pytest.raises(LockLostError, match="was taken over by somebody else"):
        ann.renew()
    ann.release()
    found = read_lock(clients(), buckets[0])
    assert found is not None
    assert found[0]["operator"] == "bob"


def test_a_process_of_this_machine_that_is_gone_holds_nothing(buckets: list[Bucket], clock: Clock) -> None:
    here = "laptop"
    gone = lock_of(buckets, clock, "ann", host=here)
    gone.holder["pid"] = 2**22 + 1  # no process has that number: it is above the kernel's highest
    gone.acquire(take_over=False)
    again = lock_of(buckets, clock, "ann", host=here)
    again.holder["run"] = "the next run"
    assert len(again.acquire(take_over=False)) == 2
    assert again.holder["pid"] == os.getpid()
    with pytest.raises(LockHeldError):
        lock_of(buckets, clock, "ann", host=here).acquire(take_over=False)


def test_a_bucket_that_is_not_there_is_an_error_and_no_lock(buckets: list[Bucket], clock: Clock) -> None:
    missing = Bucket(region="eu-west-1", name="switch-missing")
    with pytest.raises(Exception, match="NoSuchBucket"):
        lock_of([*buckets, missing], clock, "ann").acquire(take_over=False)
    assert read_lock(clients(), buckets[0]) is None


def test_what_the_object_says(buckets: list[Bucket], clock: Clock, aws: Any) -> None:
    lock_of(buckets, clock, "ann@laptop").acquire(take_over=False)
    body = (
        aws.client("s3", region_name="eu-west-1").get_object(Bucket=buckets[1].name, Key=KEY)["Body"].read()
    )
    assert b'"operator": "ann@laptop"' in body
    assert b'"until": "2026-11-22T03:15:00+00:00"' in body


def test_a_lock_whose_answer_got_lost_is_ours(buckets: list[Bucket], clock: Clock) -> None:
    # S3 took it, the answer did not come, and the client's next attempt came second.
    first = lock_of(buckets, clock, "ann")
    first.acquire(take_over=False)
    ann = lock_of(buckets, clock, "ann")
    assert ann.acquire(take_over=False) == []
    clock.time += timedelta(minutes=5)
    first.renew()  # the object has another tag than ann knows
    ann.holder["until"] = clock.now().isoformat()
    ann.renew()
    ann.release()
    assert read_lock(clients(), buckets[0]) is None
