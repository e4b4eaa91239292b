from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner, Result

from holdfast.cli.main import app
from tests.package.snippets import smallest_project

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Runs the command; environments are kept in a folder of the test run, and no index is asked."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")

    def invoke(*arguments: object) -> Result:
        result = CliRunner().invoke(app, ["upgrade-check", *map(str, arguments)])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return invoke


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """The smallest program that uses components, with the Python that runs the tests."""
    return smallest_project(tmp_path / "program")
