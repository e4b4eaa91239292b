"""Backup vaults: where they are, whose, with which key, and how they are locked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.graph import Marker
from holdfast.inventory import figures, gaps
from holdfast.inventory.items import copy_of, item, known
from holdfast.inventory.model import Category, Item, Role, Way
from holdfast.inventory.plans import AIR_GAPPED_VAULT, PLAN, VAULTS, vault_encryption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource
    from holdfast.inventory.view import View

LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration"


def find(view: View) -> Iterator[Item]:
    """Every vault."""
    for one in view.graph.of_type(*VAULTS):
        yield _item(view, one)


def _item(view: View, vault: Resource) -> Item:
    air_gapped = vault.type == AIR_GAPPED_VAULT
    copies = [copy_of(view, vault, Role.PRIMARY, vault_encryption(view, vault), figures.OF_ITS_BACKUPS)]
    plans = sorted(one.name for one in view.of(vault, "rules", PLAN))
    notes = [f"filled by {', '.join(plans)}"] if plans else []
    return item(
        view,
        vault,
        Category.BACKUPS,
        "logically air-gapped vault" if air_gapped else "backup vault",
        copies,
        ways=[_list(view, vault)],
        gaps=gaps.of_encryption(copies),
        notes=[*notes, "locked for good, as every air-gapped vault" if air_gapped else _lock(view, vault)],
    )


def _list(view: View, vault: Resource) -> Way:
    return Way(
        when="something is to be restored",
        how="see what the vault holds",
        command=(
            f"aws backup list-recovery-points-by-backup-vault --region {view.region(vault) or 'REGION'}"
            f" --backup-vault-name {known(vault, 'name', 'VAULT')}"
        ),
    )


def _lock(view: View, vault: Resource) -> str:
    for one in view.graph.of_type(LOCK):
        if vault.urn in one.property_dependencies.get("backupVaultName", ()) or one.at(
            "backupVaultName"
        ) in view.names(vault):
            days = one.at("changeableForDays")
            if days is Marker.UNKNOWN:
                return "locked; whether for good is not known"
            return (
                "locked in governance mode"
                if days is None
                else "locked in compliance mode: nobody can undo it"
            )
    return "not locked: whoever may delete backups can delete these"
