"""Samples of stores and of their backups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.components.air_gapped_vault import AirGappedVault
from holdfast.components.aurora_database import AuroraDatabase
from holdfast.components.backup_audit import BackupAudit
from holdfast.components.backup_schedule import BackupSchedule
from holdfast.components.backup_vault import BackupVault
from holdfast.components.cache import RegionalCache
from holdfast.components.dsql_database import DsqlDatabase
from holdfast.components.global_cache import GlobalCache
from holdfast.components.global_table import GlobalTable
from holdfast.components.multi_region_access_point import MultiRegionAccessPoint
from holdfast.components.rds_database import RdsDatabase
from holdfast.components.replicated_bucket import ReplicatedBucket
from holdfast.components.restore_testing import RestoreTesting
from holdfast.topology.values import (
    VaultLockMode,
)
from tests.components import (
    cache_sample,
    network_sample,
    rds_sample,
)
from tests.components.conformance.sample import ARN, COMMON, HERE, ORIGIN, REGIONS, US, Sample
from tests.components.declared import ACCOUNT_ID

if TYPE_CHECKING:
    import pulumi


def _reversed(value: Any) -> Any:
    """Turn round every mapping and sequence, however deep."""
    if isinstance(value, dict):
        return {key: _reversed(item) for key, item in reversed(value.items())}
    if isinstance(value, list | tuple):
        return [_reversed(item) for item in reversed(value)]
    return value


def _database(places: tuple[str, ...], **changes: Any) -> Sample:
    args: dict[str, Any] = {
        "store": "orders",
        "home": places[0],
        "members": {
            place: {
                "region": REGIONS[place],
                "vpc_id": "vpc-1",
                "subnet_ids": ["subnet-a", "subnet-b"],
                "key_arn": f"arn:aws:kms:{REGIONS[place]}:{ACCOUNT_ID}:key/1",
                "instances": {"a1": f"{REGIONS[place]}a", "b1": f"{REGIONS[place]}b"},
            }
            for place in places
        },
        "identifier": "holdfast-prod-orders",
        "engine": "aurora-postgresql",
        "engine_version": "17.7",
        "parameter_group_family": "aurora-postgresql17",
        "port": 5432,
        "database": "orders",
        "master_username": "dbadmin",
        "instance_class": "db.serverless",
        "capacity_acu": (0.5, 16.0),
        "parameters": {"rds.force_ssl": "1", "log_min_duration_statement": "500"},
        "log_exports": ["postgresql", "iam-db-auth-error"],
        "backup_tags": {"BackupClass": "standard"},
        **COMMON,
    }
    args |= changes
    # Of the capacity the order means something.
    return Sample(
        name="global-orders", args=args, reordered={**_reversed(args), "capacity_acu": args["capacity_acu"]}
    )


def _table(places: tuple[str, ...], **changes: Any) -> Sample:
    args: dict[str, Any] = {
        "store": "orders",
        "home": places[0],
        "members": {
            place: {
                "region": REGIONS[place],
                "key_arn": f"arn:aws:kms:{REGIONS[place]}:{ACCOUNT_ID}:key/1",
            }
            for place in places
        },
        "partition_key": {"name": "pk", "type": "S"},
        "sort_key": {"name": "sk", "type": "S"},
        "indexes": {
            "by-status": {"partition_key": {"name": "status", "type": "S"}},
            "by-day": {"partition_key": {"name": "day", "type": "N"}, "projection": "KEYS_ONLY"},
        },
        **COMMON,
    }
    return Sample(name="global-orders", args={**args, **changes})


def _buckets(places: tuple[str, ...], **changes: Any) -> Sample:
    members = {
        place: {
            "region": REGIONS[place],
            "key_arn": f"arn:aws:kms:{REGIONS[place]}:{ACCOUNT_ID}:key/1",
        }
        for place in places
    }
    return Sample(name="global-documents", args={"key": "documents", "members": members, **COMMON, **changes})


def _vault(**changes: Any) -> Sample:
    args = {**HERE, "account_id": ACCOUNT_ID, "emails": ["b@example.com", "a@example.com"]}
    return Sample(name="use1-backup", args={**args, **changes})


def _schedule(**more: Any) -> Sample:
    daily = {"daily_at": "03:00", "retention_days": 35, "copy_retention_days": 90, **more}
    args = {
        **HERE,
        "account_id": ACCOUNT_ID,
        "vault_name": "vault",
        "topic_arn": f"arn:aws:sns:{US}:{ACCOUNT_ID}:backups",
        "classes": {"standard": {**daily, "continuous_days": 14}, "critical": daily},
        "continuous": ["standard"],
        "copies": {
            place: f"arn:aws:backup:{REGIONS[place]}:{ACCOUNT_ID}:backup-vault:{place}"
            for place in ("euw1", "euc1")
        },
        "resource_types": ["DynamoDB", "Aurora"],
    }
    return Sample(name="use1", args=args)


SAMPLES: dict[type[pulumi.ComponentResource], list[Sample]] = {
    RegionalCache: [
        Sample(
            name="use1-sessions",
            args={
                **cache_sample.regional(
                    software={**cache_sample.SOFTWARE, "parameters": {"maxmemory-policy": "allkeys-lru"}},
                    nodes={**cache_sample.NODES, "shards": 2},
                    upkeep={"snapshot_days": 2, "log_retention_days": 30},
                ),
                **COMMON,
            },
        ),
        Sample(
            name="use1-pages",
            args={
                **cache_sample.regional(
                    cache="pages", software=cache_sample.REDIS, authentication="user-group"
                ),
                **COMMON,
            },
        ),
        Sample(
            name="use1-carts",
            args={**cache_sample.regional(cache="carts", **cache_sample.SERVERLESS), **COMMON},
        ),
    ],
    DsqlDatabase: [
        Sample(
            name="global-orders",
            args={
                "store": "orders",
                "members": {
                    place: {"region": REGIONS[place], "key_arn": f"{ARN}:key/{place}"}
                    for place in ("use1", "euw1")
                },
                "witness_region": "eu-west-2",
                "backup_tags": {"BackupClass": "daily"},
                **COMMON,
            },
        ),
    ],
    GlobalCache: [
        Sample(name="global-sessions", args={**cache_sample.over("use1", "euw1", "apne1"), **COMMON}),
    ],
    RdsDatabase: [
        Sample(
            name="global-orders",
            args={
                **rds_sample.arguments(
                    "use1",
                    "euw1",
                    log_exports=["postgresql"],
                    parameters={"rds.force_ssl": "1"},
                    backup_copy={
                        "place": "euw1",
                        "region": "eu-west-1",
                        "key_arn": f"arn:aws:kms:eu-west-1:{ACCOUNT_ID}:key/1",
                        "retention_days": 14,
                    },
                ),
                **COMMON,
            },
        ),
        Sample(
            name="global-orders",
            args={
                **rds_sample.arguments(
                    "use1", **rds_sample.CLUSTER, storage={"type": "io2", "gib": 100, "iops": 3000}
                ),
                **COMMON,
            },
        ),
    ],
    AuroraDatabase: [
        _database(("use1",)),
        _database(("use1", "euw1", "apne1"), write_forwarding=True),
    ],
    AirGappedVault: [
        Sample(
            name="use1-air-gapped",
            args={
                **HERE,
                "min_retention_days": 7,
                "max_retention_days": 365,
                "access": {"account_ids": ["999988887777"], "organization_id": "o-a1b2c3d4e5"},
            },
        )
    ],
    BackupAudit: [
        Sample(
            name="use1",
            args={
                **COMMON,
                "region": "us-east-1",
                "account_id": ACCOUNT_ID,
                "audited": {
                    "vault_name": "v",
                    "plan_tags": {"Stack": "prod"},
                    "backed_up": True,
                    "retention_days": 35.0,
                    "copy_regions": ["eu-west-1"],
                    "copy_accounts": ["222233334444"],
                    "air_gapped": True,
                    "types": ["S3", "Aurora"],
                    "lock_min_days": 7.0,
                    "lock_max_days": 400.0,
                    "kept": True,
                    "restore_minutes": 240.0,
                },
                "report_days": 400.0,
                "protection": False,
            },
        ),
    ],
    BackupSchedule: [_schedule(), _schedule(hourly={"every_hours": 4, "retention_days": 7, "copied": True})],
    BackupVault: [
        _vault(lock={"mode": VaultLockMode.GOVERNANCE, "min_retention_days": 7}),
        _vault(key_arn=network_sample.KEY_ARN, protection=False),
        _vault(access={"account_ids": ["999988887777"]}, key_shared_with=["999988887777"]),
        _vault(vault_name="made-by-others"),
    ],
    ReplicatedBucket: [
        _buckets(("use1",)),
        _buckets(
            ("use1", "euw1", "apne1"),
            object_lock={"mode": "governance", "days": 30},
            expire_days=365,
            access_logs={"account_id": ACCOUNT_ID, "retention_days": 30},
            backup_tags={"BackupClass": "standard"},
            topic_arns={"use1": "arn:aws:sns:us-east-1:111122223333:alarms"},
        ),
    ],
    MultiRegionAccessPoint: [
        Sample(
            name="global-documents",
            args={
                "key": "documents",
                "identifier": "holdfast-prod-documents",
                "account_id": ACCOUNT_ID,
                "members": {
                    place: {"region": REGIONS[place], "bucket": f"{place}-documents"}
                    for place in ("use1", "euw1")
                },
                "origin": ORIGIN,
            },
        )
    ],
    GlobalTable: [
        _table(("use1", "euw1", "apne1")),
        _table(
            ("use1", "euw1"),
            read={"minimum": 5, "maximum": 500},
            write={"minimum": 5, "maximum": 500},
            ttl_attribute="expires_at",
        ),
    ],
    RestoreTesting: [
        Sample(
            name="euw1",
            args={
                **COMMON,
                "region": "eu-west-1",
                "account_id": ACCOUNT_ID,
                "zones": ["eu-west-1b", "eu-west-1a"],
                "vault_arn": f"arn:aws:backup:eu-west-1:{ACCOUNT_ID}:backup-vault:v",
                "key_arn": f"arn:aws:kms:eu-west-1:{ACCOUNT_ID}:key/1",
                "topic_arn": f"arn:aws:sns:eu-west-1:{ACCOUNT_ID}:t",
                "stores": {
                    "orders": {
                        "type": "Aurora",
                        "port": 5432,
                        "sources": [f"arn:aws:rds:us-east-1:{ACCOUNT_ID}:cluster:orders"],
                        "database": "orders",
                        "queries": {
                            "rows": {"sql": "SELECT count(*) FROM orders", "at_least": 1.0},
                            "newest": {"sql": "SELECT max(at) FROM orders", "newest_within_minutes": 60.0},
                        },
                    },
                    "carts": {"type": "DynamoDB", "at_least_items": 1.0, "attributes": ["id"]},
                    "files": {"type": "S3", "at_least_objects": 1.0, "objects": ["index.json"]},
                },
                "frequency": "weekly",
                "at": "05:00",
                "verify_server": False,
                "start_window_hours": 2.0,
                "pick": "latest",
                "selection_window_days": 7.0,
                "validation_window_hours": 4.0,
                "query_timeout_seconds": 60.0,
                "instance_class": "db.t4g.medium",
            },
        ),
    ],
}
