"""Runbooks of our own stacks and of every example, each made once."""

from __future__ import annotations

import contextlib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from holdfast.graph import ResourceGraph, read_preview
from holdfast.runbook import Runbook, make_runbook
from tests.components.api_sample import exported
from tests.previews import previewed

ROOT = Path(__file__).parents[2]
OWN = ("dev", "staging", "prod")
EXAMPLES = tuple(sorted(file.parent.name for file in ROOT.glob("examples/*/Pulumi.prod.yaml")))
ALL = tuple(
    pytest.param(name, marks=pytest.mark.xdist_group(f"runbook-{name}")) for name in (*OWN, *EXAMPLES)
)
"""Names of our own stacks, and of folders of examples; the tests of one share its preview."""


@cache
def graph(name: str) -> ResourceGraph:
    """What a stack declares."""
    program = ROOT if name in OWN else ROOT / "examples" / name
    return read_preview(previewed(program, name if name in OWN else "prod"))


@cache
def contract(name: str) -> dict[str, Any]:
    """The stack's output ``operations``, with names that the tests' stand-in for AWS gives."""
    program = ROOT if name in OWN else ROOT / "examples" / name
    file = program / f"Pulumi.{name if name in OWN else 'prod'}.yaml"
    config = yaml.safe_load(file.read_text(encoding="utf-8"))["config"]
    raw = {
        key.removeprefix("holdfast:"): value for key, value in config.items() if key.startswith("holdfast:")
    }
    with contextlib.chdir(program):  # as the program itself, which names files of its folder
        return exported(raw)[1]


@cache
def runbook(name: str) -> Runbook:
    """The runbook of a stack, with the contract."""
    return make_runbook(graph(name), contract(name))


@cache
def bare(name: str) -> Runbook:
    """The runbook of a stack from its preview alone."""
    return make_runbook(graph(name))
