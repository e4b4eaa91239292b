"""What can have a price: each key with its words, and the filter that finds it in AWS's price list."""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_PLACEHOLDER = re.compile(r"\\\{(\w+)\\\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceKey:
    """One kind of price."""

    key: str
    """Such as ``nat-gateway/hour``; ``{type}`` stands for what the resource says, such as ``m7g.large``."""
    says: str
    """What is charged, in words."""
    note: str = ""
    """What the price leaves out, such as cheaper steps above a quantity."""
    service: str = ""
    """Service code of AWS's price list; empty where that does not hold it."""
    usage: str = ""
    """Regular expression of the ``usagetype`` attribute, without the region's prefix."""
    filters: Mapping[str, str] = field(default_factory=dict)
    """Further attributes of the product, which must be equal."""
    per: Decimal = Decimal(1)
    """How many of the price list's units one of ours holds."""


def unit_of(key: str) -> str:
    """The unit that a price is for: the last part of its key, with spaces."""
    return key.rpartition("/")[2].replace("-", " ")


@cache
def price_keys() -> Mapping[str, PriceKey]:
    """Every kind of price, by key."""
    text = files("holdfast.prices").joinpath("keys.toml").read_text(encoding="utf-8")
    return {
        key: PriceKey(
            key=key,
            says=one["says"],
            note=one.get("note", ""),
            service=one.get("service", ""),
            usage=one.get("usage", ""),
            filters=one.get("filters", {}),
            per=Decimal(str(one.get("per", 1))),
        )
        for key, one in tomllib.loads(text).items()
    }


def find_key(key: str) -> tuple[PriceKey, Mapping[str, str]] | None:
    """The kind of a price and what its placeholders stand for; None where there is no such kind.

    Args:
        key: A key with its placeholders filled in, such as ``ec2/m7g.large/hour``.
    """
    known = price_keys()
    if key in known:
        return known[key], {}
    for pattern, one in _patterns():
        found = pattern.fullmatch(key)
        if found:
            return one, found.groupdict()
    return None


@cache
def _patterns() -> Sequence[tuple[re.Pattern[str], PriceKey]]:
    """The kinds of prices whose keys have placeholders, in their order."""
    written = {_PLACEHOLDER.sub(r"(?P<\1>[^/{}]+)", re.escape(key)): one for key, one in price_keys().items()}
    found = [(re.compile(text), one) for text, one in written.items()]
    return [(pattern, one) for pattern, one in found if pattern.groups]


def near_key(key: str) -> str:
    """The end of a message that names the nearest key, where one is near."""
    found = difflib.get_close_matches(key, price_keys(), n=1)
    return f"; did you mean '{found[0]}'?" if found else "; 'holdfast prices show' lists them"
