"""What was built and installed, once for all tests that need it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.package import distributions

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> distributions.Distributions:
    try:
        return distributions.build(tmp_path_factory.mktemp("built"))
    except distributions.BuildToolMissingError as error:
        pytest.skip(f"nothing can be built without the build tool: {error}")


@pytest.fixture(scope="session")
def installed(built: distributions.Distributions, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with the wheel alone."""
    return distributions.install(built.wheel, tmp_path_factory.mktemp("installed") / "venv")
