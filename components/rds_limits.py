"""What AWS or reason refuses in an RDS database's arguments, in a person's words."""

import re
from collections.abc import Iterator, Mapping

from holdfast.components.database_limits import (
    LONGEST_BACKUP_DAYS,
    LONGEST_IDENTIFIER,
    name_problems,
    number_problems,
)
from holdfast.components.member_limits import identifier_problems, place_problems, shared_regions
from holdfast.components.rds_args import RdsDatabaseArgs
from holdfast.components.rds_storage_limits import storage_problems
from holdfast.topology.values import DATABASE_CLUSTER_CHARACTERS, RdsShape

# EnableCloudwatchLogsExports in
# https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html (2026-11)
_LOG_EXPORTS: Mapping[str, tuple[str, ...]] = {
    "postgres": ("iam-db-auth-error", "postgresql", "upgrade"),
    "mysql": ("audit", "error", "general", "iam-db-auth-error", "slowquery"),
}
_NO_CLUSTER_LOG = "audit"  # API_CreateDBCluster.html
_VERSION: Mapping[str, re.Pattern[str]] = {
    "postgres": re.compile(r"(\d{2})\.\d{1,2}"),
    "mysql": re.compile(r"(\d\.\d)\.\d{1,2}"),
}
# "We can't guarantee more than five cross-Region read replica instances", 2026-11:
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.XRgn.Cnsdr.html
_MOST_MEMBERS = 6


def check(name: str, args: RdsDatabaseArgs) -> None:
    """Refuse arguments that cannot be declared.

    Args:
        name: Name of the component, for the message.
        args: Its arguments.

    Raises:
        ValueError: With every problem at once.
    """
    problems = [
        *_member_problems(args),
        *_shape_problems(args),
        *_engine_problems(args),
        *storage_problems(args),
        *_copy_problems(args),
        *number_problems(args),
        *_identifier_problems(args),
        *name_problems(args),
    ]
    if problems:
        raise ValueError(f"RDS database {name!r}: " + "; ".join(problems))


def _member_problems(args: RdsDatabaseArgs) -> Iterator[str]:
    members = args["members"]
    yield from place_problems("home", args["home"], members)
    yield from place_problems("source", args.get("source", args["home"]), members)
    if len(members) > _MOST_MEMBERS:
        yield f"'members' may be {_MOST_MEMBERS} at most, a source and five replicas, got {len(members)}"
    yield from shared_regions(members).values()


def _shape_problems(args: RdsDatabaseArgs) -> Iterator[str]:
    shape = args.get("shape", RdsShape.INSTANCE)
    if shape not in {*RdsShape}:
        yield f"'shape' must be one of {', '.join(RdsShape)}, got {shape!r}"
    if shape != RdsShape.CLUSTER:
        return
    if len(args["members"]) > 1:
        yield "'shape' cluster is of one region: a Multi-AZ DB cluster has no replica cluster elsewhere"
    for place, member in sorted(args["members"].items()):
        if "multi_az" in member:
            yield f"'members.{place}.multi_az' says nothing of a cluster, which always lies in three zones"


def _engine_problems(args: RdsDatabaseArgs) -> Iterator[str]:
    engine, version = args["engine"], args["engine_version"]
    if engine not in _LOG_EXPORTS:
        yield f"'engine' must be one of {', '.join(_LOG_EXPORTS)}, got {engine!r}"
        return
    found = _VERSION[engine].fullmatch(version)
    if found is None:
        example = "17.7" if engine == "postgres" else "8.4.8"
        yield f"'engine_version' of {engine} must be a full version, such as {example}, got {version!r}"
    elif args["parameter_group_family"] != engine + found[1]:
        yield (
            f"'parameter_group_family' of {engine} {version} is {engine + found[1]!r}, got"
            f" {args['parameter_group_family']!r}"
        )
    is_cluster = args.get("shape") == RdsShape.CLUSTER
    logs = [log for log in _LOG_EXPORTS[engine] if not (is_cluster and log == _NO_CLUSTER_LOG)]
    unknown = sorted(set(args.get("log_exports", ())) - {*logs})
    if unknown:
        what = f"a cluster of {engine}" if is_cluster else engine
        yield f"'log_exports' of {what} may be {', '.join(logs)}, got {', '.join(unknown)}"
    if not args["instance_class"].startswith("db.") or args["instance_class"] == "db.serverless":
        yield f"'instance_class' must be one such as db.r8g.large, got {args['instance_class']!r}"


def _copy_problems(args: RdsDatabaseArgs) -> Iterator[str]:
    copy = args.get("backup_copy")
    if copy is None:
        return
    source = args["members"].get(args.get("source", args["home"]))
    if args.get("shape") == RdsShape.CLUSTER:
        yield "'backup_copy' goes with instances: automated backups of a Multi-AZ DB cluster are not copied"
    if source is not None and copy["region"] == source["region"]:
        yield f"'backup_copy.region' must be another than the source's, got {copy['region']!r}"
    if not 1 <= (days := copy["retention_days"]) <= LONGEST_BACKUP_DAYS:
        yield f"'backup_copy.retention_days' must be 1 to {LONGEST_BACKUP_DAYS}, got {days}"


def _identifier_problems(args: RdsDatabaseArgs) -> Iterator[str]:
    longest = DATABASE_CLUSTER_CHARACTERS if args.get("shape") == RdsShape.CLUSTER else LONGEST_IDENTIFIER
    for place, member in sorted(args["members"].items()):
        identifier = member.get("identifier")
        if identifier is not None:
            yield from identifier_problems(f"members.{place}.identifier", identifier, longest)
