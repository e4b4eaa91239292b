"""The reference's pages as Markdown."""

from __future__ import annotations

import functools
import gc
import io
import logging
import re
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stderr
from typing import TYPE_CHECKING

from docs.hooks.links import ROOT, site_path
from docs.hooks.reference.described import Described, described
from docs.hooks.reference.drawing import TIMES, drawing
from docs.hooks.reference.graph import Graph, folded
from docs.hooks.reference.groups import GROUPS
from docs.hooks.reference.markdown import line, member, sentence, text
from docs.hooks.reference.stacks import Used, sections, uses
from tests.components.conformance_samples import SAMPLES
from tests.components.declared import declared

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import PurePosixPath

    from docs.hooks.navigation import Entry

FOLDER = "reference"
_REST = "More"

_logger = logging.getLogger("mkdocs.holdfast.reference")


def reference_pages() -> tuple[dict[str, str], list[Entry]]:
    """Make the reference.

    Returns:
        Each page's Markdown by its path in the site, and the navigation's entries.
    """
    known = {one.__name__: described(one) for one in SAMPLES}
    files = {name: file_of(name) for name in known}
    with ProcessPoolExecutor(initializer=gc.disable) as pool:
        used = uses(pool)
        graphs = dict(zip(known, pool.map(_graph, known), strict=True))
    guides = _guides()
    pages = {
        f"{FOLDER}/{files[name]}": "\n\n".join(
            (
                *_what(one),
                *_picture(one, graphs[name], files),
                *_where(used.get(name, Used()), guides.get(name), files),
                *_how(one),
            )
        )
        + "\n"
        for name, one in known.items()
    }
    groups = _groups(known)
    pages[f"{FOLDER}/index.md"] = "\n".join(_index(groups, known, files))
    entries: list[Entry] = [f"{FOLDER}/index.md"]
    for title, names in groups.items():
        entries.append({title: [{name: f"{FOLDER}/{files[name]}"} for name in names]})
    return pages, entries


def file_of(name: str) -> str:
    """Give the file of a component's page."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower() + ".md"


def _groups(known: Iterable[str]) -> dict[str, list[str]]:
    every = set(known)
    groups = {title: [name for name in names if name in every] for title, names in GROUPS.items()}
    rest = sorted(every - {name for names in GROUPS.values() for name in names})
    if rest:
        _logger.warning("docs/hooks/reference/groups.py has no place for %s", ", ".join(rest))
        groups[_REST] = rest
    return {title: names for title, names in groups.items() if names}


def _guides() -> dict[str, str]:
    """Give the page of ``docs/`` that explains each component."""
    guides = {name: f"{page}.md" for names in GROUPS.values() for name, page in names.items()}
    return {name: page for name, page in guides.items() if (ROOT / "docs" / page).exists()}


def _index(
    groups: Mapping[str, list[str]], known: Mapping[str, Described], files: Mapping[str, str]
) -> Iterator[str]:
    yield (
        "# Components\n\nA stack file makes these for you. Each is also a Pulumi component resource of its "
        "own: [in Python](../reuse.md) by import, [in other languages](../plugin.md) by the plugin. Its page "
        "says what it declares, what that survives and what it does not, and which settings reach it.\n"
    )
    for title, names in groups.items():
        yield f"## {title}\n\n| component | what it is |\n|---|---|"
        for name in names:
            yield f"| [{name}]({files[name]}) | {line(known[name].purpose)} |"
        yield ""


def _what(one: Described) -> Iterator[str]:
    yield f"# {one.name}\n\n{text(one.purpose)}"
    cards = [("yes", "Survives"), ("no", "Does not survive")]
    inner = "\n".join(
        f'<div class="hf-{kind}" markdown>\n\n**{heading}**\n\n{sentence(one.sections[heading])}\n\n</div>'
        for kind, heading in cards
        if heading in one.sections
    )
    yield f'<div class="hf-survives" markdown>\n{inner}\n</div>'
    yield f"## What it declares\n\n{sentence(one.sections.get('Declares', ''))}"
    yield from (text(note) for note in one.notes)


def _picture(one: Described, graph: Graph, files: Mapping[str, str]) -> Iterator[str]:
    pages = {name: file.replace(".md", ".html") for name, file in files.items()}
    yield drawing(graph, key=file_of(one.name).removesuffix(".md"), pages=pages)
    yield (
        "*Made by declaring one with a sample's arguments. Arrows lead from what comes first to what needs "
        f"it; {TIMES}3 means three of the kind; blue boxes are components and lead to their pages.*"
        "{: .hf-caption }"
    )


def _graph(name: str) -> Graph:
    """Give what a component declares with that of its samples which says most, of those that declare any."""
    component = next(one for one in SAMPLES if one.__name__ == name)
    for sample in sorted(SAMPLES[component], key=lambda one: -len(one.args)):
        with redirect_stderr(io.StringIO()):  # what a component warns of is no matter here
            graph = folded(declared(functools.partial(component, sample.name, sample.args)))  # type: ignore[arg-type]
        if graph.rows:
            return graph
    raise ValueError(f"no sample of {name} declares anything")


def _where(used: Used, guide: str | None, files: Mapping[str, str]) -> Iterator[str]:
    """Give where the component is met: its guide, settings, stacks, components around it."""
    rows = [
        ("Explained in", [f"[{_title(guide)}](../{guide})"] if guide else []),
        ("Declared by", [f"[{name}]({files[name]})" for name in sorted(used.inside) if name in files]),
        ("Settings that reach it", sections(used.settings)),
        (
            "Stacks of this repository that have it",
            [_stack(path) for path in sorted(used.stacks)],
        ),
    ]
    shown = [f"{name}\n:   {', '.join(items)}" for name, items in rows if items]
    if shown:
        yield "## Where it is met"
        yield from shown


def _stack(file: PurePosixPath) -> str:
    """Give a stack file as a link: of an example to its folder's page."""
    shown = file.parent if file.parent.name else file
    return f"[{shown.name}](../{site_path(shown)})"


def _title(page: str) -> str:
    return (ROOT / "docs" / page).read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")


def _how(one: Described) -> Iterator[str]:
    """Give how a program declares the component."""
    own = one.args[0].name
    imported = f"```python\nfrom {one.module} import {one.name}\n```"
    token = f"`holdfast:index:{one.name}`"
    others = (
        f"By [the plugin](../plugin.md) its type is {token}."
        if one.hosted
        else f"Its type is {token}. It takes a plan, so that [the plugin](../plugin.md) does not serve it."
    )
    yield f"## In a program\n\n{imported}\n\n{others}"
    names = {group.name for group in one.args}
    yield f"## Arguments\n\n`{own}`: {line(one.args[0].text)}"
    for number, group in enumerate(one.args):
        if number:
            yield f"### {group.name}\n\n{text(group.text)}"
        yield from (member(argument, names, told=True) for argument in group.members)
    yield "## Outputs"
    yield from (member(output, names, told=False) for output in one.outputs)
    if one.methods:
        yield "## Methods"
        yield from (member(method, (), told=False) for method in one.methods)
