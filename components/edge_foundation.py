"""What an entrance's edge stands on in us-east-1: a key and a topic, apart from any region of the API."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from holdfast.components.alarm_topic import GLOBAL_REGION, AlarmTopic, publishers_in
from holdfast.components.encryption_key import EncryptionKey

EDGE_REGION = GLOBAL_REGION
"""Where AWS keeps certificates and web ACLs of CloudFront:
https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html."""


class EdgeFoundationArgs(TypedDict):
    """What the foundation of the edge needs."""

    account_id: str
    """The account's id, twelve digits."""
    emails: NotRequired[Sequence[str]]
    """Whom its alarms tell. Default: nobody."""
    protection: NotRequired[bool]
    """Whether the key refuses to be deleted. Default: True."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class EdgeFoundation(pulumi.ComponentResource):
    """What web ACLs and certificates at CloudFront's edge stand on.

    Declares: a customer key in us-east-1, which encrypts the logs of web ACLs there, and the topic of the
    alarms there. Its own, even where the API has a region there: no region may depend on the edge.
    Survives: the loss of every other region. Does not survive: the loss of us-east-1, which stops changes,
    logs and alarms of the edge; CloudFront and its web ACLs serve on.
    """

    key_arn: pulumi.Output[str]
    """ARN of the key."""
    topic_arn: pulumi.Output[str]
    """ARN of the topic."""

    def __init__(
        self, name: str, args: EdgeFoundationArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("holdfast:index:EdgeFoundation", name, {**args}, opts)
        child, tags = pulumi.ResourceOptions(parent=self), args.get("tags", {})
        key = EncryptionKey(
            name,
            {
                "region": EDGE_REGION,
                "account_id": args["account_id"],
                "description": "Logs and alarms of the edge",
                "admitted": publishers_in(EDGE_REGION),
                "protection": args.get("protection", True),
                "tags": tags,
            },
            child,
        )
        topic = AlarmTopic(
            name,
            {
                "region": EDGE_REGION,
                "account_id": args["account_id"],
                "key_arn": key.key_arn,
                "publishers": publishers_in(EDGE_REGION),
                "emails": args.get("emails", ()),
                "tags": tags,
            },
            child,
        )
        self.key_arn = key.key_arn
        self.topic_arn = topic.topic_arn
        self.register_outputs(
            {
                "key_arn": self.key_arn,
                "topic_arn": self.topic_arn,
                "origin": dict(args.get("origin", {})),
            }
        )
