"""The designs that a stack can have, from the cheapest on, and the stores that can keep what it keeps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from holdfast.init.answers import Answers, Data
from holdfast.settings.aws_regions import PLACES
from holdfast.settings.contradictions.dsql import SETS
from holdfast.settings.contradictions.tables import STRONG_SETS
from holdfast.topology.values import Consistency, StoreKind

if TYPE_CHECKING:
    from collections.abc import Iterator


class Design(StrEnum):
    """How many regions serve, and what runs in the second one before it is needed; in AWS's words."""

    SINGLE_REGION = "single-region"
    BACKUP_AND_RESTORE = "backup-and-restore"
    PILOT_LIGHT = "pilot-light"
    WARM_STANDBY = "warm-standby"
    HOT_STANDBY = "hot-standby"
    ACTIVE_ACTIVE = "active-active"

    @property
    def needs_two_regions(self) -> bool:
        """Whether a second region is part of it."""
        return self is not Design.SINGLE_REGION


DESIGNS = {
    Design.SINGLE_REGION: "one region serves; another keeps copies of backups",
    Design.BACKUP_AND_RESTORE: "the second region is built from backups once the first is lost",
    Design.PILOT_LIGHT: "data is copied to the second region, where nothing else runs",
    Design.WARM_STANDBY: "a quarter runs in the second region, and grows when it takes over",
    Design.HOT_STANDBY: "all that is needed runs in the second region, and waits",
    Design.ACTIVE_ACTIVE: "every region serves, and each can take the load of another",
}
"""Each design, from the cheapest on, and what it means."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """One way to keep data."""

    kind: StoreKind
    consistency: Consistency | None = None
    """None leaves it to the kind."""
    witness: str | None = None
    """Place that sees writes and keeps no whole copy; None for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A design with the store that it would have."""

    design: Design
    store: Store | None
    """None where nothing is kept."""

    def __str__(self) -> str:
        """Name it in a line."""
        if self.store is None:
            return self.design
        return f"{self.design} on {self.store.kind}{' (strong)' if self.store.consistency else ''}"


_SINGLE = {
    Data.RELATIONAL: StoreKind.AURORA_POSTGRESQL,
    Data.ITEMS: StoreKind.DYNAMODB,
    Data.FILES: StoreKind.S3,
}


def candidates(answers: Answers, design: Design | None) -> Iterator[Candidate]:
    """Give what could be declared, from the cheapest on.

    Args:
        answers: What was asked for.
        design: The one design that is wanted; None for any.
    """
    for one in DESIGNS if design is None else (design,):
        if _uses_regions(answers, one):
            for store in _stores(answers, one):
                yield Candidate(design=one, store=store)


def _uses_regions(answers: Answers, design: Design) -> bool:
    """Whether a design has the second region that it needs, or has a use for the one that was named."""
    if design.needs_two_regions:
        return len(answers.regions) > 1
    return len(answers.regions) == 1 or answers.data is not Data.NONE


def _stores(answers: Answers, design: Design) -> Iterator[Store | None]:
    if answers.data is Data.NONE:
        yield None
        return
    yield Store(kind=_SINGLE[answers.data])
    held = runs_in(answers, design)
    if answers.data is Data.RELATIONAL:
        yield Store(kind=StoreKind.DSQL, witness=_third(held, _DSQL_SETS))
    elif answers.data is Data.ITEMS and len(held) > 1:
        yield Store(
            kind=StoreKind.DYNAMODB, consistency=Consistency.STRONG, witness=_third(held, STRONG_SETS)
        )


def runs_in(answers: Answers, design: Design) -> tuple[str, ...]:
    """Give the places that have the service, running or ready to, and with it the data.

    Args:
        answers: What was asked for.
        design: The design.
    """
    if design in {Design.SINGLE_REGION, Design.BACKUP_AND_RESTORE}:
        return answers.regions[:1]
    return answers.regions if design is Design.ACTIVE_ACTIVE else answers.regions[:2]


_DSQL_SETS = tuple(
    frozenset(place for place, region in PLACES.items() if region.name in names) for names in SETS
)


def _third(held: tuple[str, ...], sets: tuple[frozenset[str], ...]) -> str | None:
    """Give the witness of two places: the first other one of their set, as the table of places has it."""
    fitting = next((one for one in sets if set(held) <= one), None)
    if fitting is None or len(held) != 2:  # noqa: PLR2004  # one has no peer, three need no witness
        return None
    return next(place for place in PLACES if place in fitting - set(held))
