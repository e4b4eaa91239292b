"""What the other version's checks say of the stack that the other version declares."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdfast.upgrade.environment import clean_environment
from holdfast.upgrade.model import NewFinding

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from holdfast.upgrade.environment import Environment

_ANSWERED = frozenset({0, 1})
_SECONDS = 300


def new_findings(
    made: Environment, document: Mapping[str, Any], known: Collection[tuple[str, str | None]], program: Path
) -> tuple[tuple[NewFinding, ...], str]:
    """Failures that nobody knew, and why the checks could not be asked; one of the two is empty.

    Args:
        made: The environment with the other version.
        document: The preview by the other version.
        known: Id and URN of what fails by the checks of this version.
        program: Folder of the program, whose ``holdfast.toml`` holds the waivers.
    """
    with tempfile.TemporaryDirectory(prefix="holdfast-upgrade-") as scratch:
        file = Path(scratch) / "preview.json"
        file.write_text(json.dumps(document), encoding="utf-8")
        command = [str(made.python), "-m", "holdfast", "check", "--preview", str(file), "--json"]
        try:
            done = subprocess.run(  # noqa: S603  # the version that the user asked for
                [*command, "--program", str(program.resolve())],
                cwd=scratch,
                env=clean_environment(),
                capture_output=True,
                text=True,
                check=False,
                timeout=_SECONDS,
            )
        except subprocess.TimeoutExpired:
            return (), f"they did not end within {_SECONDS} seconds"
    if done.returncode not in _ANSWERED:
        return (), " ".join(done.stderr.split()) or f"they ended with code {done.returncode}"
    try:
        told = json.loads(done.stdout)["findings"]
        return tuple(_failure(one) for one in told if _is_new(one, known)), ""
    except (ValueError, KeyError, TypeError):
        return (), "their answer cannot be read"


def _is_new(one: Mapping[str, Any], known: Collection[tuple[str, str | None]]) -> bool:
    return one["verdict"] == "fail" and not one.get("waived") and (one["id"], one["resource"]) not in known


def _failure(one: Mapping[str, Any]) -> NewFinding:
    return NewFinding(
        id=one["id"], severity=one["severity"], name=one["name"], message=one["message"], fix=one["fix"]
    )
