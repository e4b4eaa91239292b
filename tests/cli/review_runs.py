"""Reviews that a test runs, and what they say."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.graph.documents import step

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

TABLE = "aws:dynamodb/table:Table"


def told(run: Run, work: Path, *arguments: object) -> dict[str, Any]:
    """The review as JSON."""
    result = run("review", "--program", work, "--json", "--no-cost", *arguments)
    found = json.loads(result.stdout)
    assert isinstance(found, dict)
    return {**found, "exit": result.exit_code}


def changed(found: dict[str, Any], stack: int = 0) -> dict[str, str]:
    groups = found["stacks"][stack]["groups"]
    return {one["name"]: group["kind"] for group in groups for one in group["changes"]}


def written(file: Path, content: object) -> Path:
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return file


def table(**inputs: Any) -> dict[str, Any]:
    return step(TABLE, "orders", {"hashKey": "id", "region": "eu-west-1", **inputs}, protect=True)
