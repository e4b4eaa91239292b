"""``[drills.NAME]`` of ``holdfast.toml``: what is read, and that every mistake is told where it is."""

from __future__ import annotations

import pytest

from holdfast.operate.drill.file import DrillFileError, read_drills

GOOD = """[drills.lose-a]
description = "kill a"
[drills.lose-a.command]
run = ["kill-a"]
undo = ["start-a"]
[drills.lose-a.probe]
urls = ["http://127.0.0.1:8080/health"]
"""
STACK = '[drills.away]\ndescription = "leave use1"\n{stack}\n[drills.away.failover]\naway_from = "use1"\n'


def mistakes(text: str) -> list[str]:
    with pytest.raises(DrillFileError) as found:
        read_drills(text)
    return str(found.value).splitlines()


def test_reads_drills_by_name_and_leaves_other_tables_alone() -> None:
    text = '[[waivers]]\ncheck = "DAT001"\nreason = "x"\n\n' + STACK.format(stack='stack = "prod"') + GOOD

    drills = read_drills(text)

    assert list(drills) == ["away", "lose-a"]
    assert drills["lose-a"].command is not None
    assert drills["lose-a"].command.run == ["kill-a"]
    assert drills["lose-a"].records == "drills"
    assert drills["away"].failover is not None
    assert (drills["away"].stack, drills["away"].failover.back) == ("prod", True)


def test_a_file_without_drills_has_none() -> None:
    assert read_drills("") == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("drills = [", "holdfast.toml: this is no TOML: "),
        ("drills = 1", "holdfast.toml: drills: should be tables, each under a line [drills.NAME]"),
        (
            GOOD.replace("[drills.lose-a", "[drills.Lose_A"),
            "holdfast.toml:1: drills.Lose_A: a name is of lower-case letters, digits and hyphens",
        ),
        (
            GOOD.replace("urls", "url"),
            "holdfast.toml:7: drills.lose-a.probe.url: unknown key; did you mean 'urls'? (allowed: urls, ",
        ),
        (
            GOOD.replace('description = "kill a"\n', ""),
            "holdfast.toml:1: drills.lose-a.description: is required and missing",
        ),
        (GOOD + 'rate = "5"', "holdfast.toml:8: drills.lose-a.probe.rate: should be a number, got '5'"),
        (GOOD + "rate = 0", "drills.lose-a.probe.rate: should be 0.1 or more, got 0"),
        (GOOD + "rate = 500", "drills.lose-a.probe.rate: should be 50.0 or less, got 500"),
        (GOOD + "timeout_seconds = 0", "probe.timeout_seconds: should be more than 0.0, got 0"),
        (
            GOOD + 'method = "GETT"',
            "method: should be 'GET', 'HEAD', 'OPTIONS' or 'POST', got 'GETT'; did you mean 'GET'?",
        ),
        (GOOD + 'statuses = ["2xx"]', "probe.statuses.0: should be like 200 or 200-299, got '2xx'"),
        (GOOD + "statuses = []", "probe.statuses: should be not empty, got an empty list"),
        (
            GOOD.replace("http://127", "127"),
            "probe.urls.0: should be like https://api.example.com/health, got '127.0.0.1:8080/health'",
        ),
        (GOOD.replace('["kill-a"]', '"kill -9 1"'), "command.run: should be a list, got 'kill -9 1'"),
        (
            GOOD + '[drills.lose-a.failover]\naway_from = "use1"\n',
            "should break one thing: give one of experiment, failover, command, got failover and command",
        ),
        (
            '[drills.x]\ndescription = "x"\nstack = "prod"',
            "give one of experiment, failover, command, got none",
        ),
        (STACK.format(stack=""), "drills.away.stack: is required with failover: the name of the stack that"),
        (
            GOOD.replace('["http://127.0.0.1:8080/health"]', "[]"),
            "drills.lose-a.probe.urls: is required where no stack is named: what is asked from outside",
        ),
        (
            GOOD + 'answered_by_header = "X"\nanswered_by_field = "y"',
            "answered_by_field: stands beside answered_by_header: give one of the two",
        ),
        (
            GOOD + '[drills.lose-a.writes]\nurl = "http://x/{marker}"\nread_url = "http://x/"',
            "writes.read_url: should have {marker} in it, so that each write is found again",
        ),
        (
            GOOD + '[drills.lose-a.writes]\nurl = "http://x/"\nbody = "1"\nread_url = "http://x/{marker}"',
            "writes.url: should have {marker} in it, or the body should",
        ),
        (
            GOOD + "[drills.lose-a.objectives]\nlost_writes = 0",
            "objectives.lost_writes: needs writes: without them nothing can be seen to be lost",
        ),
        (
            GOOD + "[drills.lose-a.objectives]\ndetect_seconds = 3",
            "objectives.detect_seconds: needs a detector, alarms or a stack, which notice",
        ),
        (
            GOOD + '[drills.lose-a.safety]\nnot_during = ["weekdays"]',
            "safety.not_during.0: should be like mon-fri 08:00-18:00 or 22:00-02:00, got 'weekdays'",
        ),
        (
            GOOD + '[drills.lose-a.safety]\nnot_during = ["08:00-08:00"]',
            "not_during.0: has a time that is none, or ends when it begins: '08:00-08:00'",
        ),
        (
            GOOD + '[drills.lose-a.safety]\ntime_zone = "Berlin"',
            "safety.time_zone: there is no time zone 'Berlin': give one such as Europe/Berlin or UTC",
        ),
        (
            GOOD.replace("[drills.lose-a.command]", 'alarms = ["cpu"]\n[drills.lose-a.command]'),
            "drills.lose-a.alarms.0: should be like an ARN: arn:aws:cloudwatch:…:alarm:…, got 'cpu'",
        ),
    ],
)
def test_fails_on_a_mistake(text: str, words: str) -> None:
    told = mistakes(text)

    assert len(told) == 1
    assert words in told[0]


def test_all_mistakes_are_told_at_once_each_at_its_line() -> None:
    text = GOOD + 'rate = "x"\n\n[drills.other]\ndescription = 3\nstack = "prod"\nholdseconds = 1\n'

    told = mistakes(text)

    assert [one.split(": ")[:2] for one in told] == [
        ["holdfast.toml:8", "drills.lose-a.probe.rate"],
        ["holdfast.toml:11", "drills.other.description"],
        ["holdfast.toml:13", "drills.other.holdseconds"],
    ]
    assert "did you mean 'hold_seconds'?" in told[-1]
