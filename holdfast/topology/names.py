"""Lengths of names in AWS: the autonaming patterns of ``Pulumi.yaml`` and what the services allow."""

from __future__ import annotations

import re
from dataclasses import dataclass

from holdfast.topology.values import DATABASE_CLUSTER_CHARACTERS


@dataclass(frozen=True, kw_only=True, slots=True)
class NameLimit:
    """The longest name that a service takes.

    Attributes:
        noun: What is named, for messages.
        longest: Characters allowed.
        with_project: Whether the pattern begins with the project and the stack.
        with_stack: Whether the pattern begins with the stack.
        hex_digits: Random digits that the pattern ends with.
        source: Where the limit is published.
        characters: What a name may hold, as the inside of a regular expression's brackets. Default: all that
            Pulumi takes in the name of a project or a stack.
    """

    noun: str
    longest: int
    with_project: bool
    with_stack: bool
    hex_digits: int
    source: str
    characters: str = r"\w.-"

    def length(self, project: str, stack: str, logical_name: str) -> int:
        """Return the length that the physical name will have."""
        prefix = (
            len(project) + len(stack) + 2 if self.with_project else len(stack) + 1 if self.with_stack else 0
        )
        return prefix + len(logical_name) + 1 + self.hex_digits

    def refused_in(self, text: str) -> str:
        """Return the characters of a text that no name may hold, each once."""
        return "".join(sorted(set(re.findall(rf"[^{self.characters}]", text, re.ASCII))))


TARGET_GROUP = NameLimit(
    noun="target group",
    longest=32,
    with_project=False,
    with_stack=False,
    hex_digits=4,
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html",
)
TRUST_STORE = NameLimit(
    noun="trust store",
    longest=32,
    with_project=False,
    with_stack=True,
    hex_digits=4,
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTrustStore.html",
    characters="A-Za-z0-9-",
)
LOAD_BALANCER = NameLimit(
    noun="load balancer",
    longest=32,
    with_project=False,
    with_stack=True,
    hex_digits=4,
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html",
    characters="A-Za-z0-9-",
)
ROLE = NameLimit(
    noun="IAM role",
    longest=64,
    with_project=True,
    with_stack=True,
    hex_digits=4,
    source="https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html",
)
FUNCTION = NameLimit(
    noun="function",
    longest=64,
    with_project=True,
    with_stack=True,
    hex_digits=4,
    source="https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html",
    characters="A-Za-z0-9_-",
)
BUCKET = NameLimit(
    noun="bucket",
    longest=63,
    with_project=True,
    with_stack=True,
    hex_digits=8,
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html",
    characters="A-Za-z0-9.-",
)
DASHBOARD = NameLimit(
    noun="dashboard",
    longest=255,
    with_project=True,
    with_stack=True,
    hex_digits=0,
    source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html",
    characters="A-Za-z0-9_-",
)
TRACE_GROUP = NameLimit(
    noun="group of traces",
    longest=32,
    with_project=True,
    with_stack=True,
    hex_digits=0,
    source="https://docs.aws.amazon.com/xray/latest/api/API_CreateGroup.html",
)
CANARY = NameLimit(
    noun="canary",
    longest=255,
    with_project=True,
    with_stack=True,
    hex_digits=4,
    source="https://docs.aws.amazon.com/AmazonSynthetics/latest/APIReference/API_CreateCanary.html",
    characters="a-z0-9_-",
)
DATABASE = NameLimit(
    noun="database instance",
    longest=63,
    with_project=True,
    with_stack=True,
    hex_digits=4,
    source="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html",
)
DATABASE_CLUSTER = NameLimit(
    noun="Multi-AZ DB cluster",
    longest=DATABASE_CLUSTER_CHARACTERS,
    with_project=True,
    with_stack=True,
    hex_digits=4,
    source="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html",
)
BACKUP_VAULT = NameLimit(
    noun="backup vault",
    longest=50,
    with_project=True,
    with_stack=True,
    hex_digits=4,
    source="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupVault.html",
    characters="A-Za-z0-9_-",
)
EVENT_RULE = NameLimit(
    noun="event rule",
    longest=64,
    with_project=True,
    with_stack=True,
    hex_digits=4,
    source="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html",
    characters="A-Za-z0-9._-",
)
BACKUP_SELECTION = NameLimit(
    noun="backup selection",
    longest=50,
    with_project=True,
    with_stack=True,
    hex_digits=4,
    source="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupSelection.html",
)

