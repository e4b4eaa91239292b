from __future__ import annotations

import re

import pytest

from holdfast.report.review_markdown import review_markdown
from tests.components.golden import assert_golden
from tests.report.reviews import SECRET, hostile, review, stack, whole, wide


def test_a_whole_review() -> None:
    assert_golden("review.md", review_markdown(whole()))


def test_the_verdict_is_the_first_line() -> None:
    first = review_markdown(whole()).splitlines()[0]
    assert first.startswith("🔴 **Danger** To look at: 1 critical, 1 low. qa could not be previewed.")
    assert "prod: 1 deleted, 1 replaced, 2 changed, 1 new." in first


def test_the_table_has_no_zero_and_no_place_without_changes() -> None:
    rows = [line for line in review_markdown(whole()).splitlines() if line.startswith("| prod |")]
    assert rows == [
        "| prod | eu-west-1 |  | 1 |  |  |",
        "| prod | us-east-1 | 1 | 1 | 1 |  |",
        "| prod | global |  |  |  | 1 |",
    ]


def test_nothing_changes() -> None:
    text = review_markdown(review(stack("prod"), stack("dev")))
    assert text == "⚪ **No change** Nothing changes in prod and dev.\n\n`main` → `feature`\n"


def test_only_what_a_loss_changes_is_told() -> None:
    text = review_markdown(whole())
    assert (
        "| zone us-east-1a, b, c | 67 % (6 of 9 instances) → 0 % (0 of 1 instances) | 70 s → 120 s |  | "
        "**\N{EN DASH} → RTO 90 s** |" in text
    )
    assert "Losing any other comes out as before: 1 region." in text


def test_the_same_change_is_told_once_and_the_odd_one_out_named() -> None:
    text = review_markdown(whole())
    assert "! update euw1-orders-asg, use1-orders-asg  aws:autoscaling/Group  in eu-west-1, us-east-1" in text
    assert text.count("minSize: 9 → 4") == 1
    assert "#   but not in eu-west-1" in text


def test_lesser_points_are_folded_below_grave_ones() -> None:
    text = review_markdown(whole())
    assert "<details><summary>And 1 low</summary>" in text
    assert text.index("critical: Replaces") < text.index("low: A failure")


def test_values_are_shown_from_the_list_or_where_asked_for() -> None:
    assert SECRET not in review_markdown(whole())
    assert f"tags.Owner: {SECRET} → {SECRET}2" in review_markdown(whole(), show_values=["tags.*"])


def test_a_program_cannot_say_more_than_text() -> None:
    text = review_markdown(hostile())
    bare = re.sub(r"^(`{3,})diff\n.*?^\1$", "", text, flags=re.DOTALL | re.MULTILINE)
    bare = re.sub(r"^```mermaid\n.*?^```$", "", bare, flags=re.DOTALL | re.MULTILINE)
    prose = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", bare)
    assert SECRET not in text
    assert "```mermaid" in text
    for risky in ("<script", "<img", "@octocat", "](https://evil", "javascript:", "~~y", "$x$"):
        assert risky not in prose, risky
    for risky in (r"#12\b", r"!34\b", r"GH-5\b", r"www\.evil", r"https://evil", r"^# heading", r"^/close"):
        assert not re.search(risky, prose, re.MULTILINE), risky
    assert prose.count("</details>") == prose.count("<details>")
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_a_cell_of_a_table_stays_one() -> None:
    rows = [line for line in review_markdown(hostile()).splitlines() if line.startswith("|")]
    cells = [len(re.findall(r"(?<!\\)\|", row)) for row in rows]
    assert cells == [cells[0]] * 3 + [6] * 3


@pytest.mark.parametrize("budget", [500, 2_000, 6_000, 20_000, 60_000])
def test_a_budget_is_kept_by_whole_lines(budget: int) -> None:
    everything = review_markdown(wide(3_000), budget=10_000_000)
    text = review_markdown(wide(3_000), budget=budget)
    assert len(text) <= budget
    known = set(everything.splitlines())
    told = [line for line in text.splitlines() if line not in known]
    assert all("left out" in line or line.startswith("<details>") for line in told), told
    assert text.count("<details>") == text.count("</details>")
    assert text.startswith("🔴 **Danger**")


def test_what_is_left_out_is_counted() -> None:
    text = review_markdown(wide(3_000), budget=20_000)
    left = re.search(r"^_?(\d+) changes left out", text, re.MULTILINE)
    assert left is not None
    assert int(left.group(1)) + text.count("! update ") == 3_000
    assert re.search(r"_\d+ points to look at left out\._", text)


def test_the_room_is_used() -> None:
    assert len(review_markdown(wide(3_000))) > 40_000


def test_it_is_the_same_each_time() -> None:
    assert review_markdown(whole()) == review_markdown(whole())
