"""The customer key of one region: what encrypts its disks, log groups and notifications."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict

import pulumi
from pulumi_aws import kms

# Bounds and default of AWS: https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html
_PROTECTED_DELETION_DAYS = 30
_LIFTED_DELETION_DAYS = 7

_DATA_ACTIONS = ("kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey")


class EncryptionKeyArgs(TypedDict):
    """What the key of a region needs."""

    region: str
    """AWS region in which every child is declared; the key works in that region only."""
    account_id: str
    """AWS account that owns the key, twelve digits; the key policy names it."""
    description: NotRequired[str]
    """What the key is for, shown in AWS. Default: a sentence with the component's name."""
    admitted: NotRequired[Sequence[str]]
    """Further AWS services that publish to topics which this key encrypts, by service principal, for example
    ``backup.amazonaws.com``. Default: none besides CloudWatch alarms."""
    shared_with: NotRequired[Sequence[str]]
    """Other AWS accounts, twelve digits each, whose IAM policies may let them use the key: to copy backups
    that it encrypts to themselves. Default: none."""
    encrypts_dsql: NotRequired[bool]
    """Whether Aurora DSQL clusters of this account and region are encrypted with it. Default: False."""
    protection: NotRequired[bool]
    """Keep the key from deletion: Pulumi refuses to destroy it, and AWS would wait 30 days instead of 7.
    Default: true."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class EncryptionKey(pulumi.ComponentResource):
    """A symmetric KMS key for everything that rests in one region.

    Declares: a key with yearly rotation and a policy, and an alias that a person can read.
    The policy lets the account's IAM policies administer and use the key, CloudWatch Logs encrypt this
    region's log groups, EC2 encrypt volumes for anyone who launches instances in the account (Auto
    Scaling and Spot included), CloudWatch alarms and the services in ``admitted`` publish to encrypted
    topics, and by choice Aurora DSQL encrypt this region's clusters. The accounts in ``shared_with`` may use
    the key, and not administer it.

    Survives: the loss of any other region, since the key and its policy name this region alone.
    Does not survive: its own region, and its deletion, which makes all that it encrypted unreadable.
    """

    key_arn: pulumi.Output[str]
    """ARN of the key, for every ``kms_key_id`` of the region."""
    key_id: pulumi.Output[str]
    """Id of the key."""

    def __init__(
        self,
        name: str,
        args: EncryptionKeyArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("holdfast:index:EncryptionKey", name, {**args}, opts)
        region, protected = args["region"], args.get("protection", True)
        key = kms.Key(
            f"{name}-key",
            region=region,
            description=args.get("description", f"Encrypts what rests in {name} ({region})."),
            enable_key_rotation=True,
            deletion_window_in_days=_PROTECTED_DELETION_DAYS if protected else _LIFTED_DELETION_DAYS,
            policy=json.dumps(_key_policy(args)),
            tags=args.get("tags"),
            opts=pulumi.ResourceOptions(parent=self, protect=protected),
        )
        kms.Alias(
            f"{name}-key-alias",
            # AWS takes no alias whose name does not begin with "alias/", which no autonaming pattern gives;
            # an alias moves to another key in place, so a fixed name never stands in its own way.
            name=f"alias/{pulumi.get_project()}-{pulumi.get_stack()}-{name}",
            region=region,
            target_key_id=key.key_id,
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.key_arn = key.arn
        self.key_id = key.key_id
        self.register_outputs(
            {"key_arn": self.key_arn, "key_id": self.key_id, "origin": dict(args.get("origin", {}))}
        )


def _key_policy(args: EncryptionKeyArgs) -> dict[str, Any]:
    region, account_id, admitted = args["region"], args["account_id"], args.get("admitted", ())
    return {
        "Version": "2012-10-17",
        "Statement": [
            _account(account_id),
            _log_groups(region, account_id),
            *_volumes(region, account_id),
            alarms_publish_encrypted(region, account_id),
            *([_publishers(region, account_id, admitted)] if admitted else []),
            *([_dsql_clusters(region, account_id)] if args.get("encrypts_dsql", False) else []),
            *_sharing(args.get("shared_with", ())),
        ],
    }


def _account(account_id: str) -> dict[str, Any]:
    # Without this statement IAM policies grant nothing on the key and nobody could ever change it again:
    # https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
    return {
        "Sid": "AccountAdministersByIam",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{account_id}:root"},
        "Action": "kms:*",
        "Resource": "*",
    }


def _log_groups(region: str, account_id: str) -> dict[str, Any]:
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
    return {
        "Sid": "CloudWatchLogsOfThisRegion",
        "Effect": "Allow",
        "Principal": {"Service": f"logs.{region}.amazonaws.com"},
        "Action": ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
        "Resource": "*",
        "Condition": {
            "ArnLike": {"kms:EncryptionContext:aws:logs:arn": f"arn:aws:logs:{region}:{account_id}:*"}
        },
    }


def _volumes(region: str, account_id: str) -> list[dict[str, Any]]:
    # Auto Scaling launches with its service-linked role, which has no IAM permission on a customer key
    # (https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html)
    # and which does not exist before the account's first group; KMS refuses a policy that names it then.
    # So these are the words of the AWS managed key aws/ebs, under which Auto Scaling needs nothing more:
    # any principal, but of this account and through EC2 alone. Grants are for AWS itself besides, as in
    # AWS's policies for the role.
    through_ec2 = {"kms:ViaService": f"ec2.{region}.amazonaws.com", "kms:CallerAccount": account_id}
    return [
        {
            "Sid": "VolumesThroughEc2",
            "Effect": "Allow",
            "Principal": {"AWS": "*"},
            "Action": list(_DATA_ACTIONS),
            "Resource": "*",
            "Condition": {"StringEquals": through_ec2},
        },
        {
            "Sid": "GrantsForVolumesThroughEc2",
            "Effect": "Allow",
            "Principal": {"AWS": "*"},
            "Action": "kms:CreateGrant",
            "Resource": "*",
            "Condition": {"StringEquals": through_ec2, "Bool": {"kms:GrantIsForAWSResource": "true"}},
        },
    ]


def alarms_publish_encrypted(region: str, account_id: str) -> dict[str, Any]:
    """Let CloudWatch alarms publish to topics that a key encrypts, in the key's policy.

    Args:
        region: Region of the key, the topics and the alarms.
        account_id: Their account.
    """
    # An alarm cannot publish to a topic whose key does not admit CloudWatch, and says so nowhere:
    # https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
    return {
        "Sid": "AlarmsPublishToEncryptedTopics",
        "Effect": "Allow",
        "Principal": {"Service": "cloudwatch.amazonaws.com"},
        "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
        "Resource": "*",
        "Condition": {
            "StringEquals": {"aws:SourceAccount": account_id},
            "ArnLike": {"aws:SourceArn": f"arn:aws:cloudwatch:{region}:{account_id}:alarm:*"},
        },
    }


def _publishers(region: str, account_id: str, services: Sequence[str]) -> dict[str, Any]:
    # Not every service says for which account it calls, while SNS names the topic to KMS each time:
    # https://docs.aws.amazon.com/sns/latest/dg/sns-enable-encryption-for-topic.html (2026-11)
    return {
        "Sid": "ServicesPublishToEncryptedTopics",
        "Effect": "Allow",
        "Principal": {"Service": sorted(services)},
        "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
        "Resource": "*",
        "Condition": {
            "ArnLike": {"kms:EncryptionContext:aws:sns:topicArn": f"arn:aws:sns:{region}:{account_id}:*"}
        },
    }


def _dsql_clusters(region: str, account_id: str) -> dict[str, Any]:
    # DSQL calls as itself and names the cluster, whose identifier is not known before it exists:
    # https://docs.aws.amazon.com/aurora-dsql/latest/userguide/data-encryption.html (2026-11)
    return {
        "Sid": "DsqlClustersOfThisRegion",
        "Effect": "Allow",
        "Principal": {"Service": "dsql.amazonaws.com"},
        "Action": [
            "kms:Decrypt",
            "kms:DescribeKey",
            "kms:Encrypt",
            "kms:GenerateDataKey",
            "kms:ReEncryptFrom",
            "kms:ReEncryptTo",
        ],
        "Resource": "*",
        "Condition": {"ArnLike": {"aws:SourceArn": f"arn:aws:dsql:{region}:{account_id}:cluster/*"}},
    }


def _sharing(account_ids: Sequence[str]) -> list[dict[str, Any]]:
    # What AWS asks for, so that another account's role can copy a backup to itself (2026-11):
    # https://repost.aws/knowledge-center/backup-cross-account-copy-error. Grants are for AWS itself:
    # https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
    if not account_ids:
        return []
    others = {"AWS": [f"arn:aws:iam::{one}:root" for one in sorted(set(account_ids))]}
    return [
        {
            "Sid": "OtherAccountsCopyBackups",
            "Effect": "Allow",
            "Principal": others,
            "Action": list(_DATA_ACTIONS),
            "Resource": "*",
        },
        {
            "Sid": "GrantsForOtherAccountsCopies",
            "Effect": "Allow",
            "Principal": others,
            "Action": ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
            "Resource": "*",
            "Condition": {"Bool": {"kms:GrantIsForAWSResource": "true"}},
        },
    ]
