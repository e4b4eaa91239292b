"""Stacks on which things go wrong: what they are, and how commands run on them."""

from __future__ import annotations

import copy
import os
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from tests.engine.engine import Stack, copy_program
from tests.engine.hosting import host
from tests.engine.standin import Cloud, serve
from tests.engine.standin.faults import Fault, Faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.engine.standin import Thing

ROOT = Path(__file__).parents[2]
_TIMEOUT_SECONDS = 300
_LEFT_BEHIND = "Failed to connect to remote host: Connection refused"


@dataclass(frozen=True, kw_only=True)
class Ran:
    """A command that ended."""

    failed: bool
    text: str
    """What it printed, both streams."""


class CommandLine(Stack):
    """A stack as a person works on it: commands that may fail, and what they print."""

    def run(self, command: str, *options: str) -> Ran:
        """Run a command of the CLI to its end.

        Args:
            command: ``up``, ``preview``, ``refresh``, ``destroy`` or ``cancel``.
            options: What follows it.
        """
        given = [*options, "--stack", self._stack, "--non-interactive", "--color", "never"]
        if command != "preview":
            given.append("--yes")
        if command in ("up", "refresh", "destroy"):
            given.append("--skip-preview")
        ran = self._run(command, given)
        # A run that failed can leave a call behind in the program's process, over which the next one trips.
        return self._run(command, given) if ran.failed and _LEFT_BEHIND in ran.text else ran

    def _run(self, command: str, given: list[str]) -> Ran:
        done = subprocess.run(  # noqa: S603  # the CLI itself, on a program of ours
            ["pulumi", command, *given],  # noqa: S607
            cwd=self._folder,
            env={**os.environ, **self._environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=_TIMEOUT_SECONDS,
        )
        return Ran(failed=done.returncode != 0, text=done.stdout)


@dataclass(frozen=True, kw_only=True)
class Faulty:
    """A stack, its cloud, and what goes wrong there."""

    stack: CommandLine
    settings: dict[str, Any]
    """What it was made with."""
    cloud: Cloud = field(default_factory=Cloud)
    faults: Faults = field(default_factory=Faults)

    @contextmanager
    def failing(self, *rules: Fault) -> Iterator[None]:
        """Let things go wrong while the context lasts."""
        self.faults.rules[:] = rules
        try:
            yield
        finally:
            self.faults.rules.clear()

    def again(self, command: str, *options: str) -> str:
        """Run a command that must succeed, and give what it printed."""
        ran = self.stack.run(command, *options)
        assert not ran.failed, ran.text
        return ran.text

    def fails(self, command: str, *options: str) -> str:
        """Run a command that must fail, and give what it printed."""
        ran = self.stack.run(command, *options)
        assert ran.failed, ran.text
        return ran.text


@contextmanager
def faulty(
    folder: Path, name: str, settings: dict[str, Any], *, warm: bool = True, checkpoints: bool = False
) -> Iterator[Faulty]:
    """Prepare one of the project's stacks, not made yet.

    Args:
        folder: A new folder for it.
        name: Its name.
        settings: What its stack file says.
        warm: Whether the program stays in memory, which saves most of the time. Default: it does.
        checkpoints: As of ``Stack``.
    """
    program = copy_program(ROOT, folder / "program", "__main__.py", f"Pulumi.{name}.yaml")
    cloud, faults = Cloud(), Faults()
    with serve(cloud, faults) as providers, host(program / "__main__.py") if warm else _not() as port:
        stack = CommandLine(program, name, providers, port=port, checkpoints=checkpoints)
        stack.configure(settings)
        yield Faulty(stack=stack, settings=settings, cloud=cloud, faults=faults)


@contextmanager
def _not() -> Iterator[None]:
    yield


def settings_of(name: str) -> dict[str, Any]:
    """What a stack file of the project says."""
    found: dict[str, Any] = yaml.safe_load((ROOT / f"Pulumi.{name}.yaml").read_text(encoding="utf-8"))
    return copy.deepcopy(found["config"])


def with_store() -> dict[str, Any]:
    """The settings of dev, with a database and its backups in another region: some of everything."""
    settings = settings_of("dev")
    settings["holdfast:services"]["orders"]["stores"] = ["orders"]
    return {
        **settings,
        "holdfast:regions": {**settings["holdfast:regions"], "euc1": {"role": "backup"}},
        "holdfast:stores": {"orders": {"kind": "aurora-postgresql"}},
        "holdfast:backups": {"copy_to": ["euc1"], "retention_days": 7},
    }


def drift(one: Faulty, type_token: str, name: str, **properties: Any) -> None:
    """Change a resource behind the engine's back.

    Args:
        one: Its stack.
        type_token: Its type.
        name: Its logical name.
        properties: What AWS has from now on.
    """
    _thing(one, type_token, name).state.update(properties)


def vanish(one: Faulty, type_token: str, name: str) -> None:
    """Delete a resource behind the engine's back.

    Args:
        one: Its stack.
        type_token: Its type.
        name: Its logical name.
    """
    thing = _thing(one, type_token, name)
    one.cloud.delete(type_token, thing.state, thing.id)


def _thing(one: Faulty, type_token: str, name: str) -> Thing:
    resources = one.stack.export()["deployment"]["resources"]
    (id_,) = (each["id"] for each in resources if each["urn"].endswith(f"${type_token}::{name}"))
    (thing,) = (each for each in one.cloud.of(type_token) if each.id == id_)
    return thing
