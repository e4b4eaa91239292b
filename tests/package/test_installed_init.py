"""A stranger with nothing but the wheel: an empty folder becomes a stack that previews and is judged."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.package.test_installed import run

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.xdist_group("package")  # built once, not once per worker

ANSWERS = (
    *("--yes", "--account", "210987654321", "--region", "euw1", "--region", "euc1"),
    *("--domain", "api.orders.dev", "--zone-id", "Z0123456789ABC", "--peak-rps", "50"),
)


def test_an_empty_folder_becomes_a_stack(installed: Path, tmp_path: Path) -> None:
    began = run(installed, tmp_path, "holdfast", "init", "prod", *ANSWERS, "--name", "orders", "--json")
    told = json.loads(began.stdout)
    requirement = (tmp_path / "requirements.txt").read_text(encoding="utf-8").splitlines()[-1]
    judged = run(installed, tmp_path, "holdfast", "check", "prod", "--json")
    failed = {one["id"] for one in json.loads(judged.stdout)["findings"] if one["verdict"] == "fail"}
    examined = run(installed, tmp_path, "holdfast", "doctor", "prod", "--for", "preview", "--json")

    assert began.returncode == 0, began.stderr
    assert told["design"] == "pilot-light"
    assert requirement.endswith(".whl")
    assert failed == {one["id"] for one in told["failures"]}
    assert examined.returncode == 0, examined.stdout
    assert json.loads(examined.stdout)["ready"] == {"preview": True}
