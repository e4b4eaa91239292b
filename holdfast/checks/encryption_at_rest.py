"""Which types keep data on disks, and what encrypts each of them.

Left out is what AWS always encrypts: tables, vaults, topics, and since 2023 buckets
(https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.checks.judging import settled
from holdfast.graph import Marker, is_known

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.graph import Resource, Value

Path = tuple[str | int, ...]
ACCOUNT_DEFAULT = "aws:ebs/encryptionByDefault:EncryptionByDefault"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    """How one type is encrypted."""

    switch: Path | None = None
    """Input that switches it on; None where a key alone does."""
    key: Path | None = None
    """Input that names a key, which switches it on where the switch is left out; None where it does not."""
    on: bool = False
    """What holds where nothing is said."""
    follows: tuple[str, ...] = ()
    """Inputs that name what it is made from, whose encryption it then has where nothing is said."""
    on_where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Input to the values with which it is on where nothing is said."""


# Defaults as the provider and AWS document them, 2026-11: https://www.pulumi.com/registry/packages/aws/ ; new
# Aurora clusters are encrypted since 2026-02-18:
# https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Overview.Encryption.html
DISKS = {
    "aws:dax/cluster:Cluster": Disk(switch=("serverSideEncryption", "enabled")),
    "aws:docdb/cluster:Cluster": Disk(
        switch=("storageEncrypted",), follows=("globalClusterIdentifier", "snapshotIdentifier")
    ),
    "aws:ebs/volume:Volume": Disk(switch=("encrypted",), follows=("snapshotId",)),
    "aws:ec2/amiCopy:AmiCopy": Disk(switch=("encrypted",)),
    "aws:efs/fileSystem:FileSystem": Disk(switch=("encrypted",)),
    "aws:elasticache/replicationGroup:ReplicationGroup": Disk(
        switch=("atRestEncryptionEnabled",),
        follows=("globalReplicationGroupId",),
        on_where={"engine": ("valkey",)},
    ),
    "aws:elasticsearch/domain:Domain": Disk(switch=("encryptAtRest", "enabled")),
    "aws:kinesis/stream:Stream": Disk(switch=("encryptionType",)),
    "aws:neptune/cluster:Cluster": Disk(
        switch=("storageEncrypted",), follows=("globalClusterIdentifier", "snapshotIdentifier")
    ),
    "aws:opensearch/domain:Domain": Disk(switch=("encryptAtRest", "enabled")),
    "aws:rds/cluster:Cluster": Disk(
        switch=("storageEncrypted",),
        follows=("snapshotIdentifier",),
        on_where={"engine": ("aurora", "aurora-mysql", "aurora-postgresql"), "engineMode": ("serverless",)},
    ),
    "aws:rds/instance:Instance": Disk(
        switch=("storageEncrypted",),
        key=("kmsKeyId",),
        follows=("replicateSourceDb", "snapshotIdentifier"),
    ),
    "aws:redshift/cluster:Cluster": Disk(switch=("encrypted",), on=True),
    "aws:sqs/queue:Queue": Disk(switch=("sqsManagedSseEnabled",), key=("kmsMasterKeyId",), on=True),
}
VOLUMES = {
    "aws:ec2/instance:Instance": (("rootBlockDevice",), ("ebsBlockDevices",)),
    "aws:ec2/launchConfiguration:LaunchConfiguration": (("rootBlockDevice",), ("ebsBlockDevices",)),
    "aws:ec2/launchTemplate:LaunchTemplate": (("blockDeviceMappings",),),
}
"""What starts instances, and where it names their volumes."""
_ON = (True, "KMS")


def is_encrypted(resource: Resource, disk: Disk) -> bool | None:
    """Whether one is encrypted; None where that is not known, or it has what its source has.

    Args:
        resource: One of a type in ``DISKS``.
        disk: How the type is encrypted.
    """
    if disk.key is not None and resource.at(*disk.key):
        return True
    value = settled(resource, *disk.switch) if disk.switch else None
    if not is_known(value):
        return None
    if value is not None:
        return value in _ON
    for name, values in disk.on_where.items():
        given = resource.at(name)
        if given is Marker.UNKNOWN:
            return None
        if given in values:
            return True
    return None if any(resource.at(name) for name in disk.follows) else disk.on


def volumes(resource: Resource) -> dict[str, bool | None] | None:
    """The volumes that one names, with whether each is encrypted; None where they are not known.

    Args:
        resource: One of a type in ``VOLUMES``.
    """
    found: dict[str, bool | None] = {}
    for path in VOLUMES[resource.type]:
        given = resource.at(*path)
        if not is_known(given):
            return None
        listed = given if isinstance(given, tuple) else () if given is None else (None,)
        for position in range(len(listed)):
            at = (*path, position) if isinstance(given, tuple) else path
            if "blockDeviceMappings" in path and not resource.at(*at, "ebs"):
                continue
            name = resource.at(*at, "deviceName")
            found[name if isinstance(name, str) else "the root volume"] = _volume(resource, at)
    return found


def _volume(resource: Resource, at: Path) -> bool | None:
    inner = (*at, "ebs") if "blockDeviceMappings" in at else at
    if resource.at(*inner, "kmsKeyId"):
        return True
    value: Value = settled(resource, *inner, "encrypted")
    if not is_known(value):
        return None
    return value is True or (None if value is None and resource.at(*inner, "snapshotId") else False)
