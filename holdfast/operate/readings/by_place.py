"""Reads a store place by place: where one writes, or where every place does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.operate.readings.unread import errors, unread_copy
from holdfast.operate.readings.values import CopyReading, StoreReading

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holdfast.contracts.operations import Store
    from holdfast.operate.readings.look import Look


def read_writer(
    key: str, kind: str, look: Look, read: Callable[[str], tuple[CopyReading, str | None]], nobody: str
) -> StoreReading:
    """Ask each place for its copy, and who writes; the first that knows is believed.

    Args:
        key: The store's key.
        kind: Its kind.
        look: Who asks which places.
        read: Reads the copy in a place, and gives the place of the writer as that copy knows it.
        nobody: What a place says that knows of no writer, after the place's name.
    """
    copies: dict[str, CopyReading] = {}
    writer: str | None = None
    why = "no place was asked"
    for place in look.places:
        try:
            copies[place], seen = read(place)
        except errors() as error:
            copies[place], why = unread_copy(str(error)), str(error)
            continue
        writer = writer or seen
        if seen is None:
            why = f"{place} {nobody}"
    return StoreReading(
        key=key,
        kind=kind,
        writer=writer,
        writer_unknown=None if writer else why,
        multi_writer=False,
        copies=copies,
    )


def read_copies(look: Look, read: Callable[[str], CopyReading]) -> dict[str, CopyReading]:
    """Ask each place for its copy; what cannot be read says why.

    Args:
        look: Who asks which places.
        read: Reads the copy in a place.
    """
    copies: dict[str, CopyReading] = {}
    for place in look.places:
        try:
            copies[place] = read(place)
        except errors() as error:
            copies[place] = unread_copy(str(error))
    return copies


def written_everywhere(
    key: str, store: Store, copies: Mapping[str, CopyReading], *, words: str = "every region writes"
) -> StoreReading:
    """A store that takes writes in all of its places.

    Args:
        key: The store's key.
        store: The store.
        copies: What was read of its copies, by place.
        words: Why there is no one writer, where there is more than one place.
    """
    return StoreReading(
        key=key,
        kind=store["kind"],
        writer=None,
        writer_unknown=words if len(store["places"]) > 1 else None,
        multi_writer=True,
        copies=copies,
    )
