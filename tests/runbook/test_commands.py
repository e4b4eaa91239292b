"""Every command of every runbook is one that exists, with these options and arguments."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import pytest

from holdfast.runbook import command_lines
from tests.command_lines import aws_cli, holdfast_cli, pulumi_cli
from tests.runbook.stacks import ALL, bare, runbook

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    found = list(lines(name, "holdfast"))

    assert {shlex.join(one): wrong for one in found if (wrong := holdfast_cli.mistakes(one))} == {}
    assert {words[1] for words in found} >= {"status", "inventory"}


@pytest.mark.parametrize("name", ALL)
def test_calls_of_aws_are_in_its_models(name: str) -> None:
    wrong = {shlex.join(words): found for words in lines(name, "aws") if (found := aws_cli.mistakes(words))}

    assert wrong == {}


@pytest.mark.parametrize("name", ALL)
def test_commands_of_pulumi_are_known(name: str) -> None:
    found = list(lines(name, "pulumi"))

    assert {shlex.join(one): wrong for one in found if (wrong := pulumi_cli.mistakes(one))} == {}


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
