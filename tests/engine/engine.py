"""Runs a program through the Pulumi CLI, with a backend in a folder and the stand-in as its providers.

The CLI and not the Automation API: that runs the same CLI, asks it for its version and its stack each time,
and tells a preview's steps only as a stream of events, while ``pulumi preview --json`` is the document that
``holdfast.graph`` reads.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

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

    def __init__(self, folder: Path, stack: str, providers: str) -> None:
        """Prepare a folder that holds a program.

        Args:
            folder: Where ``Pulumi.yaml`` is; the stack's state is kept beside it.
            stack: Name of the stack.
            providers: What ``PULUMI_DEBUG_PROVIDERS`` says.
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
            "PULUMI_SKIP_CHECKPOINTS": "true",  # writing the state once is enough: nothing is resumed here
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            "PULUMI_DEBUG_PROVIDERS": providers,
        }
        self._pulumi("stack", "init", stack)

    def configure(self, config: Mapping[str, Any]) -> None:
        """Write the stack's settings."""
        path = self._folder / f"Pulumi.{self._stack}.yaml"
        before = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else None
        path.write_text(yaml.safe_dump({**(before or {}), "config": dict(config)}), encoding="utf-8")

    def preview(self) -> list[Step]:
        """Tell what an update would do."""
        document = json.loads(self._pulumi("preview", "--json", "--stack", self._stack))
        return [_step(step) for step in document["steps"] if step["op"] != "same"]

    def up(self) -> None:
        """Update."""
        self._pulumi("up", "--yes", "--skip-preview", "--stack", self._stack)

    def refresh(self) -> None:
        """Take over what the cloud has."""
        self._pulumi("refresh", "--yes", "--skip-preview", "--stack", self._stack)

    def destroy(self) -> None:
        """Delete everything."""
        self._pulumi("destroy", "--yes", "--skip-preview", "--stack", self._stack)

    def _pulumi(self, *arguments: str) -> str:
        command = ["pulumi", *arguments, "--non-interactive", "--color", "never"]
        done = subprocess.run(  # noqa: S603  # the CLI itself, on a program of ours
            command,
            cwd=self._folder,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=180,
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
