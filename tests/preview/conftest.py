"""Small programs, written where a test needs them, previewed in a child like any other."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.preview import PreviewError, PreviewRequest, preview

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PROGRAMS = Path(__file__).parent / "programs"
PACKS = PROGRAMS / "packs"
RECORDED = Path(__file__).parent / "recorded"
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


@dataclass(frozen=True)
class Program:
    """A program in a folder of its own."""

    folder: Path

    def request(self, stack: str = "dev", **options: Any) -> PreviewRequest:
        return PreviewRequest(program=self.folder, stack=stack, **{"timeout_seconds": 60, **options})

    def preview(self, stack: str = "dev", **options: Any) -> dict[str, Any]:
        return preview(self.request(stack, **options))

    def fails(self, stack: str = "dev", **options: Any) -> PreviewError:
        with pytest.raises(PreviewError) as caught:
            self.preview(stack, **options)
        return caught.value


@pytest.fixture
def program(tmp_path: Path) -> Callable[..., Program]:
    def write(
        source: str,
        *,
        stack_file: str | None = None,
        project: str = "",
        files: Sequence[tuple[str, str]] = (),
    ) -> Program:
        folder = tmp_path / "program"
        folder.mkdir(exist_ok=True)
        (folder / "Pulumi.yaml").write_text("name: app\nruntime: python\n" + textwrap.dedent(project))
        (folder / "__main__.py").write_text("import pulumi\n" + textwrap.dedent(source))
        if stack_file is not None:
            (folder / "Pulumi.dev.yaml").write_text(textwrap.dedent(stack_file))
        for name, content in files:
            (folder / name).write_text(textwrap.dedent(content))
        return Program(folder)

    return write


def inputs_of(document: dict[str, Any], name: str) -> dict[str, Any]:
    return dict(state_of(document, name).get("inputs", {}))


def state_of(document: dict[str, Any], name: str) -> dict[str, Any]:
    found = [step["newState"] for step in document["steps"] if step["urn"].endswith(f"::{name}")]
    assert len(found) == 1, f"{len(found)} resources are named {name}"
    return dict(found[0])
