"""Our own stacks, previewed and judged for real: each is sound, or says why it is not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.said import warned

if TYPE_CHECKING:
    from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]
KNOWN_AFTER_DEPLOYMENT = {
    "IAM001-least-privilege",
    "SEC004-nothing-is-open-to-everybody",
    "TLS004-bucket-refuses-plain-http",
}
"""Checks of documents in which names stand that AWS gives."""


@pytest.mark.parametrize(("stack", "waived"), [("dev", 4), ("staging", 3), ("prod", 1)])
def test_a_stack_of_ours_is_sound(run: Run, stack: str, waived: int) -> None:
    result = run("check", stack, "--program", ROOT, "--json")
    told = json.loads(result.stdout)
    unknown = {one["id"] for one in told["findings"] if one["verdict"] == "unknown"}

    assert (result.exit_code, warned(result.stderr)) == (0, "")
    assert (told["counts"]["fail"], told["counts"]["waived"]) == (0, waived)
    assert told["counts"]["pass"] > 0
    assert unknown <= KNOWN_AFTER_DEPLOYMENT


def test_settings_that_are_refused_are_bad_input(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "Pulumi.prod.yaml"
    text = (ROOT / "Pulumi.prod.yaml").read_text()
    file.write_text(text.replace("peak_rps", "peak_rsp").replace("policy: latency", "policy: latancy"))
    result = run("preview", "prod", "--program", str(ROOT), "--stack-file", str(file))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "holdfast:services.orders.peak_rsp: unknown key; did you mean 'peak_rps'?" in result.stderr
    assert "holdfast:entrances.public.policy: not one of the allowed values, got 'latancy'" in result.stderr
    assert "Traceback" not in result.stderr
