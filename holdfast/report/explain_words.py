"""What every explanation says, in the same words: sections of rows, for a terminal and for Markdown."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from holdfast.checks import Verdict
from holdfast.cost import Standing
from holdfast.explain.model import Amount, Told
from holdfast.graph.summary import count_by_type, short_type
from holdfast.report.cost_words import marked, quantity, usd
from holdfast.report.lines import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from holdfast.checks import Finding
    from holdfast.cost import ResourceCost
    from holdfast.explain.model import Link, Maker, Setting, Where
    from holdfast.graph import Resource

NO_PURPOSE = "Nothing is written here of what resources of this type protect from."
LACKING = "+ marks amounts of which a part has no price: 'holdfast cost' names them."
_NAMES = 4
"""Names that a row lists by default."""
_HOW = {
    Told.ITSELF: "",
    Told.HOLDER: "as the component that holds it says",
    Told.USERS: "as what depends on it says",
    Told.PARTS: "as its parts say",
    Told.ALIKE: "as others of its type say",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of an explanation."""

    title: str
    rows: tuple[tuple[str, ...], ...] = ()
    """Cells; those of a row may end early."""
    head: tuple[str, ...] = ()
    """Names of the columns; none for rows that explain themselves."""
    right: frozenset[int] = frozenset()
    """Columns that hold numbers."""
    notes: tuple[str, ...] = ()
    """Sentences under the rows."""
    style: str = ""
    """Style of the rows in rich's words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An explanation as it is read."""

    title: str
    lead: tuple[str, ...]
    """Sentences at the top."""
    sections: tuple[Section, ...]


def named(one: Resource) -> str:
    """A resource or component with its short type, such as ``Network use1``."""
    return f"{short_type(one.type)} {one.name}"


def placed(place: str) -> str:
    """Where something is, in words."""
    return f"in {place}" if "-" in place else place


def told_cost(cost: Amount | None) -> str:
    """USD a month, such as ``1,234.50``; empty where costs were not asked for."""
    return "" if cost is None else marked(cost.usd, complete=cost.complete)


def costs_words(cost: Amount | None) -> tuple[str, ...]:
    """USD a month as a part of a sentence; nothing where costs were not asked for."""
    return (f"{told_cost(cost)} USD a month",) if cost is not None else ()


def together(amounts: Sequence[Amount]) -> Amount | None:
    """The sum of amounts; None where costs were not asked for."""
    if not amounts:
        return None
    usd_ = sum((one.usd for one in amounts), Decimal())
    return Amount(usd=usd_, complete=all(one.complete for one in amounts))


def set_at(where: Where | None, *, default: bool, path: str) -> str:
    """Where a setting is set, in words.

    Args:
        where: The line; None where nobody set it, or no file is known.
        default: Whether nobody set it.
        path: The settings path.
    """
    if where is not None:
        return str(where)
    return f"default of {path}" if default else "set"


def maker_rows(maker: Maker | None) -> Iterator[tuple[str, ...]]:
    """The setting that made something."""
    if maker is None:
        yield "setting", "not known: no component around it says which settings it comes from"
        return
    said = set_at(maker.where, default=maker.default, path=maker.path)
    how = _HOW[maker.told]
    yield "setting", f"{maker.path}  {said}" + (f" ({how})" if how else "")


def holder_rows(holders: Sequence[Resource], one: Resource) -> Iterator[tuple[str, ...]]:
    """What holds it, and where the program declares it."""
    if holders:
        first, *above = holders
        yield "component", ", in ".join([named(first), *map(named, above)])
    elif not one.component:
        yield "component", "none: it is declared by itself"
    if one.source_position:
        yield "declared", one.source_position.removeprefix("project:///").replace("#", ":")
    guarded = [
        word
        for word, holds in (
            ("Pulumi refuses to delete it", one.protect),
            ("it stays when the stack goes", one.retain_on_delete),
        )
        if holds
    ]
    if guarded:
        yield "guarded", "; ".join(guarded)


def settings_section(maker: Maker | None, *, full: bool) -> Iterator[Section]:
    """What decided the values of a component: what is set, then defaults.

    Args:
        maker: The settings that made it.
        full: Whether each default is listed.
    """
    if maker is None or not maker.settings:
        return
    given = [one for one in maker.settings if not one.default]
    defaults = [one for one in maker.settings if one.default]
    shown = [*given, *defaults] if full else given
    rows = tuple(
        (one.path, "default" if one.default else str(one.where or ""), _listed(one.decides, full=full))
        for one in shown
    )
    hidden = () if full else tuple(_defaults(defaults))
    yield Section(title="Decided by", head=("setting", "set at", "decides"), rows=rows, notes=hidden)


