"""KMS002: an encrypted replica in another region names the key that it is encrypted with there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.global_databases import global_databases
from holdfast.checks.inventoried import view_of
from holdfast.checks.judging import settled
from holdfast.checks.model import Judgement, Rule, Severity, fails, passes
from holdfast.graph import Marker
from holdfast.inventory.families.databases import SERVICES
from holdfast.inventory.families.instances import INSTANCE
from holdfast.inventory.families.tables import REPLICA, TABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

_KEYS = {one.cluster: one.key for one in SERVICES} | {INSTANCE: "kmsKeyId"}


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each replica in another region of what is encrypted with a customer's key or must name one."""
    for database in global_databases(graph):
        if _encrypted(database.writer):
            for one in database.followers:
                if one.region != database.writer.region:
                    yield _judge(one, _KEYS[one.type], database.writer)
    for one in graph.of_type(INSTANCE):
        for source in view_of(graph).made_of(one, "replicateSourceDb", INSTANCE):
            if source.region != one.region and _encrypted(source):
                yield _judge(one, _KEYS[one.type], source)
    for table in graph.of_type(TABLE):
        if table.at("serverSideEncryption", "kmsKeyArn"):
            yield from _replicas(graph, table)


def _encrypted(source: Resource) -> bool:
    return settled(source, "storageEncrypted", default=False) is True or bool(source.at(_KEYS[source.type]))


def _replicas(graph: ResourceGraph, table: Resource) -> Iterator[Judgement]:
    for one in view_of(graph).of(table, "globalTableArn", REPLICA):
        yield _judge(one, "kmsKeyArn", table)
    inline = table.at("replicas")
    if not isinstance(inline, tuple):
        return
    bare = [
        str(table.at("replicas", position, "regionName"))
        for position, one in enumerate(inline)
        if not isinstance(one, Marker) and not table.at("replicas", position, "kmsKeyArn")
    ]
    if bare:
        yield fails(table, f"its replicas in {', '.join(bare)} name no key: AWS refuses to make them")
    elif inline:
        yield passes(table, "each replica names a key")


def _judge(one: Resource, name: str, source: Resource) -> Judgement:
    if one.at(name):
        return passes(one, f"it names a key of {one.region}")
    return fails(
        one,
        f"{source.name} is encrypted and this replica in {one.region} has no {name}: AWS refuses to make it",
    )


RULE = Rule(
    id="KMS002-encrypted-replica-names-its-key",
    title="An encrypted replica in another region names a key of that region.",
    explanation=(
        "A key does not leave its region, so a replica elsewhere needs one there, and AWS takes none by "
        "itself: the deployment of the second region stops half way, after the first one is changed."
    ),
    severity=Severity.HIGH,
    fix="name a key of the replica's region",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html",
    subject="replicas in another region of encrypted databases and tables",
    check=check,
    frameworks=("SEC08-BP02", "REL13-BP02"),
)
