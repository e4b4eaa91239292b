"""Log groups to which an AWS service delivers by itself."""

from collections.abc import Mapping

import pulumi
from pulumi_aws import cloudwatch


def declare_vended_log_group(
    name: str,
    *,
    service: str,
    region: str,
    retention_days: int,
    key_arn: pulumi.Input[str],
    tags: Mapping[str, str],
    opts: pulumi.ResourceOptions,
) -> "cloudwatch.LogGroup":
    """Declare a log group by the name that AWS wants for it.

    AWS adds each group to which it delivers to one resource policy of limited length, but for those whose
    names begin so:
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-CWL.html (2026-11).

    Args:
        name: Logical name.
        service: Service that delivers, as part of the name.
        region: AWS region.
        retention_days: Days for which records are kept; 0 for ever.
        key_arn: Customer key of the region.
        tags: Tags of the group.
        opts: Options of the group.
    """
    return cloudwatch.LogGroup(
        name,
        name=f"/aws/vendedlogs/{service}/{pulumi.get_project()}-{pulumi.get_stack()}-{name}",
        region=region,
        retention_in_days=retention_days,
        kms_key_id=key_arn,
        tags=tags,
        opts=opts,
    )
