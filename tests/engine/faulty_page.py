"""What ``docs/operations.md`` shows of the CLI, held against what the CLI said in a test.

A shown text stands in the page in a fence behind the comment ``<!-- shown: its-name -->``. ``SHOWN=write`` in
the environment writes what was said instead.
"""

from __future__ import annotations

import os
import re

from tests.engine.faulty import ROOT

PAGE = ROOT / "docs" / "operations.md"
_SHOWN = r"(<!-- shown: {name} -->\n\n```text\n)(.*?)(^```$)"
_REPLACED = (
    (re.compile(r"(-|/)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), r"\1…"),
    (re.compile(r"file://\S+(?=/\.pulumi/)"), "s3://example-pulumi-state"),
    (re.compile(r"\?no_tmp_dir=true"), ""),
    (re.compile(r"created by .*$", re.MULTILINE), "created by ci@runner (pid 4711) at 2026-11-21T09:26:53Z"),
    (re.compile(r"(?<=-)[0-9a-f]{4}\b"), "1a2b"),
    (re.compile(r"^Duration: .*$", re.MULTILINE), "Duration: 5s"),
    (re.compile(r" \(\d+(\.\d+)?s\)"), ""),
    (re.compile(r" For example, if you are using .*"), ""),
    (re.compile(r"\n +\n"), "\n\n"),
)


def names() -> list[str]:
    """Names of all that the page shows."""
    return re.findall(r"<!-- shown: (\S+) -->", PAGE.read_text(encoding="utf-8"))


def is_shown(name: str, said: str) -> None:
    """Hold that the page shows what was said.

    Args:
        name: Name of the shown text.
        said: What the CLI printed.
    """
    page = PAGE.read_text(encoding="utf-8")
    pattern = re.compile(_SHOWN.format(name=re.escape(name)), re.MULTILINE | re.DOTALL)
    found = pattern.search(page)
    assert found, f"{PAGE.name} has no '<!-- shown: {name} -->'"
    wanted = plain(said)
    if os.environ.get("SHOWN") == "write":
        PAGE.write_text(page[: found.start(2)] + wanted + page[found.end(2) :], encoding="utf-8")
    else:
        assert found.group(2) == wanted


def plain(said: str) -> str:
    """What the CLI printed, without what differs from run to run.

    Args:
        said: All that it printed. Of a run that failed its diagnostics are kept, the stack's own last; of one
            that warned these and its summary; of any other its summary, or a single message as it is.
    """
    _, mark, rest = said.partition("Diagnostics:\n")
    told, summary, end = (rest if mark else said).partition("Resources:\n")
    if mark:
        parts = sorted(re.findall(r"^  \S.*?(?=^  \S|\Z)", told, re.MULTILINE | re.DOTALL), key=_is_stack)
        told = mark + "".join(f"{part.rstrip()}\n\n" for part in parts)
    if "errored" in end:
        end = summary = ""
    said = (told if mark or not summary else "") + summary + end
    for pattern, instead in _REPLACED:
        said = pattern.sub(instead, said)
    return said.strip() + "\n"


def _is_stack(diagnostics: str) -> tuple[bool, str]:
    return diagnostics.startswith("  pulumi:pulumi:Stack"), diagnostics
