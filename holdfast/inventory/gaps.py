"""What would not come back: judged from the copies of an item alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.inventory.keys import is_elsewhere
from holdfast.inventory.model import BACKUP_ROLES, Copy, EncryptedBy, Gap
from holdfast.inventory.view import GLOBAL, known_regions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.inventory.view import View

NO_COPY_ELSEWHERE = "no-copy-elsewhere"
NO_BACKUP = "no-backup"
BACKUP_NOT_ELSEWHERE = "backup-not-elsewhere"
KEY_ELSEWHERE = "key-elsewhere"
NOT_ENCRYPTED = "not-encrypted"


def of_data(view: View, copies: Sequence[Copy], *, backups_known: bool = True) -> Iterator[Gap]:
    """What would be lost of something that keeps data.

    Args:
        view: The graph.
        copies: All copies.
        backups_known: Whether it is known what backs it up. Default: yes.
    """
    kept = [one for one in copies if one.role in BACKUP_ROLES]
    alone = no_copy_elsewhere(view, copies) if backups_known else None
    if alone:
        yield alone
    if not kept and backups_known and not view.graph.partial:
        yield Gap(id=NO_BACKUP, reason="nothing keeps what was before a wrong change: no backup is declared")
    if kept and backups_known and not alone and not view.graph.partial:
        yield from _backups_in_one_region(copies, kept)
    yield from of_encryption(copies)


def no_copy_elsewhere(view: View, copies: Sequence[Copy]) -> Gap | None:
    """The gap of what lies in one region of a stack that has several."""
    regions = [one.region for one in copies]
    if not view.spans or view.graph.partial or None in regions or GLOBAL in regions or len(set(regions)) != 1:
        return None
    others = ", ".join(one for one in view.running if one != regions[0])
    return Gap(
        id=NO_COPY_ELSEWHERE,
        reason=f"all of it is in {regions[0]}; the stack has parts in {others} too, where there is no copy",
    )


def of_encryption(copies: Sequence[Copy]) -> Iterator[Gap]:
    """Copies that are not encrypted, or whose key is lost with another region."""
    told: set[tuple[str | None, str | None]] = set()  # a copy's versions and backups have its key
    for one in copies:
        if is_elsewhere(one.encryption, one.region) and (one.region, one.encryption.key) not in told:
            told.add((one.region, one.encryption.key))
            yield Gap(
                id=KEY_ELSEWHERE,
                reason=(
                    f"the {one.role} in {one.region} is encrypted with {one.encryption.key}, "
                    f"a key of {', '.join(one.encryption.regions)}: without that region it cannot be read"
                ),
            )
    bare = sorted({one.region or "a region" for one in copies if one.encryption.by is EncryptedBy.NONE})
    if bare:
        yield Gap(id=NOT_ENCRYPTED, reason=f"it is not encrypted at rest in {', '.join(bare)}")


def _backups_in_one_region(copies: Sequence[Copy], kept: Sequence[Copy]) -> Iterator[Gap]:
    regions = [one.region for one in kept]
    if (
        None in regions
        or len(set(regions)) > 1
        or regions[0] not in known_regions(one.region for one in copies)
    ):
        return
    if regions[0] == GLOBAL or regions[0] != copies[0].region:
        return
    yield Gap(
        id=BACKUP_NOT_ELSEWHERE,
        reason=f"its backups are in {regions[0]} alone, as it is itself: with that region both are lost",
    )
