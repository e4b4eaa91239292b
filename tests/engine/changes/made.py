"""A stack of the project that was made, and what a change does to it; each starts from the same state."""

from __future__ import annotations

import copy
import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from tests.engine.changes.model import applied
from tests.engine.engine import EngineError, Stack, Step, copy_program
from tests.engine.hosting import host
from tests.engine.standin import Call, Cloud, Faults, serve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.engine.changes.model import Change

_ROOT = Path(__file__).parents[3]


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a change did."""

    steps: list[Step]
    """What the preview told."""
    refused: str | None
    """What the engine said of it before the last preparation; None if it was not asked."""
    calls: list[Call] = field(default_factory=list)
    """What the update asked of the cloud, in order."""
    again: list[Step] = field(default_factory=list)
    """What a second update would do."""
    back: list[Step] = field(default_factory=list)
    """What the way back would do."""


@dataclass(frozen=True, kw_only=True)
class Made:
    """A stack that was made."""

    name: str
    stack: Stack
    cloud: Cloud
    faults: Faults
    settings: dict[str, Any]
    """What stands under ``config`` in its file."""
    state: Path
    """Its state as it was made."""
    world: dict[str, Any]
    """What existed then: the cloud's own fields."""
    first: list[Step]
    """What the preview of the empty stack told."""

    def restore(self) -> None:
        """Make everything as it was when the stack had just been made."""
        vars(self.cloud).update(copy.deepcopy(self.world))
        self.stack.import_state(self.state)
        self.stack.configure(self.settings)
        self.faults.calls.clear()

    def see(self, change: Change) -> Seen:
        """Let a change happen to the stack as it was made."""
        self.restore()
        refused = None
        for number, patch in enumerate(change.prepared):
            before = change.prepared[:number]
            if change.refused and number == len(change.prepared) - 1:
                refused = self._refusal(applied(self.settings, *before, change.settings))
            self.stack.configure(applied(self.settings, *before, patch))
            self.stack.up()
        self.stack.configure(applied(self.settings, *change.prepared, change.settings))
        steps = self.stack.preview()
        if not change.deploys:
            return Seen(steps=steps, refused=refused)
        self.faults.calls.clear()
        self.stack.up()
        calls = list(self.faults.calls)
        again = self.stack.preview()
        if not change.back:
            return Seen(steps=steps, refused=refused, calls=calls, again=again)
        self.stack.configure(applied(self.settings, *change.prepared))
        return Seen(steps=steps, refused=refused, calls=calls, again=again, back=self.stack.preview())

    def _refusal(self, settings: dict[str, Any]) -> str:
        """What the engine says of settings; nothing if it accepts them."""
        self.stack.configure(settings)
        try:
            self.stack.preview()
        except EngineError as error:
            return str(error)
        return ""


@contextmanager
def made(name: str, folder: Path) -> Iterator[Made]:
    """Make one of the project's stacks on a stand-in cloud.

    Args:
        name: Its name.
        folder: Where the program runs.
    """
    cloud, faults, file = Cloud(), Faults(), f"Pulumi.{name}.yaml"
    program = copy_program(_ROOT, folder / "program", "__main__.py", file)
    settings = yaml.safe_load((_ROOT / file).read_text(encoding="utf-8"))["config"]
    with serve(cloud, faults) as providers, host(program / "__main__.py") as port:
        stack = Stack(program, name, providers, port=port)
        first = stack.preview()
        stack.up()
        state = folder / "state.json"
        state.write_text(json.dumps(stack.export()), encoding="utf-8")
        yield Made(
            name=name,
            stack=stack,
            cloud=cloud,
            faults=faults,
            settings=settings,
            state=state,
            world=copy.deepcopy({key: value for key, value in vars(cloud).items() if key != "_lock"}),
            first=first,
        )
