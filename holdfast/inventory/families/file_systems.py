"""File systems and volumes: EFS with its replication, FSx, EBS; warehouses and search domains."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.graph import Marker
from holdfast.inventory import figures
from holdfast.inventory.items import copy_of, data
from holdfast.inventory.keys import BY_AWS, NOT_ENCRYPTED, NOT_KNOWN, encryption, switched
from holdfast.inventory.model import Copy, EncryptedBy, Encryption, Item, Role, Way

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource
    from holdfast.inventory.view import View

EFS = "aws:efs/fileSystem:FileSystem"
_REPLICATION = "aws:efs/replicationConfiguration:ReplicationConfiguration"
_VOLUME = "aws:ebs/volume:Volume"
# What it is, its switch of encryption (None: always on) and the input that names its key.
_OTHERS: dict[str, tuple[str, str | None, str]] = {
    _VOLUME: ("EBS volume", "encrypted", "kmsKeyId"),
    "aws:fsx/lustreFileSystem:LustreFileSystem": ("FSx for Lustre", None, "kmsKeyId"),
    "aws:fsx/ontapFileSystem:OntapFileSystem": ("FSx for ONTAP", None, "kmsKeyId"),
    "aws:fsx/openZfsFileSystem:OpenZfsFileSystem": ("FSx for OpenZFS", None, "kmsKeyId"),
    "aws:fsx/windowsFileSystem:WindowsFileSystem": ("FSx for Windows", None, "kmsKeyId"),
}
_REDSHIFT = "aws:redshift/cluster:Cluster"
_REDSHIFT_COPY = "aws:redshift/snapshotCopy:SnapshotCopy"
_BACKUP_POLICY = "aws:efs/backupPolicy:BackupPolicy"
_LIFECYCLE_POLICY = "aws:dlm/lifecyclePolicy:LifecyclePolicy"
_AUTOMATIC_BACKUPS = "automaticBackupRetentionDays"
# What the provider takes where the days of automatic backups are left out:
# https://www.pulumi.com/registry/packages/aws/api-docs/fsx/windowsfilesystem/
_DAYS = {"aws:fsx/windowsFileSystem:WindowsFileSystem": 7}
_SNAPSHOTS = "automatedSnapshotRetentionPeriod"
_SEARCH = ("aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain")


def find(view: View) -> Iterator[Item]:
    """Every file system, volume, warehouse and search domain."""
    for one in view.graph.of_type(EFS):
        if not _is_replica(view, one):
            yield _efs(view, one)
    for token, (what, switch, key) in _OTHERS.items():
        for one in view.graph.of_type(token):
            found = switched(view, one, switch, key) if switch else encryption(view, one, key)
            yield _other(view, one, what, found)
    for one in view.graph.of_type(_REDSHIFT):
        yield _warehouse(view, one)
    for one in view.graph.of_type(*_SEARCH):
        yield _search(view, one)


def _is_replica(view: View, one: Resource) -> bool:
    return bool(view.of(one, "destination", _REPLICATION))


def _efs(view: View, one: Resource) -> Item:
    copies = [copy_of(view, one, Role.PRIMARY, switched(view, one, "encrypted", "kmsKeyId"))]
    members = [one]
    configurations = view.of(one, "sourceFileSystemId", _REPLICATION)
    for config in configurations:
        target = next(iter(view.made_of(config, "destination", EFS)), None)
        if target is not None:
            members.append(target)
            copies.append(
                copy_of(
                    view,
                    target,
                    Role.REPLICA,
                    switched(view, target, "encrypted", "kmsKeyId"),
                    figures.EFS_REPLICATION,
                )
            )
        else:
            copies.append(_made_by_efs(view, one, config))
    ways = [
        Way(
            when="the primary's region is lost",
            how=(
                "end the replication: the replica becomes writable, with what had reached it"
                " (add --deletion-mode LOCAL_CONFIGURATION_ONLY if the other side does not answer)"
            ),
            command=(
                f"aws efs delete-replication-configuration --region {copy.region or 'REGION'}"
                " --source-file-system-id FILE_SYSTEM"
            ),
        )
        for copy in copies[1:]
    ]
    kept, unknowns = _automatic(view, one, copies[0])
    return data(view, members, "EFS file system", [*copies, *kept], ways=ways, unknowns=unknowns)


def _automatic(view: View, one: Resource, copy: Copy) -> tuple[list[Copy], list[str]]:
    """The daily backup that EFS itself orders of AWS Backup; a One Zone file system has it unless it is told.

    https://docs.aws.amazon.com/efs/latest/ug/awsbackup.html
    """
    told = [each.at("backupPolicy", "status") for each in view.of(one, "fileSystemId", _BACKUP_POLICY)]
    if Marker.UNKNOWN in told:
        return [], [f"whether {one.name} has automatic backups"]
    on = "ENABLED" in told if told else bool(one.at("availabilityZoneName"))
    # They lie in a vault of EFS's own, with AWS's key.
    return (
        [replace(copy, role=Role.BACKUP, encryption=BY_AWS, age=figures.EFS_AUTOMATIC_BACKUP)] if on else []
    ), []


def _made_by_efs(view: View, one: Resource, config: Resource) -> Copy:
    """The replica that EFS makes itself, always encrypted."""
    region = config.at("destination", "region")
    given = region if isinstance(region, str) else view.region(one) if region is None else None
    key = encryption(view, config, "destination", "kmsKeyId", region=given)
    return Copy(
        role=Role.REPLICA,
        region=given,
        account=view.account(config),
        encryption=key,
        age=figures.EFS_REPLICATION,
        name=config.name,
    )


def _other(view: View, one: Resource, what: str, found: Encryption) -> Item:
    given = one.at(_AUTOMATIC_BACKUPS)
    days = _DAYS.get(one.type, 0) if given is None else given
    copies = [copy_of(view, one, Role.PRIMARY, found)]
    if isinstance(days, int) and days > 0:
        copies.append(copy_of(view, one, Role.SNAPSHOT, found, figures.FSX_AUTOMATIC_BACKUP))
    unknowns = ["whether it keeps backups of its own"] if days is Marker.UNKNOWN else []
    if one.type == _VOLUME:  # such a policy finds volumes by tags, of theirs or of their instances
        unknowns += [
            f"whether the snapshot policy {each.name} takes it"
            for each in view.graph.of_type(_LIFECYCLE_POLICY)
            if view.region(each) == view.region(one)
        ]
    return data(view, [one], what, copies, ways=[], unknowns=unknowns)


def _warehouse(view: View, one: Resource) -> Item:
    """A Redshift cluster: it keeps snapshots for a day unless told otherwise, and may copy them elsewhere."""
    # Left out, the provider's version decides.
    found = switched(view, one, "encrypted", "kmsKeyId")
    if found.by is EncryptedBy.NONE and one.at("encrypted") is None:
        found = NOT_KNOWN
    copies = [copy_of(view, one, Role.PRIMARY, found)]
    days = one.at(_SNAPSHOTS)
    if days is None or (isinstance(days, int) and days > 0):
        copies.append(copy_of(view, one, Role.SNAPSHOT, found, figures.REDSHIFT_SNAPSHOT))
    for each in view.of(one, "clusterIdentifier", _REDSHIFT_COPY):
        region = each.at("destinationRegion")
        copies.append(
            Copy(
                role=Role.BACKUP_COPY,
                region=region if isinstance(region, str) else None,
                account=view.account(one),
                encryption=NOT_KNOWN if found.by is EncryptedBy.UNKNOWN else BY_AWS,
                age=figures.NOT_PUBLISHED,
                name=each.name,
            )
        )
    unknowns = ["whether it keeps snapshots"] if days is Marker.UNKNOWN else []
    return data(view, [one], "Redshift cluster", copies, ways=[], unknowns=unknowns)


def _search(view: View, one: Resource) -> Item:
    on = one.at("encryptAtRest", "enabled")
    if on is True:
        found = encryption(view, one, "encryptAtRest", "kmsKeyId")
    else:
        found = NOT_KNOWN if on is Marker.UNKNOWN else NOT_ENCRYPTED
    # OpenSearch keeps automated snapshots of every domain, hourly, in the domain's region:
    # https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-elasticsearch-domain-snapshotoptions.html
    snapshot = copy_of(view, one, Role.SNAPSHOT, found, figures.OPENSEARCH_SNAPSHOT)
    return data(
        view, [one], "OpenSearch domain", [copy_of(view, one, Role.PRIMARY, found), snapshot], ways=[]
    )
