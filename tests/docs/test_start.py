"""The first ten minutes, typed word for word as the page says, in a clone of the repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.transcripts import Terminal, Typed, matches, transcript

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "start.md"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The repository as it is now, with an environment as ``make`` would set it up."""
    folder = tmp_path / "holdfast"
    git = shutil.which("git")
    assert git is not None
    listed = subprocess.run(  # noqa: S603  # git, in our own repository
        [git, "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    for name in filter(None, listed.split("\0")):
        source, target = ROOT / name, folder / name
        if source.is_symlink() or source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target, follow_symlinks=False)
    bin_ = folder / ".venv" / "bin"
    bin_.mkdir(parents=True)
    for name, arguments in {"holdfast": '-m holdfast "$@"', "python": '"$@"'}.items():
        (bin_ / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {arguments}\n', encoding="utf-8")
        (bin_ / name).chmod(0o755)
    (bin_ / "activate").write_text(f'export PATH="{bin_}:$PATH"\n', encoding="utf-8")
    (folder / ".venv" / ".runtime").touch()
    return folder


def test_the_first_ten_minutes(clone: Path, tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    who = {
        f"GIT_{role}_{what}": "a@example.com"
        for role in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(scratch),
        "COLUMNS": "100",
        "PYTHONPATH": str(clone),
        **who,
    }
    terminal = Terminal(clone, scratch, environment)

    typed = list(transcript(PAGE.read_text(encoding="utf-8")))
    assert len(typed) > 10
    for one in typed:
        code, printed = terminal.type(one.command)
        assert code == 2 if one.fails else code in (0, 1), f"$ {one.command}\n{printed}"
        assert matches(one.said, printed), f"$ {one.command}\n{printed}"


@pytest.mark.parametrize(
    ("said", "printed", "expected"),
    [
        (("a", "..."), "a\nb\nc\n", True),
        (("...", "c"), "a\nb\nc\n", True),
        (("a ... c",), "a b c\n", True),
        (("a",), "a\nb\n", False),
        (("b", "..."), "a\nb\n", False),
        ((), "", True),
        ((), "a\n", False),
    ],
)
def test_what_is_left_out_is_three_dots(said: tuple[str, ...], printed: str, *, expected: bool) -> None:
    assert matches(said, printed) is expected


def test_a_block_holds_several_commands() -> None:
    page = "```console\n$ one\n1\n2\n$ two\n```\n```sh\nthree\n```\n```console\n$ four\nerror: no\n```\n"
    found = list(transcript(page))

    assert found == [
        Typed("one", ("1", "2")),
        Typed("two", ()),
        Typed("four", ("error: no",)),
    ]
    assert [one.fails for one in found] == [False, False, True]
