"""Writes the page of documented changes, ``docs/changes.md``: ``python -m tests.engine.changes.page``.

The steps are those that the tests saw (``results.json``); a test holds the page to what this makes.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from tests.engine.changes.documented import CHANGES, STACKS
from tests.engine.changes.results import recorded
from tests.engine.changes.words import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.engine.changes.model import Change, Patch

PAGE = Path(__file__).parents[3] / "docs" / "changes.md"
_INTRODUCTION = """# What a change does

Each change starts from a stack file of this repository, on the real Pulumi engine and against a stand-in for
AWS; the steps are those that `pulumi preview` told, of resources and not of components. The page is made from
the tests' results by `python -m tests.engine.changes.page`. How long AWS takes is not measured.

- Nothing that keeps state or carries traffic is deleted or replaced, but where the change asks for it.
- *up*: the update was really run. It did nothing but what the preview had told (a change that depends on
  something not made yet can turn out to be none), and a further preview showed no change.
- *back*: the setting was then taken back, which deletes only what the change had made.

How a stack is let go of stands in the [README](../README.md), under *Up, and down*; that is tested too.
"""


def page() -> str:
    """The page's text."""
    results = recorded()
    sections = [_section(stack, results).rstrip("\n") for stack in STACKS]
    return "\n\n".join([_INTRODUCTION.rstrip("\n"), *sections]) + "\n"


def _section(stack: str, results: Mapping[str, Any]) -> str:
    of_stack = [change for change in CHANGES.values() if change.stack == stack]
    rows = "".join(f"{_row(change, results[change.key])}\n" for change in of_stack)
    notes = "".join(f"{note}\n" for change in of_stack for note in _notes(change, results[change.key]))
    return (
        f"## {STACKS[stack]}\n\nFrom `Pulumi.{stack}.yaml`.\n\n"
        f"| change | in the settings | steps | tried |\n|---|---|---|---|\n{rows}\n{notes}"
    )


def _row(change: Change, result: Mapping[str, Any]) -> str:
    tried = "up, back" if change.back else "up" if change.deploys else ""
    return f"| {change.title} | {_settings(change.settings)} | {sentence(result['steps'])} | {tried} |"


def _settings(patch: Patch) -> str:
    return "<br>".join(
        f"`{path}` taken away" if value is None else f"`{path}: {_inline(value)}`"
        for path, value in patch.items()
    )


def _inline(value: Any) -> str:
    text = yaml.safe_dump(value, default_flow_style=True, width=10_000, sort_keys=False)
    return text.removesuffix("\n").removesuffix("\n...")


def _notes(change: Change, result: Mapping[str, Any]) -> Iterator[str]:
    told = [("Before", change.before), ("Order", _order(change)), ("After", change.after)]
    if change.back:
        told.append(("Back", _back(result)))
    texts = [f"{when}: {text}" for when, text in told if text]
    if texts:
        yield f"**{change.title}.** {' '.join(texts)}\n"


def _order(change: Change) -> str:
    words = {"create": "made", "update": "changed", "delete": "deleted"}
    calls = [call.split() for call in change.order]
    told = ", then ".join(f"`{name}` {words[operation]}" for operation, name in calls)
    return told and f"{told}."


def _back(result: Mapping[str, Any]) -> str:
    """The way back, in words; short where it is the same steps the other way round."""
    turned = {"create": "delete", "delete": "create"}
    if result["back"] == {turned.get(one, one): rows for one, rows in result["steps"].items()}:
        return "the same, the other way round."
    return f"{sentence(result['back'])}."


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
