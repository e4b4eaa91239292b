from __future__ import annotations

from typing import Any

import pytest

from tests.plugin.plugin import module


@pytest.fixture(scope="session")
def provider() -> Any:
    """The provider that the plugin serves."""
    return module("hosting").HoldfastProvider()
