"""Look things up as other people's programs do, and export what was found."""

import pulumi
import pulumi_aws as aws

pulumi.export("account", aws.get_caller_identity().account_id)
pulumi.export("region", aws.get_region().region)
pulumi.export("zones", aws.get_availability_zones(state="available").names)
image = aws.ec2.get_ami(
    most_recent=True,
    owners=["amazon"],
    filters=[{"name": "name", "values": ["al2023-ami-*"]}, {"name": "architecture", "values": ["arm64"]}],
)
pulumi.export("image", [image.id, image.architecture])
network = aws.ec2.get_vpc(filters=[{"name": "tag:Name", "values": ["main"]}])
pulumi.export("subnets", aws.ec2.get_subnets(filters=[{"name": "vpc-id", "values": [network.id]}]).ids)
pulumi.export("zone", aws.route53.get_zone(name="example.com").zone_id)
pulumi.export(
    "policy", aws.iam.get_policy_document(statements=[{"actions": ["s3:*"], "resources": ["*"]}]).json
)
