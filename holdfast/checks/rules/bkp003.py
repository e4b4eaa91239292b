"""BKP003: backups cannot be deleted by whoever can delete what they are backups of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.vaults import lock_of
from holdfast.inventory.families.vaults import LOCK
from holdfast.inventory.plans import AIR_GAPPED_VAULT, VAULT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each vault."""
    for vault in graph.of_type(AIR_GAPPED_VAULT):
        yield passes(vault, "AWS locks every air-gapped vault")
    for vault in graph.of_type(VAULT):
        yield _judge(graph, vault)


def _judge(graph: ResourceGraph, vault: Resource) -> Judgement:
    lock = lock_of(graph, vault)
    if lock is not None:
        return passes(vault, "it is locked")
    unlinked = [one for one in graph.of_type(LOCK) if not graph.references(one, "backupVaultName")]
    if graph.partial or any(not isinstance(one.at("backupVaultName"), str) for one in unlinked):
        return unknown(vault, "not known yet: whether it is locked")
    return fails(vault, "it is not locked: whoever may delete backups can delete these")


RULE = Rule(
    id="BKP003-vaults-are-locked",
    title="A backup vault is locked, so that nobody deletes what it holds before its time.",
    explanation=(
        "Backups are for the day on which somebody with rights, or with somebody's rights, deletes what they "
        "should not. Without a lock the same rights delete the backups, and a mistaken lifecycle ends them."
    ),
    severity=Severity.MEDIUM,
    fix="add a VaultLockConfiguration with a minimum retention; compliance mode once its figures are right",
    source="https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html",
    subject="backup vaults",
    check=check,
    frameworks=("REL09-BP02", "SEC08-BP04"),
)
