"""What is recorded of each resource type, against the installed SDKs and against what is declared."""

from __future__ import annotations

import ast
import importlib.util
import inspect
import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pulumi
import pytest
from pulumi import _types

import holdfast.components
from holdfast.preview.child.provider import facts as module
from tests.previews import ROOT, previewed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.preview.child.shapes import Shape

STACKS = ("dev", "staging", "prod")
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning:pulumi_cloudflare.*"),
    pytest.mark.xdist_group("facts"),  # a stack is previewed once, not once per worker
]
PROVIDERS = ("aws:", "cloudflare:", "random:")
ROWS: dict[str, dict[str, Any]] = json.loads(
    Path(module.__file__).with_name("facts.json").read_text(encoding="utf-8")
)["types"]
NAMING = {"replaces", "conditional", "unconfirmed", "write_only", "computed"}
"""Keys that name inputs."""
KEYS = NAMING | {
    "nested",
    "name",
    "id_is_name",
    "name_max",
    "name_pattern",
    "recomputed",
    "unique",
    "protection",
    "sources",
}
REPLACES = re.compile(
    r"forces? (?:a )?(?:new resource|new|(?:resource )?recreation|replacement)\b"
    r"|triggers? (?:a )?(?:resource )?(?:replacement|recreation)"
    r"|changing this\b[^.]*\b(?:replace|recreate|create|new)"
    r"|requir(?:es?|ing) (?:resource )?(?:recreation|replacement)"
    r"|does not support in-place updates"
    r"|cannot be (?:changed|modified|updated) after"
    r"|cannot change this\b[^.]*\bafter",
    re.IGNORECASE,
)
"""How the SDK's docstrings say that a change of an input replaces."""
SAYS_SO = {
    ("aws:dynamodb/table:Table", "localSecondaryIndexes"),
    ("aws:ec2/subnet:Subnet", "ipv6CidrBlock"),
    ("aws:ec2/vpcEndpoint:VpcEndpoint", "privateDnsEnabled"),
    ("aws:lb/loadBalancer:LoadBalancer", "secondaryIpsAutoAssignedPerSubnet"),
    ("aws:lb/loadBalancer:LoadBalancer", "securityGroups"),
    ("aws:lb/loadBalancer:LoadBalancer", "subnets"),
    ("aws:rds/cluster:Cluster", "availabilityZones"),
    ("aws:rds/cluster:Cluster", "masterUsername"),
    ("aws:secretsmanager/secret:Secret", "type"),
    ("random:index/randomId:RandomId", "keepers"),
    ("random:index/randomPassword:RandomPassword", "keepers"),
}
"""Some inputs whose docstring does: without them the pattern would find too little."""


@cache
def states(stack: str) -> list[dict[str, Any]]:
    """What a stack declares."""
    steps = previewed(ROOT, stack)["steps"]
    return [step["newState"] for step in steps if step["newState"]["type"].startswith(PROVIDERS)]


def stack_inputs(stack: str) -> Mapping[str, set[str]]:
    """Inputs that a stack sets, by resource type."""
    found: dict[str, set[str]] = {}
    for state in states(stack):
        found.setdefault(state["type"], set()).update(state["inputs"])
    return found


