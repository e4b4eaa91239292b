"""Every command of every runbook is one that exists, with these options and arguments."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import pytest
import typer

from holdfast.cli.main import app
from holdfast.runbook import command_lines
from tests.runbook import aws_cli
from tests.runbook.stacks import ALL, bare, runbook

if TYPE_CHECKING:
    from collections.abc import Iterator

PULUMI = {
    ("up",): {"-s", "--exclude"},
    ("preview",): {"-s"},
    ("stack", "init"): set[str](),
}
"""Commands of the Pulumi CLI with the options that we use
(https://www.pulumi.com/docs/iac/cli/commands/, 2026-11)."""
OTHERS = {"curl", "dig"}


def lines(name: str, program: str) -> Iterator[list[str]]:
    for line in dict.fromkeys((*command_lines(runbook(name)), *command_lines(bare(name)))):
        words = shlex.split(line)
        if words[0] == program:
            yield words


@pytest.mark.parametrize("name", ALL)
def test_commands_are_of_programs_that_are_checked_here(name: str) -> None:
    first = {shlex.split(line)[0] for line in command_lines(runbook(name))}

    assert first <= {"aws", "holdfast", "pulumi"} | OTHERS


@pytest.mark.parametrize("name", ALL)
def test_commands_of_holdfast_parse(name: str) -> None:
    """Click itself reads them: an option, a choice or an argument that is not there raises."""
    group = typer.main.get_command(app)
    found = list(lines(name, "holdfast"))
    for words in found:
        context = group.make_context("holdfast", words[1:2], resilient_parsing=True)
        command = group.get_command(context, words[1])  # type: ignore[attr-defined]
        assert command is not None, words
        command.make_context(words[1], words[2:], parent=context)

    assert {words[1] for words in found} >= {"status", "inventory"}


@pytest.mark.parametrize("name", ALL)
def test_calls_of_aws_are_in_its_models(name: str) -> None:
    wrong = {shlex.join(words): found for words in lines(name, "aws") if (found := aws_cli.mistakes(words))}

    assert wrong == {}


@pytest.mark.parametrize("name", ALL)
def test_commands_of_pulumi_are_known(name: str) -> None:
    wrong = []
    for words in lines(name, "pulumi"):
        command = tuple(words[1:3]) if words[1] == "stack" else tuple(words[1:2])
        options = {one for one in words if one.startswith("-")}
        if command not in PULUMI or not options <= PULUMI[command]:
            wrong.append(shlex.join(words))

    assert wrong == []


@pytest.mark.parametrize(
    "line",
    [
        "aws rds describe-global-cluster --region eu-west-1",
        "aws nothing describe-clusters",
        "aws rds describe-global-clusters --global-cluster orders",
        "aws rds switchover-global-cluster --global-cluster-identifier orders",
        (
            "aws rds failover-global-cluster --global-cluster-identifier a --target-db-cluster-identifier b "
            "--allow-data-loss yes"
        ),
        "aws rds describe-global-clusters --query 'GlobalClusters[0'",
        "aws logs tail group --sinse 5m",
    ],
)
def test_a_call_that_aws_does_not_have_is_seen(line: str) -> None:
    assert aws_cli.mistakes(shlex.split(line))
