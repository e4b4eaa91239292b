from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner, Result

from holdfast import preview
from holdfast.cli.main import app
from tests.cli.preview_documents import document, two_regions
from tests.cli.programs import repository

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.preview import PreviewRequest

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    """Runs the command line and gives its result; an error that it does not handle fails the test."""

    def invoke(*arguments: object) -> Result:
        result = CliRunner().invoke(app, [str(one) for one in arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit)
        assert "Traceback" not in result.output
        return result

    return invoke


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A repository with a small program of two commits."""
    return repository(tmp_path / "work")


class Previews:
    """What the stand-in of ``holdfast.preview`` answers, and what it was asked."""

    def __init__(self) -> None:
        self.stacks = ["dev", "prod", "staging"]
        self.document: dict[str, Any] = document(*two_regions())
        self.error: preview.PreviewError | None = None
        self.asked: list[PreviewRequest] = []

    def preview(self, request: PreviewRequest, *, progress: object = None) -> dict[str, Any]:
        del progress
        self.asked.append(request)
        if self.error is not None:
            raise self.error
        return self.document


@pytest.fixture
def previews(monkeypatch: pytest.MonkeyPatch) -> Previews:
    """Previews are answered from here and no program is run."""
    fake = Previews()
    monkeypatch.setattr(preview, "preview", fake.preview)
    monkeypatch.setattr(preview, "stacks", lambda _: fake.stacks)
    return fake
