"""Runs a program by Pulumi's Automation API, with a backend in a folder and the stand-in as its providers."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml
from pulumi import automation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

_TIMEOUT_SECONDS = 300
_UPDATE = ("pulumi", "up", "--yes", "--skip-preview", "--non-interactive", "--color", "never")


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

    def __init__(
        self,
        folder: Path,
        stack: str,
        providers: str,
        *,
        checkpoints: bool = False,
        port: int | None = None,
    ) -> None:
        """Prepare a folder that holds a program.

        Args:
            folder: Where ``Pulumi.yaml`` is; the stack's state is kept beside it.
            stack: Name of the stack.
            providers: What ``PULUMI_DEBUG_PROVIDERS`` says.
            checkpoints: Whether the state is written after each step, as users have it. Default: at the end
                only, which is many times faster and the same unless the engine itself is killed.
            port: Where the program is in memory already, by ``tests.engine.hosting``. Default: the CLI
                starts it each time.
        """
        self._folder = folder
        self._stack = stack
        backend = folder.parent / f"{folder.name}-backend"
        backend.mkdir(exist_ok=True)
        own = {name: "" for name in os.environ if name.startswith(("PULUMI_", "AWS_"))}
        self._environment = {
            **own,
            "PULUMI_BACKEND_URL": backend.as_uri(),
            "PULUMI_CONFIG_PASSPHRASE": "planted",
            "PULUMI_HOME": str(backend / "home"),
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PULUMI_SKIP_CHECKPOINTS": "false" if checkpoints else "true",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            "PULUMI_DEBUG_PROVIDERS": providers,
        }
        if port is not None:  # what the option --client says; the Automation API has no way to give it
            self._environment["PULUMI_OPTION_CLIENT"] = f"127.0.0.1:{port}"
        workspace = automation.LocalWorkspaceOptions(work_dir=str(folder), env_vars=self._environment)
        self._automation = automation.create_stack(stack, work_dir=str(folder), opts=workspace)

    def configure(self, config: Mapping[str, Any]) -> None:
        """Write the stack's settings."""
        path = self._folder / f"Pulumi.{self._stack}.yaml"
        before = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else None
        path.write_text(yaml.safe_dump({**(before or {}), "config": dict(config)}), encoding="utf-8")

    def document(self) -> dict[str, Any]:
        """What ``pulumi preview --json`` tells."""
        with _told():
            document: dict[str, Any] = json.loads(self._automation.preview(json=True).stdout)
        return document

    def preview(self) -> list[Step]:
        """Tell what an update would do."""
        return [_step(step) for step in self.document()["steps"] if step["op"] != "same"]

    def up(self) -> str:
        """Update, and give what the CLI printed."""
        with _told():
            return str(self._automation.up(color="never", show_secrets=False).stdout)

    def up_until(self, happened: Callable[[], bool], number: signal.Signals) -> str:
        """Update, and send the CLI a signal once something happened; give what it printed.

        Args:
            happened: Asked every few milliseconds.
            number: ``SIGINT`` to interrupt it as a person would, ``SIGKILL`` for a machine that is gone.
        """
        with subprocess.Popen(  # noqa: S603  # the CLI itself, on a program of ours
            [*_UPDATE, "--stack", self._stack],
            cwd=self._folder,
            env={**os.environ, **self._environment},
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
        exported = self._automation.export_stack()
        return {"version": exported.version, "deployment": exported.deployment}

    def import_state(self, file: Path) -> None:
        """Take over a state that was exported."""
        state = json.loads(file.read_text(encoding="utf-8"))
        self._automation.import_stack(automation.Deployment(state["version"], state["deployment"]))

    def refresh(self) -> None:
        """Take over what the cloud has."""
        with _told():
            self._automation.refresh(color="never", show_secrets=False)

    def destroy(self) -> None:
        """Delete everything."""
        with _told():
            self._automation.destroy(color="never", show_secrets=False)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except automation.CommandError as error:
        raise EngineError(str(error)) from None


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
