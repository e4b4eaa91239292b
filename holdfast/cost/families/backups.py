"""AWS Backup: what each vault keeps of which store, by the plans that fill it; copies included."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from holdfast.cost.families.buckets import BUCKETS, holds_documents
from holdfast.cost.families.databases import CLUSTER, INSTANCE, is_aurora
from holdfast.cost.families.tables import REPLICA, TABLE
from holdfast.cost.schedules import DAYS_A_MONTH, runs_a_month
from holdfast.cost.scope import number, place_of, text
from holdfast.inventory.selection import SELECTION, TARGETS, selects
from holdfast.inventory.view import View

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.cost.model import CostItem
    from holdfast.cost.scope import Calculator, Scope
    from holdfast.graph import Resource, Value

PLAN = "aws:backup/plan:Plan"
VAULT = "aws:backup/vault:Vault"
AIR_GAPPED = "aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault"
DAILY = "cron(0 5 ? * * *)"
"""AWS Backup's own schedule where a rule has none
(https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupRule.html, 2026-11)."""
FULL = frozenset({"dynamodb", "aurora", "dsql"})
"""Kinds of which each backup is taken to be whole; of the others the first alone. AWS says that each is
whole where a type does not support incremental backups
(https://docs.aws.amazon.com/aws-backup/latest/devguide/about-backup-plans.html, 2026-11)."""
YEAR = Decimal(365)
"""Days that are counted of backups that are never deleted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What one rule keeps of one store in one vault."""

    store: Resource
    kind: str
    """Kind of the store in the price, such as ``aurora``."""
    vault: Resource
    gigabytes: Decimal
    copied_gigabytes: Decimal
    """GB a month that go to the vault from another region; 0 beside the plan."""
    usage: tuple[str, ...]
    note: str


def kept(scope: Scope) -> tuple[Kept, ...]:
    """All that the plans of a stack keep.

    Args:
        scope: The graph and the stated usage.
    """
    return scope.once("backups", lambda: _all_kept(scope))


def _all_kept(scope: Scope) -> tuple[Kept, ...]:
    graph = scope.graph
    view = View(graph)
    stores = graph.of_type(*TARGETS)
    found: list[Kept] = []
    for selection in graph.of_type(SELECTION):
        plans = [held for held in graph.references(selection, "planId") if held.type == PLAN]
        taken = [store for store in stores if selects(view, selection, store)]
        for plan in plans:
            rules = plan.inputs.get("rules")
            for rule in rules if isinstance(rules, tuple) else ():
                if isinstance(rule, dict):
                    found += [one for store in taken for one in _rule(scope, plan, rule, store)]
    return tuple(found)


def _rule(scope: Scope, plan: Resource, rule: dict[str, Value], store: Resource) -> Iterator[Kept]:
    vaults = [held for held in scope.graph.references(plan, "rules") if held.type in {VAULT, AIR_GAPPED}]
    beside = [vault for vault in vaults if vault.region == plan.region and vault.type == VAULT]
    if beside:
        yield _kept(scope, rule, store, beside[0], rule.get("lifecycle"), copied=False)
    others = [vault for vault in vaults if vault not in beside[:1]]
    actions = rule.get("copyActions")
    listed = [one for one in actions if isinstance(one, dict)] if isinstance(actions, tuple) else []
    for action, vault in zip(listed, others, strict=False):
        yield _kept(scope, rule, store, vault, action.get("lifecycle"), copied=True)


def _kept(  # noqa: PLR0913  # what a backup is made of
    scope: Scope, rule: dict[str, Value], store: Resource, vault: Resource, lifecycle: Value, *, copied: bool
) -> Kept:
    size, keys = _size(store, scope)
    kind = _kind(store)
    runs = runs_a_month(text(rule.get("schedule"), DAILY)) or DAYS_A_MONTH
    days = number(lifecycle.get("deleteAfter")) if isinstance(lifecycle, dict) else None
    notes = [] if days is not None else ["never deleted: those of a year are counted"]
    kept_days = days if days is not None else YEAR
    continuous = rule.get("enableContinuousBackup") is True
    changed = size * scope.usage.share("changed_percent_a_day")
    if kind in FULL and not continuous:
        count = max(Decimal(1), kept_days * runs / DAYS_A_MONTH)
        gigabytes, moved = size * count, size * runs
        notes.append(f"{count:.0f} whole backups")
    else:
        gigabytes, moved = size + changed * kept_days, changed * DAYS_A_MONTH
        notes.append(f"one whole backup and the changes of {kept_days.normalize():f} days")
        keys = (*keys, "changed_percent_a_day")
    return Kept(
        store=store,
        kind=kind,
        vault=vault,
        gigabytes=gigabytes,
        copied_gigabytes=moved if copied and vault.region != store.region else Decimal(),
        usage=keys,
        note="; ".join(notes),
    )


def _kind(store: Resource) -> str:
    if store.type in {TABLE, REPLICA}:
        return "dynamodb"
    if store.type == CLUSTER:
        return "aurora" if is_aurora(store) else "rds"
    if store.type == INSTANCE:
        return "rds"
    named = {"ec2": "ebs", "elasticfilesystem": "efs"}
    service = TARGETS[store.type].service
    return named.get(service, service)


def _size(store: Resource, scope: Scope) -> tuple[Decimal, tuple[str, ...]]:
    key = "storage_gigabytes"
    if store.type in BUCKETS:
        key = "bucket_gigabytes" if holds_documents(store, scope) else "log_bucket_gigabytes"
    return scope.usage[key], (key,)


def vault(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """What a vault keeps of each store."""
    for held in kept(scope):
        if held.vault.urn == one.urn:
            yield scope.item(
                f"backups of {held.store.name}",
                f"backup/{held.kind}/GB-month",
                place_of(one),
                held.gigabytes,
                usage=held.usage,
                note=held.note,
            )


def framework(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """Evaluations of Backup Audit Manager."""
    yield scope.item(
        "evaluations of controls",
        "backup-audit/thousand-evaluations",
        place_of(one),
        None,
        note="how often AWS evaluates follows from the recovery points",
    )


def restore_test(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """Restores that a plan makes: what is restored, and what runs meanwhile."""
    yield scope.item(
        "restores of tests",
        "backup/restore-test/run",
        place_of(one),
        runs_a_month(text(one.inputs.get("scheduleExpression"))),
        note="restored data and what runs meanwhile are billed by their services",
    )


CALCULATORS: Mapping[str, Calculator] = {
    VAULT: vault,
    AIR_GAPPED: vault,
    "aws:backup/framework:Framework": framework,
    "aws:backup/restoreTestingPlan:RestoreTestingPlan": restore_test,
}
