"""RDS instances, with their read replicas and replicated automated backups."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from holdfast.graph import Marker
from holdfast.inventory import figures
from holdfast.inventory.items import copy_of, data, known, reaches
from holdfast.inventory.keys import NOT_KNOWN, encryption, switched
from holdfast.inventory.model import Copy, Encryption, Item, Role, Way

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.graph import Resource
    from holdfast.inventory.view import View

INSTANCE = "aws:rds/instance:Instance"
REPLICATED_BACKUPS = "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication"


def find(view: View) -> Iterator[Item]:
    """Every instance that is no replica of another, with its replicas."""
    instances = view.graph.of_type(INSTANCE)
    sources = {one.urn: _source(view, one) for one in instances}
    followers: defaultdict[str, list[Resource]] = defaultdict(list)
    for one in instances:
        if sources[one.urn] is not None:
            followers[_root(sources, one).urn].append(one)
    for one in instances:
        if sources[one.urn] is None:
            yield _item(view, one, followers[one.urn])


def _source(view: View, one: Resource) -> Resource | None:
    """The instance of the graph that one follows."""
    linked = view.made_of(one, "replicateSourceDb", INSTANCE)
    return linked[0] if linked else None


def _root(sources: dict[str, Resource | None], one: Resource) -> Resource:
    """The instance at the beginning of a chain of replicas."""
    seen: set[str] = set()
    above = sources[one.urn]
    while above is not None and one.urn not in seen:
        seen.add(one.urn)
        one, above = above, sources[above.urn]
    return one


def _item(view: View, primary: Resource, followers: Sequence[Resource]) -> Item:
    foreign = primary.at("replicateSourceDb") is not None
    members = [primary, *followers]
    copies = [
        copy_of(
            view,
            one,
            Role.PRIMARY if one is primary and not foreign else Role.REPLICA,
            _encryption(view, one, primary),
            figures.ORIGINAL if one is primary and not foreign else figures.RDS_REPLICA,
        )
        for one in members
    ]
    unknowns = [f"the source of the replica {primary.name}"] if foreign else []
    kept = []
    for one, copy in zip(members, copies, strict=True):
        days = one.at("backupRetentionPeriod")
        if days is Marker.UNKNOWN:
            unknowns.append(f"whether {one.name} keeps automated backups")
        elif days:  # the provider's default is 0: none
            kept.append(copy_of(view, one, Role.POINT_IN_TIME, copy.encryption, figures.RDS_POINT_IN_TIME))
    kept += _replicated(view, members)
    return data(
        view,
        members,
        _what(primary),
        [*copies, *kept],
        notes=reaches(primary.at("backupRetentionPeriod")),
        ways=[*_promote(view, primary, followers), *_restore(view, kept, members)],
        unknowns=unknowns,
    )


def _encryption(view: View, one: Resource, primary: Resource) -> Encryption:
    """A replica in the source's region has the source's key; one elsewhere needs a key of its own.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html
    """
    alike = view.region(one) == view.region(primary)
    if one is primary and one.at("replicateSourceDb") is not None and not one.at("kmsKeyId"):
        return NOT_KNOWN
    return switched(view, primary if alike else one, "storageEncrypted", "kmsKeyId")


def _what(primary: Resource) -> str:
    engine = known(primary, "engine", "")
    zones = " over several zones" if primary.at("multiAz") is True else ""
    return f"RDS database{f' ({engine})' if engine else ''}{zones}"


def _replicated(view: View, members: Sequence[Resource]) -> Iterator[Copy]:
    """Automated backups that RDS replicates to another region."""
    for one in view.graph.of_type(REPLICATED_BACKUPS):
        if any(source in members for source in view.made_of(one, "sourceDbInstanceArn", INSTANCE)):
            yield copy_of(
                view, one, Role.BACKUP_COPY, encryption(view, one, "kmsKeyId"), figures.RDS_BACKUP_REPLICATION
            )


def _promote(view: View, primary: Resource, followers: Sequence[Resource]) -> Iterator[Way]:
    for one in followers:
        beside = view.region(one) == view.region(primary)
        yield Way(
            when="the primary is lost" if beside else "the primary's region is lost",
            how=f"promote {one.name}; what had not reached it is lost",
            command=(
                f"aws rds promote-read-replica --region {view.region(one) or 'REGION'}"
                f" --db-instance-identifier {known(one, 'identifier', 'REPLICA')}"
            ),
        )


def _restore(view: View, kept: Sequence[Copy], members: Sequence[Resource]) -> Iterator[Way]:
    first = members[0]
    if any(one.role is Role.POINT_IN_TIME for one in kept):
        yield Way(
            when="the data is wrong",
            how="restore to the second before, beside it, while its region works",
            command=(
                f"aws rds restore-db-instance-to-point-in-time --region {view.region(first) or 'REGION'}"
                f" --source-db-instance-identifier {known(first, 'identifier', 'INSTANCE')}"
                f" --target-db-instance-identifier NEW_INSTANCE --restore-time TIME{_network(first)}"
            ),
        )
    for one in kept:
        if one.role is Role.BACKUP_COPY:
            yield Way(
                when="the primary's region is lost",
                how="restore what was replicated, in the region of the copy",
                command=(
                    f"aws rds restore-db-instance-to-point-in-time --region {one.region or 'REGION'}"
                    " --source-db-instance-automated-backups-arn AUTOMATED_BACKUP_ARN"
                    " --target-db-instance-identifier NEW_INSTANCE --use-latest-restorable-time"
                    " --db-subnet-group-name SUBNET_GROUP --vpc-security-group-ids SECURITY_GROUP"
                ),
            )


def _network(one: Resource) -> str:
    """Where to restore: left out, it would be the default VPC."""
    return (
        f" --db-subnet-group-name {known(one, 'dbSubnetGroupName', 'SUBNET_GROUP')}"
        " --vpc-security-group-ids SECURITY_GROUP"
    )
