"""The examples in other languages, made to run with the plugin in the environment that runs the tests.

The engine would make the plugin's own environment with pip, and fetch the providers that it needs; a path to
an executable is started as it is.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import yaml

from tests.plugin.plugin import FOLDER

EXAMPLES = Path(__file__).parents[2] / "examples"


def executable(folder: Path) -> Path:
    """Make the plugin's executable in a new folder."""
    folder.mkdir()
    file = folder / "pulumi-resource-holdfast"
    file.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{FOLDER}" "$@"\n', encoding="utf-8")
    file.chmod(0o755)
    return file


def example(language: str, folder: Path) -> Path:
    """Copy an example that takes the plugin from this checkout, and give its folder."""
    program = folder / "program"
    shutil.copytree(EXAMPLES / language, program, ignore=shutil.ignore_patterns("node_modules", "sdks"))
    plugin = executable(folder / "plugin")
    edit(program, lambda project: project.pop("packages"))
    edit(
        program,
        lambda project: project.update(
            plugins={"providers": [{"name": "holdfast", "path": str(plugin.parent)}]}
        ),
    )
    return program


def edit(program: Path, change: Any) -> None:
    """Change a program's ``Pulumi.yaml``."""
    file = program / "Pulumi.yaml"
    project = yaml.safe_load(file.read_text(encoding="utf-8"))
    change(project)
    file.write_text(yaml.safe_dump(project, sort_keys=False), encoding="utf-8")
