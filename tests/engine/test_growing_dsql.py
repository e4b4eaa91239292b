"""A DSQL database in one region does not become one in two: it is left alone, and the update says why."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.engine.engine import EngineError, Stack, copy_program
from tests.engine.standin import Cloud, dsql, serve
from tests.engine.test_failover_dsql import PROGRAM, args
from tests.needs import needs_engine

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needs_engine


def configure(stack: Stack, *places: str) -> None:
    case = {"kind": "dsql", "without": None, "args": args("orders", *places)}
    stack.configure({"aws:region": "us-east-1", "stores:cases": json.dumps([case])})


def steps(stack: Stack) -> set[tuple[str, str]]:
    return {(step.op, step.name) for step in stack.preview() if step.type in (dsql.CLUSTER, dsql.PEERING)}


def test_a_second_region_is_refused_and_the_first_is_left_alone(tmp_path: Path) -> None:
    cloud, folder = Cloud(), copy_program(PROGRAM, tmp_path / "program", "__main__.py")
    with serve(cloud) as providers:
        stack = Stack(folder, "dev", providers)
        configure(stack, "use1")
        stack.up()
        (first,) = cloud.of(dsql.CLUSTER)
        before = dict(first.state)

        configure(stack, "use1", "use2")
        assert steps(stack) == {
            ("create", "use2-orders-dsql"),
            ("create", "use1-orders-dsql-peering"),
            ("create", "use2-orders-dsql-peering"),
        }
        with pytest.raises(EngineError, match="is not in a valid state to create a peering"):
            stack.up()
        assert first.state == before

        configure(stack, "use1")
        assert steps(stack) <= {("delete", "use2-orders-dsql"), ("delete", "use2-orders-dsql-peering")}
        stack.up()
        assert list(cloud.of(dsql.CLUSTER)) == [first]
        assert first.state == before
