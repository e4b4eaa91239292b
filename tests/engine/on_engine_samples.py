"""Previews on the engine, and programs for them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml
from typer.testing import CliRunner

from holdfast.cli.main import app

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

REGION = {"aws:region": "eu-west-1"}


@dataclass(frozen=True)
class Told:
    """What the command printed."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """The preview's JSON."""
        assert self.code == 0, self.err
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def ops(self) -> dict[str, str]:
        """Logical name → operation, of custom resources."""
        steps = self.document["steps"]
        return {
            step["urn"].rpartition("::")[2]: step["op"]
            for step in steps
            if (step.get("newState") or step["oldState"])["custom"]
        }

    @property
    def assumed(self) -> dict[str, str]:
        """Subject → what was assumed."""
        return {one["subject"]: one["assumed"] for one in self.document["holdfast"]["assumptions"]}


def on_engine(folder: Path, *options: object, stack: str = "dev") -> Told:
    arguments = ["preview", stack, "--engine", "--program", str(folder), *map(str, options)]
    result = CliRunner().invoke(app, arguments)
    assert isinstance(result.exception, SystemExit | None)
    return Told(result.exit_code, result.stdout, result.stderr)


def write(folder: Path, source: str, settings: Mapping[str, Any], **project: Any) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "Pulumi.yaml").write_text(json.dumps({"name": "app", "runtime": "python", **project}))
    (folder / "Pulumi.dev.yaml").write_text(yaml.safe_dump({"config": dict(settings)}))
    (folder / "__main__.py").write_text(source)
    return folder
