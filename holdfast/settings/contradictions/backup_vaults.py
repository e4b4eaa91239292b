"""Vaults of backups: locks, existing ones, a second account's, and logically air-gapped ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective_backups
from holdfast.settings.aws_regions import PLACES
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Problem, key_text, nearest
from holdfast.topology.values import VaultLockMode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.bunker import (
        AdoptedVaultSettings,
        BunkerSettings,
        RetentionBoundsSettings,
        VaultLockSettings,
    )
    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.stack import Settings

_GUIDE = "https://docs.aws.amazon.com/aws-backup/latest/devguide"
_LOCK_PAGE = f"{_GUIDE}/vault-lock.html"
_AIR_GAPPED_PAGE = f"{_GUIDE}/logicallyairgappedvault.html"
_BUNKER: SettingPath = ("backups", "bunker")
_WITHOUT_AIR_GAPPED = frozenset(
    (
        *("ap-southeast-5", "ca-west-1", "mx-central-1", "ap-southeast-7", "ap-east-2", "ap-southeast-6"),
        *("cn-north-1", "cn-northwest-1", "us-gov-east-1", "us-gov-west-1"),
    )
)
"""Regions without logically air-gapped vaults.

Source: https://docs.aws.amazon.com/aws-backup/latest/devguide/logicallyairgappedvault.html (2026-11).
"""


def of_locks(settings: Settings) -> Iterator[Problem]:
    """The locks of the vaults that are made: the regions' and the bunker's."""
    if settings.backups is None:
        return
    if settings.backups.lock is not None:
        yield from _lock(("backups", "lock"), settings.backups.lock, settings)
    bunker = settings.backups.bunker
    if bunker is not None and bunker.lock is not None:
        yield from _lock((*_BUNKER, "lock"), bunker.lock, settings)


def of_adopted(settings: Settings) -> Iterator[Problem]:
    """Existing vaults that are used instead of making one."""
    if settings.backups is None:
        return
    places = effective_backups.vault_places(settings)
    for place, found in settings.backups.adopt.items():
        path = ("backups", "adopt", place)
        if place not in places:
            yield Problem(
                path=path,
                message="no vault would lie there: vaults lie where stores are backed up and where copies go",
                allowed=places,
                suggestion=nearest(place, places),
            )
        yield from _order(path, found)


def of_air_gapped(settings: Settings) -> Iterator[Problem]:
    """The logically air-gapped vault of this account."""
    found = None if settings.backups is None else settings.backups.air_gapped
    if found is None:
        return
    path: SettingPath = ("backups", "air_gapped")
    if found.place not in settings.regions:
        yield Problem(
            path=(*path, "place"),
            message="no such region in holdfast:regions: add it there, with role 'backup' if it does nothing "
            "else",
            value=found.place,
            suggestion=nearest(found.place, settings.regions),
        )
    yield from _air_gapped(path, found, found.place, settings)


def of_bunker(settings: Settings) -> Iterator[Problem]:
    """The second account's vault."""
    found = None if settings.backups is None else settings.backups.bunker
    if found is None:
        return
    if found.account == settings.account:
        yield Problem(
            path=(*_BUNKER, "account"),
            message="is this stack's own account (holdfast:account): a bunker is another one, so that losing "
            "one account is not losing the backups too",
            value=found.account,
        )
    yield from _role(found)
    yield from _restore_accounts(found, settings)
    if found.adopt is not None:
        yield from _order((*_BUNKER, "adopt"), found.adopt)
    if found.air_gapped is not None:
        yield from _air_gapped((*_BUNKER, "air_gapped"), found.air_gapped, found.place, settings)
    yield from _idle(found)


def _role(found: BunkerSettings) -> Iterator[Problem]:
    if found.adopt is None and found.role_arn is None:
        yield Problem(
            path=(*_BUNKER, "role_arn"),
            message="is needed: a role of that account by which its vault is made; or name an existing vault "
            "under adopt",
        )
    if found.role_arn is not None and found.role_arn.split(":")[4] != found.account:
        yield Problem(
            path=(*_BUNKER, "role_arn"),
            message=f"is no role of account {found.account} ({key_text((*_BUNKER, 'account'))})",
            value=found.role_arn,
        )


