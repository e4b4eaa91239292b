"""Flow logs of a VPC, delivered to a log group of its own."""

import json

import pulumi
from pulumi_aws import cloudwatch, ec2, iam

from holdfast.components.network_args import FlowLogsArgs
from holdfast.components.network_scope import NetworkScope


def declare_flow_logs(
    scope: NetworkScope, network: "ec2.Vpc", wish: FlowLogsArgs, key_arn: pulumi.Input[str]
) -> "ec2.FlowLog":
    """The flow log, its encrypted log group, and a role that writes to that group alone."""
    group_name, name = scope.noun("flow-logs"), scope.noun("flow-log")
    group = cloudwatch.LogGroup(
        group_name,
        region=scope.region,
        retention_in_days=int(wish["retention_days"]),
        kms_key_id=key_arn,
        tags=scope.tagged(group_name),
        opts=scope.options(),
    )
    role, policy = _role(scope, group)
    # AWS refuses a second flow log of one VPC into one group, and every change of a flow log replaces it.
    return ec2.FlowLog(
        name,
        region=scope.region,
        vpc_id=network.id,
        traffic_type=str(wish["traffic"]),
        log_destination_type="cloud-watch-logs",
        log_destination=group.arn,
        iam_role_arn=role.arn,
        max_aggregation_interval=int(wish["interval_seconds"]),
        tags=scope.tagged(name),
        opts=scope.options([policy], delete_before_replace=True),
    )


def _role(scope: NetworkScope, group: "cloudwatch.LogGroup") -> "tuple[iam.Role, iam.RolePolicy]":
    """Trust and permissions as in AWS's page, narrowed: no group may be made and no other one written.

    https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html (2026-11)
    """
    name = scope.noun("flow-logs-role")
    here = f"{scope.region}:{scope.account_id}"
    trust = {
        "Effect": "Allow",
        "Principal": {"Service": "vpc-flow-logs.amazonaws.com"},
        "Action": "sts:AssumeRole",
        "Condition": {
            "StringEquals": {"aws:SourceAccount": scope.account_id},
            "ArnLike": {"aws:SourceArn": f"arn:aws:ec2:{here}:vpc-flow-log/*"},
        },
    }
    role = iam.Role(
        name,
        description=f"VPC flow logs of {scope.name}",
        assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [trust]}),
        tags=scope.tagged(name),
        opts=scope.options(),
    )
    write = {
        "Effect": "Allow",
        "Action": ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        "Resource": [group.arn, pulumi.Output.concat(group.arn, ":*")],
    }
    find = {
        "Effect": "Allow",
        "Action": "logs:DescribeLogGroups",
        "Resource": f"arn:aws:logs:{here}:log-group:*",
    }
    policy = iam.RolePolicy(
        scope.noun("flow-logs-policy"),
        role=role.id,
        policy=pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": [write, find]}),
        opts=scope.options(),
    )
    return role, policy
