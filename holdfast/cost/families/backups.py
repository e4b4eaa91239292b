"""AWS Backup: what each vault keeps of which store, by the plans that fill it; copies included."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from holdfast.cost.families.buckets import BUCKETS, holds_documents
from holdfast.cost.families.databases import CLUSTER, INSTANCE, is_aurora
from holdfast.cost.families.tables import REPLICA, TABLE
from holdfast.cost.schedules import DAYS_A_MONTH, runs_a_month
from holdfast.cost.scope import number, text
from holdfast.graph import place_of
from holdfast.inventory.restore_tests import tested_kind
from holdfast.inventory.selection import SELECTION, TARGETS, selects
from holdfast.inventory.view import View

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

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
BY_ITS_SERVICE: Mapping[str, str] = {
    "aurora": "aurora-backup/GB-month",
    "rds": "rds-backup/GB-month",
    "ebs": "ebs-snapshot/GB-month",
}
"""Kinds that AWS Backup does not manage in full, to the price of their service's own snapshots: they are
billed there (https://docs.aws.amazon.com/aws-backup/latest/devguide/metering-and-billing.html, 2026-11)."""
OF_DATABASES = frozenset({"aurora", "rds"})
"""Kinds whose continuous backup is the database's own, of which as much as its data is free
(https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-storage-backup.html, 2026-11)."""
RESTORED_BY_GB = frozenset({"dynamodb", "efs", "s3"})
"""Kinds whose restores are billed by the GB (https://aws.amazon.com/backup/pricing/, 2026-11)."""
TEST_PLAN = "aws:backup/restoreTestingPlan:RestoreTestingPlan"
TEST_SELECTION = "aws:backup/restoreTestingSelection:RestoreTestingSelection"


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
    taken_by: list[tuple[Resource, dict[str, Value], Resource]] = []
    for selection in graph.of_type(SELECTION):
        plans = [held for held in graph.references(selection, "planId") if held.type == PLAN]
        taken = [store for store in stores if selects(view, selection, store)]
        for plan in plans:
            rules = plan.inputs.get("rules")
            for rule in rules if isinstance(rules, tuple) else ():
                if isinstance(rule, dict):
                    taken_by += [(plan, rule, store) for store in taken]
    reach = _reach(taken_by)
    return tuple(one for plan, rule, store in taken_by for one in _rule(scope, plan, rule, store, reach))


def _reach(taken_by: Sequence[tuple[Resource, dict[str, Value], Resource]]) -> Mapping[str, Decimal]:
    """Days that an Aurora cluster's own continuous backup reaches back, by URN: snapshots in it are free.

    ``SnapshotStorageUsed`` counts those outside the window alone
    (https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-storage-backup.html, 2026-11).
    """
    found: dict[str, Decimal] = {}
    for _, rule, store in taken_by:
        if _kind(store) == "aurora":
            own = number(store.inputs.get("backupRetentionPeriod")) or Decimal(1)
            stated = _days(rule.get("lifecycle")) if rule.get("enableContinuousBackup") is True else None
            found[store.urn] = max(found.get(store.urn, own), stated or own)
    return found


def _rule(
    scope: Scope, plan: Resource, rule: dict[str, Value], store: Resource, reach: Mapping[str, Decimal]
) -> Iterator[Kept]:
    vaults = [held for held in scope.graph.references(plan, "rules") if held.type in {VAULT, AIR_GAPPED}]
    beside = [vault for vault in vaults if vault.region == plan.region and vault.type == VAULT]
    if beside:
        lifecycle = rule.get("lifecycle")
        if _kind(store) not in OF_DATABASES:
            yield _kept(scope, rule, store, beside[0], lifecycle, copied=False)
        elif rule.get("enableContinuousBackup") is True:
            yield _own(scope, rule, store, beside[0])
        else:
            free = reach.get(store.urn)
            yield _kept(scope, rule, store, beside[0], lifecycle, copied=False, free_days=free)
    others = [vault for vault in vaults if vault not in beside[:1]]
    actions = rule.get("copyActions")
    listed = [one for one in actions if isinstance(one, dict)] if isinstance(actions, tuple) else []
    for action, vault in zip(listed, others, strict=False):
        yield _kept(scope, rule, store, vault, action.get("lifecycle"), copied=True)


def _days(lifecycle: Value) -> Decimal | None:
    return number(lifecycle.get("deleteAfter")) if isinstance(lifecycle, dict) else None


def _own(scope: Scope, rule: dict[str, Value], store: Resource, vault: Resource) -> Kept:
    """What AWS Backup adds to the continuous backup that the database is billed for itself."""
    size, keys = _size(store, scope)
    changed = size * scope.usage.share("changed_percent_a_day")
    days = _days(rule.get("lifecycle")) or Decimal()
    own = number(store.inputs.get("backupRetentionPeriod")) or Decimal(1)
    beyond = max(Decimal(), changed * days - size) - max(Decimal(), changed * own - size)
    return Kept(
        store=store,
        kind=_kind(store),
        vault=vault,
        gigabytes=max(Decimal(), beyond),
        copied_gigabytes=Decimal(),
        usage=(*keys, "changed_percent_a_day"),
        note=f"the database's own backup, continuous, {days.normalize():f} days: as much as its data is free",
    )


def _kept(  # noqa: PLR0913  # what a backup is made of
    scope: Scope,
    rule: dict[str, Value],
    store: Resource,
    vault: Resource,
    lifecycle: Value,
    *,
    copied: bool,
    free_days: Decimal | None = None,
) -> Kept:
    size, keys = _size(store, scope)
    kind = _kind(store)
    runs = runs_a_month(text(rule.get("schedule"), DAILY)) or DAYS_A_MONTH
    days = _days(lifecycle)
    notes = [] if days is not None else ["never deleted: those of a year are counted"]
    kept_days = days if days is not None else YEAR
    continuous = rule.get("enableContinuousBackup") is True
    changed = size * scope.usage.share("changed_percent_a_day")
    if kind in FULL and not continuous:
        count = max(Decimal(1), kept_days * runs / DAYS_A_MONTH)
        if free_days:
            free = min(count, free_days * runs / DAYS_A_MONTH)
            notes.append(
                f"{free:.0f} of {count:.0f} whole backups are free: the cluster's own reach as far back"
            )
            count -= free
        else:
            notes.append(f"{count:.0f} whole backups")
        gigabytes, moved = size * count, size * runs
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
    package = store.type.removeprefix("aws:").partition("/")[0]
    if package in {"docdb", "neptune"}:
        return package
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
            service = None if one.type == AIR_GAPPED else BY_ITS_SERVICE.get(held.kind)
            yield scope.item(
                f"backups of {held.store.name}",
                service or f"backup/{held.kind}/GB-month",
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
    """Restores that a plan makes: one of each store that it selects, whole."""
    runs = runs_a_month(text(one.inputs.get("scheduleExpression")))
    stores = _tested(one, scope)
    yield scope.item(
        "restores of tests",
        "backup/restore-test/run",
        place_of(one),
        None if runs is None else runs * max(1, len(stores)),
        note="what runs until the restored is deleted is billed by its service",
    )
    for store in stores:
        if (kind := _kind(store)) in RESTORED_BY_GB:
            size, keys = _size(store, scope)
            yield scope.item(
                f"restored data of {store.name}",
                f"backup/{kind}/GB-restored",
                place_of(one),
                None if runs is None else runs * size,
                usage=keys,
            )


def _tested(plan: Resource, scope: Scope) -> list[Resource]:
    """The stores that a plan restores: those of the kinds selected of which its vaults keep something."""
    graph = scope.graph
    kinds = {
        selection.at("protectedResourceType")
        for selection in graph.referring(plan, "restoreTestingPlanName", TEST_SELECTION)
    }
    vaults = {held.urn for held in graph.references(plan, "recoveryPointSelection")}
    found = {
        held.store.urn: held.store
        for held in kept(scope)
        if tested_kind(held.store) in kinds and (not vaults or held.vault.urn in vaults)
    }
    return [found[urn] for urn in sorted(found)]


CALCULATORS: Mapping[str, Calculator] = {
    VAULT: vault,
    AIR_GAPPED: vault,
    "aws:backup/framework:Framework": framework,
    TEST_PLAN: restore_test,
}
