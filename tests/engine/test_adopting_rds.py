"""An RDS database that a team has already is taken over by import: nothing of it is made anew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.components.declared import ACCOUNT_ID
from tests.components.rds_sample import arguments, build, member
from tests.engine.engine import Stack, copy_program
from tests.engine.standin import Cloud, rds, serve
from tests.needs import needs_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = needs_engine

PROGRAM = Path(__file__).parent / "programs" / "stores"
GROUP = "aws:ec2/securityGroup:SecurityGroup"
SUBNETS, PARAMETERS = "aws:rds/subnetGroup:SubnetGroup", "aws:rds/parameterGroup:ParameterGroup"
LIVE = {"use1": "orders-live", "euw1": "orders-live-eu"}
REGIONS = {"use1": "us-east-1", "euw1": "eu-west-1"}
SECRET_ARN = f"arn:aws:secretsmanager:us-east-1:{ACCOUNT_ID}:secret:orders-live-a1b2c3"


def asked() -> dict[str, Any]:
    return {
        "secret_arn": SECRET_ARN,
        "members": {place: member(place, identifier=LIVE[place]) for place in LIVE},
    }


def settings(**more: Any) -> dict[str, Any]:
    case = {"kind": "rds", "without": None, "args": arguments("use1", "euw1", **asked(), **more)}
    imports: dict[str, str] = {}
    for place, identifier in LIVE.items():
        imports |= {
            f"{place}-orders-db": identifier,
            f"{place}-orders-db-subnets": f"{identifier}-subnets",
            f"{place}-orders-db-params": f"{identifier}-params",
            f"{place}-orders-db-sg": f"sg-{place}",
        }
    return {
        "aws:region": "us-east-1",
        "stores:cases": json.dumps([case]),
        "stores:imports": json.dumps(imports),
    }


def live(cloud: Cloud, **differently: Any) -> None:
    """Everything as the settings say, by the names that the team gave."""
    declared = build("use1", "euw1", **asked())
    for place, identifier in LIVE.items():
        for noun, type_, id_ in (
            ("-sg", GROUP, f"sg-{place}"),
            ("-subnets", SUBNETS, f"{identifier}-subnets"),
            ("-params", PARAMETERS, f"{identifier}-params"),
        ):
            inputs = declared(f"{place}-orders-db{noun}").inputs
            name = {} if noun == "-sg" else {"name": id_}
            cloud.adopt(type_, id_, {**inputs, **name, "tagsAll": inputs["tags"]})
        inputs = {
            **declared(f"{place}-orders-db", "Instance").inputs,
            "vpcSecurityGroupIds": [f"sg-{place}"],
            "dbSubnetGroupName": f"{identifier}-subnets",
            "parameterGroupName": f"{identifier}-params",
            "username": "dbadmin",
            "dbName": "orders",
            "engine": "postgres",
            **differently,
        }
        cloud.adopt(rds.INSTANCE, identifier, {**inputs, "tagsAll": inputs["tags"]})


@pytest.fixture
def cloud() -> Cloud:
    return Cloud()


@pytest.fixture
def stack(cloud: Cloud, tmp_path: Path) -> Iterator[Stack]:
    folder = copy_program(PROGRAM, tmp_path / "program", "__main__.py")
    with serve(cloud) as providers:
        made = Stack(folder, "dev", providers)
        made.configure(settings())
        yield made


UNREAD = {"finalSnapshotIdentifier", "monitoringRoleArn"}
"""What no reading tells, and the role that is made: both are set in place by the same update."""


def test_it_is_imported_and_nothing_of_it_is_made(stack: Stack, cloud: Cloud) -> None:
    live(cloud)
    steps = [step for step in stack.preview() if step.type in (rds.INSTANCE, GROUP, SUBNETS, PARAMETERS)]

    assert {step.op for step in steps} == {"import", "update"}
    assert {step.name for step in steps if step.op == "import"} == {
        f"{place}-orders-db{noun}" for place in LIVE for noun in ("", "-sg", "-subnets", "-params")
    }
    assert {(step.type, step.properties) for step in steps if step.op == "update"} == {
        (rds.INSTANCE, tuple(sorted(UNREAD)))
    }
    stack.up()
    assert stack.preview() == []
    assert {one.state["identifier"] for one in cloud.of(rds.INSTANCE)} == {*LIVE.values()}
    assert rds.source_of(cloud, LIVE["euw1"])


def test_what_differs_is_told_before_it_is_changed(stack: Stack, cloud: Cloud) -> None:
    live(cloud, instanceClass="db.m5.large")
    told = {
        property_ for step in stack.preview() if step.type == rds.INSTANCE for property_ in step.properties
    }

    assert told >= {"instanceClass"}
