"""SEC001: what keeps data on disks encrypts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.encryption_at_rest import ACCOUNT_DEFAULT, DISKS, VOLUMES, is_encrypted, volumes
from holdfast.checks.judging import settled
from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Region, Resource, ResourceGraph

BLOCKS = frozenset({*VOLUMES, "aws:ebs/volume:Volume"})


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each store, volume and template of instances."""
    encrypting: set[Region] = {
        one.region for one in graph.of_type(ACCOUNT_DEFAULT) if settled(one, "enabled", default=True) is True
    }
    for resource in graph.of_type(*DISKS, *VOLUMES):
        if resource.type in BLOCKS and resource.region in encrypting:
            yield passes(resource, "the account encrypts every new volume of its region")
        elif resource.type in DISKS:
            yield _store(resource)
        else:
            yield _volumes(resource)


def _store(resource: Resource) -> Judgement:
    encrypted = is_encrypted(resource, DISKS[resource.type])
    if encrypted is None:
        return unknown(resource, "whether it is encrypted is decided by what it is made from, or known later")
    if encrypted:
        return passes(resource, "it is encrypted at rest")
    return fails(resource, "it is not encrypted at rest")


def _volumes(resource: Resource) -> Judgement:
    found = volumes(resource)
    plain = sorted(name for name, encrypted in (found or {}).items() if encrypted is False)
    if plain:
        return fails(resource, f"not encrypted: {', '.join(plain)}")
    if not found:
        return unknown(resource, "it names no volume: the image and the account decide what is encrypted")
    if None in found.values():
        return unknown(resource, "whether its volumes are encrypted is not known yet")
    return passes(resource, "its volumes are encrypted")


RULE = Rule(
    id="SEC001-data-at-rest-is-encrypted",
    title="Whatever keeps data on disks encrypts it.",
    explanation=(
        "Encryption is chosen when a database, volume or stream is made, and for most of them never again: "
        "who leaves it out makes a new one later and moves the data. A snapshot that is shared or copied by "
        "mistake is then readable by whoever gets it."
    ),
    severity=Severity.HIGH,
    fix="switch encryption on when it is made, with a key of your own where you must say who may read",
    source="https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_protect_data_rest_encrypt.html",
    subject="databases, volumes, file systems, caches, streams and queues",
    check=check,
    frameworks=("SEC08-BP02",),
)
