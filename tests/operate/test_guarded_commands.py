"""What stops ``failover`` and ``failback`` before anything is changed, on the emulator."""

from __future__ import annotations

import json
import os
import pty
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from holdfast.cli.main import app
from holdfast.operate.aws import clients
from holdfast.operate.lock import Lock, holder_of
from holdfast.operate.places import switch_buckets
from tests.operate.command_line import CommandLine, hurried

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.operate.emulated_stack import World
    from tests.operate.regional_proxy import RegionalProxy


@pytest.fixture
def holdfast(stack: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    hurried(monkeypatch)
    return CommandLine(stack.operations, tmp_path)


def assert_untouched(stack: World, holdfast: CommandLine) -> None:
    assert stack.writer() == "use1"
    assert not stack.switched("use1")
    assert stack.group("euw1")["DesiredCapacity"] == 4
    assert holdfast.records() == []


def test_lag_refuses_and_is_overridden_by_name_with_its_cost_on_record(
    stack: World, holdfast: CommandLine
) -> None:
    stack.lag(90)
    result = holdfast("failover", "--away-from", "use1", "--lost", "--yes", "--force", "lost")
    assert result.exit_code == 1
    assert "refuses: orders: euw1 is 90 s behind, the RPO is 60 s" in result.stdout
    assert "error: 1 guard refused: lag" in result.stderr
    assert_untouched(stack, holdfast)
    force = ("--force", "lost", "--force", "lag")
    result = holdfast("failover", "--away-from", "use1", "--lost", "--yes", *force)
    assert result.exit_code == 0, result.output
    assert "Cost: the last 90 s of writes" in result.stderr
    forced = {one["guard"]: one["loss"] for one in holdfast.records()[0]["forced"]}
    assert set(forced) == {"lost", "lag"}
    assert forced["lag"] == "the last 90 s of writes"


def test_a_region_that_answers_is_not_taken_for_lost(stack: World, holdfast: CommandLine) -> None:
    result = holdfast("failover", "--away-from", "use1", "--lost", "--yes")
    assert result.exit_code == 1
    assert "refuses: AWS's API in use1 answers" in result.stdout
    assert "two writers where it still takes writes" in result.stdout
    assert "error: 1 guard refused: lost" in result.stderr
    assert_untouched(stack, holdfast)


def test_a_region_that_does_not_answer_hands_nothing_over(
    stack: World, proxy: RegionalProxy, holdfast: CommandLine
) -> None:
    proxy.failing.add("us-east-1")
    result = holdfast("failover", "--away-from", "use1", "--maintenance", "--yes")
    assert result.exit_code == 1
    assert "refuses: AWS's API in use1 does not answer, and hands no writer over" in result.stdout
    proxy.failing.clear()
    assert_untouched(stack, holdfast)


def test_yes_gives_no_write_up_that_nobody_said_is_lost(
    stack: World, proxy: RegionalProxy, holdfast: CommandLine
) -> None:
    proxy.failing.add("us-east-1")
    result = holdfast("failover", "--away-from", "use1", "--yes")
    assert result.exit_code == 2
    assert "What was not copied is lost: the last " in result.stdout
    assert "with --yes nobody decides that what was not copied is given up; say --lost" in result.stderr
    proxy.failing.clear()
    assert_untouched(stack, holdfast)


def test_whoever_operates_in_the_region_that_is_said_to_be_lost_is_heard(
    stack: World, holdfast: CommandLine
) -> None:
    # Ann takes euw1 for lost: her lock is in us-east-1 alone, where we would not ask.
    now = datetime.now(UTC)
    holder = holder_of(operator="ann@laptop", run="r", what="failover prod euw1", now=now)
    Lock(
        clients=clients(),
        buckets=switch_buckets(stack.operations, without={"eu-west-1"}),
        holder={**holder, "host": "laptop"},
        now=lambda: now,
    ).acquire(take_over=False)
    result = holdfast("failover", "--away-from", "use1", "--lost", "--yes")
    assert result.exit_code == 1
    assert "ann@laptop holds the lock in use1 for: failover prod euw1" in result.stdout
    assert_untouched(stack, holdfast)


def test_a_place_that_does_not_answer_refuses(stack: World, holdfast: CommandLine) -> None:
    stack.dead.add("euw1")
    result = holdfast("failover", "--away-from", "use1", "--yes")
    assert result.exit_code == 1
    assert "error: 1 guard refused: health" in result.stderr
    assert_untouched(stack, holdfast)


def test_a_group_that_cannot_grow_refuses(stack: World, holdfast: CommandLine) -> None:
    stack.aws.client("autoscaling", region_name="eu-west-1").update_auto_scaling_group(
        AutoScalingGroupName=stack.group("euw1")["AutoScalingGroupName"], MaxSize=12
    )
    result = holdfast("failover", "--away-from", "use1", "--yes")
    assert result.exit_code == 1
    assert "can run 12, all load needs 15" in result.stdout
    assert "up to 20 % of the load is not carried" in result.stdout
    assert_untouched(stack, holdfast)


def test_another_account_refuses_whatever_is_said(stack: World, holdfast: CommandLine) -> None:
    stack.operations["account_id"] = "111122223333"
    result = holdfast("failover", "--away-from", "use1", "--yes")
    assert result.exit_code == 1
    assert "the credentials are of the account 123456789012, the file of 111122223333" in result.stdout
    assert holdfast("failover", "--away-from", "use1", "--yes", "--force", "account").exit_code == 2
    assert_untouched(stack, holdfast)


def test_a_moment_after_the_last_move_refuses(stack: World, holdfast: CommandLine) -> None:
    assert holdfast("failover", "--away-from", "use1", "--yes").exit_code == 0
    result = holdfast("failback", "--yes")
    assert result.exit_code == 1
    assert "error: 1 guard refused: flap" in result.stderr
    assert stack.writer() == "euw1"


def test_somebody_else_operates(stack: World, holdfast: CommandLine) -> None:
    now = datetime.now(UTC)
    holder = holder_of(
        operator="ann@laptop", run="r", what="failback prod use1", now=now - timedelta(minutes=1)
    )
    lock = Lock(
        clients=clients(),
        buckets=switch_buckets(stack.operations),
        holder={**holder, "host": "laptop"},
        now=lambda: now,
    )
    lock.acquire(take_over=False)
    result = holdfast("failover", "--away-from", "use1", "--yes")
    assert result.exit_code == 1
    assert "ann@laptop holds the lock for: failback prod use1" in result.stderr
    assert_untouched(stack, holdfast)
    assert holdfast("failover", "--away-from", "use1", "--yes", "--take-over").exit_code == 0


def test_nobody_is_asked_where_no_terminal_is(stack: World, holdfast: CommandLine) -> None:
    result = holdfast("failover", "--away-from", "use1")
    assert result.exit_code == 2
    assert "nobody can be asked here: say --yes" in result.stderr
    assert_untouched(stack, holdfast)


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Somebody at a terminal, who types a line."""
    keyboard, terminal = pty.openpty()
    with open(terminal, encoding="utf-8") as stdin:  # noqa: PTH123  # no path: a descriptor
        # The command's own standard input, in place of that which the test runner gives it.
        monkeypatch.setattr("holdfast.cli.asking.sys", SimpleNamespace(stdin=stdin))

        def typed(line: str) -> None:
            os.write(keyboard, f"{line}\n".encode())

        yield typed
    os.close(keyboard)


@pytest.mark.parametrize("typed", ["", "y", "use1", "no"])
def test_whoever_types_anything_else_changes_nothing(
    stack: World, holdfast: CommandLine, typing: Callable[[str], None], typed: str
) -> None:
    typing(typed)
    result = holdfast("failover", "--away-from", "use1", "--json")
    assert result.exit_code == 2
    assert "Failover of prod away from use1 to euw1" in result.stderr  # who is asked has seen the plan
    assert "Type yes to begin: error: nothing was changed" in result.stderr
    assert_untouched(stack, holdfast)


def test_who_types_yes_begins(stack: World, holdfast: CommandLine, typing: Callable[[str], None]) -> None:
    typing("yes")
    result = holdfast("failover", "--away-from", "use1")
    assert result.exit_code == 0, result.output
    assert stack.writer() == "euw1"


def test_where_writes_are_given_up_the_place_is_typed(
    stack: World, proxy: RegionalProxy, holdfast: CommandLine, typing: Callable[[str], None]
) -> None:
    proxy.failing.add("us-east-1")
    typing("yes")
    result = holdfast("failover", "--away-from", "use1")
    assert result.exit_code == 2
    assert "Type use1 to begin: error: nothing was changed" in result.stderr
    typing("use1")
    result = holdfast("failover", "--away-from", "use1")
    assert result.exit_code == 0, result.output
    assert stack.writer() == "euw1"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--away-from", "apne1"), "'apne1' is no place that can be left; there are: euw1, use1"),
        (("--away-from", "use1", "--to", "use1"), "'use1' cannot take over from use1; these can: euw1"),
        (("--away-from", "use1", "--lost", "--maintenance"), "--lost and --maintenance exclude each other"),
        (("--away-from", "use1", "--yes", "--force", "lock"), "lock cannot be overridden"),
        (("--away-from", "use1", "--yes", "--skip", "dance"), "no step is called dance; there are: "),
    ],
)
def test_bad_input_is_refused(
    stack: World, holdfast: CommandLine, arguments: tuple[str, ...], said: str
) -> None:
    result = holdfast("failover", *arguments)
    assert result.exit_code == 2, result.output
    assert said in result.stderr
    assert_untouched(stack, holdfast)


def test_a_file_without_a_recovery_is_told(stack: World, holdfast: CommandLine) -> None:
    stack.operations["recovery"] = None
    result = holdfast("failover", "--away-from", "use1")
    assert result.exit_code == 2
    assert "prod plans no recovery" in result.stderr


def test_another_stacks_file_is_refused(stack: World, tmp_path: Path) -> None:
    file = tmp_path / "operations.json"
    file.write_text(json.dumps({**stack.operations, "stack": "staging"}), encoding="utf-8")
    result = CliRunner().invoke(app, ["failover", "prod", "--operations", str(file), "--away-from", "use1"])
    assert result.exit_code == 2
    assert "is of the stack staging, not of prod" in result.stderr
