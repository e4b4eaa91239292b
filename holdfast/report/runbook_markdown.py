"""A runbook as Markdown: its headings give the anchors that alarms link to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.report.runbook_words import duration, nobody, notes, title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from holdfast.runbook.model import Alarm, Do, Runbook, Section


def runbook_markdown(runbook: Runbook) -> str:
    """The whole runbook.

    Args:
        runbook: What it says.
    """
    lines = [
        f"# {title(runbook)}",
        "",
        f"In {', '.join(runbook.places) or 'no place'}. Owner: {runbook.owner or 'not named'}.",
        *(line for one in notes(runbook) for line in ("", one)),
        *_contacts(runbook),
        *_figures(runbook),
        "",
        "## Look first",
        *_steps(runbook.first),
        "",
        *(f"- [{one.text}]({one.address})" for one in runbook.links),
        "",
        "## What is it?",
        "",
        "The first row that fits.",
        "",
        "| what you see | what it is | read on |",
        "|---|---|---|",
        *(
            f"| {_cell(one.seen)} | {_cell(one.means)} | [{one.anchor}](#{one.anchor}) |"
            for one in runbook.table
        ),
        "",
        "## Contents",
        "",
        *(f"- [{one.title}](#{one.anchor}): {one.symptom}" for one in runbook.sections),
        *(line for one in runbook.sections for line in _section(one)),
        *_others(runbook),
    ]
    return "\n".join(lines) + "\n"


def _section(one: Section) -> Iterator[str]:
    yield from ("", f"## {one.title}", "", one.symptom)
    if one.decide:
        yield from ("", "**Decide**", "", *(f"{number}. {text}" for number, text in enumerate(one.decide, 1)))
    if one.do:
        yield from ("", "**Do**", *_steps(one.do))
    if one.back:
        yield from ("", "**Come back**", *_steps(one.back))
    if one.never:
        yield from ("", "**Never**", "", *(f"- {text}" for text in one.never))
    if one.expected:
        yield from ("", "**How long it takes at worst**", "", "| what | time | source |", "|---|---|---|")
        for step in one.expected:
            yield f"| {_cell(step.what)} | {duration(step)} | {_cell(step.source)} |"
    if one.links:
        yield from ("", "**See also**", "", *(f"- [{link.text}]({link.address})" for link in one.links))
    if one.alarms:
        yield from ("", "**What leads here**", *_alarms(one.alarms))


def _steps(steps: Iterable[Do]) -> Iterator[str]:
    for number, one in enumerate(steps, 1):
        yield from ("", f"{number}. {one.words.rstrip('.')}{':' if one.commands else '.'}")
        if one.commands:
            yield from ("", "   ```sh", *(f"   {line}" for line in one.commands), "   ```")


def _alarms(alarms: Iterable[Alarm]) -> Iterator[str]:
    yield from ("", "| name | region | severity | what it means |", "|---|---|---|---|")
    for one in alarms:
        yield f"| `{one.name}` | {one.region} | {one.severity} | {_cell(one.means)} |"


def _contacts(runbook: Runbook) -> Iterator[str]:
    yield from ("", "## Whom to call", "")
    if not runbook.contacts:
        yield nobody(runbook)
        return
    yield from (
        f"{number}. {one.name} ({one.role}): {one.reach}" for number, one in enumerate(runbook.contacts, 1)
    )


def _figures(runbook: Runbook) -> Iterator[str]:
    if runbook.figures:
        yield from ("", *(f"- {one.name}: {one.value}" for one in runbook.figures))


def _others(runbook: Runbook) -> Iterator[str]:
    if runbook.others:
        yield from ("", "## Other alarms", "", "They lead to no section.", *_alarms(runbook.others))


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
