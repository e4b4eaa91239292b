"""The emulator for readings: each test begins without anything in it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.operate.emulator import reset


@pytest.fixture
def aws(aws: Any, emulated_aws: str) -> Any:
    """The emulator, empty."""
    reset(emulated_aws)
    return aws
