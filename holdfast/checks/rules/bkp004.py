"""BKP004: what a plan keeps fits the lock of the vault that it keeps it in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.inventoried import view_of
from holdfast.checks.judging import conclude
from holdfast.checks.model import Judgement, Rule, Severity
from holdfast.checks.vaults import lock_of
from holdfast.graph import Marker
from holdfast.inventory.plans import PLAN, VAULT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph, Value

FOREVER = 36_500
"""Days that stand for a backup without an end: AWS keeps none longer."""


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each plan that fills a locked vault."""
    for plan in graph.of_type(PLAN):
        vaults = view_of(graph).made_of(plan, "rules", VAULT)
        locks = {one.urn: lock for one in vaults if (lock := lock_of(graph, one))}
        if locks:
            yield _judge(plan, vaults, locks)


def _judge(plan: Resource, vaults: tuple[Resource, ...], locks: dict[str, Resource]) -> Judgement:
    """The backups lie beside the plan, the copies elsewhere; with none elsewhere, any may be meant."""
    beside = [one for one in vaults if one.region == plan.region]
    others = [one for one in vaults if one.region != plan.region] or beside
    wrong: list[str] = []
    unclear: list[str] = []
    rules = plan.at("rules")
    if not isinstance(rules, tuple):
        return conclude(plan, (), ["its rules"], "")
    for position in range(len(rules)):
        actions = plan.at("rules", position, "copyActions")
        kept: list[tuple[str, Value, list[Resource]]] = [
            ("keeps backups", plan.at("rules", position, "lifecycle", "deleteAfter"), beside)
        ]
        kept += [
            (
                "keeps copies",
                plan.at("rules", position, "copyActions", number, "lifecycle", "deleteAfter"),
                others,
            )
            for number in range(len(actions) if isinstance(actions, tuple) else 0)
        ]
        for what, days, places in kept:
            if isinstance(days, Marker):
                unclear.append(f"how long it {what}")
                continue
            length = days if isinstance(days, int) else FOREVER
            for vault in places:
                wrong += _misfits(what, length, vault, locks.get(vault.urn))
    return conclude(plan, list(dict.fromkeys(wrong)), unclear, "what it keeps fits the locks of its vaults")


def _misfits(what: str, days: int, vault: Resource, lock: Resource | None) -> Iterator[str]:
    least = lock.at("minRetentionDays") if lock else None
    most = lock.at("maxRetentionDays") if lock else None
    told = "for ever" if days == FOREVER else f"{days} days"
    if isinstance(least, int) and days < least:
        yield f"it {what} {told} in {vault.name}, whose lock takes none under {least}: every job fails"
    if isinstance(most, int) and days > most:
        yield f"it {what} {told} in {vault.name}, whose lock takes none over {most}: every job fails"


RULE = Rule(
    id="BKP004-retention-fits-the-lock",
    title="What a backup plan keeps is within the bounds of its vault's lock.",
    explanation=(
        "A backup or copy whose retention is outside the lock's bounds is not shortened or lengthened: the "
        "job fails, every day, and the vault that looks safest stays empty."
    ),
    severity=Severity.HIGH,
    fix="set deleteAfter of the rule and of its copies between the lock's minimum and maximum",
    source="https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutBackupVaultLockConfiguration.html",
    subject="backup plans that fill a locked vault",
    check=check,
    frameworks=("REL09-BP02",),
)
