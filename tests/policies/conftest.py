from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

FOLDER = Path(__file__).parents[2] / "policies"


@pytest.fixture(scope="session")
def pack() -> ModuleType:
    """The module of the pack, which lies in no package."""
    spec = importlib.util.spec_from_file_location("resilience", FOLDER / "resilience.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
