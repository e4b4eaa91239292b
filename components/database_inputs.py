"""Inputs that clusters and instances of every engine are declared with alike."""

from collections.abc import Mapping
from typing import Any

from pulumi_aws import ec2

from holdfast.components.database_parts import declare_subnet_group
from holdfast.components.database_scope import DatabaseScope
from holdfast.components.final_snapshot import final_snapshot_name
from holdfast.topology.values import InsightsMode


def database_inputs(scope: DatabaseScope, place: str, *, group: "ec2.SecurityGroup") -> Mapping[str, Any]:
    """Return the inputs, and declare the subnets and the final snapshot's name that they need.

    Args:
        scope: What all children have in common.
        place: Place of the member.
        group: Security group of the member.
    """
    args, member = scope.args, scope.members[place]
    return {
        "region": member["region"],
        "engine_version": args["engine_version"],
        "port": int(args["port"]),
        "db_subnet_group_name": declare_subnet_group(scope, place).name,
        "vpc_security_group_ids": [group.id],
        # A replica takes the key of its own region, and must say that it is encrypted: read back, it is, and
        # a difference would replace it.
        "storage_encrypted": True,
        "kms_key_id": member["key_arn"],
        "iam_database_authentication_enabled": True,
        # Members must be of one version; a replica must not lag behind what it copies. AWS upgrades no global
        # database by itself:
        # https://repost.aws/knowledge-center/aurora-mysql-global-cluster-upgrade (2026-11)
        "auto_minor_version_upgrade": False,
        "backup_retention_period": int(args.get("backup_retention_days", 7)),
        "copy_tags_to_snapshot": True,
        "apply_immediately": args.get("apply_immediately", False),
        "enabled_cloudwatch_logs_exports": sorted({*args.get("log_exports", ())}),
        # Insights of an Aurora cluster are those of its instances, which take no mode of their own:
        # https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_DatabaseInsights.Considerations.html
        "database_insights_mode": str(args.get("insights_mode", InsightsMode.STANDARD)),
        "performance_insights_enabled": True,
        "performance_insights_kms_key_id": member["key_arn"],
        "performance_insights_retention_period": int(args.get("insights_retention_days", 7)),
        "deletion_protection": scope.protected,
        # The same of every member, though AWS takes no last snapshot of an instance's replica and refuses its
        # deletion then: which of them is a replica is not known here, and a refusal loses nothing.
        "skip_final_snapshot": not scope.protected,
        "final_snapshot_identifier": final_snapshot_name(scope.noun(place, "final"), scope.options()),
        "delete_automated_backups": not scope.protected,
        "tags": {**scope.tagged(scope.noun(place)), **args.get("backup_tags", {})},
    }
