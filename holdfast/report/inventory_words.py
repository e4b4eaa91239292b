"""Words that every report of an inventory uses."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from holdfast.inventory import EncryptedBy
from holdfast.report.lines import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.inventory import Category, Copy, Encryption, Gap, Inventory, Item, Way

_PLACE = re.compile(r"(--(?:source-)?region) \S+")
"""Options whose values differ between things that are otherwise alike."""
CAPITALS = "words in capitals in a command stand for what only deployment knows, or for what you choose"
"""What a reader of the commands must know."""


def where(copy: Copy) -> str:
    """Region of a copy, with its account where that is another."""
    region = copy.region or "unknown"
    return f"{region} {copy.account}" if copy.account else region


def key(encryption: Encryption) -> str:
    """Whose key, in short: the name of the customer's, where it is known."""
    if encryption.by is EncryptedBy.CUSTOMER and encryption.key:
        return encryption.key
    return "customer's key" if encryption.by is EncryptedBy.CUSTOMER else str(encryption.by)


def title(inventory: Inventory) -> str:
    """Which stack it is of, and where that is."""
    stack = "/".join(one for one in (inventory.project, inventory.stack) if one) or "nothing"
    return f"Inventory of {stack} in {', '.join(inventory.regions) or 'no region'}"


def tally(inventory: Inventory) -> str:
    """The counts in a line."""
    return (
        f"{plural(len(inventory.items), 'item')}, {plural(inventory.gaps, 'gap')},"
        f" {inventory.unknowns} with something unknown"
    )


def left_out(inventory: Inventory) -> str:
    """What is not listed; empty where there is nothing."""
    told = ", ".join(plural(number, what) for what, number in inventory.left_out)
    return f"not listed, since nothing needs them to run: {told}" if told else ""


@dataclass(frozen=True, slots=True)
class Block:
    """Items that are told together."""

    items: tuple[Item, ...]
    """At least one; they differ by name and place alone."""
    ways: tuple[Way, ...]
    """How each of them comes back: where their regions differ, a word in capitals stands for these."""


def sections(inventory: Inventory) -> Iterator[tuple[Category, list[Block]]]:
    """The items by category, those with gaps first; those that differ by name and region alone together."""
    for category, found in groupby(inventory.items, key=lambda one: one.category):
        alike: dict[tuple[object, ...], list[Item]] = {}
        for one in sorted(found, key=lambda one: not one.gaps):
            ways = tuple(map(_anywhere, one.ways))
            alike.setdefault((one.what, ways, one.notes, one.gaps, one.unknowns), []).append(one)
        yield category, [_block(items) for items in alike.values()]


def _block(items: Sequence[Item]) -> Block:
    same = all(one.ways == items[0].ways for one in items)
    return Block(tuple(items), items[0].ways if same else tuple(map(_anywhere, items[0].ways)))


def _anywhere(way: Way) -> Way:
    """A way back with a word in place of the region of one item."""
    return replace(way, command=_PLACE.sub(r"\1 REGION", way.command))


def summary(inventory: Inventory) -> Iterator[tuple[Gap, list[Item]]]:
    """Each gap with the items that have it, in the order of the report."""
    found: dict[Gap, list[Item]] = {}
    for one in inventory.items:
        for gap in one.gaps:
            found.setdefault(gap, []).append(one)
    yield from found.items()


def by_kind(items: Sequence[Item]) -> list[tuple[str, list[str]]]:
    """What the items are, each with the names of those."""
    found: dict[str, list[str]] = {}
    for one in items:
        found.setdefault(one.what, []).append(one.name)
    return list(found.items())
