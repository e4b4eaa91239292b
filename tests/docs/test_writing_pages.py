"""The pages on writing one's own: their code runs, and the files that they name are there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.commands import FENCE

ROOT = Path(__file__).parents[2]
PAGES = {
    "write-a-rule": "tests/checks/test_evt001.py",
    "write-a-component": "tests/components/test_dead_letters.py",
    "write-an-operation": "tests/operate/actions/test_pause.py",
}
"""Page → the tests that it tells to write."""
REGISTERED = "\nfrom holdfast.checks.rules import evt001\nRULES = (*RULES, evt001.RULE)\n"
NAMED = re.compile(r"^\| (`[^|]+) \|", re.MULTILINE)


def text_of(page: str) -> str:
    return (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")


def files(page: str) -> dict[str, str]:
    """What a page tells to write: the first line of each block of Python is the file's name."""
    found = {}
    for language, code in FENCE.findall(text_of(page)):
        if language == "python":
            name, _, content = code.partition("\n")
            found[name.removeprefix("# ")] = content
    return found


def checkout(folder: Path) -> Path:
    """The project's code, linked file by file, so that new files can stand beside it."""
    for name in ("holdfast", "components", "tests"):
        for source in sorted((ROOT / name).rglob("*")):
            if source.suffix == ".pyc" or "components" in source.relative_to(ROOT / name).parts[:1] * (
                name == "holdfast"
            ):
                continue
            target = folder / source.relative_to(ROOT)
            if source.is_dir():
                target.mkdir(parents=True, exist_ok=True)
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.symlink_to(source)
    (folder / "holdfast" / "components").symlink_to(Path("..") / "components")
    for name in ("pyproject.toml", "Pulumi.yaml"):
        (folder / name).symlink_to(ROOT / name)
    return folder


@pytest.mark.parametrize(("page", "test"), PAGES.items())
def test_what_a_page_tells_to_write_passes_its_own_tests(page: str, test: str, tmp_path: Path) -> None:
    work = checkout(tmp_path)
    for name, content in files(page).items():
        (work / name).write_text(content, encoding="utf-8")
    if page == "write-a-rule":
        registry = work / "holdfast" / "checks" / "registry.py"
        known = registry.read_text(encoding="utf-8")
        registry.unlink()
        registry.write_text(known + REGISTERED, encoding="utf-8")

    # Ours, and not the one that is installed: the new modules are only here.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    environment = {**inherited, "PYTHONPATH": str(work), "PYTHONDONTWRITEBYTECODE": "1"}
    result = subprocess.run(  # noqa: S603  # pytest, on files of ours
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "0", test],
        cwd=work, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stdout + result.stderr
    assert " passed" in result.stdout


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_tells_to_write_is_formatted_and_linted(page: str, tmp_path: Path) -> None:
    work = checkout(tmp_path)
    written = files(page)
    for name, content in written.items():
        (work / name).write_text(content, encoding="utf-8")

    for order in (["format", "--check"], ["check"]):
        result = subprocess.run(  # noqa: S603  # ruff, on files of ours
            [sys.executable, "-m", "ruff", *order, "--no-cache", *written],
            cwd=work, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("page", PAGES)
def test_the_files_to_touch_are_there(page: str) -> None:
    named = [
        file
        for row in NAMED.findall(text_of(page))
        for file in re.findall(r"`([^`]+)`", row)
        if "<" not in file and "/" in file
    ]

    assert len(named) > 4
    assert [file for file in named if not (ROOT / file).exists()] == []
