"""Every command of the pages is one that its program takes; a grammar of the shell finds them all."""

from __future__ import annotations

import importlib.util
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bashlex
import pytest

from tests.command_lines import aws_cli, holdfast_cli, pulumi_cli
from tests.docs.commands import FENCE, SHELL
from tests.needs import needs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "examples").rglob("*.md"),
        *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
    ]
)
EVERY_PAGE = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
BUILT_IN = {".", "[", "cd", "command", "echo", "exit", "export", "printf", "read", "set", "test", "unset"}
EVERYWHERE = {
    *("basename", "cat", "date", "dirname", "grep", "ls", "mkdir", "mv", "rm", "sed", "sha256sum", "sort"),
    *("curl", "git"),
}
"""Programs of every system, whose options nobody checks here."""
OTHERS = {"helm", "kubectl", "docker"}
"""Programs of others that are not here to be asked."""
TARGET = re.compile(r"^([a-z-]+):", re.MULTILINE)


def scripts(page: Path) -> Iterator[str]:
    """What a page tells to type: blocks of a shell, transcripts without what is printed."""
    for language, code in FENCE.findall(page.read_text(encoding="utf-8")):
        if language in SHELL:
            typed = re.findall(r"^\$ (.*)$", code, re.MULTILINE)
            yield from typed or [code]


def commands(script: str) -> Iterator[list[str]]:
    """Every simple command of a script, in loops, pipes and substitutions too."""
    for tree in bashlex.parse(script):
        yield from _commands(tree)


def _commands(node: Any) -> Iterator[list[str]]:
    if node.kind == "command":
        words = [part.word for part in node.parts if part.kind == "word"]
        if words:
            yield words
    for name in ("parts", "list"):
        for child in getattr(node, name, None) or ():
            yield from _commands(child)
    if getattr(node, "command", None) is not None:
        yield from _commands(node.command)


def of_make(words: Sequence[str]) -> list[str]:
    """Targets that the Makefile lacks."""
    known = set(TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
    return [one for one in words[1:] if "=" not in one and not one.startswith("-") and one not in known]


def of_python(words: Sequence[str]) -> list[str]:
    """Modules that are not there."""
    name = words[words.index("-m") + 1]
    try:
        return [] if importlib.util.find_spec(name) else [f"no module {name}"]
    except ModuleNotFoundError as error:
        return [str(error)]


def of_pytest(words: Sequence[str]) -> list[str]:
    """Files that are not there; a word in capitals stands for one."""
    return [one for one in words[1:] if "/" in one and not (ROOT / one).exists()]


CHECKED: dict[str, Callable[[Sequence[str]], list[str]]] = {
    "aws": aws_cli.mistakes,
    "holdfast": holdfast_cli.mistakes,
    "make": of_make,
    "pulumi": pulumi_cli.mistakes,
    "pytest": of_pytest,
    "python": of_python,
}


@EVERY_PAGE
def test_each_command_is_one_that_its_program_takes(page: Path) -> None:
    wrong = {
        shlex.join(words): found
        for script in scripts(page)
        for words in commands(script)
        if (check := CHECKED.get(words[0].removeprefix(".venv/bin/"))) and (found := check(words))
    }

    assert wrong == {}


@EVERY_PAGE
def test_each_program_is_one_that_is_known(page: Path) -> None:
    first = {words[0].removeprefix(".venv/bin/") for script in scripts(page) for words in commands(script)}

    assert first - {*CHECKED, *BUILT_IN, *EVERYWHERE, *OTHERS, "jq"} == set()


@needs("jq")
@EVERY_PAGE
def test_each_filter_of_jq_compiles(page: Path) -> None:
    jq = shutil.which("jq")
    assert jq is not None
    for script in scripts(page):
        for words in commands(script):
            if words[0] == "jq":
                # 3 is the code for a filter that does not compile; on no input none does anything.
                done = subprocess.run([jq, *_options(words[1:])], input="", text=True, check=False)  # noqa: S603
                assert done.returncode != 3, shlex.join(words)


def _options(words: Sequence[str]) -> list[str]:
    """What is given to jq but for files."""
    kept, rest = [], list(words)
    while rest:
        word = rest.pop(0)
        # What the shell puts into a path is a key there.
        kept.append(re.sub(r"\.\$\w+", ".x", word))
        if word == "--arg":
            kept += [rest.pop(0), rest.pop(0)]
        elif not word.startswith("-"):
            break
    return kept


@needs("pulumi")
def test_what_is_known_of_the_pulumi_cli_is_what_it_says() -> None:
    """Options that came since do no harm; those that went do."""
    gone = {
        name: sorted(set(known) - set(pulumi_cli.of_the_cli(name)))
        for name, known in pulumi_cli.commands().items()
    }

    assert {name: options for name, options in gone.items() if options} == {}


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ("a | b && c; d", [["a"], ["b"], ["c"], ["d"]]),
        ("for x in 1 2; do a $x; done", [["a", "$x"]]),
        ("x=$(a 'b c')", [["a", "b c"]]),
        ("if ! { a && b; }; then c; fi", [["a"], ["b"], ["c"]]),
        ("a \\\n  --b c  # d", [["a", "--b", "c"]]),
    ],
)
def test_commands_are_found_however_deep(script: str, found: list[list[str]]) -> None:
    assert list(commands(script)) == found


@pytest.mark.parametrize(
    "line",
    [
        "holdfast nothing",
        "holdfast check --nothing",
        "holdfast prices nothing",
        "pulumi nothing",
        "pulumi up --nothing",
        "make nothing",
        "python -m nothing.at.all",
        "pytest tests/nothing.py",
        "aws s3 cp a b --nothing",
    ],
)
def test_what_is_wrong_is_seen(line: str) -> None:
    words = shlex.split(line)
    assert CHECKED[words[0]](words)


@pytest.mark.parametrize(
    "line",
    [
        "holdfast check prod --json",
        "holdfast prices show ec2 --region eu-west-1",
        "holdfast review --help",
        "pulumi -C bootstrap stack output state -s prod --json",
        "pulumi config set --path holdfast:hold euw1",
    ],
)
def test_what_is_right_is_taken(line: str) -> None:
    words = shlex.split(line)
    assert CHECKED[words[0]](words) == []
