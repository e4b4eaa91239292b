"""The commands that operate, run on the emulator, with a clock that hurries."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from typer.testing import CliRunner

from holdfast.cli import failback, failover, recovering, status
from holdfast.cli.main import app
from holdfast.operate.engine import Pace

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from holdfast.contracts.operations import Operations
    from holdfast.operate.planning import World


@dataclass
class CommandLine:
    """``holdfast`` with a stack's file and a folder for records."""

    operations: Operations
    folder: Path

    def __call__(self, command: str, *arguments: str, **more: Any) -> Any:
        """Run a command of the stack."""
        file = self.folder / "operations.json"
        file.write_text(json.dumps(self.operations), encoding="utf-8")
        return CliRunner().invoke(
            app,
            [
                *(command, self.operations["stack"], "--operations", str(file)),
                *("--records", str(self.folder / "records"), *arguments),
            ],
            **more,
        )

    def records(self) -> list[dict[str, Any]]:
        """Records of runs, oldest first."""
        files = sorted((self.folder / "records" / self.operations["stack"]).glob("*.json"))
        found = [json.loads(file.read_text(encoding="utf-8")) for file in files]
        return sorted(found, key=lambda one: str(one["started"]))


def hurried(monkeypatch: pytest.MonkeyPatch, *, look_seconds: float = 40) -> None:
    """Have commands poll twenty times a second, and give up what hangs sooner."""
    world_of = recovering.world_of

    def quick(stack: str, records: str) -> World:
        world = world_of(stack, records)
        return replace(world, pace=Pace(poll_seconds=0.05), look_seconds=look_seconds)

    for module in (failover, failback, status):
        monkeypatch.setattr(module, "world_of", quick)
