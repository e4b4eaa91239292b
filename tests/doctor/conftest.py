"""A stack as ``holdfast init`` writes it, a machine that says what a test wants, and an emulated AWS."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.doctor.running import Ran
from holdfast.doctor.world import World
from holdfast.init.decide import decide
from holdfast.init.project_files import project_files
from holdfast.init.stack_text import stack_text
from holdfast.operate.aws import Patience, clients
from holdfast.operate.outside import Addresses, Probe
from tests.init.samples import answers
from tests.operate.conftest import aws, emulated_aws, emulated_clients
from tests.operate.emulator import reset

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from holdfast.doctor.model import Finding
    from holdfast.init.designs import Design

__all__ = ["aws", "emulated_aws", "emulated_clients"]

MakeWorld = Callable[..., World]
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PACKAGES = {
    "holdfast": "0.1.0",
    "pulumi": "3.272.0",
    "pulumi-aws": "7.51.1",
    "pulumi-cloudflare": "6.23.1",
    "pulumi-policy": "1.21.0",
    "pulumi-random": "4.21.4",
}


class Machine:
    """Commands by their words after the first, and what they answer; each that is run is noted."""

    def __init__(self) -> None:
        self.ran: list[str] = []
        self.said: dict[str, Ran] = {
            "version": self.says("v3.272.0\n"),
            "plugin ls": self.says(
                json.dumps(
                    [
                        {"name": name.removeprefix("pulumi-"), "kind": "resource", "version": PACKAGES[name]}
                        for name in ("pulumi-aws", "pulumi-random")
                    ]
                )
            ),
            "whoami": self.says('{"user": "me", "url": "s3://state"}'),
            "stack ls": self.says('[{"name": "organization/orders/prod"}]'),
            "-c": self.says(json.dumps({"python": [3, 12, 1], "packages": PACKAGES})),
        }

    @staticmethod
    def says(text: str, code: int | None = 0, said: str = "") -> Ran:
        return Ran(code=code, text=text, said=said)

    def __call__(self, command: Sequence[str], folder: Path) -> Ran:
        del folder
        words = " ".join(command[1:])
        self.ran.append(words)
        (answer,) = (one for start, one in self.said.items() if words.startswith(start))
        return answer


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def pulumi(monkeypatch: pytest.MonkeyPatch) -> None:
    """The Pulumi CLI and its language host are on PATH."""
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")


@pytest.fixture
def no_pulumi(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is on PATH."""
    monkeypatch.setattr(shutil, "which", lambda _: None)


def write(folder: Path, *, design: Design | None = None, **said: Any) -> None:
    """Write a project and its stack ``prod``."""
    asked = replace(answers(domain="api.orders.dev"), **said)
    found = decide(asked, project="orders", stack="prod", design=design)
    assert found.chosen is not None
    text = stack_text(found.config, asked, found.chosen, schema=None)
    (folder / "Pulumi.prod.yaml").write_text(text, encoding="utf-8")
    for one in project_files("orders", description="orders"):
        (folder / one.name).write_text(one.text, encoding="utf-8")


@pytest.fixture
def make_world(tmp_path: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch) -> MakeWorld:
    """Makes the world of a stack, with answers said otherwise."""
    monkeypatch.chdir(tmp_path)

    def make(*, design: Design | None = None, world: dict[str, Any] | None = None, **said: Any) -> World:
        write(tmp_path, design=design, **said)
        given: dict[str, Any] = {
            "program": tmp_path,
            "stack": "prod",
            "stack_file": None,
            "operations": "operations.prod.json",
            "offline": False,
            "clients": clients(patience=Patience.LOOKING),
            "probe": lambda _, path: Probe(ok=True, status=200, milliseconds=9, detail=f"200 at {path}"),
            "addresses": lambda _: Addresses(found=("203.0.113.1",)),
            "now": lambda: datetime.now(UTC),
            "runs": machine,
        }
        return World(**{**given, **(world or {})})

    return make


@pytest.fixture
def emptied(aws: Any, emulated_aws: str) -> Iterator[Any]:
    """The emulator, which forgets everything before and after."""
    reset(emulated_aws)
    yield aws
    reset(emulated_aws)


def told(findings: Any) -> dict[str, tuple[str, str]]:
    """Findings by subject: state and detail."""
    found: list[Finding] = list(findings)
    assert len({one.subject for one in found}) == len(found)
    assert all(bool(one.fix) is (one.state == "missing") for one in found)
    return {one.subject: (str(one.state), one.detail) for one in found}


def fix_of(findings: Any, subject: str) -> str:
    """The fix of one of the findings."""
    (found,) = (one for one in findings if one.subject == subject)
    return str(found.fix)
