"""Which values of properties a review shows: those on a list of harmless ones, and those that a team names.

A value of a property can be a password, an address of the inside or a person's data; its name never is. So
only names are shown, but for what is listed here. A secret is never shown: it is not even in the graph.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from holdfast.graph import Marker
from holdfast.graph.paths import is_under, parse_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.graph import Value
    from holdfast.graph.paths import Path
    from holdfast.review.model import PropertyChange

# Last names of paths, by the reason for which what they hold can be shown.
_SIZES = """
    allocatedCapacity allocatedStorage backupRetentionPeriod bakeTime capacity count cpu desiredCapacity
    desiredCount desiredSize deleteAfter deletionWindowInDays ephemeralStorage iops maxAllocatedStorage
    maxCapacity maxConcurrency maxInstanceLifetime maxReadRequestUnits maxSize maxWriteRequestUnits
    maximumPercent memory memorySize messageRetentionSeconds minCapacity minHealthyPercentage
    minimumHealthyTargetsCount minimumHealthyTargetsPercentage minimumOrigins minSize maxHealthyPercentage
    nodeCount numCacheClusters numCacheNodes numNodeGroups onDemandBaseCapacity
    onDemandPercentageAboveBaseCapacity readCapacity recoveryPeriodInDays recoveryWindowInDays
    replicasPerNodeGroup reservedConcurrentExecutions retentionInDays retentionPeriod shardCount
    snapshotRetentionLimit storageThroughput targetValue throughput volumeSize weight weightedCapacity
    writeCapacity minRetentionDays maxRetentionDays trafficDialPercentage priority burstLimit rateLimit
    provisionedConcurrentExecutions
"""
"""How much of something there is or is kept: numbers."""
_TIMES = """
    clientKeepAlive completionWindow cooldown defaultInstanceWarmup defaultTtl deregistrationDelay
    evaluationPeriods failureThreshold datapointsToAlarm healthCheckGracePeriod healthCheckIntervalSeconds
    healthThreshold healthyThreshold idleTimeout interval maintenanceWindowDuration maxTtl minTtl
    monitoringInterval originConnectionTimeout period requestInterval retries scaleInCooldown scaleOutCooldown
    sessionAffinityTtl slowStart startWindow thresholdCount timeout timeoutSeconds ttl
    unhealthyThreshold visibilityTimeoutSeconds
"""
"""How long something takes or holds, and how often it must happen: numbers."""
_KINDS = """
    algorithm billingMode cacheNodeType capacityType comparisonOperator dataTier desyncMitigationMode engine
    engineMode engineVersion healthCheckType instanceClass instanceType ipAddressType kind
    launchType loadBalancerType minimumProtocolVersion nodeType onDemandAllocationStrategy
    platformVersion protocol protocolVersion runtime schedulingStrategy securityPolicy spotAllocationStrategy
    sslPolicy statistic steeringPolicy storageClass storageType strategy tableClass tlsPolicy treatMissingData
    volumeType engineLifecycleSupport viewerProtocolPolicy httpTokens deploymentCircuitBreaker
    availabilityZoneRebalancing loadBalancingAlgorithmType loadBalancingCrossZoneEnabled
"""
"""Which of the words or versions that AWS publishes is chosen."""
_PLACES = "availabilityZone availabilityZones region regionName regions"
"""Names of regions and zones, which are public."""
_NAMES = frozenset(f"{_SIZES} {_TIMES} {_KINDS} {_PLACES}".split())
_NEVER = frozenset(
    {
        "authToken",
        "containerDefinitions",
        "environment",
        "environments",
        "metadata",
        "parameters",
        "secrets",
        "tags",
        "tagsAll",
        "userData",
        "variables",
    }
)
"""What people fill with anything: nothing under it is shown unless they ask for it."""
_HARMLESS_TEXT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,63}")
_LONGEST = 120
HIDDEN = {
    Marker.UNKNOWN: "known after deployment",
    Marker.SECRET: "secret",
    Marker.ASSET: "content",
}
"""What stands for a value that cannot be shown."""
ABSENT = "none"
"""What stands for a value that is not there."""


class Shown:
    """What of a property is shown."""

    def __init__(self, patterns: Sequence[str] = ()) -> None:
        """Read what a team names.

        Args:
            patterns: Paths whose values are shown too, such as ``healthCheck.path``; ``*`` stands for any one
                step. Default: none.
        """
        self._patterns = tuple(parse_path(one) for one in patterns)

    def values(self, change: PropertyChange) -> tuple[str, str] | None:
        """A property before and after, as text; None where it is not shown.

        Args:
            change: What differs.
        """
        path = parse_path(change.path)
        asked = is_under(path, self._patterns)
        before, after = (_text(one, path, asked=asked) for one in (change.before, change.after))
        return None if before is None or after is None else (before, after)

    def value(self, path: Path, value: Value) -> str | None:
        """One value, as text; None where it is not shown.

        Args:
            path: Where it stands.
            value: What stands there.
        """
        return _text(value, path, asked=is_under(path, self._patterns))


def _text(value: Value, path: Path, *, asked: bool) -> str | None:
    """A value in one line; None where it is not to be seen."""
    if isinstance(value, Marker):
        return HIDDEN[value]
    if value is None:
        return ABSENT
    if isinstance(value, bool):  # says yes or no, and no more, whatever it is of
        return "true" if value else "false"
    if asked:
        text = _plain(value)
        return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return _harmless(value, path)


def _harmless(value: Value, path: Path) -> str | None:
    names = [step for step in path if isinstance(step, str)]
    if not names or names[-1] not in _NAMES or not _NEVER.isdisjoint(names):
        return None
    if isinstance(value, tuple):
        items = [_harmless(one, path) for one in value]
        text = ", ".join(one for one in items if one is not None)
        return text if None not in items and 0 < len(text) <= _LONGEST else None
    if isinstance(value, int | float):
        return f"{value}"
    return value if isinstance(value, str) and _HARMLESS_TEXT.fullmatch(value) else None


def _plain(value: Value) -> str:
    """A value as JSON would say it, with markers in words."""
    if isinstance(value, Marker):
        return HIDDEN[value]
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_plain(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_plain, value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return ABSENT if value is None else " ".join(str(value).split())
