"""The export of zones at both providers, on the real engine against the stand-in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from tests.engine.engine import Stack, copy_program
from tests.engine.standin import Cloud, serve
from tests.needs import needs_engine

if TYPE_CHECKING:
    import pytest

pytestmark = needs_engine

EXAMPLE = Path(__file__).parents[2] / "examples" / "dual-dns"


def test_it_is_made_follows_the_settings_and_goes_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copy_program(EXAMPLE, tmp_path / "dual-dns", "__main__.py", "Pulumi.prod.yaml")
    config: dict[str, Any] = yaml.safe_load((folder / "Pulumi.prod.yaml").read_text(encoding="utf-8"))[
        "config"
    ]
    config["holdfast:protection"] = "lifted"
    monkeypatch.delenv("CLOUDFLARE_API_TOKEN", raising=False)
    cloud = Cloud()
    with serve(cloud) as providers:
        stack = Stack(folder, "prod", providers)
        stack.configure(config)
        stack.up()
        assert stack.preview() == []  # the function's code is the same each time

        config["holdfast:zone_export"].update(every_hours=1, retention_days=30)
        stack.configure(config)
        changed = {(step.op, step.name) for step in stack.preview() if step.type.startswith("aws:")}
        assert changed == {
            ("update", "euc1-zone-export-schedule"),
            ("update", "euc1-zone-export-missing"),
            ("update", "euc1-zone-export-bucket-lifecycle"),
            ("update", "euw1-zone-export-bucket-lifecycle"),
        }
        stack.destroy()
    assert cloud.is_empty()
