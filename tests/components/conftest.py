"""Fixtures of the component tests; the helper itself is ``tests.components.declared``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.components import declared as helper

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def declared() -> Callable[[Callable[[], object]], helper.Resources]:
    """What a function declares, as ``Resources``."""
    return helper.declared
