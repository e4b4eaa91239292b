from __future__ import annotations

from pathlib import Path

import pytest

from tests.order import LONG

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("path", LONG)
def test_what_goes_first_is_there(path: str) -> None:
    assert (ROOT / path).exists()
