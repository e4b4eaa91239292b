"""What reads each table has in common: the names that there are, and the mistakes found so far."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from holdfast.toolfile.mistakes import Mistake, from_pydantic, hint, shown, unknown_key
from holdfast.toolfile.tables import Amount

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from holdfast.checks.model import Rule
    from holdfast.toolfile.lines import Path

Table = TypeVar("Table", bound=BaseModel)
_AMOUNT: TypeAdapter[Decimal] = TypeAdapter(Amount)


class Reading:
    """One reading of one file."""

    def __init__(self, rules: Iterable[Rule], stacks: Collection[str], lines: Mapping[Path, int]) -> None:
        self.rules = {name: rule for rule in rules for name in (rule.code, rule.id)}
        self.stacks = stacks
        self.lines = lines
        self.mistakes: list[Mistake] = []

    def wrong(self, path: Path, words: str) -> None:
        """Keep a mistake."""
        self.mistakes.append(Mistake(path, words))

    def unknown(self, path: Path, given: Iterable[str], known: Collection[str]) -> None:
        """Tell the keys of a table that there are not."""
        for key in given:
            if key not in known:
                self.wrong((*path, key), unknown_key(key, known))

    def rule(self, path: Path, name: str) -> Rule | None:
        """The rule of a code or id; None where there is none, which is told."""
        if name not in self.rules:
            codes = ", ".join(one for one in self.rules if "-" not in one)
            self.wrong(path, f"there is no check '{name}'{hint(name, self.rules)} (checks: {codes})")
        return self.rules.get(name)

    def stack(self, path: Path, name: str) -> None:
        """Tell a stack that there is not."""
        if self.stacks and name not in self.stacks:
            names = ", ".join(sorted(self.stacks))
            self.wrong(path, f"there is no stack '{name}'{hint(name, self.stacks)} (stacks: {names})")

    def amount(self, path: Path, value: object) -> Decimal:
        """A number that is not negative; 0 where it is something else, which is told."""
        try:
            return _AMOUNT.validate_python(value)
        except ValidationError as error:
            self.mistakes += [from_pydantic(one, path, ()) for one in error.errors()]
            return Decimal()

    def model(self, path: Path, given: object, model: type[Table]) -> Table | None:
        """A table whose keys are fixed; None where it has mistakes, which are told."""
        try:
            return model.model_validate(given)
        except ValidationError as error:
            keys = tuple(model.model_fields)
            self.mistakes += [from_pydantic(one, path, keys) for one in error.errors()]
            return None

    def mapping(self, path: Path, given: object) -> dict[str, Any]:
        """A table of any keys; none where it is something else, which is told."""
        if isinstance(given, dict):
            return given
        self.wrong(path, f"should be a table, got {shown(given)}")
        return {}

    def tables(self, path: Path, given: object, header: str) -> dict[str, dict[str, Any]]:
        """Tables by name; none where it is something else, which is told."""
        if isinstance(given, dict) and all(isinstance(one, dict) for one in given.values()):
            return given
        self.wrong(path, f"should be tables, each under a line {header}")
        return {}