def _defaults(defaults: Sequence[Setting]) -> Iterator[str]:
    if not defaults:
        return
    paths: defaultdict[str, list[str]] = defaultdict(list)
    for one in defaults:
        above, _, last = one.path.rpartition(".")
        paths[above].append(last)
    told = "; ".join(f"{above}: {', '.join(names)}" for above, names in sorted(paths.items()))
    yield f"Nobody set, so that defaults hold: {told}"


def _listed(names: Sequence[str], *, full: bool, most: int = _NAMES) -> str:
    if full or len(names) <= most + 1:
        return ", ".join(names)
    return f"{', '.join(names[:most])} and {len(names) - most} more"


def links_section(title: str, links: Sequence[Link], nothing: str, *, full: bool) -> Section:
    """What something needs, or what needs it: alike ones in a row.

    Args:
        title: Title of the section.
        links: The others.
        nothing: What is said where there is none.
        full: Whether every name is listed.
    """
    rows: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for link in links:
        key = ", ".join(link.by) or "waits for"
        rows[key, short_type(link.resource.type)].append(link.resource.name)
    return Section(
        title=f"{title} ({len(links)})" if links else title,
        rows=tuple((by, kind, _listed(names, full=full)) for (by, kind), names in rows.items()),
        notes=() if links else (nothing,),
    )


def resource_cost_section(cost: ResourceCost | None) -> Section:
    """What one resource costs, line by line.

    Args:
        cost: What is known of it.
    """
    title = "Costs a month"
    if cost is None:
        return Section(title=title, notes=("not asked for",))
    if cost.standing is Standing.UNSUPPORTED:
        return Section(title=title, notes=("not known: this type is not priced here",))
    if cost.standing is Standing.FREE:
        return Section(title=title, notes=(f"nothing: {cost.reason}",))
    rows = tuple(
        (
            f"{usd(item.monthly)} USD" if item.monthly is not None else "not known",
            item.name,
            f"{quantity(item.quantity)} {item.unit}" + ("" if item.price is None else f" at {item.price:f}"),
        )
        for item in cost.items
    )
    total = marked(cost.monthly, complete=cost.complete)
    return Section(title=f"Costs {total} USD a month", rows=rows)


def findings_section(findings: Sequence[Finding], *, full: bool) -> Section:
    """What the checks say of one resource.

    Args:
        findings: The findings, failures first.
        full: Whether passes are listed.
    """
    counted = [
        f"{number} {words}"
        for verdict, words in (
            (Verdict.FAIL, "fail"),
            (Verdict.UNKNOWN, "cannot tell yet"),
            (Verdict.PASS, "pass"),
        )
        if (number := sum(one.verdict is verdict for one in findings))
    ]
    shown = [one for one in findings if full or one.verdict in {Verdict.FAIL, Verdict.UNKNOWN}]
    passed = [one.id.partition("-")[0] for one in findings if one not in shown]
    return Section(
        title=f"Judged by {plural(len(findings), 'check')}: {', '.join(counted)}" if findings else "Checks",
        rows=tuple((_verdict(one), one.id.partition("-")[0], _said(one)) for one in shown),
        notes=(f"passed: {', '.join(passed)}",) if passed else () if findings else ("No check judges it.",),
    )


def _verdict(one: Finding) -> str:
    if one.verdict is Verdict.FAIL:
        return "waived" if one.waived else "FAIL"
    return one.verdict.value


def _said(one: Finding) -> str:
    """What is the case, and what is to be done or why nothing is."""
    more = f"waived: {one.waived}" if one.waived else one.fix
    return f"{one.message}; {more}" if more else one.message


def kinds(resources: Iterable[Resource]) -> str:
    """Types with their numbers, such as ``Subnet 9, Vpc``."""
    return ", ".join(
        f"{kind} {number}" if number > 1 else kind for kind, number in count_by_type(tuple(resources))
    )


def failed_section(failed: Sequence[Finding], *, full: bool, most: int = 10) -> Iterator[Section]:
    """Checks that fail of several resources.

    Args:
        failed: The failures.
        full: Whether every one is listed.
        most: How many are listed otherwise. Default: 10.
    """
    if not failed:
        return
    shown = failed if full else failed[:most]
    more = len(failed) - len(shown)
    yield Section(
        title=f"Fails {plural(len(failed), 'check')}",
        rows=tuple((_verdict(one), one.id.partition("-")[0], one.name, _said(one)) for one in shown),
        notes=(f"… and {more} more (--all lists them)",) if more else (),
    )
