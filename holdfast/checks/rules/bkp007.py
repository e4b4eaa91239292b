"""BKP007: a backup is left when the whole account is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.stored import stored
from holdfast.checks.vaults import lock_of
from holdfast.graph import Marker
from holdfast.inventory import BACKUP_ROLES, Role
from holdfast.inventory.plans import VAULT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph
    from holdfast.inventory import Copy, Item


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each store that has backups."""
    locked = _locked_for_good(graph)
    for resource, item in stored(graph):
        kept = [one for one in item.copies if one.role in BACKUP_ROLES]
        if kept:
            yield _judge(graph, resource, item, kept, locked)


def _judge(
    graph: ResourceGraph,
    resource: Resource,
    item: Item,
    kept: list[Copy],
    locked: dict[tuple[str, object], bool | None],
) -> Judgement:
    home = item.copies[0].account
    for one in kept:
        if one.role is Role.AIR_GAPPED:
            return passes(resource, f"an air-gapped vault in {one.region} has a copy")
        if one.account != home:
            return passes(resource, f"another account has a copy in {one.region}")
    answers = {locked.get((one.name, one.region), False) for one in kept}
    if True in answers:
        return passes(resource, "a vault that nobody can unlock has a backup")
    if None in answers or graph.partial or item.unknowns:
        return unknown(resource, "not known yet: whether a backup outlives the account")
    return fails(resource, "an administrator of the account can delete it with all of its backups")


def _locked_for_good(graph: ResourceGraph) -> dict[tuple[str, object], bool | None]:
    """Name and region of each vault: whether it is locked in compliance mode, None where not known."""
    found: dict[tuple[str, object], bool | None] = {}
    for vault in graph.of_type(VAULT):
        lock = lock_of(graph, vault)
        days = lock.at("changeableForDays") if lock else None
        found[vault.name, vault.region] = None if days is Marker.UNKNOWN else days is not None
    return found


RULE = Rule(
    id="BKP007-a-backup-outlives-the-account",
    title="A backup is where an administrator of the account cannot delete it.",
    explanation=(
        "Stolen rights of an administrator, or a script in the wrong account, delete every region of an "
        "account in minutes: stores, replicas and backups. A lock in governance mode is one call away."
    ),
    severity=Severity.LOW,
    fix=(
        "copy to a vault of another account, to a logically air-gapped vault, or lock a vault in "
        "compliance mode"
    ),
    source="https://docs.aws.amazon.com/aws-backup/latest/devguide/create-cross-account-backup.html",
    subject="stores that have backups",
    check=check,
    frameworks=("REL09-BP02", "SEC08-BP04"),
)
