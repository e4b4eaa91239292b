"""Caches: ElastiCache groups, alone or in a global datastore, serverless caches, MemoryDB."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.graph import Marker
from holdfast.inventory import figures, gaps
from holdfast.inventory.items import REDEPLOY, copy_of, item, known
from holdfast.inventory.keys import encryption, switched
from holdfast.inventory.model import Category, Copy, Gap, Item, Role, Way

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.graph import Resource
    from holdfast.inventory.view import View

GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"
GLOBAL_GROUP = "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup"
SERVERLESS = "aws:elasticache/serverlessCache:ServerlessCache"
SINGLE = "aws:elasticache/cluster:Cluster"
MEMORYDB = "aws:memorydb/cluster:Cluster"
_WHAT = {
    GROUP: "ElastiCache group",
    SERVERLESS: "ElastiCache serverless cache",
    SINGLE: "ElastiCache cluster",
    MEMORYDB: "MemoryDB cluster",
}
REFILLS = "it keeps nothing: after a loss it starts empty and fills again from its source"


def find(view: View) -> Iterator[Item]:
    """Every cache; the groups of a global datastore together."""
    groups = view.graph.of_type(GROUP)
    inside: set[str] = set()
    for one in view.graph.of_type(GLOBAL_GROUP):
        primary = view.made_of(one, "primaryReplicationGroupId", GROUP)
        followers = [
            each
            for each in groups
            if one.urn in each.property_dependencies.get("globalReplicationGroupId", ())
        ]
        members = list(dict.fromkeys([*primary, *followers]))
        inside |= {each.urn for each in members}
        yield _global(view, one, members)
    for one in view.graph.of_type(*_WHAT):
        if one.urn not in inside and not view.made_of(one, "replicationGroupId", GROUP):
            yield _alone(view, one)


def _encrypted(view: View, one: Resource) -> Copy:
    if one.type in {GROUP, SINGLE}:
        # What Valkey and Redis leave out is not encrypted: the provider's default of the switch is off
        # (https://www.pulumi.com/registry/packages/aws/api-docs/elasticache/replicationgroup/).
        found = switched(view, one, "atRestEncryptionEnabled", "kmsKeyId")
    else:
        found = encryption(view, one, "kmsKeyArn" if one.type == MEMORYDB else "kmsKeyId")
    return copy_of(view, one, Role.PRIMARY, found)


def _global(view: View, whole: Resource, members: Sequence[Resource]) -> Item:
    copies = [
        copy_of(
            view,
            one,
            Role.REPLICA if position else Role.PRIMARY,
            # A follower has the switch from the datastore.
            _encrypted(
                view,
                one if one.at("atRestEncryptionEnabled") is not None or one.at("kmsKeyId") else members[0],
            ).encryption,
            figures.ELASTICACHE_GLOBAL if position else figures.ORIGINAL,
        )
        for position, one in enumerate(members)
    ]
    snapshots = [
        each for one, copy in zip(members, copies, strict=True) for each in _snapshot(view, one, copy)
    ]
    ways = [
        Way(
            when="the primary's region is lost",
            how="promote a replica; nothing does so by itself, and what had not reached it is lost",
            command=(
                f"aws elasticache failover-global-replication-group --region {view.region(one) or 'REGION'}"
                " --global-replication-group-id GLOBAL_GROUP"
                f" --primary-region {view.region(one) or 'REGION'}"
                f" --primary-replication-group-id {known(one, 'replicationGroupId', 'REPLICA_GROUP')}"
            ),
        )
        for one in members[1:2]
    ]
    every = [*copies, *snapshots]
    return item(
        view,
        members[0] if members else whole,
        Category.DATA,
        "ElastiCache global datastore",
        every,
        ways=ways,
        gaps=gaps.of_data(view, every, backups_known=not _unclear(members)),
        unknowns=_unclear(members) if members else [f"which groups belong to {whole.name}"],
    )


def _alone(view: View, one: Resource) -> Item:
    copy = _encrypted(view, one)
    snapshots = list(_snapshot(view, one, copy))
    keeps = bool(snapshots) or one.type == MEMORYDB
    every = [copy, *snapshots]
    unknowns = _unclear([one])
    if unknowns:
        judged: list[Gap] = list(gaps.of_encryption(every))
    else:
        judged = list(gaps.of_data(view, every) if keeps else gaps.of_encryption(every))
    return item(
        view,
        one,
        Category.DATA,
        _WHAT[one.type],
        every,
        ways=[REDEPLOY] if not keeps else _restore(view, one),
        gaps=judged,
        notes=[REFILLS] if not keeps and not unknowns else [],
        unknowns=unknowns,
    )


def _snapshot(view: View, one: Resource, copy: Copy) -> Iterator[Copy]:
    """The daily snapshot that ElastiCache keeps itself; AWS Backup knows none."""
    days = one.at("snapshotRetentionLimit")
    if isinstance(days, int) and days > 0:
        yield copy_of(view, one, Role.SNAPSHOT, copy.encryption, figures.ELASTICACHE_SNAPSHOT)


def _unclear(members: Sequence[Resource]) -> list[str]:
    return [
        f"whether {one.name} keeps snapshots"
        for one in members
        if one.at("snapshotRetentionLimit") is Marker.UNKNOWN
    ]


def _restore(view: View, one: Resource) -> Iterator[Way]:
    if one.type == GROUP:
        yield Way(
            when="the data is wrong, or it is lost",
            how="make a group from a snapshot, in its region",
            command=(
                f"aws elasticache create-replication-group --region {view.region(one) or 'REGION'}"
                " --replication-group-id NEW_GROUP --replication-group-description restored"
                " --snapshot-name SNAPSHOT"
            ),
        )
