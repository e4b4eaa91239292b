"""What FIS may do for an experiment, by action.

Source of each: https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html, and, for what is
narrowed by ``managedByFIS``, https://docs.aws.amazon.com/aws-managed-policy/latest/reference/
AWSFaultInjectionSimulatorNetworkAccess.html (2026-11).
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi

from holdfast.components.service_policy import allow

Statement = Mapping[str, Any]
_REQUESTED = {"StringEquals": {"aws:RequestTag/managedByFIS": "true"}}
_MANAGED = {"StringEquals": {"aws:ResourceTag/managedByFIS": "true"}}
_READS_TAGS = "tag:GetResources"


def _tagged(tags: Mapping[str, str]) -> dict[str, dict[str, str]]:
    return {"StringEquals": {f"aws:ResourceTag/{key}": value for key, value in sorted(tags.items())}}


def _statement(
    sid: str,
    actions: Sequence[str],
    resources: Sequence[pulumi.Input[str]],
    condition: Mapping[str, Any] | None = None,
) -> Statement:
    return {**allow(sid, actions, [], condition), "Resource": list(resources)}


class Grants:
    """Statements for the resources of one region and account."""

    def __init__(self, region: str, account_id: str) -> None:
        self._region, self._account = region, account_id

    def _ec2(self, kind: str) -> str:
        return f"arn:aws:ec2:{self._region}:{self._account}:{kind}/*"

    def terminate_instances(self, tags: Mapping[str, str]) -> list[Statement]:
        """Let instances with these tags be terminated."""
        return [
            _statement("Find", ["ec2:DescribeInstances"], ["*"]),
            _statement("Terminate", ["ec2:TerminateInstances"], [self._ec2("instance")], _tagged(tags)),
        ]

    def stop_tasks(self, cluster: pulumi.Output[str]) -> list[Statement]:
        """Let tasks of a cluster, by its name, be stopped."""
        prefix = f"arn:aws:ecs:{self._region}:{self._account}"
        return [
            _statement("Find", [_READS_TAGS], ["*"]),
            _statement(
                "List",
                ["ecs:ListTasks"],
                ["*"],
                {"ArnEquals": {"ecs:cluster": pulumi.Output.concat(prefix, ":cluster/", cluster)}},
            ),
            _statement(
                "Stop",
                ["ecs:DescribeTasks", "ecs:StopTask"],
                [pulumi.Output.concat(prefix, ":task/", cluster, "/*")],
            ),
        ]

    def cut_subnets(self, subnet_arns: Sequence[pulumi.Input[str]]) -> list[Statement]:
        """Let the network ACLs of subnets be replaced by copies that FIS makes and deletes."""
        acl = self._ec2("network-acl")
        reads = ("ec2:DescribeManagedPrefixLists", "ec2:DescribeNetworkAcls", "ec2:DescribeSubnets")
        created = {
            "StringEquals": {
                "aws:RequestTag/managedByFIS": "true",
                "ec2:CreateAction": "CreateNetworkAcl",
            }
        }
        return [
            _statement("FindAcls", [*reads, "ec2:DescribeVpcs"], ["*"]),
            _statement("ReadPrefixLists", ["ec2:GetManagedPrefixListEntries"], [self._ec2("prefix-list")]),
            _statement("CreateAcl", ["ec2:CreateNetworkAcl"], [acl], _REQUESTED),
            _statement("CreateAclInVpc", ["ec2:CreateNetworkAcl"], [self._ec2("vpc")]),
            _statement("TagAcl", ["ec2:CreateTags"], [acl], created),
            _statement("OwnAcl", ["ec2:CreateNetworkAclEntry", "ec2:DeleteNetworkAcl"], [acl], _MANAGED),
            _statement("ReplaceAcl", ["ec2:ReplaceNetworkAclAssociation"], [acl, *subnet_arns]),
        ]

    def launch_nothing(self, group_arns: Sequence[pulumi.Input[str]]) -> list[Statement]:
        """Let launches of Auto Scaling groups fail for lack of capacity."""
        condition = {
            "StringEquals": {"ec2:FisActionId": "aws:ec2:asg-insufficient-instance-capacity-error"},
            "ForAllValues:ArnLike": {"ec2:FisTargetArns": list(group_arns)},
        }
        return [
            _statement("FindGroups", ["autoscaling:DescribeAutoScalingGroups"], ["*"]),
            _statement("LaunchNothing", ["ec2:InjectApiError"], ["*"], condition),
        ]

    def cut_routes(self, subnet_arns: Sequence[pulumi.Input[str]]) -> list[Statement]:
        """Let the route tables of subnets be replaced by copies that FIS makes and deletes."""
        made = [self._ec2(kind) for kind in ("network-interface", "prefix-list", "route-table")]
        reads = ("ManagedPrefixLists", "NetworkInterfaces", "RouteTables", "Subnets", "VpcPeeringConnections")
        created = {
            "StringEquals": {
                "aws:RequestTag/managedByFIS": "true",
                "ec2:CreateAction": [
                    *("CreateManagedPrefixList", "CreateNetworkInterface", "CreateRouteTable"),
                ],
            }
        }
        creates = ("ec2:CreateManagedPrefixList", "ec2:CreateNetworkInterface", "ec2:CreateRouteTable")
        owns = (
            *("ec2:CreateRoute", "ec2:DeleteManagedPrefixList", "ec2:DeleteNetworkInterface"),
            *("ec2:DeleteRouteTable", "ec2:GetManagedPrefixListEntries", "ec2:ModifyManagedPrefixList"),
        )
        swaps = (
            *("ec2:AssociateRouteTable", "ec2:DisassociateRouteTable"),
            "ec2:ReplaceRouteTableAssociation",
        )
        table = self._ec2("route-table")
        within = [self._ec2(kind) for kind in ("security-group", "vpc")]
        endpoint = self._ec2("vpc-endpoint")
        return [
            _statement("FindRoutes", [*(f"ec2:Describe{noun}" for noun in reads), "ec2:DescribeVpcs"], ["*"]),
            _statement("CreateRoutes", creates, made, _REQUESTED),
            _statement(
                "CreateRoutesWithin",
                ["ec2:CreateNetworkInterface", "ec2:CreateRouteTable"],
                [*within, *subnet_arns],
            ),
            _statement("TagRoutes", ["ec2:CreateTags"], made, created),
            _statement("OwnRoutes", owns, made, _MANAGED),
            _statement("ReplaceRoutes", swaps, [table, *subnet_arns]),
            _statement("ReplaceEndpointRoutes", ["ec2:ModifyVpcEndpoint"], [endpoint, table]),
        ]

    def pause_tables(self, table_arns: Sequence[pulumi.Output[str]]) -> list[Statement]:
        """Let the replication of tables be denied by their policies."""
        actions = ("Delete", "Get", "Put")
        streams = [pulumi.Output.concat(arn, "/stream/*") for arn in table_arns]
        return [
            _statement("FindTables", [_READS_TAGS], ["*"]),
            _statement(
                "PauseTables",
                [
                    *(f"dynamodb:{action}ResourcePolicy" for action in actions),
                    *("dynamodb:DescribeTable", "dynamodb:InjectError"),
                ],
                [*table_arns, *streams],
            ),
        ]

    def pause_buckets(self, bucket_arns: Sequence[pulumi.Output[str]], target: str) -> list[Statement]:
        """Let the replication of buckets to a region be paused."""
        paused = {"BoolIfExists": {"s3:IsReplicationPauseRequest": "true"}}
        to_target = {"StringEquals": {"s3:DestinationRegion": target}}
        return [
            _statement("FindBuckets", ["s3:ListAllMyBuckets", _READS_TAGS], ["*"]),
            _statement("PauseBuckets", ["s3:PauseReplication"], bucket_arns, to_target),
            _statement(
                "PauseRules",
                ["s3:GetReplicationConfiguration", "s3:PutReplicationConfiguration"],
                bucket_arns,
                paused,
            ),
        ]

    def run_document(self, document_arn: str, tags: Sequence[Mapping[str, str]]) -> list[Statement]:
        """Let a document be run on instances of each of these sets of tags."""
        return [
            _statement("Find", ["ec2:DescribeInstances", "ec2:DescribeSubnets"], ["*"]),
            _statement("FollowCommands", ["ssm:CancelCommand", "ssm:ListCommands"], ["*"]),
            _statement("SendDocument", ["ssm:SendCommand"], [document_arn]),
            *(
                _statement(f"SendTo{number}", ["ssm:SendCommand"], [self._ec2("instance")], _tagged(one))
                for number, one in enumerate(tags)
            ),
        ]

    def fail_cluster_over(self, arn: pulumi.Output[str]) -> list[Statement]:
        """Let a cluster be failed over."""
        return [
            _statement("Find", ["rds:DescribeDBClusters", _READS_TAGS], ["*"]),
            _statement("FailOver", ["rds:FailoverDBCluster"], [arn]),
        ]

    def reboot_instance(self, arn: pulumi.Output[str]) -> list[Statement]:
        """Let a database instance be rebooted."""
        return [
            _statement("Find", ["rds:DescribeDBInstances", _READS_TAGS], ["*"]),
            _statement("Reboot", ["rds:RebootDBInstance"], [arn]),
        ]

    def throttle(self, role_arn: pulumi.Output[str]) -> list[Statement]:
        """Let calls of a role to EC2 be throttled."""
        experiments = f"arn:aws:fis:{self._region}:{self._account}:experiment/*"
        # https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsfaultinjectionservice.html
        condition = {
            "StringEquals": {"fis:Service": "ec2"},
            "ForAllValues:StringEquals": {"fis:Targets": [role_arn]},
        }
        return [_statement("Throttle", ["fis:InjectApiThrottleError"], [experiments], condition)]
