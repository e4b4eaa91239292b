"""Our own stacks, previewed and judged for real: each is sound, or says why it is not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(("stack", "waived"), [("dev", 3), ("staging", 0), ("prod", 0)])
def test_a_stack_of_ours_is_sound(run: Run, stack: str, waived: int) -> None:
    result = run("check", stack, "--program", ROOT, "--json")
    counts = json.loads(result.stdout)["counts"]

    assert (result.exit_code, result.stderr) == (0, "")
    assert (counts["fail"], counts["unknown"], counts["waived"]) == (0, 0, waived)
    assert counts["pass"] > 0
