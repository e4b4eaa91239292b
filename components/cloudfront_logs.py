"""Access logs of a distribution, by CloudFront's standard logging v2, in a closed bucket."""

from collections.abc import Mapping

import pulumi
from pulumi_aws import cloudfront, cloudwatch

from holdfast.components.closed_bucket import BucketScope
from holdfast.components.delivered_logs import EdgeLogsArgs, declare_delivered_logs

CONTROL_REGION = "us-east-1"
"""Where CloudFront's log deliveries are managed, wherever the logs go: "you must specify the US East (N.
Virginia) Region" (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html,
quoted in https://github.com/terraform-aws-modules/terraform-aws-cloudfront/pull/203)."""


def declare_access_logs(
    name: str,
    args: EdgeLogsArgs,
    distribution: "cloudfront.Distribution",
    *,
    protected: bool,
    tags: Mapping[str, str],
    parent: pulumi.Resource,
) -> None:
    """Declare the bucket and the delivery to it.

    Version 2, since the older one writes to buckets with ACLs alone, which a closed bucket has none of
    (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html). It
    also lets the logs rest in a region of one's choice.

    Args:
        name: Name of the component, such as ``global-public``.
        args: Where the logs go.
        distribution: The distribution.
        protected: Whether the bucket is protected and kept while it holds logs.
        tags: Tags of every resource.
        parent: The component.
    """
    child = pulumi.ResourceOptions(parent=parent)
    bucket = declare_delivered_logs(
        f"{args['name']}-cdn-logs",
        BucketScope(region=args["region"], protection=protected, tags=tags, parent=parent),
        account_id=args["account_id"],
        source_region=CONTROL_REGION,
        prefix="",
        retention_days=int(args.get("retention_days", 90)),
    )
    source = cloudwatch.LogDeliverySource(
        f"{name}-cdn-logs-source",
        region=CONTROL_REGION,
        log_type="ACCESS_LOGS",
        resource_arn=distribution.arn,
        tags={**tags},
        opts=child,
    )
    destination = cloudwatch.LogDeliveryDestination(
        f"{name}-cdn-logs-target",
        region=CONTROL_REGION,
        output_format="json",
        delivery_destination_configuration={
            "destination_resource_arn": pulumi.Output.concat("arn:aws:s3:::", bucket)
        },
        tags={**tags},
        opts=child,
    )
    cloudwatch.LogDelivery(
        f"{name}-cdn-logs-delivery",
        region=CONTROL_REGION,
        delivery_source_name=source.name,
        delivery_destination_arn=destination.arn,
        s3_delivery_configurations=[
            {"suffix_path": "{DistributionId}/{yyyy}/{MM}/{dd}", "enable_hive_compatible_path": False}
        ],
        tags={**tags},
        opts=child,
    )