CACHE = NameLimit(
    noun="cache",
    longest=40,
    with_project=False,
    with_stack=True,
    hex_digits=4,
    source="https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html",
    characters="A-Za-z0-9-",
)
ROUTING_CONTROL = NameLimit(
    noun="routing control",
    longest=64,
    with_project=True,
    with_stack=True,
    hex_digits=4,
    source="https://docs.aws.amazon.com/recovery-cluster/latest/api/routingcontrol.html",
)
LOG_DELIVERY = NameLimit(
    noun="log delivery",
    longest=60,
    with_project=True,
    with_stack=True,
    hex_digits=4,
    source="https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDeliverySource.html",
    characters="A-Za-z0-9_-",
)
ACCELERATOR = NameLimit(
    noun="accelerator",
    longest=64,
    with_project=True,
    with_stack=True,
    hex_digits=4,
    source="https://docs.aws.amazon.com/global-accelerator/latest/api/API_CreateAccelerator.html",
    characters="A-Za-z0-9-",
)
KEY_ALIAS = NameLimit(
    noun="key alias",
    longest=256,
    with_project=True,
    with_stack=True,
    hex_digits=0,
    source="https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html",
    characters="A-Za-z0-9_/-",
)
SECRET = NameLimit(
    noun="secret",
    longest=512,
    with_project=True,
    with_stack=True,
    hex_digits=4,
    source="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html",
)
TABLE = NameLimit(
    noun="table",
    longest=255,
    with_project=True,
    with_stack=True,
    hex_digits=4,
    source="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html",
)
ECS_CLUSTER = NameLimit(
    noun="ECS cluster",
    longest=255,
    with_project=True,
    with_stack=True,
    hex_digits=4,
    source="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCluster.html",
    characters="A-Za-z0-9_-",
)
CAPACITY_PROVIDER = NameLimit(
    noun="ECS capacity provider",
    longest=255,
    with_project=True,
    with_stack=True,
    hex_digits=4,
    source="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCapacityProvider.html",
    characters="A-Za-z0-9_-",
)
EKS_CLUSTER = NameLimit(
    noun="EKS cluster",
    longest=100,
    with_project=True,
    with_stack=True,
    hex_digits=0,
    source="https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html",
    characters="A-Za-z0-9_-",
)
NODE_GROUP = NameLimit(
    noun="node group",
    longest=63,
    with_project=True,
    with_stack=True,
    hex_digits=4,
    source="https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html",
    characters="A-Za-z0-9_-",
)
CAPACITY_PROVIDER_PREFIXES = ("aws", "ecs", "fargate")
"""Beginnings of a capacity provider's name that AWS keeps for itself (the same page)."""
LONGEST_SCALING_POLICY = 255
"""Longest name of a scaling policy: the provider takes one character less than Application Auto Scaling.

Source: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/appautoscaling_policy
(2026-11).
"""


def is_database_identifier(text: str) -> bool:
    """Whether RDS takes a text as an identifier, and keeps it as it is.

    Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateGlobalCluster.html: letters,
    digits and hyphens, a letter first, no hyphen last or twice in a row, stored in lower case.
    """
    return len(text) <= DATABASE.longest and re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", text) is not None


def is_access_point_name(text: str) -> bool:
    """Whether S3 takes a text as the name of a Multi-Region Access Point.

    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiRegionAccessPointRestrictions.html.
    """
    return re.fullmatch(r"[a-z0-9][a-z0-9-]{1,48}[a-z0-9]", text) is not None
