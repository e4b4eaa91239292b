"""Where Pulumi keeps the state of the stacks: a bucket, its copies and their key."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from holdfast.components.alarm_topic import AlarmTopic
from holdfast.components.replicated_bucket import ReplicatedBucket
from holdfast.components.replicated_bucket_args import ObjectLockArgs, ReplicatedBucketArgs
from holdfast.components.state_key import StateKey, alias

TAKEN_OVER = "taken-over"
"""Where in a copy the state goes on when the home is lost."""
NONCURRENT_DAYS = 365
"""Days for which a former state is kept. An assumption: a mistake in one is found within a year."""


class StateBucketArgs(TypedDict):
    """What a state backend needs."""

    account_id: str
    """AWS account that owns it, twelve digits."""
    home: str
    """Place where the state is written, one of ``regions``."""
    regions: Mapping[str, str]
    """Place → AWS region of each bucket, home included: two or more, none of them one of the API's."""
    noncurrent_days: NotRequired[int]
    """Days for which a former state is kept, in every region. Default: 365."""
    object_lock: NotRequired[ObjectLockArgs]
    """A lock on each version, so that nobody deletes the history; once given, the buckets stay able to lock.
    Default: none."""
    emails: NotRequired[Sequence[str]]
    """Whom alarms tell of copies that are late or failed; each must confirm. Default: nobody, no alarms."""
    protection: NotRequired[bool]
    """Whether buckets and keys refuse to be deleted. Default: True."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class StateBucket(pulumi.ComponentResource):
    """A bucket for Pulumi's state, with a copy in each further region, and one key for all of them.

    Declares: a multi-Region key, which is also the secrets provider of the stacks; in each region a bucket,
    versioned, encrypted with that region's copy of the key, closed to all but TLS and whom IAM lets in, whose
    former versions are kept; replication within 15 minutes between them, with metrics; with somebody to tell
    also a topic in each region and alarms on copies that are late or failed.

    A state has one writer: Pulumi's locks are objects beside it, and two regions that each take a lock see
    the other's minutes later. So everybody logs in to the home bucket. When its region is lost, the state in
    the copy is taken over to a path of its own there (``taken-over/``) and goes on from that path: what the
    lost region still had to copy arrives, once it is back, beside it and not over it. Replication is two-way
    for what is written there, which the home then receives.

    Survives: the loss of any region but the last, with the updates of its last minutes missing from the copy
    (``pulumi refresh`` finds what they made); a deleted or broken state, within ``noncurrent_days``.
    Does not survive: the loss of the account; somebody with rights over the buckets who deletes all versions,
    unless locked.
    """

    buckets: pulumi.Output[dict[str, str]]
    """Place → name of its bucket."""
    bucket_arns: pulumi.Output[dict[str, str]]
    """Place → ARN of its bucket."""
    key_arns: pulumi.Output[dict[str, str]]
    """Place → ARN of the key there."""
    login: pulumi.Output[str]
    """Command that logs in to the home bucket."""
    login_when_lost: pulumi.Output[dict[str, str]]
    """Place → command that logs in where the state goes on when the home is lost."""
    login_to_copy: pulumi.Output[dict[str, str]]
    """Place → command that logs in to the copy, to read from it what is then taken over."""
    secrets_providers: pulumi.Output[dict[str, str]]
    """Place → ``--secrets-provider`` of a stack: the home's, and what it becomes when that is lost."""

    def __init__(self, name: str, args: StateBucketArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("holdfast:index:StateBucket", name, {**args}, opts)
        home, regions = args["home"], args["regions"]
        if home not in regions or len(set(regions.values())) < 2:  # noqa: PLR2004  # a state and its copy
            raise ValueError(
                f"state bucket {name!r}: 'regions' must hold the home {home!r} and at least one other region,"
                f" got {dict(regions)}"
            )
        child = pulumi.ResourceOptions(parent=self)
        protection, tags = args.get("protection", True), args.get("tags", {})
        key = StateKey(
            name,
            {
                "account_id": args["account_id"],
                "home": home,
                "regions": regions,
                "for_alarms": bool(args.get("emails")),
                "protection": protection,
                "tags": tags,
            },
            child,
        )
        topics = {
            place: AlarmTopic(
                f"{place}-state",
                {
                    "region": region,
                    "account_id": args["account_id"],
                    "key_arn": key.key_arn(place),
                    "emails": args["emails"],
                    "tags": tags,
                },
                child,
            ).topic_arn
            for place, region in (sorted(regions.items()) if args.get("emails") else ())
        }
        wanted: ReplicatedBucketArgs = {
            "key": "state",
            "members": {
                place: {"region": region, "key_arn": key.key_arn(place)} for place, region in regions.items()
            },
            "noncurrent_days": int(args.get("noncurrent_days", NONCURRENT_DAYS)),
            "topic_arns": topics,
            "protection": protection,
            "tags": tags,
        }
        if "object_lock" in args:
            wanted["object_lock"] = args["object_lock"]
        kept = ReplicatedBucket(name, wanted, child)
        self._key, self._kept = key, kept
        copies = sorted(set(regions) - {home})
        self.buckets, self.bucket_arns, self.key_arns = kept.buckets, kept.bucket_arns, key.key_arns
        self.login = _login(kept.member(home).bucket, regions[home])
        self.login_to_copy = pulumi.Output.all(
            **{place: _login(kept.member(place).bucket, regions[place]) for place in copies}
        )
        self.login_when_lost = pulumi.Output.all(
            **{place: _login(kept.member(place).bucket, regions[place], TAKEN_OVER) for place in copies}
        )
        self.secrets_providers = pulumi.Output.from_input(
            {place: f"awskms://{alias()}?region={region}&awssdk=v2" for place, region in regions.items()}
        )
        self.register_outputs(
            {
                "buckets": self.buckets,
                "bucket_arns": self.bucket_arns,
                "key_arns": self.key_arns,
                "login": self.login,
                "login_to_copy": self.login_to_copy,
                "login_when_lost": self.login_when_lost,
                "secrets_providers": self.secrets_providers,
                "origin": dict(args.get("origin", {})),
            }
        )

    def bucket_arn(self, place: str) -> pulumi.Output[str]:
        """Return the ARN of one region's bucket.

        Args:
            place: Its place.
        """
        return self._kept.member(place).arn

    def key_arn(self, place: str) -> pulumi.Output[str]:
        """Return the ARN of the key in one region.

        Args:
            place: Its place.
        """
        return self._key.key_arn(place)


def _login(bucket: pulumi.Output[str], region: str, path: str = "") -> pulumi.Output[str]:
    return bucket.apply(
        lambda name: f"pulumi login 's3://{name}{f'/{path}' if path else ''}?region={region}&awssdk=v2'"
    )
