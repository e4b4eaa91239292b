"""What tells of a failure has an owner, and a link that leads somewhere."""

from __future__ import annotations

import re

import pytest

from holdfast.contracts.runbook import RunbookSection
from holdfast.report.runbook_html import runbook_html
from holdfast.report.runbook_markdown import runbook_markdown
from holdfast.runbook.stack import ALARMS, DASHBOARD, EXPERIMENT
from tests.runbook.stacks import ALL, bare, graph, runbook

SECTIONS = {one.value for one in RunbookSection}


def anchors(markdown: str) -> list[str]:
    """The anchors that a page of Markdown gets from its headings, as GitHub makes them."""
    return [
        re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", markdown, re.MULTILINE)
    ]


@pytest.mark.parametrize("stack", ["prod", "staging"])
def test_every_alarm_dashboard_and_experiment_has_an_owner_and_a_link_to_a_section_that_is_there(
    stack: str,
) -> None:
    page = anchors(runbook_markdown(runbook(stack)))
    url = {"prod": "https://runbooks.orders.example.com/prod.html", "staging": "runbook.staging.md"}[stack]
    told = {
        one.name: one.at("alarmDescription") if one.type in ALARMS else one.at("description")
        for one in graph(stack).of_type(*ALARMS, EXPERIMENT)
    }
    dashboards = {one.name: graph(stack).components(one)[0] for one in graph(stack).of_type(DASHBOARD)}

    assert len(told) > 50
    for name, text in told.items():
        assert isinstance(text, str), name
        noted = re.search(rf"Owner: orders\. Runbook: {re.escape(url)}#([a-z-]+)$", text)
        assert noted, (name, text)
        assert noted[1] in page, name
    for name, component in dashboards.items():
        assert component.at("notes") == {"owner": "orders", "runbook_url": url}, name
        assert component.at("runbook_section") in page, name


@pytest.mark.parametrize("stack", ["prod", "staging"])
def test_tags_name_the_section_too(stack: str) -> None:
    for one in graph(stack).of_type(*ALARMS, EXPERIMENT):
        assert one.at("tags", "Owner") == "orders", one.name
        assert one.at("tags", "Runbook") in SECTIONS, one.name


@pytest.mark.parametrize("name", ALL)
def test_every_link_within_a_runbook_leads_somewhere(name: str) -> None:
    for made in (runbook(name), bare(name)):
        page = runbook_markdown(made)
        found = anchors(page)
        assert set(re.findall(r"\]\(#([\w-]+)\)", page)) <= set(found)
        assert len(found) == len(set(found)), "two headings would share an anchor"
        named = set(re.findall(r"[Ss]ection\s`([a-z-]+)`", page))
        assert named <= SECTIONS


@pytest.mark.parametrize("name", ALL)
def test_the_page_has_the_anchors_of_the_sections(name: str) -> None:
    made = runbook(name)
    ids = re.findall(r'id="([\w-]+)"', runbook_html(made))

    assert len(ids) == len(set(ids))
    assert {one.anchor for one in made.sections} <= set(ids)
    assert set(re.findall(r'href="#([\w-]+)"', runbook_html(made))) <= set(ids)


@pytest.mark.parametrize("name", ALL)
def test_no_alarm_of_ours_leads_nowhere(name: str) -> None:
    assert runbook(name).others == ()
