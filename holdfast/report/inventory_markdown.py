"""An inventory as Markdown, for comments and pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.report.inventory_words import (
    CAPITALS,
    by_kind,
    key,
    left_out,
    sections,
    summary,
    tally,
    title,
    where,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.inventory import Age, Inventory, Item
    from holdfast.report.inventory_words import Block


def inventory_markdown(inventory: Inventory) -> str:
    """A table of copies for each kind of thing; under it what would not come back, and how the rest does.

    Args:
        inventory: What was found.
    """
    lines = [f"## {title(inventory)}", "", f"**{tally(inventory)}**"]
    if inventory.partial:
        lines += ["", "Unchanged resources are missing: what is not here may be there."]
    if inventory.gaps:
        lines += ["", "### Gaps", "", *_summary(inventory)]
    for category, blocks in sections(inventory):
        lines += [
            "",
            f"### {category.value.capitalize()}",
            "",
            "| what | name | copy | where | encrypted with | worst-case age |",
            "|---|---|---|---|---|---|",
            *(row for block in blocks for one in block.items for row in _rows(one)),
            "",
            *(line for block in blocks for line in _told(block)),
        ]
    lines += ["", f"{CAPITALS.capitalize()}."]
    if inventory.left_out:
        lines += ["", f"{left_out(inventory).capitalize()}."]
    return "\n".join(lines) + "\n"


def _rows(one: Item) -> Iterator[str]:
    mark = "🔴 " if one.gaps else ""
    for position, copy in enumerate(one.copies):
        first = position == 0
        cells = (
            f"{mark}{one.what}" if first else "",
            f"`{one.name}`" if first else "",
            copy.role.value,
            where(copy),
            key(copy.encryption),
            _age(copy.age),
        )
        yield f"| {' | '.join(_escaped(cell) for cell in cells)} |"


def _age(age: Age) -> str:
    return f"[{age.text}]({age.source})" if age.source else age.text


def _summary(inventory: Inventory) -> Iterator[str]:
    for gap, items in summary(inventory):
        yield f"- 🔴 `{gap.id}`: {gap.reason}"
        for what, names in by_kind(items):
            yield f"  - {what}: {', '.join(f'`{one}`' for one in names)}"


def _told(block: Block) -> Iterator[str]:
    names = ", ".join(f"`{one.name}`" for one in block.items)
    first = block.items[0]
    for unknown in first.unknowns:
        yield f"- {names}: unknown: {unknown}"
    for note in first.notes:
        yield f"- {names}: {note}"
    for way in block.ways:
        yield f"- {names}: if {way.when}: {way.how}"
        if way.command:
            yield from ("", "  ```sh", *(f"  {one}" for one in way.command.splitlines()), "  ```", "")


def _escaped(cell: str) -> str:
    return cell.replace("|", "\\|")
