"""Writes the tables of ``docs/choose.md``: ``python -m tests.matrix.guide`` (minutes: a preview for each).

One small API in each design with each store, previewed: what the loss of a region would do is what a review
says of it, and the cost is what ``holdfast cost`` says.
"""

from __future__ import annotations

import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from holdfast.cli.cost_modes import with_design
from holdfast.cost import estimate, stated_usage
from holdfast.cost.designs import Design
from holdfast.graph import read_preview
from holdfast.preview import PreviewRequest, preview
from holdfast.prices import shipped
from holdfast.report.review_losses import outcome_words
from holdfast.review.model import Scope
from holdfast.review.outlook import outlooks
from tests.matrix.choices import DIMENSIONS, MODES, STORES, Choice, Mixture
from tests.matrix.test_matrix import stack_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "choose.md"
BEGIN, END = "<!-- made by python -m tests.matrix.guide -->", "<!-- end -->"
LOST = "us-east-1"
_WORDS = {
    Design.SINGLE_REGION: "one region",
    Design.BACKUP_AND_RESTORE: "backup and restore",
    Design.PILOT_LIGHT: "pilot light",
    Design.WARM_STANDBY: "warm standby",
    Design.HOT_STANDBY: "hot standby",
    Design.ACTIVE_ACTIVE: "active-active",
}
_NOBODY = {
    Design.SINGLE_REGION: "when the region is back",
    Design.BACKUP_AND_RESTORE: "when people have restored it",
}
"""What is said where nothing serves any more and no time follows from what is declared."""
_LAG = "the replicas' lag"
"""What is said of copies whose age nobody publishes."""
SHOWN = tuple(store for store in STORES if store.name != "elasticache")
"""A cache that serves as a store keeps what can be made anew: its loss is no loss of data here."""
TYPICAL = "database"
_ONE_PERCENT = Decimal("0.01")
_TABLES = {"Served again after": "recovery", "Lost of the data": "loss", "USD a month": "monthly"}
"""Title → field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """What the tables say of one design with one store."""

    capacity: str
    """Left of the capacity when the region is lost, before anybody acts."""
    recovery: str
    """Until clients are served again."""
    loss: str
    """What is lost of the data."""
    monthly: str
    """USD a month: what has a price here, and with the dearest price known elsewhere for the rest."""


def cells(design: Design, store: Choice) -> Cells:
    """Preview one cell.

    Args:
        design: The design.
        store: One of ``SHOWN``.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "Pulumi.guide.yaml"
        file.write_text(yaml.safe_dump({"config": settings(design, store)}), encoding="utf-8")
        graph = read_preview(preview(PreviewRequest(program=ROOT, stack="guide", stack_file=file)))
    cost = estimate(graph, stated_usage(), shipped())
    lost = next(one for one in outlooks(None, graph) if (one.scope, one.what) == (Scope.REGION, LOST))
    capacity, recovery, loss, _ = (text.partition(":")[0] for text in outcome_words(lost.after))
    return Cells(
        capacity=capacity.partition(" (")[0],
        recovery=_NOBODY[design] if recovery.startswith("nothing serves") else recovery,
        loss=_LAG if lost.after and lost.after.data_loss.seconds is None and "age of" in loss else loss,
        monthly=_between(cost.monthly, cost.monthly + cost.possible),
    )


def settings(design: Design, store: Choice) -> dict[str, Any]:
    """What the stack file says: the API in two regions that both serve, turned into the design.

    Args:
        design: The design.
        store: One of ``SHOWN``.
    """
    spread = next(mode for mode in MODES if mode.name == "latency")
    plain = {name: choices[0] for name, choices in DIMENSIONS.items()}
    config: dict[str, Any] = dict(stack_file(Mixture(choices={**plain, "mode": spread, "store": store})))
    first, second = config["holdfast:regions"]
    for one in config.get("holdfast:stores", {}).values():
        if one.pop("not_backed_up_because", None):
            one["backup_class"] = "standard"
            config["holdfast:backups"] = {"copy_to": [second], "classes": {"standard": {"daily_at": "03:00"}}}
    changed = with_design(config, design)
    if design in {Design.SINGLE_REGION, Design.BACKUP_AND_RESTORE}:
        for one in changed.get("holdfast:stores", {}).values():
            one.pop("dsql", None)  # a witness is of two peers
    if design is Design.SINGLE_REGION and "holdfast:backups" not in changed:
        changed["holdfast:regions"] = {first: {"role": "active"}}
    return changed


def rendered(found: Mapping[tuple[Design, str], Cells]) -> str:
    """The tables.

    Args:
        found: Design and store's name → what is said of them.
    """
    return "\n".join([*_designs(found), *(line for title in _TABLES for line in _table(title, found))])


def _designs(found: Mapping[tuple[Design, str], Cells]) -> Iterator[str]:
    titles = (
        "with an Aurora global database",
        "left at once",
        *map(str.lower, [*_TABLES][:-1]),
        "USD a month",
    )
    yield f"| {' | '.join(titles)} |"
    yield "|---" * len(titles) + "|"
    for design in Design:
        one = found[design, TYPICAL]
        yield f"| {_WORDS[design]} | {one.capacity} | {one.recovery} | {one.loss} | {one.monthly} |"
    yield ""


def _table(title: str, found: Mapping[tuple[Design, str], Cells]) -> Iterator[str]:
    yield f"### {title}\n"
    yield "| | " + " | ".join(_WORDS[design] for design in Design) + " |"
    yield "|---" * (len(Design) + 1) + "|"
    for store in SHOWN:
        row = [getattr(found[design, store.name], _TABLES[title]) for design in Design]
        yield f"| {store.words} | " + " | ".join(row) + " |"
    yield ""


def written(page: str, tables: str) -> str:
    """The page with these tables between its marks.

    Args:
        page: Text of the page.
        tables: What ``rendered`` gave.
    """
    before, _, rest = page.partition(BEGIN)
    return f"{before}{BEGIN}\n\n{tables}\n{END}{rest.partition(END)[2]}"


def told(page: str) -> dict[tuple[Design, str], tuple[str, ...]]:
    """Design and store's name → what the page says of them: served again, lost, cost.

    Args:
        page: Text of the page.
    """
    tables = {
        title: [
            [cell.strip() for cell in line.strip("|").split("|")]
            for line in page.partition(f"### {title}\n\n")[2].partition("\n\n")[0].splitlines()[2:]
        ]
        for title in _TABLES
    }
    return {
        (design, store.name): tuple(tables[title][row][1 + column] for title in _TABLES)
        for row, store in enumerate(SHOWN)
        for column, design in enumerate(Design)
    }


def _between(least: Decimal, most: Decimal) -> str:
    low, high = (f"{round(amount, -1):,.0f}" for amount in (least, most))
    return high if most - least <= _ONE_PERCENT * most else f"{low} to {high}"


def main() -> None:
    """Preview everything and write the page."""
    pairs = list(product(Design, SHOWN))
    with ThreadPoolExecutor(2) as pool:
        found = pool.map(lambda pair: cells(*pair), pairs)
        every = {(design, store.name): one for (design, store), one in zip(pairs, found, strict=True)}
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), rendered(every)), encoding="utf-8")


if __name__ == "__main__":
    main()
