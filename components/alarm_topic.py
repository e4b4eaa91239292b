"""Where alarms tell: an encrypted topic, what may publish to it, and who reads it by e-mail."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict

import pulumi
from pulumi_aws import sns

RULES = "events.amazonaws.com"
"""EventBridge, whose rules publish to topics."""
COSTS = ("budgets.amazonaws.com", "costalerts.amazonaws.com")
"""AWS Budgets and Cost Anomaly Detection."""
GLOBAL_REGION = "us-east-1"
"""Where AWS keeps the metrics of Route 53 and CloudFront, and what it tells of no region."""


class AlarmTopicArgs(TypedDict):
    """What the topic of a region's alarms needs."""

    region: str
    """AWS region of the topic and of the alarms that publish to it."""
    account_id: str
    """Account whose alarms may publish, twelve digits."""
    key_arn: pulumi.Input[str]
    """Customer key of the region, whose policy admits CloudWatch: an alarm cannot publish to a topic under
    the key that AWS manages (https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html)."""
    publishers: NotRequired[Sequence[str]]
    """Service principals that publish besides alarms: ``events.amazonaws.com`` (rules of this account and
    region), ``budgets.amazonaws.com``, ``costalerts.amazonaws.com``. The key's policy must admit them as
    well. Default: none."""
    emails: NotRequired[Sequence[str]]
    """Addresses, in any order; each must confirm. Default: none."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class AlarmTopic(pulumi.ComponentResource):
    """The topic that a region's alarms publish to.

    Declares: an encrypted topic, a policy that admits this account's alarms, the publishers that are named
    and nothing without TLS, and a subscription per address.
    Survives: the loss of any other region, each has its own. Does not survive: the loss of its region, whose
    alarms are silent then; and an address that nobody confirmed.
    """

    topic_arn: pulumi.Output[str]
    """ARN of the topic, known once its policy admits alarms."""

    def __init__(self, name: str, args: AlarmTopicArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        """See ``AlarmTopicArgs``.

        Raises:
            ValueError: A publisher is none of those known.
        """
        super().__init__("holdfast:index:AlarmTopic", name, {**args}, opts)
        if strange := sorted({*args.get("publishers", ())} - {RULES, *COSTS}):
            raise ValueError(
                f"alarm topic {name!r}: 'publishers' are of {RULES}, {', '.join(COSTS)}, "
                f"got {', '.join(strange)}"
            )
        child = pulumi.ResourceOptions(parent=self)
        topic = sns.Topic(
            f"{name}-alarms-topic",
            region=args["region"],
            kms_master_key_id=args["key_arn"],
            tags={**args.get("tags", {}), "Name": f"{name}-alarms-topic"},
            opts=child,
        )
        policy = sns.TopicPolicy(
            f"{name}-alarms-topic-policy",
            region=args["region"],
            arn=topic.arn,
            policy=topic.arn.apply(lambda arn: topic_policy(_statements(arn, args))),
            opts=child,
        )
        for email in sorted(set(args.get("emails", ()))):
            sns.TopicSubscription(
                email_name(f"{name}-alarms", email),
                region=args["region"],
                topic=topic.arn,
                protocol="email",
                endpoint=email,
                opts=child,
            )
        self.topic_arn = policy.arn
        self.register_outputs({"topic_arn": self.topic_arn, "origin": dict(args.get("origin", {}))})


def _statements(arn: str, args: AlarmTopicArgs) -> list[dict[str, Any]]:
    region, account_id, publishers = args["region"], args["account_id"], set(args.get("publishers", ()))
    found = [alarms_publish(arn, region, account_id)]
    if RULES in publishers:
        found.append(_rules_publish(arn, region, account_id))
    found += [
        {
            **publish(f"{service.split('.')[0].capitalize()}Publish", service, arn),
            "Condition": {"StringEquals": {"aws:SourceAccount": account_id}},
        }
        # https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-sns-policy.html,
        # https://docs.aws.amazon.com/cost-management/latest/userguide/ad-SNS.html (2026-11)
        for service in COSTS
        if service in publishers
    ]
    return [*found, tls_only(arn)]


def _rules_publish(arn: str, region: str, account_id: str) -> dict[str, Any]:
    # EventBridge need not say for which rule it publishes, and a condition on what it does not say would lose
    # events without a word; where it says so, only rules of this account and region may:
    # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html (2026-11)
    return {
        **publish("RulesPublish", RULES, arn),
        "Condition": {"ArnLikeIfExists": {"aws:SourceArn": f"arn:aws:events:{region}:{account_id}:rule/*"}},
    }


def publishers_in(region: str) -> tuple[str, ...]:
    """Return who publishes to the topics of a stack in a region besides alarms; costs come in us-east-1.

    Args:
        region: AWS region.
    """
    return (RULES, *COSTS) if region == GLOBAL_REGION else (RULES,)


def email_name(prefix: str, email: str) -> str:
    """Name a subscription after its address, so that one more asks nobody else to confirm again.

    Args:
        prefix: Begin of the name.
        email: The address.
    """
    return f"{prefix}-email-{hashlib.sha256(email.encode()).hexdigest()[:8]}"


def topic_policy(statements: Sequence[Mapping[str, Any]]) -> str:
    """Join the statements of a topic's policy.

    Args:
        statements: The statements.

    Returns:
        The policy as JSON text.
    """
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def publish(sid: str, service: str, topic_arn: str) -> dict[str, Any]:
    """Let an AWS service publish to a topic.

    Args:
        sid: Name of the statement.
        service: Service principal, such as ``backup.amazonaws.com``.
        topic_arn: The topic.
    """
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "sns:Publish",
        "Resource": topic_arn,
    }


def alarms_publish(topic_arn: str, region: str, account_id: str) -> dict[str, Any]:
    """Let CloudWatch alarms of one account and region publish to a topic.

    Source: https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html.

    Args:
        topic_arn: The topic.
        region: The alarms' region.
        account_id: The alarms' account.
    """
    return {
        **publish("AlarmsPublish", "cloudwatch.amazonaws.com", topic_arn),
        "Condition": {
            "StringEquals": {"aws:SourceAccount": account_id},
            "ArnLike": {"aws:SourceArn": f"arn:aws:cloudwatch:{region}:{account_id}:alarm:*"},
        },
    }


def tls_only(topic_arn: str) -> dict[str, Any]:
    """Refuse what would be published without TLS.

    Source: https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html.

    Args:
        topic_arn: The topic.
    """
    return {
        "Sid": "TlsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "sns:Publish",
        "Resource": topic_arn,
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
