"""The price table: rows of key, region, USD, date and source, and how a price is looked up in it."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from holdfast.prices.keys import unit_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

GLOBAL = "global"
"""The region of what costs the same everywhere."""
OWN_SOURCE = "own price"
"""The source of a price that the user states."""
COLUMNS = ("key", "region", "usd", "as_of", "source")

_REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-\d|global")


class PriceError(ValueError):
    """A price file or own prices that cannot be used; its text has a line for each mistake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What one unit of something costs in one region, on demand and without tax."""

    key: str
    """What is charged, such as ``nat-gateway/hour``; the last part is the unit."""
    region: str
    """AWS region, or ``global``."""
    usd: Decimal
    """USD a unit; the first step where the price falls with the quantity."""
    as_of: date
    """The day for which the source gives it."""
    source: str
    """Where it was read."""

    @property
    def unit(self) -> str:
        """What the price is for, such as ``GB``."""
        return unit_of(self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceTable:
    """Prices by key and region."""

    prices: Mapping[tuple[str, str], Price]

    def __iter__(self) -> Iterator[Price]:
        return iter(self.prices[key] for key in sorted(self.prices))

    def lookup(self, key: str, region: str) -> Price | None:
        """The price in a region, else the one that holds everywhere; None where there is none.

        Args:
            key: What is charged.
            region: AWS region, or ``global``.
        """
        return self.prices.get((key, region)) or self.prices.get((key, GLOBAL))

    def dearest(self, key: str) -> Price | None:
        """The highest price that any region has; None where none has one.

        Args:
            key: What is charged.
        """
        found = [one for one in self.prices.values() if one.key == key]
        return max(found, key=lambda one: (one.usd, one.region), default=None)

    @property
    def as_of(self) -> date:
        """The day of the newest row."""
        return max(one.as_of for one in self.prices.values())

    @property
    def oldest(self) -> date:
        """The day of the oldest row."""
        return min(one.as_of for one in self.prices.values())

    def with_rows(self, rows: Iterable[Price]) -> PriceTable:
        """The table with rows added; they win over those that it has.

        Args:
            rows: Such as those of a refreshed file.
        """
        return PriceTable(prices={**self.prices, **{(one.key, one.region): one for one in rows}})

    def with_own(self, own: Mapping[str, float | int | Decimal], today: date | None = None) -> PriceTable:
        """The table with prices that the user states; they win over all others.

        Args:
            own: USD by ``KEY`` (everywhere) or ``KEY@REGION``.
            today: Their day. Default: the day of the newest row.

        Raises:
            PriceError: A key is not known, or a price is no number from 0 on.
        """
        if mistakes := own_mistakes(own):
            raise PriceError("\n".join(mistakes))
        rows: list[Price] = []
        kept = dict(self.prices)
        for name, usd in sorted(own.items()):
            key, _, region = name.partition("@")
            if not region:
                kept = {at: price for at, price in kept.items() if at[0] != key}
            rows.append(
                Price(
                    key=key,
                    region=region or GLOBAL,
                    usd=Decimal(str(usd)),
                    as_of=today or self.as_of,
                    source=OWN_SOURCE,
                )
            )
        return replace(self, prices=kept).with_rows(rows)


def own_mistakes(own: Mapping[str, object]) -> list[str]:
    """What is wrong with own prices, a line each; none where all can be used.

    Args:
        own: As ``PriceTable.with_own`` takes them.
    """
    return [mistake for name, usd in own.items() if (mistake := _own_mistake(name, usd))]


def _own_mistake(name: str, usd: object) -> str | None:
    from holdfast.prices.keys import find_key, near_key  # noqa: PLC0415  # the table is read more often

    key, at, region = name.partition("@")
    if find_key(key) is None:
        return f"there is no price '{key}'{near_key(key)}"
    if at and not _REGION.fullmatch(region):
        return f"'{region}' is no AWS region: write KEY@REGION, such as {key}@eu-west-1"
    if isinstance(usd, bool) or not isinstance(usd, int | float | Decimal) or not usd >= 0:
        return f"the price of '{name}' should be a number of USD from 0 on, got {usd!r}"
    return None


def read_prices(text: str, file: str = "the price file") -> tuple[Price, ...]:
    """The rows of a price file.

    Args:
        text: CSV with the columns key, region, usd, as_of and source.
        file: Its name in messages.

    Raises:
        PriceError: With every row that cannot be used.
    """
    reader = csv.DictReader(io.StringIO(text))
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise PriceError(f"{file}: the first line should be {','.join(COLUMNS)}")
    rows: list[Price] = []
    mistakes: list[str] = []
    for line, row in enumerate(reader, 2):
        try:
            rows.append(_row(row))
        except (InvalidOperation, ValueError, TypeError) as error:
            mistakes.append(f"{file}:{line}: {error if isinstance(error, PriceError) else 'a damaged row'}")
    if mistakes:
        raise PriceError("\n".join(mistakes))
    return tuple(rows)


def _row(row: Mapping[str, str]) -> Price:
    price = Price(
        key=row["key"],
        region=row["region"],
        usd=Decimal(row["usd"]),
        as_of=date.fromisoformat(row["as_of"]),
        source=row["source"],
    )
    if not price.usd.is_finite() or price.usd < 0:
        raise PriceError("a price should be a number of USD from 0 on")
    if not price.source:
        raise PriceError("a price needs its source")
    return price


def write_prices(rows: Iterable[Price]) -> str:
    """The text of a price file, sorted by key and region.

    Args:
        rows: What it shall hold.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in sorted(rows, key=lambda price: (price.key, price.region)):
        writer.writerow((one.key, one.region, f"{one.usd:f}", one.as_of.isoformat(), one.source))
    return out.getvalue()


@cache
def shipped() -> PriceTable:
    """The prices that come with the package."""
    text = files("holdfast.prices").joinpath("prices.csv").read_text(encoding="utf-8")
    rows = read_prices(text, "prices.csv")
    return PriceTable(prices={(one.key, one.region): one for one in rows})
