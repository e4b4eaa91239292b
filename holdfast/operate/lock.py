"""One operator at a time: an object that S3 lets only one create, in each healthy region's switch bucket.

Data plane alone, by conditional requests (2026-11):
https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html. Two operators who each take
the region of the other for lost share no bucket: the guard ``lost`` asks the bucket of the region that is
left too, and refuses where it answers.
"""

from __future__ import annotations

import json
import os
import socket
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypedDict, cast

from holdfast.operate.call import call, call_errors, code_of
from holdfast.operate.operator import is_alive

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from holdfast.operate.aws import Clients
    from holdfast.operate.places import Bucket

KEY = "operations/lock"
EXPIRES_AFTER = timedelta(minutes=15)
"""How long a lock is good without being renewed: longer than any single call with all its attempts."""
RENEW_AFTER = timedelta(minutes=3)
_TAKEN = frozenset({"PreconditionFailed", "ConditionalRequestConflict"})
"""What S3 answers to who comes second: 412, and 409 where both come at once. Checked 2026-11: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html"""


class Holder(TypedDict):
    """Who holds the lock, for which run, since when and until when (UTC, ISO 8601)."""

    operator: str
    host: str
    pid: int
    run: str
    what: str
    since: str
    until: str


class LockHeldError(Exception):
    """Somebody else operates this stack now."""

    def __init__(self, holder: Holder, bucket: Bucket) -> None:
        self.holder = holder
        super().__init__(
            f"{holder['operator']} holds the lock for: {holder['what']}, since {holder['since']}, "
            f"good until {holder['until']} ({bucket.name} in {bucket.region})"
        )


class LockLostError(Exception):
    """Somebody took the lock over: whoever does, decides now."""


@dataclass(kw_only=True, slots=True)
class Lock:
    """The lock of a stack, in every bucket that may be asked."""

    clients: Clients
    buckets: Sequence[Bucket]
    holder: Holder
    now: Callable[[], datetime]
    _tags: dict[Bucket, str] = field(default_factory=dict)
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock)

    def acquire(self, *, take_over: bool) -> list[str]:
        """Take the lock in every bucket, in the same order as everybody else.

        A lock that ran out, or whose process on this machine is gone, is taken without more words. One of
        this run is ours: S3 took it, and its answer got lost.

        Args:
            take_over: Take it from whoever holds it.

        Returns:
            What there is to tell: whose lock was taken over.

        Raises:
            LockHeldError: Somebody else holds it; what was taken is given back.
        """
        try:
            told = [self._acquire(bucket, take_over=take_over) for bucket in self.buckets]
        except BaseException:
            self.release()
            raise
        return [words for words in told if words is not None]

    def renew(self) -> None:
        """Keep the lock for another while, where that is due; threads may call it.

        Raises:
            LockLostError: It is somebody else's now.
        """
        with self._one_at_a_time:
            until = datetime.fromisoformat(self.holder["until"])
            if until - self.now() > EXPIRES_AFTER - RENEW_AFTER:
                return
            self._extend()
            for bucket, tag in list(self._tags.items()):
                if not self._put(bucket, {"IfMatch": tag}) and not self._is_ours(bucket):
                    raise LockLostError(f"the lock in {bucket.name} was taken over by somebody else")

    def release(self) -> None:
        """Give the lock back, where it is still ours; what cannot be given back runs out."""
        for bucket, tag in list(self._tags.items()):
            try:
                call(
                    self.clients,
                    "s3",
                    bucket.region,
                    "delete_object",
                    Bucket=bucket.name,
                    Key=KEY,
                    IfMatch=tag,
                )
            except call_errors():
                continue
            finally:
                del self._tags[bucket]

    def _acquire(self, bucket: Bucket, *, take_over: bool) -> str | None:
        self._extend()
        if self._put(bucket, {"IfNoneMatch": "*"}):
            return None
        found = read_lock(self.clients, bucket)
        if found is None:
            # It was given back in between; whoever is quicker now has it.
            if self._put(bucket, {"IfNoneMatch": "*"}):
                return None
            found = read_lock(self.clients, bucket)
        if found is None:
            raise LockLostError(f"the lock in {bucket.name} changes hands; run again")
        holder, tag = found
        if holder["run"] == self.holder["run"]:
            self._tags[bucket] = tag
            return None
        if not (take_over or is_over(holder, self.holder["host"], self.now())):
            raise LockHeldError(holder, bucket)
        if not self._put(bucket, {"IfMatch": tag}):
            raise LockLostError(f"the lock in {bucket.name} changes hands; run again")
        return f"took over the lock of {holder['operator']} ({holder['what']}, since {holder['since']})"

    def _is_ours(self, bucket: Bucket) -> bool:
        """Whether S3 took a lock of ours whose answer got lost, so that our next attempt came second."""
        found = read_lock(self.clients, bucket)
        if found is None or found[0]["run"] != self.holder["run"]:
            return False
        self._tags[bucket] = found[1]
        return True

    def _extend(self) -> None:
        self.holder["until"] = (self.now() + EXPIRES_AFTER).isoformat(timespec="seconds")

    def _put(self, bucket: Bucket, condition: dict[str, str]) -> bool:
        from botocore.exceptions import ClientError  # noqa: PLC0415  # see operate/aws.py

        try:
            answer = call(
                self.clients,
                "s3",
                bucket.region,
                "put_object",
                Bucket=bucket.name,
                Key=KEY,
                Body=json.dumps(self.holder).encode(),
                ContentType="application/json",
                **condition,
            )
        except ClientError as error:
            # With IfMatch a lock that is gone is answered by 404.
            if code_of(error) in _TAKEN | {"NoSuchKey"}:
                return False
            raise
        self._tags[bucket] = answer["ETag"]
        return True


def read_lock(clients: Clients, bucket: Bucket) -> tuple[Holder, str] | None:
    """Read who holds the lock in a bucket, and the object's ETag; None where nobody does."""
    from botocore.exceptions import ClientError  # noqa: PLC0415  # see operate/aws.py

    try:
        answer = call(clients, "s3", bucket.region, "get_object", Bucket=bucket.name, Key=KEY)
    except ClientError as error:
        if code_of(error) == "NoSuchKey":
            return None
        raise
    return cast("Holder", json.loads(answer["Body"].read())), answer["ETag"]


def is_over(holder: Holder, host: str, now: datetime) -> bool:
    """Whether a lock may be taken without a word: it ran out, or its process on this machine is gone.

    Args:
        holder: Who holds it.
        host: This machine.
        now: The time.
    """
    if datetime.fromisoformat(holder["until"]) < now:
        return True
    return holder["host"] == host and not is_alive(holder["pid"])


def holder_of(*, operator: str, run: str, what: str, now: datetime) -> Holder:
    """Say who would hold the lock: this process, from now."""
    since = now.isoformat(timespec="seconds")
    return {
        "operator": operator,
        "host": socket.gethostname(),
        "pid": os.getpid(),
        "run": run,
        "what": what,
        "since": since,
        "until": since,
    }
