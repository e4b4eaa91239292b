"""The program that makes what deploying needs, on the real engine against the stand-in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.engine.engine import EngineError, Stack, copy_program
from tests.engine.standin import Cloud, serve
from tests.needs import needs_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = needs_engine

PROGRAM = Path(__file__).parents[2] / "bootstrap"


@pytest.fixture
def made(tmp_path: Path) -> Iterator[tuple[Stack, Cloud]]:
    folder = copy_program(PROGRAM, tmp_path / "bootstrap", "__main__.py", "Pulumi.prod.yaml")
    cloud = Cloud()
    with serve(cloud) as providers:
        stack = Stack(folder, "prod", providers)
        stack.up()
        yield stack, cloud


def settings() -> dict[str, Any]:
    config: dict[str, Any] = yaml.safe_load((PROGRAM / "Pulumi.prod.yaml").read_text(encoding="utf-8"))[
        "config"
    ]
    return config


def test_it_is_made_kept_and_let_go_of(made: tuple[Stack, Cloud]) -> None:
    stack, cloud = made
    assert stack.preview() == []
    with pytest.raises(EngineError, match="protected"):
        stack.destroy()
    stack.configure({**settings(), "bootstrap:protection": "lifted"})
    stack.up()
    stack.destroy()
    assert cloud.is_empty()


def test_another_pipeline_changes_nothing_that_is_there(made: tuple[Stack, Cloud]) -> None:
    stack, _ = made
    changed = settings()
    changed["bootstrap:deployments"]["billing"] = {
        "github": {"repository": "example/billing", "branches": ["main"]}
    }
    stack.configure(changed)
    steps = stack.preview()
    assert {step.op for step in steps if not step.type.startswith("holdfast:")} == {"create"}
    created = {step.name for step in steps if step.op == "create"}
    assert created >= {"global-billing-role", "global-billing-state-policy"}
    assert not any("OpenIdConnectProvider" in step.type for step in steps)
