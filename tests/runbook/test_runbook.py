"""What a runbook says of a stack: what applies to it, in its own names, and nothing secret."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from holdfast.contracts.runbook import RunbookSection as At
from holdfast.graph import read_preview
from holdfast.report.runbook_html import runbook_html
from holdfast.report.runbook_json import runbook_json
from holdfast.report.runbook_markdown import runbook_markdown
from holdfast.runbook import Section, command_lines, make_runbook
from holdfast.runbook.sections import SECTIONS
from tests.command_lines.aws_cli import placeholders
from tests.components.golden import assert_golden
from tests.graph.documents import digest, step
from tests.runbook.stacks import ALL, bare, contract, runbook


def section(name: str, at: At, *, known: bool = True) -> Section:
    made = runbook(name) if known else bare(name)
    (found,) = (one for one in made.sections if one.anchor == at.value)
    return found


def commands(found: Section) -> str:
    return "\n".join(line for one in (*found.do, *found.back) for line in one.commands)


def test_the_runbook_of_prod_reads_well() -> None:
    assert_golden("prod-runbook.md", runbook_markdown(runbook("prod")))


def test_every_section_that_exists_is_written() -> None:
    assert {at for at, _, _ in SECTIONS} == set(At)


@pytest.mark.parametrize("name", ALL)
def test_sections_say_what_to_do_how_to_decide_how_to_come_back_and_what_not_to_do(name: str) -> None:
    for one in runbook(name).sections:
        assert one.symptom, one.anchor
        assert one.decide, one.anchor
        assert one.do, one.anchor
        assert one.back or one.anchor == "cost", one.anchor
        assert one.never, one.anchor


def test_only_what_applies_is_there() -> None:
    dev = {one.anchor for one in runbook("dev").sections}
    prod = {one.anchor for one in runbook("prod").sections}

    assert {"region-lost", "maintenance", "replication", "cost"} <= prod
    assert "replication" not in dev
    assert "holdfast failover" not in "\n".join(command_lines(runbook("dev")))
    assert "private-access" not in prod
    assert "private-access" in {one.anchor for one in runbook("private-partners").sections}


def test_names_are_real_where_the_contract_tells_them() -> None:
    endpoint = contract("prod")["entrances"]["public"]["endpoints"]["use1"]
    found = commands(section("prod", At.ZONE_LOST))

    assert f"--resource-identifier {endpoint['load_balancer_arn']}" in found
    assert "ARN_OF_use1-public-lb" in commands(section("prod", At.ZONE_LOST, known=False))


def test_a_region_is_left_by_the_tool_and_the_switch_by_hand_lies_in_the_other_region() -> None:
    switch = contract("prod")["entrances"]["public"]["endpoints"]["use1"]["switch"]
    left, planned = commands(section("prod", At.REGION_LOST)), commands(section("prod", At.MAINTENANCE))

    assert "holdfast failover prod --away-from use1 --lost\n" in left
    assert "holdfast failback prod --to use1\n" in left
    assert (
        f"aws s3api put-object --region eu-west-1 --bucket {switch['bucket']} --key maintenance/use1"
        in planned
    )
    assert "s3api delete-object --region eu-west-1" in planned


def test_aurora_is_failed_over_in_the_region_that_takes_over() -> None:
    store = contract("staging")["stores"]["orders"]
    found = commands(section("staging", At.STORE_LOST))

    assert (
        "aws rds failover-global-cluster --region eu-west-1 --global-cluster-identifier "
        f"{store['global_cluster']} --target-db-cluster-identifier {store['clusters']['euw1']['arn']} "
        "--allow-data-loss" in found
    )


def test_region_switch_and_watchdogs_are_there_where_the_stack_has_them() -> None:
    plan = contract("staging")["recovery"]["region_switch"]["arn"]
    automated = contract("recovers-by-itself")["recovery"]["automation"]
    watchdog = automated["watchdogs"]["use1"]["function"]
    document = automated["documents"]["use1"]["euw1"]

    assert f"--plan-arn {plan} --target-region eu-west-1" in commands(section("staging", At.REGION_LOST))
    found = commands(section("recovers-by-itself", At.REGION_LOST))
    assert f"--function-name {watchdog} --reserved-concurrent-executions 0" in found
    assert f"start-automation-execution --region eu-west-1 --document-name {document}" in found
    assert "arc-region-switch" not in commands(section("prod", At.REGION_LOST))


def test_times_are_those_of_the_plan_with_their_sources() -> None:
    recovery = contract("staging")["recovery"]
    steps = [one for group in recovery["workflows"]["use1"]["ungraceful"] for one in group]
    told = {one.what: one for one in section("staging", At.REGION_LOST).expected}

    assert told["until it is decided"].seconds == recovery["decision_seconds"]
    assert (
        told["leaving use1, all of it"].seconds == recovery["workflows"]["use1"]["ungraceful_worst_seconds"]
    )
    for one in steps:
        (found,) = (
            told[what]
            for what in told
            if what.startswith("leaving use1")
            and what.endswith(f"{one['action']} {one['subject']} ({one['place']})")
        )
        assert (found.seconds, found.source) == (one["worst_seconds"], one["source"])
    # The preview alone says them too: nobody has to have deployed for it.
    before = section("staging", At.REGION_LOST, known=False).expected
    assert {(one.what, one.seconds) for one in before} == {(one.what, one.seconds) for one in told.values()}


def test_whom_to_call_comes_from_the_settings() -> None:
    page = runbook_markdown(runbook("prod"))

    assert "1. orders on call (on call): https://orders.pagerduty.example.com/escalate" in page
    assert "Nobody is named (holdfast:runbook.contacts): call the owner, orders." in runbook_markdown(
        runbook("staging")
    )


@pytest.mark.parametrize("name", ALL)
def test_the_same_stack_has_the_same_runbook(name: str) -> None:
    from tests.runbook.stacks import graph  # noqa: PLC0415 - only here

    assert make_runbook(graph(name), contract(name)) == runbook(name)


@pytest.mark.parametrize("name", ALL)
def test_no_secret_is_in_it(name: str) -> None:
    """Neither values nor where they are kept: nobody needs a secret to follow it."""
    text = runbook_json(runbook(name)) + runbook_html(runbook(name))

    assert "secretsmanager" not in text
    assert "[secret]" not in text
    assert not re.search(r"(?i)(password|token|api.key)\s*[=:]\s*\S", text)


@pytest.mark.parametrize("name", ALL)
def test_what_is_not_known_is_a_word_and_never_a_marker(name: str) -> None:
    text = runbook_json(bare(name))

    assert "04da6b54" not in text
    assert "Marker" not in text
    assert "None" not in " ".join(command_lines(bare(name)))


def test_the_contract_leaves_fewer_words_to_fill_in() -> None:
    def unknown(lines: Any) -> int:
        return len({word for line in lines for word in placeholders(line)})

    assert unknown(command_lines(runbook("prod"))) < unknown(command_lines(bare("prod"))) / 2


def test_json_has_all_of_it() -> None:
    document = json.loads(runbook_json(runbook("prod")))

    assert document["version"] == 1
    assert document["stack"] == "prod"
    assert [one["anchor"] for one in document["sections"]] == [one.anchor for one in runbook("prod").sections]


def test_of_another_program_it_lists_alarms_and_names_no_command_of_ours() -> None:
    alarm = "aws:cloudwatch/metricAlarm:MetricAlarm"
    made = make_runbook(
        read_preview(
            digest(
                step(
                    alarm,
                    "slow",
                    {"region": "us-east-1", "name": "checkout-slow", "alarmDescription": "Slow | bad"},
                ),
                step("aws:dynamodb/table:Table", "carts", {"region": "us-east-1", "name": "carts"}),
            )
        )
    )

    assert [(one.name, one.means) for one in made.others] == [("checkout-slow", "Slow | bad")]
    assert "| `checkout-slow` | us-east-1 |  | Slow \\| bad |" in runbook_markdown(made)
    assert {one.anchor for one in made.sections} == {"errors", "store-lost", "saturation", "restore"}
    text = "\n".join(command_lines(made))
    assert "--table-name carts" in text
    assert not re.search(r"^holdfast (?!inventory)", text, re.MULTILINE)


def test_what_a_person_wrote_is_text_on_the_page() -> None:
    alarm = "aws:cloudwatch/metricAlarm:MetricAlarm"
    text = "<script>alert(1)</script>"
    made = make_runbook(
        read_preview(digest(step(alarm, "a", {"region": "us-east-1", "name": "a", "alarmDescription": text})))
    )

    assert text not in runbook_html(made)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in runbook_html(made)


def test_the_page_needs_nothing_from_elsewhere() -> None:
    page = runbook_html(runbook("prod"))

    assert not re.search(r'<(?:link|img|iframe)\b|src="|@import|url\(', page)
