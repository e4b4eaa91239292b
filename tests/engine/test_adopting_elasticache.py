"""A Global Datastore that a team has already is taken over by import: nothing of it is made anew.

The team's own is that of a stack whose state is thrown away: in the cloud it is like any other.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.components.cache_sample import over
from tests.engine.engine import Stack, copy_program
from tests.engine.standin import Cloud, serve
from tests.engine.standin.elasticache import GLOBAL, GROUP
from tests.engine.test_failover_dsql import PROGRAM
from tests.needs import needs_engine

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needs_engine

UNREAD = ("authTokenWoVersion", "finalSnapshotIdentifier")
"""What no reading tells: both are set in place by the update that imports."""
TOGETHER = {
    "aws:cloudwatch/logGroup:LogGroup",
    "aws:ec2/securityGroup:SecurityGroup",
    "aws:elasticache/parameterGroup:ParameterGroup",
    "aws:elasticache/subnetGroup:SubnetGroup",
}
"""What comes with the groups, since they name it."""


def config(imports: dict[str, str]) -> dict[str, Any]:
    args = over("use1", "euw1", protection=False)
    return {
        "aws:region": "us-east-1",
        "stores:cases": json.dumps([{"kind": "elasticache", "without": None, "args": args}]),
        "stores:imports": json.dumps(imports),
    }


def test_it_is_imported_and_nothing_of_it_is_made(tmp_path: Path) -> None:
    cloud = Cloud()
    earlier = copy_program(PROGRAM, tmp_path / "earlier", "__main__.py")
    folder = copy_program(PROGRAM, tmp_path / "program", "__main__.py")
    with serve(cloud) as providers:
        first = Stack(earlier, "dev", providers)
        first.configure(config({}))
        first.up()
        ids = {
            one["urn"].rpartition("::")[2]: one["id"]
            for one in first.export()["deployment"]["resources"]
            if one["type"] in TOGETHER | {GLOBAL, GROUP}
        }
        had = {(one.type, one.region, one.id) for one in cloud.of(GLOBAL, GROUP)}
        for secret in cloud.of("aws:secretsmanager/secret:Secret"):  # a team's own has another name
            cloud.delete(secret.type, secret.state, secret.id)
        for group in cloud.of(GROUP):
            for name in UNREAD:
                group.state.pop(name, None)

        stack = Stack(folder, "dev", providers)
        stack.configure(config(ids))
        steps = [step for step in stack.preview() if step.type in (GLOBAL, GROUP)]
        assert {(step.op, step.name) for step in steps if step.op != "update"} == {
            ("import", name)
            for name in ("global-sessions-cache", "use1-sessions-cache", "euw1-sessions-cache")
        }
        assert {name for step in steps if step.op == "update" for name in step.properties} <= {*UNREAD}

        stack.up()
        assert {(one.type, one.region, one.id) for one in cloud.of(GLOBAL, GROUP)} == had
        assert [step for step in stack.preview() if step.type in (GLOBAL, GROUP)] == []
