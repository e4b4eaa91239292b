"""Every call of AWS that operating makes, read from the source and held against AWS's own models."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import botocore.session
import pytest
from botocore import xform_name

from holdfast.operate.permissions import operation_name, permission_of
from tests.operate.permission_list import permissions, rendered

if TYPE_CHECKING:
    from botocore.model import OperationModel

ROOT = Path(__file__).parents[2]
ROOM = ROOT / "holdfast" / "operate"
OTHER_PAGES = ("holdfast/operate/drill/", "holdfast/operate/restore_test/")
"""Parts of the room whose permissions stand on pages of their own."""
UNWRAPPED = {"bake.py", "deployments.py"}
"""They look at releases, and are asked by name elsewhere."""


@dataclass(frozen=True, kw_only=True)
class Call:
    """A call in the source."""

    where: str
    service: str
    operation: str
    parameters: tuple[str, ...]


def calls() -> list[Call]:
    found = []
    for file in sorted(ROOM.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "call":
                service, operation = node.args[1], node.args[3]
                where = f"{file.relative_to(ROOT)}:{node.lineno}"
                assert isinstance(service, ast.Constant), f"{where}: the service is no literal"
                assert isinstance(operation, ast.Constant), f"{where}: the operation is no literal"
                found.append(
                    Call(
                        where=where,
                        service=str(service.value),
                        operation=str(operation.value),
                        # A page's token is handed on by its own name, ``**page``.
                        parameters=tuple(str(one.arg) for one in node.keywords if one.arg is not None),
                    )
                )
    return found


CALLS = calls()
MOVING = [call for call in CALLS if not call.where.startswith(OTHER_PAGES)]
SESSION = botocore.session.get_session()


def model_of(call: Call) -> OperationModel:
    service = SESSION.get_service_model(call.service)
    names: dict[str, str] = {xform_name(name): name for name in service.operation_names}
    assert call.operation in names, f"{call.where}: {call.service} has no {call.operation}"
    return service.operation_model(names[call.operation])


@pytest.mark.parametrize("call", CALLS, ids=lambda call: f"{call.service}.{call.operation} {call.where}")
def test_the_call_exists_with_these_parameters(call: Call) -> None:
    shape: Any = model_of(call).input_shape
    known, required = (shape.members, shape.required_members) if shape else ({}, [])
    assert set(call.parameters) <= set(known), call.where
    assert set(required) <= set(call.parameters), call.where


@pytest.mark.parametrize("call", CALLS, ids=lambda call: f"{call.service}.{call.operation} {call.where}")
def test_the_permission_is_named_as_the_operation(call: Call) -> None:
    assert operation_name(call.operation) == model_of(call).name
    assert all(":" in one for one in permission_of(call.service, call.operation))


def test_what_is_known_to_be_called_is_found() -> None:
    found = {(call.service, call.operation) for call in CALLS}
    assert {
        ("rds", "failover_global_cluster"),
        ("rds", "switchover_global_cluster"),
        ("rds", "promote_read_replica"),
        ("elasticache", "failover_global_replication_group"),
        ("s3control", "submit_multi_region_access_point_routes"),
        ("autoscaling", "update_auto_scaling_group"),
        ("ecs", "update_service"),
        ("s3", "put_object"),
        ("route53-recovery-cluster", "update_routing_control_states"),
        ("cloudwatch", "get_metric_statistics"),
    } <= found


def test_nobody_goes_round_the_door() -> None:
    """A client's method that is called directly would be missing from the list of permissions."""
    for file in sorted(ROOM.rglob("*.py")):
        if file.name in {*UNWRAPPED, "call.py"}:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Call):
                called = node.value.func
                name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
                assert name not in {"clients", "client"}, f"{file}:{node.lineno}: use call(…)"


def test_the_page_lists_the_permissions_that_the_source_takes() -> None:
    page = (ROOT / "docs" / "failover-steps.md").read_text(encoding="utf-8")
    assert rendered(permissions(MOVING)) in page, (
        "docs/failover-steps.md lists other permissions than the code takes: "
        "python -m tests.operate.permission_list prints them"
    )
