"""Where restored copies stand: a network that leads nowhere, in which only the validator reaches them."""

import json
from collections.abc import Collection
from dataclasses import dataclass

import pulumi
from pulumi_aws import ec2, rds, vpc

from holdfast.components.network import Network
from holdfast.components.restore_testing_args import DATABASE_TYPES, RestoreTestingArgs
from holdfast.topology.values import FlowLogTraffic, NatStrategy, SubnetTier

# It is joined to no other network, so it may overlap with any.
_CIDR = "192.168.255.0/24"
_SUBNETS = ("192.168.255.0/26", "192.168.255.64/26", "192.168.255.128/26")
_FLOW_LOG_DAYS = 90
_HTTPS = 443
_JOB_NAMES = {
    "availabilityZones": "AvailabilityZones",
    "dbSubnetGroupName": "DBSubnetGroupName",
    "vpcSecurityGroupIds": "VpcSecurityGroupIds",
}


@dataclass(frozen=True, kw_only=True)
class ClosedNetwork:
    """What the function and the restores need of it."""

    subnet_ids: pulumi.Output[list[str]]
    """Subnets, known once their endpoints stand."""
    validator_group_id: pulumi.Output[str]
    """Security group of the function."""
    copies_group_id: pulumi.Output[str]
    """Security group of restored databases."""
    subnet_group: pulumi.Output[str] | None
    """Subnet group of restored databases; none without them."""
    rules: list[pulumi.Resource]
    """What must be there before the function runs."""

    def overrides(self, kind: str, args: RestoreTestingArgs) -> dict[str, pulumi.Input[str]]:
        """Give the restore metadata that put a copy here, or under the customer key.

        Lists are text of JSON: ``restoreMetadataOverrides`` maps text to text
        (https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing-inferred-metadata.html,
        2026-11). AWS Backup would take the default network and its default security group, restore tables
        under DynamoDB's own key and buckets under S3's.

        Args:
            kind: AWS Backup's name of the type.
            args: Arguments of the tests.
        """
        if kind == "DynamoDB":
            return {"encryptionType": "KMS", "kmsMasterKeyArn": args["key_arn"]}
        if kind == "S3":
            return {"encryptionType": "SSE-KMS", "kmsKey": args["key_arn"]}
        here: dict[str, pulumi.Input[str]] = {
            "dbSubnetGroupName": self.subnet_group or "",
            "vpcSecurityGroupIds": pulumi.Output.json_dumps([self.copies_group_id]),
        }
        if kind == "Aurora":
            # By itself it takes random zones, which may be none of these.
            here["availabilityZones"] = json.dumps(sorted(args["zones"]))
        return here

    def job_metadata(self, kind: str, args: RestoreTestingArgs) -> dict[str, pulumi.Input[str]]:
        """Give what ``overrides`` gives, in the words of ``StartRestoreJob``, for a restore by hand.

        A job writes names otherwise than a restore test does
        (https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-s3.html#s3-restore-cli, and the
        pages beside it, 2026-11), and AWS Backup adds nothing to it: a bucket has to be said to be new.

        Args:
            kind: AWS Backup's name of the type.
            args: Arguments of the tests.
        """
        found = {_JOB_NAMES.get(name, name): value for name, value in self.overrides(kind, args).items()}
        if kind == "S3":
            return {
                "NewBucket": "true",
                "Encrypted": "true",
                "EncryptionType": found["encryptionType"],
                "KMSKey": found["kmsKey"],
            }
        return found


def declare_closed_network(
    name: str, args: RestoreTestingArgs, types: Collection[str], parent: pulumi.Resource
) -> ClosedNetwork:
    """Declare a VPC without any way out, its endpoints, and who may reach whom in it.

    Args:
        name: Logical name of the tests; the children's names begin with it.
        args: Arguments of the tests.
        types: AWS Backup's names of the types that are restored.
        parent: The component.
    """
    region, child = args["region"], pulumi.ResourceOptions(parent=parent)
    databases = bool(DATABASE_TYPES & set(types))
    network = Network(
        name,
        {
            "region": region,
            "account_id": args["account_id"],
            "cidr": _CIDR,
            "subnets": [
                {"tier": SubnetTier.PRIVATE, "zone": zone, "key": zone[-1], "cidr": cidr}
                for zone, cidr in zip(sorted(args["zones"]), _SUBNETS, strict=False)
            ],
            "nat": NatStrategy.NONE,
            "gateway_endpoints": sorted(
                {"DynamoDB": "dynamodb", "S3": "s3"}[one] for one in types if one not in DATABASE_TYPES
            ),
            "interface_endpoints": ["backup", *(["rds"] if databases else [])],
            "flow_logs": {
                "retention_days": _FLOW_LOG_DAYS,
                "traffic": FlowLogTraffic.ALL,
                "interval_seconds": 600,
            },
            "key_arn": args["key_arn"],
            "tags": args.get("tags", {}),
            "origin": args.get("origin", {}),
        },
        child,
    )
    validator, copies = (
        ec2.SecurityGroup(
            f"{name}-{noun}-sg",
            region=region,
            description=description,
            vpc_id=network.vpc_id,
            tags={**args.get("tags", {}), "Name": f"{name}-{noun}-sg"},
            opts=child,
        )
        for noun, description in (
            ("validator", "Function that judges restored copies"),
            ("copies", "Restored copies: only the function reaches them and they reach nobody"),
        )
    )
    rules: list[pulumi.Resource] = [
        # There is no route but to the endpoints of AWS's services, whose addresses are not all known.
        vpc.SecurityGroupEgressRule(
            f"{name}-validator-https",
            region=region,
            security_group_id=validator.id,
            description="Endpoints of AWS services",
            ip_protocol="tcp",
            from_port=_HTTPS,
            to_port=_HTTPS,
            cidr_ipv4="0.0.0.0/0",
            tags=dict(args.get("tags", {})),
            opts=child,
        )
    ]
    for port in sorted({int(one["port"]) for one in args["stores"].values() if "port" in one}):
        rules += _asks(name, port, args, validator.id, copies.id, opts=child)
    return ClosedNetwork(
        subnet_ids=network.private_subnet_ids.apply(list),
        validator_group_id=validator.id,
        copies_group_id=copies.id,
        subnet_group=_subnet_group(name, args, network, child) if databases else None,
        rules=rules,
    )


def _asks(
    name: str,
    port: int,
    args: RestoreTestingArgs,
    validator_id: pulumi.Output[str],
    copies_id: pulumi.Output[str],
    *,
    opts: pulumi.ResourceOptions,
) -> list[pulumi.Resource]:
    tags = dict(args.get("tags", {}))
    return [
        vpc.SecurityGroupEgressRule(
            f"{name}-{port}-out",
            region=args["region"],
            security_group_id=validator_id,
            referenced_security_group_id=copies_id,
            description="Restored databases",
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            tags=tags,
            opts=opts,
        ),
        vpc.SecurityGroupIngressRule(
            f"{name}-{port}-in",
            region=args["region"],
            security_group_id=copies_id,
            referenced_security_group_id=validator_id,
            description="The function that judges",
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            tags=tags,
            opts=opts,
        ),
    ]


def _subnet_group(
    name: str, args: RestoreTestingArgs, network: Network, child: pulumi.ResourceOptions
) -> pulumi.Output[str]:
    noun = f"{name}-copies-subnets"
    return rds.SubnetGroup(
        noun,
        region=args["region"],
        description="Restored copies",
        subnet_ids=network.private_subnet_ids.apply(list),
        tags={**args.get("tags", {}), "Name": noun},
        opts=child,
    ).name
