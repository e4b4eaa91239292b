"""What a calculator is given: the graph, the stated usage, the prices, and how lines of a bill are made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from holdfast.cost.model import HOURS_A_MONTH, CostItem
from holdfast.cost.sizes import from_family
from holdfast.graph.summary import GLOBAL, NOT_KNOWN
from holdfast.prices import PriceTable, find_key
from holdfast.prices.keys import unit_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.cost.traffic import Traffic
    from holdfast.cost.usage import Usage
    from holdfast.graph import Resource, ResourceGraph, Value

_Found = TypeVar("_Found")
EDGE_CACHE = "aws:cloudfront/distribution:Distribution"
MILLION = Decimal(1_000_000)
KILO = Decimal(1000)
"""kB in a MB and so on: AWS counts what it transfers in decimal and prints GB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """All that the cost of a resource is made of."""

    graph: ResourceGraph
    usage: Usage
    prices: PriceTable
    traffic: Traffic
    """Which share of the requests each region serves."""
    found: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """What was worked out once for the whole graph (``once``)."""

    def once(self, name: str, make: Callable[[], _Found]) -> _Found:
        """What is worked out once for the whole graph.

        Args:
            name: Its name.
            make: Works it out.
        """
        if name not in self.found:
            self.found[name] = make()
        made: _Found = self.found[name]
        return made

    def item(  # noqa: PLR0913  # the parts of a line
        self,
        name: str,
        key: str,
        place: str,
        quantity: Decimal | int | None,
        *,
        usage: Sequence[str] = (),
        note: str = "",
    ) -> CostItem:
        """A line of the bill.

        Args:
            name: What is charged.
            key: Key of the price.
            place: AWS region, ``global``, or ``region not known yet``.
            quantity: Units a month; None where it is not known.
            usage: Keys of the stated usage that the quantity is made of. Default: none.
            note: What was assumed, or why the quantity is not known. Default: nothing.
        """
        price = self.prices.lookup(key, place) or from_family(self.prices, key, place)
        said = [note] if note else []
        if price is None:
            said.append(missing_price(key, place))
        elif (found := find_key(key)) and found[0].note and usage:
            said.append(found[0].note)
        return CostItem(
            name=name,
            unit=unit_of(key),
            quantity=None if quantity is None else Decimal(quantity),
            price=None if price is None else price.usd,
            usage=tuple(usage),
            source="" if price is None else f"{price.source} ({price.as_of})",
            note="; ".join(said),
            elsewhere=self._elsewhere(key) if price is None else None,
        )

    def _elsewhere(self, key: str) -> Decimal | None:
        """USD a unit of the dearest region, also by another size of its family."""
        return self.once(f"elsewhere {key}", lambda: self._dearest(key))

    def _dearest(self, key: str) -> Decimal | None:
        regions = self.once("regions with prices", lambda: sorted({one.region for one in self.prices}))
        of_family = (from_family(self.prices, key, region) for region in regions)
        found = [one.usd for one in (self.prices.dearest(key), *of_family) if one is not None]
        return max(found, default=None)

    def hourly(
        self, name: str, key: str, place: str, count: Decimal | int | None = 1, *, note: str = ""
    ) -> CostItem:
        """A line for what runs all the time (see ``item``).

        Args:
            name: What is charged.
            key: Key of the price.
            place: Where.
            count: How many run; None where it is not known. Default: one.
            note: What was assumed. Default: nothing.
        """
        return self.item(name, key, place, None if count is None else count * HOURS_A_MONTH, note=note)

    def discounted(self, item: CostItem) -> CostItem:
        """The line with what savings plans and reservations take off, as stated."""
        off = self.usage.share("savings_percent_off") * self.usage.share("savings_coverage_percent")
        if not off or item.price is None:
            return item
        note = f"on demand {item.price}, {(off * 100).normalize():f} % off by stated savings"
        return replace(item, price=item.price * (1 - off), note="; ".join(filter(None, (item.note, note))))

    def served(self, place: str) -> Decimal:
        """Requests that a region serves, in millions a month; all where no region is known yet."""
        if place == NOT_KNOWN and not self.traffic.shares:
            return self.arriving
        return self.arriving * self.traffic.shares.get(place, Decimal())

    @property
    def arriving(self) -> Decimal:
        """Requests that an edge cache does not answer, in millions a month."""
        cached = self.usage.share("cache_hit_percent") if self.graph.of_type(EDGE_CACHE) else Decimal()
        return self.usage["requests_million"] * (1 - cached)


Calculator: TypeAlias = Callable[["Resource", Scope], Iterator[CostItem]]
"""The lines of one resource; none where it costs nothing."""


def missing_price(key: str, place: str) -> str:
    """Why there is no price and what to do."""
    if place == NOT_KNOWN:
        return f"no price for {key}: the region is not known before deployment"
    found = find_key(key)
    if found is not None and found[0].service and place != GLOBAL:
        return f"no price for {key} in {place}: holdfast prices refresh --region {place}"
    return f"no price for {key}: state your own under [prices]"


def number(value: Value) -> Decimal | None:
    """A number in an input, also where it is written as text; None where it is none or not known."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return Decimal(str(value))
    except ArithmeticError:
        return None


def text(value: Value, default: str = "") -> str:
    """A text in an input; the default where it is absent or not known."""
    return value if isinstance(value, str) else default


def length(resource: Resource, name: str, *types: str, graph: ResourceGraph) -> int | None:
    """How many things a list in an input names, also where only deployment knows which.

    Args:
        resource: The resource.
        name: Engine name of the input.
        types: Types of what it names, to be counted where the list itself is unknown.
        graph: The graph.
    """
    value = resource.inputs.get(name)
    if isinstance(value, tuple):
        return len(value)
    found = [one for one in graph.references(resource, name) if one.type in types]
    return len(found) or None