def _restore_accounts(found: BunkerSettings, settings: Settings) -> Iterator[Problem]:
    path = (*_BUNKER, "restore_accounts")
    yield from repeated(path, found.restore_accounts)
    for index, account in enumerate(found.restore_accounts):
        if account in (found.account, settings.account):
            which = "the bunker's own account" if account == found.account else "this stack's own account"
            yield Problem(
                path=(*path, index),
                message=f"is {which}: copies are restored there without this, or not at all once it is lost",
                value=account,
            )


def _idle(found: BunkerSettings) -> Iterator[Problem]:
    """Say what would do nothing beside an existing or an air-gapped vault."""
    made_alone = {"role_arn", "external_id", "organization_id", "restore_accounts", "air_gapped", "lock"}
    idle: dict[str, str] = {}
    if found.adopt is not None:
        idle = dict.fromkeys(made_alone, "nothing of an existing vault (adopt) is declared")
    elif found.air_gapped is not None:
        idle = {
            "lock": "an air-gapped vault has a lock of its own, in compliance mode",
            "restore_accounts": "an air-gapped vault has a key of AWS, which has no policy to share it by",
        }
    for field in sorted(idle.keys() & found.model_fields_set):
        if getattr(found, field):
            yield Problem(
                path=(*_BUNKER, field),
                message=f"{idle[field]}, so this would do nothing: leave it out",
            )


def _air_gapped(
    path: SettingPath, found: RetentionBoundsSettings, place: str, settings: Settings
) -> Iterator[Problem]:
    yield from _order(path, found)
    if PLACES[place].name in _WITHOUT_AIR_GAPPED:
        yield Problem(
            path=path,
            message=f"AWS has no logically air-gapped vaults in {PLACES[place].name} ({_AIR_GAPPED_PAGE}): "
            "choose another place",
        )
    if settings.protection == "lifted":
        yield Problem(
            path=path,
            message="a logically air-gapped vault is locked in compliance mode, which nobody can undo, AWS "
            "included, and holdfast:protection is lifted so that everything can be deleted "
            f"({_AIR_GAPPED_PAGE}): leave it out, or enforce protection",
        )


def _order(
    path: SettingPath, found: VaultLockSettings | AdoptedVaultSettings | RetentionBoundsSettings
) -> Iterator[Problem]:
    least, most = found.min_retention_days, found.max_retention_days
    if least is not None and most is not None and least > most:
        yield Problem(
            path=(*path, "min_retention_days"),
            message=f"is above max_retention_days ({most}): no backup could be kept",
            value=least,
        )


def _lock(path: SettingPath, lock: VaultLockSettings, settings: Settings) -> Iterator[Problem]:
    yield from _order(path, lock)
    if lock.mode is VaultLockMode.GOVERNANCE:
        if lock.cooling_off_days is not None:
            yield Problem(
                path=(*path, "cooling_off_days"),
                message="only mode 'compliance' has a cooling-off: to AWS these days are what makes a lock "
                f"irreversible ({_LOCK_PAGE}); leave this out, or choose that mode",
                value=lock.cooling_off_days,
            )
        return
    if lock.cooling_off_days is None:
        yield Problem(
            path=(*path, "cooling_off_days"),
            message="mode 'compliance' needs it: the days, at least 3, in which the lock can still be undone "
            f"({_LOCK_PAGE})",
        )
    if settings.protection == "lifted":
        yield Problem(
            path=(*path, "mode"),
            message="nobody can undo a 'compliance' lock, AWS included, and holdfast:protection is lifted so "
            f"that everything can be deleted ({_LOCK_PAGE}): choose 'governance', or enforce protection",
            value=str(lock.mode),
        )
