"""Writes the table of usage into the page on costs: ``python -m holdfast.cost.reference``."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from holdfast.cost.usage import KEYS, UsageKey

PAGE = Path(__file__).resolve().parents[2] / "docs" / "cost.md"
BEGIN, END = "<!-- usage: made by python -m holdfast.cost.reference -->\n", "<!-- usage ends -->\n"


def table() -> str:
    """Every figure that can be stated, with what is assumed."""
    rows = ["| key | says | counted in | small | medium | large |", "|---|---|---|--:|--:|--:|"]
    rows += [_row(name, key) for name, key in KEYS.items()]
    return "\n".join(rows) + "\n"


def _row(name: str, key: UsageKey) -> str:
    assumed = ["none", "none", "none"] if key.assumed is None else [_number(one) for one in key.assumed]
    return f"| `{name}` | {key.says} | {key.unit} | {' | '.join(assumed)} |"


def _number(value: float) -> str:
    return f"{Decimal(str(value)).normalize():f}"


def with_table(text: str) -> str:
    """A page with the table as it is now.

    Args:
        text: The page, with the two marks between which the table stands.
    """
    before, _, rest = text.partition(BEGIN)
    return f"{before}{BEGIN}\n{table()}\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
