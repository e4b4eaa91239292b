"""Explanations as a person reads them: on any terminal, in Markdown, whatever a program calls its things."""

from __future__ import annotations

import pytest

from holdfast.checks import Verdict
from holdfast.explain import explain
from holdfast.report.explain_markdown import explain_markdown
from holdfast.report.explain_pages import page
from holdfast.report.explain_text import explain_lines
from holdfast.report.lines import plain
from tests.components.golden import assert_golden
from tests.explain.samples import TABLE, facts, finding
from tests.graph.documents import step

NAMES = (None, "holdfast:stores.orders", "holdfast:tags", "use1-orders-table", "global-orders", "use1")
FINDINGS = (
    finding("use1-orders-table", TABLE, Verdict.FAIL),
    finding("use1-orders-table", TABLE, Verdict.FAIL, waived="it can be made again"),
    finding("use1-orders-table", TABLE, Verdict.PASS),
)


@pytest.mark.parametrize("width", [40, 60, 80, 160])
@pytest.mark.parametrize("name", NAMES)
def test_no_line_is_wider_than_the_terminal(name: str | None, width: int) -> None:
    lines = explain_lines(page(explain(facts(findings=FINDINGS), name)), width=width)

    assert max(len(line.text) for line in lines) <= width


@pytest.mark.parametrize("full", [False, True], ids=["short", "full"])
@pytest.mark.parametrize("name", NAMES)
def test_every_form_says_the_same(name: str | None, full: bool) -> None:
    """Cells of the text stand in the Markdown, whatever folds them."""
    told = page(explain(facts(findings=FINDINGS), name), full=full)
    text = " ".join(plain(explain_lines(told, width=400)).split())
    markdown = explain_markdown(told).replace("\\", "")

    for section in told.sections:
        assert section.title in text
        for row in section.rows:
            for cell in row:
                assert " ".join(cell.split()) in text
                assert " ".join(cell.split()) in " ".join(markdown.split())


def test_text_as_a_person_reads_it() -> None:
    story = explain(facts(findings=FINDINGS, cost=False), "use1-orders-table")
    lines = explain_lines(page(story), width=80)

    assert_golden("explain-resource-80.txt", plain(lines))
    assert [line.style for line in lines if line.text.startswith("  FAIL")] == ["red"]


def test_markdown_as_a_person_reads_it() -> None:
    told = page(explain(facts(cost=False)))

    assert_golden("explain-stack.md", explain_markdown(told))


def test_names_of_a_program_are_no_markdown() -> None:
    strange = step("acme:x:Y", "a|b [x](https://evil.example)\n# head", {})
    text = explain_markdown(page(explain(facts(strange, cost=False), "Y")))

    assert "](https://evil.example)" not in text
    assert "\n# head" not in text
