"""A repository with a small Pulumi program, of which reviews compare revisions."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PROJECT = "name: orders\nruntime: python\n"
SECRET = "hunter2-of-the-program"  # noqa: S105  # it opens nothing
PROGRAM = """\
import pulumi
from parts import table

config = pulumi.Config()
table("orders", "id", config.get_int("reads") or 5, pulumi.Output.secret("SECRET"))
""".replace("SECRET", SECRET)
PARTS = """\
import pulumi


def table(name, key, reads, password, **more):
    inputs = {"hashKey": key, "readCapacity": reads, "region": "eu-west-1", "password": password, **more}
    options = pulumi.ResourceOptions(protect=True)
    return pulumi.CustomResource("aws:dynamodb/table:Table", name, inputs, options)
"""
REPLACED = PROGRAM.replace('"id"', '"key"')
"""The program with a change that replaces its table."""


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=nobody", "-c", "user.email=nobody@example.com")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    done = subprocess.run(  # noqa: S603  # git with arguments of ours
        ["git", "-C", str(folder), *identity, "-c", "protocol.file.allow=always", *arguments],  # noqa: S607  # the git that is there
        check=True,
        capture_output=True,
        text=True,
        env=environment,
    )
    return done.stdout.strip()


def save(folder: Path, files: Mapping[str, str | None]) -> None:
    """Write files, or take away those without a text."""
    for name, text in files.items():
        file = folder / name
        if text is None:
            file.unlink()
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")


def commit(folder: Path, files: Mapping[str, str | None], message: str = "a change") -> str:
    """Commit files, and give the commit's hash."""
    save(folder, files)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "-m", message)
    return git(folder, "rev-parse", "HEAD")


def repository(folder: Path, program: str = "") -> Path:
    """A repository on ``main`` with the program in one commit, in a folder of it."""
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    files = {
        "Pulumi.yaml": PROJECT,
        "Pulumi.dev.yaml": "config: {}\n",
        "__main__.py": PROGRAM,
        "parts.py": PARTS,
        ".gitignore": "__pycache__/\n.venv/\n",
    }
    commit(folder, {f"{program}/{name}" if program else name: text for name, text in files.items()}, "begin")
    return folder
