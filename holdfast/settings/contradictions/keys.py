"""Customer keys that exist: each of the stack's account and of the region in which it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective_backups, effective_stores
from holdfast.settings.aws_regions import PLACES
from holdfast.settings.mistakes import Problem, nearest
from holdfast.topology.values import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.stack import Settings

_PAGE = "https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html"


def of_regions(settings: Settings) -> Iterator[Problem]:
    """Keys of regions."""
    for place, region in settings.regions.items():
        if region.key_arn is not None and region.role is not Role.BACKUP:
            yield from _key(("regions", place, "key_arn"), region.key_arn, place, settings.account)


def of_stores(settings: Settings) -> Iterator[Problem]:
    """Keys of adopted stores, which may be of another account."""
    for key, store in settings.stores.items():
        field = effective_stores.store_section(store)
        for place, arn in getattr(effective_stores.adopted(store), "key_arns", {}).items():
            yield from _key(("stores", key, field, "adopt", "key_arns", place), arn, place, None)


def of_vaults(settings: Settings) -> Iterator[Problem]:
    """Keys of backup vaults."""
    if settings.backups is None:
        return
    vaults = effective_backups.vault_places(settings)
    for place, arn in settings.backups.key_arns.items():
        path = ("backups", "key_arns", place)
        if place not in vaults:
            yield Problem(
                path=path,
                message="no vault lies there: vaults lie where stores are backed up and where copies go",
                allowed=vaults,
                suggestion=nearest(place, vaults),
            )
        else:
            yield from _key(path, arn, place, settings.account)


def _key(path: SettingPath, arn: str, place: str, account: str | None) -> Iterator[Problem]:
    _, _, _, region, owner, _ = arn.split(":", 5)
    if region != PLACES[place].name:
        yield Problem(
            path=path,
            message=f"is a key of {region}: what rests in {place} is encrypted with a key of "
            f"{PLACES[place].name}, or would be lost with {region} ({_PAGE})",
            value=arn,
        )
    elif account not in (None, owner):
        yield Problem(
            path=path,
            message=f"is a key of account {owner}, and this stack's is {account} (holdfast:account)",
            value=arn,
        )
