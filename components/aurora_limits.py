"""What AWS or reason refuses in an Aurora database's arguments, in a person's words."""

import re
from collections.abc import Iterator

from holdfast.components.aurora_args import AuroraDatabaseArgs, AuroraMemberArgs
from holdfast.components.database_limits import LONGEST_IDENTIFIER, name_problems, number_problems
from holdfast.components.member_limits import identifier_problems, place_problems, shared_regions

SERVERLESS = "db.serverless"
"""Class of Aurora Serverless v2's instances."""

# Aurora has them and small ones, which no global database takes (2026-11):
# https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.DBInstanceClass.SupportAurora.html
_CLASSES = (SERVERLESS, "db.r", "db.x")

# https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html (2026-11):
# EnableCloudwatchLogsExports, ServerlessV2ScalingConfiguration.
_LOG_EXPORTS = {
    "aurora-postgresql": ("iam-db-auth-error", "instance", "postgresql"),
    "aurora-mysql": ("audit", "error", "general", "iam-db-auth-error", "instance", "slowquery"),
}
_LARGEST_ACU = 256
# One primary and ten secondaries; a primary takes 15 - s readers with s secondaries, and any member can
# become it; classes optimised for memory alone (2026-11):
# https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database.configuration.requirements.html
_MOST_MEMBERS, _MOST_INSTANCES = 11, 16
_LEAST_INSTANCES = _LEAST_ZONES = 2
_INSTANCE_KEY = re.compile(r"[a-z0-9]+")


def check(name: str, args: AuroraDatabaseArgs) -> None:
    """Refuse arguments that cannot be declared.

    Args:
        name: Name of the component, for the message.
        args: Its arguments.

    Raises:
        ValueError: With every problem at once.
    """
    problems = [
        *_member_problems(args),
        *_engine_problems(args),
        *_capacity_problems(args),
        *number_problems(args),
        *identifier_problems("identifier", args["identifier"], LONGEST_IDENTIFIER),
        *name_problems(args),
    ]
    if problems:
        raise ValueError(f"Aurora database {name!r}: " + "; ".join(problems))


def _member_problems(args: AuroraDatabaseArgs) -> Iterator[str]:
    members = args["members"]
    yield from place_problems("home", args["home"], members)
    if len(members) > _MOST_MEMBERS:
        yield f"'members' may be {_MOST_MEMBERS} at most, got {len(members)}"
    shared = shared_regions(members)
    for place, member in sorted(members.items()):
        if place in shared:
            yield shared[place]
        yield from _instance_problems(place, member, _MOST_INSTANCES - max(0, len(members) - 1))
    if args.get("write_forwarding", False) and len(members) == 1:
        yield "'write_forwarding' needs a second member: there is nobody to forward a write"


def _instance_problems(place: str, member: AuroraMemberArgs, most: int) -> Iterator[str]:
    instances, region = member["instances"], member["region"]
    path = f"'members.{place}.instances'"
    zones = set(instances.values())
    if not _LEAST_INSTANCES <= len(instances) <= most or len(zones) < _LEAST_ZONES:
        yield (
            f"{path} must be {_LEAST_INSTANCES} to {most} instances in {_LEAST_ZONES} zones or more,"
            f" got {len(instances)} in {len(zones)}"
        )
    for key, zone in sorted(instances.items()):
        if not _INSTANCE_KEY.fullmatch(key):
            yield f"{path}: a key has lower-case letters and digits alone, got {key!r}"
        if not re.fullmatch(rf"{re.escape(region)}[a-z]", zone):
            yield f"{path}: {key!r} must be in a zone of {region}, got {zone!r}"


def _engine_problems(args: AuroraDatabaseArgs) -> Iterator[str]:
    engine, version = args["engine"], args["engine_version"]
    if engine not in _LOG_EXPORTS:
        yield f"'engine' must be one of {', '.join(_LOG_EXPORTS)}, got {engine!r}"
        return
    major = version.split(".")[:1] if engine == "aurora-postgresql" else version.split(".")[:2]
    family = engine + ".".join(major)
    if args["parameter_group_family"] != family:
        yield (
            f"'parameter_group_family' of {engine} {version} is {family!r}, got"
            f" {args['parameter_group_family']!r}"
        )
    unknown = sorted(set(args.get("log_exports", ())) - {*_LOG_EXPORTS[engine]})
    if unknown:
        yield f"'log_exports' of {engine} may be {', '.join(_LOG_EXPORTS[engine])}, got {', '.join(unknown)}"


def _capacity_problems(args: AuroraDatabaseArgs) -> Iterator[str]:
    kind, capacity = args["instance_class"], args.get("capacity_acu")
    if not kind.startswith(_CLASSES):
        yield f"'instance_class' must be {SERVERLESS} or one for memory, such as db.r8g.large, got {kind!r}"
    if (kind == SERVERLESS) != (capacity is not None):
        yield f"'capacity_acu' goes with the class {SERVERLESS}, which needs it, alone; got {kind!r}"
    if capacity is None:
        return
    if len(capacity) != 2:  # noqa: PLR2004  # least and largest
        yield f"'capacity_acu' must be the least and the largest capacity, got {len(capacity)} numbers"
        return
    least, largest = capacity
    if not 0 <= least <= largest <= _LARGEST_ACU or largest < 1 or any(number % 0.5 for number in capacity):
        yield (
            f"'capacity_acu' must be from 0 to {_LARGEST_ACU} in steps of 0.5, the largest 1 or more and no"
            f" less than the least, got {least} and {largest}"
        )
    if least == 0 and len(args["members"]) > 1:
        yield "'capacity_acu' from 0 pauses instances, and a paused region cannot take over: 0.5 or more"
