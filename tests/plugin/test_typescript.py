"""The TypeScript example: its SDK from the plugin, compiled strictly, and on the real engine."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from tests.engine.engine import Stack
from tests.engine.standin import Cloud, serve
from tests.needs import needs
from tests.plugin.programs import EXAMPLES, example

if TYPE_CHECKING:
    from pathlib import Path

OFFLINE = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ETIMEDOUT", "ENETUNREACH")
EXAMPLE = EXAMPLES / "typescript"

needs_node = needs("pulumi", "pulumi-language-nodejs", "node", "npm")


def run(folder: Path, *command: str) -> str:
    done = subprocess.run(  # noqa: S603  # commands of the example's own README
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def install(program: Path) -> None:
    """What ``pulumi install`` does, with the plugin that runs in the tests' own environment."""
    plugin = program.parent / "plugin" / "pulumi-resource-holdfast"
    run(
        program,
        "pulumi",
        "package",
        "gen-sdk",
        str(plugin),
        "--language",
        "nodejs",
        "--local",
        "--out",
        "made",
    )
    (program / "sdks").mkdir()
    (program / "made" / "nodejs").rename(program / "sdks" / "holdfast")
    try:
        run(program, "npm", "ci", "--no-audit", "--no-fund", "--loglevel=error")
    except AssertionError as error:
        if any(word in str(error) for word in OFFLINE):
            pytest.skip("npm's packages cannot be reached")
        raise


def outputs(stack: Stack) -> dict[str, Any]:
    resources = stack.export()["deployment"]["resources"]
    (found,) = (one["outputs"] for one in resources if one["type"] == "pulumi:pulumi:Stack")
    return dict(found)


def test_the_lock_file_names_no_registry() -> None:
    lock = json.loads((EXAMPLE / "package-lock.json").read_text(encoding="utf-8"))
    resolved = {name: one["resolved"] for name, one in lock["packages"].items() if "resolved" in one}

    assert resolved == {"node_modules/@pulumi/holdfast": "sdks/holdfast"}


def test_the_program_is_compiled_strictly() -> None:
    options = json.loads((EXAMPLE / "tsconfig.json").read_text(encoding="utf-8"))["compilerOptions"]

    assert options["strict"] is True


@needs_node
def test_a_program_comes_up_stays_as_it_is_and_goes(tmp_path: Path) -> None:
    program, cloud = example("typescript", tmp_path), Cloud()
    install(program)
    run(program, "npx", "--no-install", "tsc", "--project", ".")
    with serve(cloud) as providers:
        stack = Stack(program, "dev", providers)
        stack.up()

        assert stack.preview() == []
        found = outputs(stack)
        assert found["endpoints"] == {"public": "https://api.catalogue.example.com"}
        assert found["nextSteps"] == []
        assert found["operations"]["stack"] == "dev"
        assert found["wishlistsTable"].startswith("use1-wishlists-table")
        stack.destroy()
    assert cloud.is_empty()
