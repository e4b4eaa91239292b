"""Contradictions in the arguments of a set of buckets, in a person's words."""

from collections import Counter
from collections.abc import Iterator, Mapping

from holdfast.components.refusals import refuse_if_any
from holdfast.components.replicated_bucket_args import ReplicatedBucketArgs
from holdfast.topology.values import ObjectLockMode

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html (2026-11): 100 years.
_LONGEST_LOCK_DAYS = 36_500


def refuse(name: str, args: ReplicatedBucketArgs) -> None:
    """Refuse what AWS or reason refuses.

    Args:
        name: Logical name of the component.
        args: The set of buckets.

    Raises:
        ValueError: All problems at once.
    """
    checks = (_members, _days, _object_lock)
    refuse_if_any(f"replicated bucket {name!r}", [problem for check in checks for problem in check(args)])


def _members(args: ReplicatedBucketArgs) -> Iterator[str]:
    members = args["members"]
    if not members:
        yield "'members' must hold at least one place"
    counted = Counter(member["region"] for member in members.values())
    for region in sorted(region for region, times in counted.items() if times > 1):
        places = ", ".join(sorted(place for place, member in members.items() if member["region"] == region))
        yield f"a region holds one bucket, but {places} are all in {region}"
    by_place: dict[str, Mapping[str, object]] = {
        "admit": args.get("admit", {}),
        "names": args.get("names", {}),
        "topic_arns": args.get("topic_arns", {}),
    }
    for argument, given in by_place.items():
        for place in sorted(given):
            if place not in members:
                yield f"'{argument}' names {place!r}, which is no member ({', '.join(sorted(members))})"


def _days(args: ReplicatedBucketArgs) -> Iterator[str]:
    for argument, days in (
        ("noncurrent_days", args.get("noncurrent_days")),
        ("expire_days", args.get("expire_days")),
        ("access_logs.retention_days", args.get("access_logs", {}).get("retention_days")),
    ):
        if days is not None and int(days) < 1:
            yield f"'{argument}' must be 1 or more, got {int(days)}"


def _object_lock(args: ReplicatedBucketArgs) -> Iterator[str]:
    if "object_lock" not in args:
        return
    lock = args["object_lock"]
    if lock["mode"] not in list(ObjectLockMode):
        yield f"'object_lock.mode' must be one of {', '.join(ObjectLockMode)}, got {lock['mode']!r}"
    if not 1 <= int(lock["days"]) <= _LONGEST_LOCK_DAYS:
        yield f"'object_lock.days' must be 1 to {_LONGEST_LOCK_DAYS}, got {int(lock['days'])}"
