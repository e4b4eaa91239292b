"""The pages tell what is there: examples load, commands exist, links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import typer
import yaml

from holdfast.checks import RULES
from holdfast.cli.main import app
from holdfast.settings import load
from holdfast.toolfile import read_toolfile
from tests.docs.commands import FENCE, Named, commands
from tests.settings.stack_files import as_pulumi_gives_it

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def blocks(page: Path, language: str) -> list[str]:
    return [code for given, code in FENCE.findall(text_of(page)) if given == language]


def options() -> dict[str, set[str]]:
    """Each command with the long options that it takes."""
    group = typer.main.get_command(app)
    found = getattr(group, "commands", {})
    return {
        name: {
            option
            for one in (command, *getattr(command, "commands", {}).values())
            for parameter in one.params
            for option in parameter.opts
        }
        for name, command in found.items()
    }


def test_the_stack_file_in_the_readme_loads_and_is_small() -> None:
    (example,) = blocks(ROOT / "README.md", "yaml")
    settings = load(as_pulumi_gives_it(yaml.safe_load(example)["config"]), stack="example")

    assert len(example.splitlines()) < 25
    assert set(settings.regions) == {"use1", "euw1"}


def test_the_tool_s_own_file_in_the_docs_can_be_read() -> None:
    waiver, figures = (
        read_toolfile(example, rules=RULES, stacks={"dev"})
        for example in blocks(ROOT / "docs" / "findings.md", "toml")[:2]
    )

    assert len(waiver.waivers) == 1
    assert figures.parameters


def test_our_own_waivers_are_good_and_name_stacks_that_exist() -> None:
    stacks = {file.name.split(".")[1] for file in ROOT.glob("Pulumi.*.yaml")}
    waivers = read_toolfile(text_of(ROOT / "holdfast.toml"), rules=RULES, stacks=stacks).waivers

    assert {one.stack for one in waivers} == stacks


def named() -> Iterator[tuple[str, Named]]:
    for page in PAGES:
        for one in commands(text_of(page)):
            yield page.name, one


def test_commands_in_the_docs_exist_with_their_options() -> None:
    known = options()
    wrong = [
        f"{page}: {one.text}"
        for page, one in named()
        if one.command not in known or not set(one.options) <= known[one.command]
    ]

    assert wrong == []


def test_every_command_is_told_in_the_readme_and_in_the_docs() -> None:
    told = {
        page: {one.command for where, one in named() if where == page} for page in ("README.md", "tool.md")
    }

    assert told == {"README.md": set(options()), "tool.md": set(options())}


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("`holdfast check` | also of `--state FILE`, `x`", [("check", []), ("check", ["--state"])]),
        ("## `holdfast preview [STACK]`\n\n`--all` lists", [("preview", []), ("preview", ["--all"])]),
        ("```sh\nholdfast check prod --json > x\npulumi up --yes\n```\n`--yes`", [("check", ["--json"])]),
        ("```sh\n.venv/bin/holdfast schema --check x\n```", [("schema", ["--check"])]),
        ("the folder `holdfast/checks`, the word holdfast, `import holdfast`, `holdfast:regions`", []),
    ],
)  # fmt: skip
def test_commands_are_found_in_pages(page: str, found: list[tuple[str, list[str]]]) -> None:
    assert [(one.command, list(one.options)) for one in commands(page)] == found


def anchors(page: Path) -> set[str]:
    """The anchors that GitHub gives a page's headings."""
    plain = (
        re.sub(r"[^\w\- ]", "", title.lower()) for title in HEADING.findall(FENCE.sub("", text_of(page)))
    )
    return {title.replace(" ", "-") for title in plain}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files_and_headings(page: Path) -> None:
    broken = []
    for link in LINK.findall(FENCE.sub("", text_of(page))):
        if re.match(r"[a-z]+:", link):
            continue
        where, _, anchor = link.partition("#")
        target = page.parent / where if where else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)

    assert broken == []


def test_every_page_is_linked_from_another() -> None:
    linked = {
        (page.parent / link.partition("#")[0]).resolve()
        for page in PAGES
        for link in LINK.findall(text_of(page))
        if not re.match(r"[a-z]+:", link)
    }

    linked.add((ROOT / "docs" / "index.md").resolve())  # where the site begins
    assert [page.name for page in PAGES[1:] if page.resolve() not in linked] == []