def declarable() -> Iterator[str]:
    """Types of every resource class of an SDK that a component's code names, whatever the settings."""
    for file in sorted(Path(holdfast.components.__path__[0]).glob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        modules = dict(_sdk_modules(tree))
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                found = getattr(modules.get(node.value.id), node.attr, None)
                if (
                    inspect.isclass(found)
                    and issubclass(found, pulumi.CustomResource)
                    and not issubclass(found, pulumi.ProviderResource)
                ):
                    yield str(vars(found)["pulumi_type"])


def _sdk_modules(tree: ast.Module) -> Iterator[tuple[str, Any]]:
    """Modules of the SDKs by the names that a file gives them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for name in (one for one in node.names if one.name.startswith("pulumi_")):
                yield name.asname or name.name, importlib.import_module(name.name)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pulumi_"):
            for name in node.names:
                sdk = f"{node.module}.{name.name}"
                if importlib.util.find_spec(sdk):
                    yield name.asname or name.name, importlib.import_module(sdk)


@cache
def documented(type_token: str) -> Mapping[str, str]:
    """What the SDK says of each input, by its wire name."""
    args = module._args_class(type_token)
    assert args is not None, type_token
    wire = {python: name for python, name, *_ in _types._py_properties(args)}
    told = re.split(r"^:param .*?(\w+): ", inspect.getdoc(vars(args)["__init__"]) or "", flags=re.MULTILINE)
    return {wire[name]: text for name, text in zip(told[1::2], told[2::2], strict=True) if name in wire}


def named(row: Mapping[str, Any]) -> set[str]:
    """Inputs that a row names."""
    single = {row[key] for key in ("name", "protection") if key in row}
    return single.union(*(row.get(key, ()) for key in NAMING))


def at(shapes: Mapping[str, Shape], path: str) -> bool:
    """Tell whether there is something at a path below the inputs."""
    first, _, rest = path.partition(".")
    if first not in shapes:
        return False
    shape = shapes[first]
    while shape.kind == "list":
        shape = shape.element
    candidates = [*shape.members, shape] if shape.kind == "union" else [shape]
    return not rest or any(at(one.fields, rest) for one in candidates if one.kind == "object")


@pytest.mark.parametrize("stack", STACKS)
def test_every_type_that_a_stack_declares_has_a_row_with_a_source(stack: str) -> None:
    declared = stack_inputs(stack)

    assert declared
    assert [token for token in sorted(declared) if not ROWS.get(token, {}).get("sources")] == []


def test_every_type_that_a_component_can_declare_has_a_row_with_a_source() -> None:
    declared = set(declarable())

    assert {"aws:autoscaling/schedule:Schedule", "random:index/randomId:RandomId"} <= declared
    assert [token for token in sorted(declared) if not ROWS.get(token, {}).get("sources")] == []


@pytest.mark.parametrize("stack", STACKS)
def test_no_stack_sets_an_input_of_which_nothing_was_confirmed(stack: str) -> None:
    assert {
        token: unknown
        for token, inputs in stack_inputs(stack).items()
        if (unknown := inputs & set(ROWS.get(token, {}).get("unconfirmed", ())))
    } == {}


@pytest.mark.parametrize("token", ROWS)
def test_a_row_says_only_what_is_known_of_rows(token: str) -> None:
    row = ROWS[token]

    assert row.keys() - KEYS == set()
    assert "replaces" in row
    assert all(isinstance(source, str) and source for source in row["sources"])
    assert row["sources"]
    assert row.get("unique", "region") in {"account", "region"}
    assert ("name_max" in row or "name_pattern" in row or "id_is_name" in row) <= ("name" in row)
    assert set(row.get("unconfirmed", ())).isdisjoint(row["replaces"])


@pytest.mark.parametrize("token", ROWS)
def test_the_sdk_has_every_input_that_a_row_names(token: str) -> None:
    inputs = module.facts(token).inputs

    assert inputs
    assert named(ROWS[token]) - inputs.keys() == set()
    assert [path for path in ROWS[token].get("nested", ()) if not at(inputs, path)] == []


@pytest.mark.parametrize("token", ROWS)
def test_the_sdk_says_of_no_input_that_it_replaces_where_the_row_does_not(token: str) -> None:
    row = ROWS[token]
    said = {name for name, text in documented(token).items() if REPLACES.search(" ".join(text.split()))}

    assert said - {*row["replaces"], *row.get("conditional", ())} == set()


def test_docstrings_that_say_that_a_change_replaces_are_understood() -> None:
    assert {
        (token, name)
        for token, name in SAYS_SO
        if not REPLACES.search(" ".join(documented(token)[name].split()))
    } == set()


@pytest.mark.parametrize("stack", STACKS)
def test_names_that_a_stack_fixes_are_names_that_the_row_allows(stack: str) -> None:
    fixed = [
        (row, str(state["inputs"][row["name"]]))
        for state in states(stack)
        if "name" in (row := ROWS[state["type"]]) and row["name"] in state["inputs"]
    ]

    assert fixed
    assert [name for row, name in fixed if not re.search(row.get("name_pattern", ""), name)] == []
    assert [name for row, name in fixed if len(name) > row.get("name_max", len(name))] == []
