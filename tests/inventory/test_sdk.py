"""The types, inputs and commands that the inventory names are there."""

from __future__ import annotations

import inspect
import re
import shlex
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import botocore.session
import pytest
from botocore import xform_name

from holdfast.checks.rules.dat001 import GUARDS
from holdfast.inventory import take_inventory
from holdfast.inventory.families.others import OTHERS
from holdfast.inventory.selection import TARGETS
from tests.inventory import samples

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOM = Path(__file__).parents[2] / "holdfast" / "inventory"
TOKEN = re.compile(r'"(aws:[a-z0-9]+/[A-Za-z0-9]+:[A-Za-z0-9]+)"')
NO_AWS = ("docker ", "pulumi ")


def tokens() -> set[str]:
    return {token for file in ROOM.rglob("*.py") for token in TOKEN.findall(file.read_text(encoding="utf-8"))}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("token", sorted(tokens()))
def test_every_type_that_is_named_is_one_of_the_sdk(token: str) -> None:
    _, module, kind = re.split(r":(?:([^/]+)/[^:]+:)?", token)

    assert hasattr(import_module(f"pulumi_aws.{'lambda_' if module == 'lambda' else module}"), kind)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("token", sorted(TARGETS))
def test_the_names_of_what_aws_backup_takes_are_inputs(token: str) -> None:
    _, module, kind = re.split(r":(?:([^/]+)/[^:]+:)?", token)
    given = inspect.signature(getattr(import_module(f"pulumi_aws.{module}"), kind)._internal_init).parameters
    name = re.sub(r"(?<!^)([A-Z])", r"_\1", TARGETS[token].name).lower()
    drawn = {"id"}  # AWS draws it: it is no input, so that a pattern of it is never known
    with_another_name = {"aws:dsql/cluster:Cluster", "aws:dynamodb/tableReplica:TableReplica"}

    assert name in {*given, *drawn} or token in with_another_name


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("token", sorted(one for one in OTHERS if one.startswith("cloudflare:")))
def test_every_type_of_cloudflare_that_is_not_judged_is_one_of_the_sdk(token: str) -> None:
    assert hasattr(import_module("pulumi_cloudflare"), token.rpartition(":")[2])


def test_what_is_protected_as_stateful_is_in_the_inventory() -> None:
    entrances = {"aws:alb/loadBalancer:LoadBalancer", "aws:lb/loadBalancer:LoadBalancer"}  # they keep no data
    clusters = {"aws:eks/cluster:Cluster"}  # what it runs comes from images and manifests

    assert set(GUARDS) - entrances - clusters <= tokens()


def commands() -> Iterator[str]:
    for item in take_inventory(samples.everything()).items:
        for way in item.ways:
            yield from way.command.splitlines()


@pytest.mark.parametrize("command", sorted(set(commands())))
def test_every_command_is_one_that_aws_has(command: str) -> None:
    if command.startswith(NO_AWS):
        return
    program, service, operation, *options = shlex.split(command)
    session = botocore.session.get_session()
    model = session.get_service_model({"s3api": "s3"}.get(service, service))
    (name,) = [one for one in model.operation_names if xform_name(one, "-") == operation]
    shape = model.operation_model(name).input_shape
    assert shape is not None
    members = {xform_name(one, "-") for one in shape.members}
    given = {one.removeprefix("--").removeprefix("no-") for one in options if one.startswith("--")}
    required = {xform_name(one, "-") for one in shape.required_members}

    assert program == "aws"
    assert given - {"region", "query"} <= members
    assert required <= given
    assert "region" in given or service == "s3api"
