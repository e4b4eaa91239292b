"""What AWS Backup keeps of a resource: in which vaults, with which key, and how old it can be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from holdfast.graph import Marker
from holdfast.inventory import figures
from holdfast.inventory.figures import COMPLETION_WINDOW_MINUTES, DEFAULT_SCHEDULE, START_WINDOW_MINUTES
from holdfast.inventory.keys import NOT_KNOWN, encryption
from holdfast.inventory.model import Age, Copy, Encryption, Role
from holdfast.inventory.patterns import any_of
from holdfast.inventory.schedule import longest_period
from holdfast.inventory.selection import SELECTION, TARGETS, selects
from holdfast.inventory.view import items, parse_arn

if TYPE_CHECKING:
    from holdfast.graph import Resource, Value
    from holdfast.inventory.view import View

PLAN = "aws:backup/plan:Plan"
VAULT = "aws:backup/vault:Vault"
AIR_GAPPED_VAULT = "aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault"
VAULTS = (VAULT, AIR_GAPPED_VAULT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Backups:
    """What AWS Backup keeps of one resource."""

    selected: bool | None
    """Whether a selection takes it; None where that cannot be told."""
    copies: tuple[Copy, ...] = ()
    """Its backups."""
    unknowns: tuple[str, ...] = ()
    """What cannot be told."""


def backups_of(view: View, resource: Resource, own: Encryption) -> Backups:
    """What AWS Backup keeps of a resource.

    Args:
        view: The graph.
        resource: A resource; of a type that AWS Backup does not know nothing is kept.
        own: How the resource itself is encrypted.
    """
    if resource.type not in TARGETS:
        return Backups(selected=False)
    selections = view.graph.of_type(SELECTION)
    answers = {one: selects(view, one, resource) for one in selections}
    taken = any_of(answers.values())
    if taken is not True and view.graph.partial:
        return Backups(selected=None, unknowns=("whether a backup plan takes it: the preview is not whole",))
    unknowns = [
        f"whether the backup selection {one.name} takes it"
        for one, answer in answers.items()
        if answer is None
    ]
    copies: list[Copy] = []
    for one in (each for each, answer in answers.items() if answer):
        plan = next(iter(view.made_of(one, "planId", PLAN)), None)
        rules = plan.at("rules") if plan else Marker.UNKNOWN
        if plan is None or rules is Marker.UNKNOWN:
            unknowns.append(f"the rules of the plan of the backup selection {one.name}")
            continue
        for position in range(len(items(rules))):
            copies += _Rule(view, plan, position, resource, own).copies()
    return Backups(selected=taken, copies=freshest(copies), unknowns=tuple(unknowns))


def freshest(copies: list[Copy]) -> tuple[Copy, ...]:
    """Of several copies in one place the one that is the least old, in the order of the roles."""
    best: dict[tuple[object, ...], Copy] = {}
    for one in copies:
        place = (one.role, one.region, one.account, one.name)
        if place not in best or _seconds(one.age) < _seconds(best[place].age):
            best[place] = one
    rank = list(Role)
    return tuple(sorted(best.values(), key=lambda one: (rank.index(one.role), one.region or "~", one.name)))


def _seconds(age: Age) -> float:
    return float("inf") if age.seconds is None else age.seconds


@dataclass(frozen=True, slots=True)
class _Rule:
    """One rule of a plan, for one resource."""

    view: View
    plan: Resource
    position: int
    resource: Resource
    own: Encryption

    def copies(self) -> Iterator[Copy]:
        """The backup that the rule makes, and its copies."""
        vaults = self.view.made_of(self.plan, "rules", *VAULTS)
        target, others = self._target(vaults)
        continuous = self._at("enableContinuousBackup") is True and has_continuous(self.resource)
        yield Copy(
            role=Role.CONTINUOUS if continuous else Role.BACKUP,
            region=self.view.region(self.plan),
            account=self.view.account(self.plan),
            encryption=self._encryption(target),
            age=self._continuous() if continuous else self._age(copied=False),
            name=target.name if target else _text(self._at("targetVaultName")),
        )
        air_gapped = self._at("targetLogicallyAirGappedBackupVaultArn")
        if air_gapped is not None:
            found = [one for one in others if one.type == AIR_GAPPED_VAULT and self._near(one)]
            yield self._copy(air_gapped, found[0] if len(found) == 1 else None, copied=True)
            others = tuple(one for one in others if one not in found)
        yield from self._copied(others)

    def _target(self, vaults: tuple[Resource, ...]) -> tuple[Resource | None, tuple[Resource, ...]]:
        """The vault of the backups, which lies beside the plan, and the others that the plan names.

        Of several beside the plan it cannot be told which it is.
        """
        given = self._at("targetVaultName")
        beside = [one for one in vaults if one.type == VAULT and self._near(one)]
        if isinstance(given, str):
            named = self.view.graph.of_type(VAULT)
            target = next((one for one in named if one.at("name") == given and self._near(one)), None)
        else:
            target = beside[0] if len(beside) == 1 else None
        return target, tuple(one for one in vaults if one is not target)

    def _near(self, vault: Resource) -> bool:
        view, plan = self.view, self.plan
        return view.region(vault) == view.region(plan) and view.account(vault) == view.account(plan)

    def _copied(self, others: tuple[Resource, ...]) -> Iterator[Copy]:
        actions = self._at("copyActions")
        arns = [one.get("destinationVaultArn") if isinstance(one, Mapping) else one for one in items(actions)]
        hidden = sum(isinstance(one, Marker) for one in arns)
        yield from (self._copy(one, None, copied=True) for one in arns if isinstance(one, str))
        if hidden == len(others) or (actions is Marker.UNKNOWN and others):
            yield from (self._copy(Marker.UNKNOWN, one, copied=True) for one in others)
            return
        # Which rule copies to which vault cannot be told; that one of them copies to each elsewhere can.
        elsewhere = [one for one in others if not self._near(one)] if hidden else []
        for one in elsewhere:
            yield replace(self._copy(Marker.UNKNOWN, one, copied=True), age=self._weakest())
        if len(elsewhere) == len(others):
            missing = 0 if elsewhere else hidden
            yield from (self._copy(Marker.UNKNOWN, None, copied=True) for _ in range(missing))
        elif hidden > len(elsewhere):
            beside = self._copy(Marker.UNKNOWN, None, copied=True)
            yield replace(beside, region=self.view.region(self.plan), account=self.view.account(self.plan))

    def _weakest(self) -> Age:
        """The oldest that a copy by any rule of the plan can be."""
        copying = [
            number
            for number in range(len(items(self.plan.at("rules"))))
            if self.plan.at("rules", number, "copyActions")
        ]
        ages = [self._age(copied=True, position=number) for number in copying]
        return max(ages, key=_seconds)

    def _copy(self, arn: Value, vault: Resource | None, *, copied: bool) -> Copy:
        parsed = parse_arn(arn)
        vault = vault or self._of_arn(arn)
        air_gapped = vault is not None and vault.type == AIR_GAPPED_VAULT
        account = self.view.account(vault) if vault else parsed.account if parsed else None
        return Copy(
            role=Role.AIR_GAPPED if air_gapped else Role.BACKUP_COPY,
            region=self.view.region(vault) if vault else parsed.region if parsed else None,
            account=account,
            encryption=vault_encryption(self.view, vault) if vault else NOT_KNOWN,
            age=self._age(copied=copied),
            name=vault.name if vault else parsed.resource if parsed else "",
        )

    def _of_arn(self, arn: Value) -> Resource | None:
        """The vault of the graph that an ARN names."""
        parsed = parse_arn(arn)
        if parsed is None:
            return None
        name = parsed.resource.removeprefix("backup-vault:")
        return next(
            (
                one
                for one in self.view.graph.of_type(*VAULTS)
                if one.at("name") == name and self.view.region(one) == parsed.region
            ),
            None,
        )

    def _encryption(self, target: Resource | None) -> Encryption:
        if not TARGETS[self.resource.type].vault_key:
            return self.own
        return vault_encryption(self.view, target) if target else NOT_KNOWN

    def _continuous(self) -> Age:
        bucket = TARGETS[self.resource.type].service == "s3"
        return figures.CONTINUOUS_BACKUP_S3 if bucket else figures.CONTINUOUS_BACKUP

    def _age(self, *, copied: bool, position: int | None = None) -> Age:
        """How old a backup by a rule can be; of this one where no position is given."""
        schedule = self._at("schedule", position)
        zone = self._at("scheduleExpressionTimezone", position)
        period = None
        if not isinstance(schedule, Marker) and not isinstance(zone, Marker):
            period = longest_period(_text(schedule) or DEFAULT_SCHEDULE, _text(zone) or None)
        start = _minutes(self._at("startWindow", position), START_WINDOW_MINUTES)
        completion = _minutes(self._at("completionWindow", position), COMPLETION_WINDOW_MINUTES)
        if period is None or start is None or completion is None:
            return Age(text="unknown: its schedule is", source=figures.BACKUP_WINDOWS)
        seconds = period + (start + completion) * figures.MINUTE
        words = figures.in_words(seconds)
        return Age(
            text=f"more than {words}" if copied else words,
            seconds=seconds,
            bounded=not copied,
            source=figures.BACKUP_WINDOWS,
        )

    def _at(self, name: str, position: int | None = None) -> Value:
        return self.plan.at("rules", self.position if position is None else position, name)


def has_continuous(resource: Resource) -> bool:
    """Whether AWS Backup makes continuous backups of it; of others such a rule makes plain ones.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/point-in-time-recovery.html
    """
    aurora = str(resource.at("engine") or "aurora").startswith("aurora")
    return TARGETS[resource.type].continuous and (resource.type != "aws:rds/cluster:Cluster" or aurora)


def vault_encryption(view: View, vault: Resource) -> Encryption:
    """How a vault encrypts what it holds."""
    return encryption(view, vault, "encryptionKeyArn" if vault.type == AIR_GAPPED_VAULT else "kmsKeyArn")


def _minutes(value: Value, default: int) -> int | None:
    if value is None:
        return default
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""
