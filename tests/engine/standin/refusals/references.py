"""References: what a resource names must exist, in its region.

Codes: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html and the "Errors" of each
operation's page (2026-11). Names, ids that this cloud gave and ARNs like its own are held to it: other ids
and ARNs may be of something that nobody told it of (:meth:`Cloud.adopt` tells).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.engine.standin.identities import EC2_PREFIXES, MADE_HERE
from tests.engine.standin.refusals.wanted import Rule, Wanted, texts_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.engine.standin.cloud import Cloud

_MISSING_ID = {
    "acl": "InvalidNetworkAclID.NotFound: The networkAcl ID '{id}' does not exist",
    "eipalloc": "InvalidAllocationID.NotFound: The allocation ID '{id}' does not exist",
    "igw": "InvalidInternetGatewayID.NotFound: The internetGateway ID '{id}' does not exist",
    "lt": (
        "InvalidLaunchTemplateId.NotFound: The specified launch template, with template ID {id}, does "
        "not exist."
    ),
    "nat": "NatGatewayNotFound: The Nat Gateway {id} was not found",
    "rtb": "InvalidRouteTableID.NotFound: The routeTable ID '{id}' does not exist",
    "sg": "InvalidGroup.NotFound: The security group '{id}' does not exist",
    "subnet": "InvalidSubnetID.NotFound: The subnet ID '{id}' does not exist",
    "vpc": "InvalidVpcID.NotFound: The vpc ID '{id}' does not exist",
}
_MISSING_ARN = {
    "acm": "CertificateNotFound: Certificate '{id}' not found",
    "elasticloadbalancing:listener": "ListenerNotFound: One or more listeners not found",
    "elasticloadbalancing:loadbalancer": "LoadBalancerNotFound: Load balancers '[{id}]' not found",
    "elasticloadbalancing:targetgroup": "TargetGroupNotFound: Target groups '[{id}]' not found",
    "iam:role": "NoSuchEntity: The role {id} cannot be found.",
    "kms": "NotFoundException: Key '{id}' does not exist",
    "s3": "NoSuchBucket: The specified bucket does not exist",
    "sns": "NotFound: Topic does not exist",
}
_NO_REFERENCES = frozenset(
    {
        # text, not references
        *("tags", "tagsAll", "tagSpecifications", "recoveryPointTags", "description", "userData"),
        *("dimensions", "costFilters", "metricQueries", "__defaults"),
        # nobody checks that an alarm's topic exists
        *("alarmActions", "okActions", "insufficientDataActions"),
        # what the cloud itself tells
        *("globalClusterMembers", "replicationSourceIdentifier", "clusterMembers"),
    }
)
_ELSEWHERE = frozenset({"peerVpcId", "destinationVaultArn"})
"""Keys that may name what lies in another region."""
_EC2_IDS = frozenset(EC2_PREFIXES.values())
_EC2_OWN = frozenset({"r-rtb", "rtbassoc", "sgr", "sgrule"})

# Key → type of the resource that it names by its id (a name, mostly), and what is said without it.
_BY_ID: Mapping[str, tuple[str, str]] = {
    "autoscalingGroupName": (
        "aws:autoscaling/group:Group",
        "ValidationError: AutoScalingGroup name not found - {id}",
    ),
    "backupVaultName": (
        "aws:backup/vault:Vault",
        "ResourceNotFoundException: Backup vault {id} not found",
    ),
    "targetVaultName": (
        "aws:backup/vault:Vault",
        "InvalidParameterValueException: Provided target backup vault name is not valid: {id}",
    ),
    "bucket": ("aws:s3/bucket:Bucket", "NoSuchBucket: The specified bucket does not exist: {id}"),
    "clusterIdentifier": (
        "aws:rds/cluster:Cluster",
        "DBClusterNotFoundFault: Could not find DB Cluster: {id}",
    ),
    "dbClusterParameterGroupName": (
        "aws:rds/clusterParameterGroup:ClusterParameterGroup",
        "DBClusterParameterGroupNotFound: DBClusterParameterGroup not found: {id}",
    ),
    "dbParameterGroupName": (
        "aws:rds/parameterGroup:ParameterGroup",
        "DBParameterGroupNotFound: DBParameterGroup not found: {id}",
    ),
    "dbSubnetGroupName": (
        "aws:rds/subnetGroup:SubnetGroup",
        "DBSubnetGroupNotFoundFault: DBSubnetGroup '{id}' not found.",
    ),
    "globalClusterIdentifier": (
        "aws:rds/globalCluster:GlobalCluster",
        "GlobalClusterNotFoundFault: Global cluster {id} not found",
    ),
    "role": ("aws:iam/role:Role", "NoSuchEntity: The role with name {id} cannot be found."),
}
_DEFAULTS = ("default", "default.")
"""What an account has of RDS from the first day."""


def _ids_exist(cloud: Cloud, wanted: Wanted) -> str | None:
    for key, text in texts_in(wanted.inputs, _NO_REFERENCES):
        if not MADE_HERE.fullmatch(text) or text == wanted.id:
            continue
        prefix = text.rpartition("-")[0]
        if prefix in _EC2_OWN:
            continue
        found = cloud.named(text)
        elsewhere = (
            found is not None and "" not in (found.region, wanted.region) and found.region != wanted.region
        )
        if found is None or (elsewhere and key not in _ELSEWHERE):
            return _said_of_id(prefix, key, text)
    return None


def _said_of_id(prefix: str, key: str, text: str) -> str:
    if prefix in _EC2_IDS:
        return _MISSING_ID.get(prefix, f"Invalid{prefix}ID.NotFound: The ID '{{id}}' does not exist").format(
            id=text
        )
    if text.startswith("Z"):
        return f"NoSuchHostedZone: No hosted zone found with ID: {text}"
    if key == "healthCheckId":
        return f"NoSuchHealthCheck: A health check with the id {text} does not exist."
    return f"NotFoundException: {key} '{text}' does not exist"


def _arns_exist(cloud: Cloud, wanted: Wanted) -> str | None:
    own = str(wanted.inputs.get("arn") or "")
    for _, text in texts_in(wanted.inputs, _NO_REFERENCES):
        arn = text.removesuffix(":*")
        if not arn.startswith("arn:aws:") or any(sign in arn for sign in "*?{ "):
            continue
        if arn.endswith(":"):  # all buckets, ``arn:aws:s3:::*``
            continue
        if own and (text == own or text.startswith(f"{own}.")):  # itself, or a value made up of it
            continue
        if _is_held(cloud, arn) and cloud.named(arn) is None:
            parts = arn.split(":")
            kind = f"{parts[2]}:{parts[5].partition('/')[0]}"
            said = _MISSING_ARN.get(kind) or _MISSING_ARN.get(parts[2])
            return (said or "ResourceNotFoundException: {id} was not found").format(id=arn)
    return None


def _is_held(cloud: Cloud, arn: str) -> bool:
    """Whether an ARN is of this account and as this cloud gives them."""
    _, _, service, _, account, resource = arn.split(":", 5)
    return account == cloud.account and any(
        service == held and re.fullmatch(pattern, resource) for held, pattern in _HELD
    )


_UUID = "0{8}-0000-4000-8000-[0-9a-f]{12}"
_HELD = (
    ("acm", f"certificate/{_UUID}"),
    ("backup", "backup-vault:.+"),
    ("dynamodb", "table/[^/]+"),
    ("elasticloadbalancing", ".+/0{6}[0-9a-f]{10}"),
    ("iam", r"(role/(?!aws-service-role/)|instance-profile/|policy/).+"),
    ("kms", f"key/{_UUID}"),
    ("logs", "log-group:[^:]+"),
    ("secretsmanager", "secret:.+-0[0-9a-f]{5}"),
    ("sns", "[^:]+"),
)
"""Service, and the form of what its ARNs name."""


def _names_exist(cloud: Cloud, wanted: Wanted) -> str | None:
    if not cloud.whole:
        return None
    for key, text in texts_in(wanted.inputs, _NO_REFERENCES):
        if key not in _BY_ID or not text or text.startswith("arn:") or text.endswith(f".{key}"):
            continue
        type_token, said = _BY_ID[key]
        if type_token == wanted.type or text.startswith(_DEFAULTS) or _is_other(wanted.type, key):
            continue
        if not any(
            thing.id == text and _is_near(thing.region, wanted, key) for thing in cloud.of(type_token)
        ):
            return said.format(id=text)
    return None


def _is_near(region: str, wanted: Wanted, key: str) -> bool:
    return region == wanted.region or "" in (region, wanted.region) or key == "globalClusterIdentifier"


def _is_other(type_token: str, key: str) -> bool:
    """Whether a type means something else by a key."""
    service = type_token.partition(":")[2].partition("/")[0]
    owners = {
        "bucket": ("s3", "lb"),
        "role": ("iam",),
        "clusterIdentifier": ("rds",),
    }
    return service not in owners.get(key, (service,))


RULES: Mapping[str, tuple[Rule, ...]] = {"*": (_ids_exist, _arns_exist, _names_exist)}
