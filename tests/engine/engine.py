"""Runs a program through the Pulumi CLI, with a backend in a folder and the stand-in as its providers.

The CLI and not the Automation API: that runs the same CLI, asks it for its version and its stack each time,
and tells a preview's steps only as a stream of events, while ``pulumi preview --json`` is the document that
``holdfast.graph`` reads.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_TIMEOUT_SECONDS = 300
NEEDED = ("pulumi", "pulumi-language-python")
MISSING = [name for name in NEEDED if shutil.which(name) is None]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a preview that is not ``same``."""

    op: str
    type: str
    name: str
    properties: tuple[str, ...]
    """Inputs that differ."""


class EngineError(Exception):
    """The CLI failed; the text is what it said."""


class Stack:
    """One stack of one program."""

    def __init__(self, folder: Path, stack: str, providers: str, *, checkpoints: bool = False) -> None:
        """Prepare a folder that holds a program.

        Args:
            folder: Where ``Pulumi.yaml`` is; the stack's state is kept beside it.
            stack: Name of the stack.
            providers: What ``PULUMI_DEBUG_PROVIDERS`` says.
            checkpoints: Whether the state is written after each step, as users have it. Default: at the end
                only, which is many times faster and the same unless the engine itself is killed.
        """
        self._folder = folder
        self._stack = stack
        backend = folder.parent / f"{folder.name}-backend"
        backend.mkdir(exist_ok=True)
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("PULUMI_", "AWS_"))},
            "PULUMI_BACKEND_URL": backend.as_uri(),
            "PULUMI_CONFIG_PASSPHRASE": "planted",
            "PULUMI_HOME": str(backend / "home"),
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PULUMI_SKIP_CHECKPOINTS": "false" if checkpoints else "true",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            "PULUMI_DEBUG_PROVIDERS": providers,
        }
        self._pulumi("stack", "init", stack)

    def configure(self, config: Mapping[str, Any]) -> None:
        """Write the stack's settings."""
        path = self._folder / f"Pulumi.{self._stack}.yaml"
        before = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else None
        path.write_text(yaml.safe_dump({**(before or {}), "config": dict(config)}), encoding="utf-8")

    def document(self) -> dict[str, Any]:
        """What ``pulumi preview --json`` tells."""
        document: dict[str, Any] = json.loads(self._pulumi("preview", "--json", "--stack", self._stack))
        return document

    def preview(self) -> list[Step]:
        """Tell what an update would do."""
        return [_step(step) for step in self.document()["steps"] if step["op"] != "same"]

    def up(self) -> str:
        """Update, and give what the CLI printed."""
        return self._pulumi(*self._update())

    def up_until(self, happened: Callable[[], bool], number: signal.Signals) -> str:
        """Update, and send the CLI a signal once something happened; give what it printed.

        Args:
            happened: Asked every few milliseconds.
            number: ``SIGINT`` to interrupt it as a person would, ``SIGKILL`` for a machine that is gone.
        """
        with subprocess.Popen(  # noqa: S603  # the CLI itself, on a program of ours
            self._command(*self._update()),
            cwd=self._folder,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        ) as process:
            while process.poll() is None and not happened():
                time.sleep(0.005)
            if number is signal.SIGKILL:
                os.killpg(process.pid, number)
            else:
                process.send_signal(number)
            return process.communicate(timeout=_TIMEOUT_SECONDS)[0]

    def export(self) -> dict[str, Any]:
        """Give the state, secrets encrypted."""
        state: dict[str, Any] = json.loads(self._pulumi("stack", "export", "--stack", self._stack))
        return state

    def import_state(self, file: Path) -> None:
        """Take over a state that was exported."""
        self._pulumi("stack", "import", "--file", str(file), "--stack", self._stack)

    def refresh(self) -> None:
        """Take over what the cloud has."""
        self._pulumi("refresh", "--yes", "--skip-preview", "--stack", self._stack)

    def destroy(self) -> None:
        """Delete everything."""
        self._pulumi("destroy", "--yes", "--skip-preview", "--stack", self._stack)

    def _update(self) -> tuple[str, ...]:
        return ("up", "--yes", "--skip-preview", "--stack", self._stack)

    @staticmethod
    def _command(*arguments: str) -> list[str]:
        return ["pulumi", *arguments, "--non-interactive", "--color", "never"]

    def _pulumi(self, *arguments: str) -> str:
        command = self._command(*arguments)
        done = subprocess.run(  # noqa: S603  # the CLI itself, on a program of ours
            command,
            cwd=self._folder,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=_TIMEOUT_SECONDS,
        )
        if done.returncode:
            raise EngineError(f"{' '.join(command)}\n{done.stdout[-6000:]}\n{done.stderr[-6000:]}")
        return done.stdout


def copy_program(source: Path, folder: Path, *names: str) -> Path:
    """Copy a program's own files into a new folder, to run in the environment that runs the tests."""
    folder.mkdir()
    for name in names:
        shutil.copy(source / name, folder)
    project = yaml.safe_load((source / "Pulumi.yaml").read_text(encoding="utf-8"))
    project["runtime"] = {"name": "python", "options": {"toolchain": "pip", "virtualenv": sys.prefix}}
    (folder / "Pulumi.yaml").write_text(yaml.safe_dump(project), encoding="utf-8")
    return folder


def _step(step: Mapping[str, Any]) -> Step:
    _, _, type_chain, name = step["urn"].split("::", 3)
    return Step(
        op=step["op"],
        type=type_chain.rsplit("$", 1)[-1],
        name=name,
        properties=tuple(sorted(step.get("detailedDiff") or {})),
    )
