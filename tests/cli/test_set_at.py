"""Where settings are set: lines of the stack's file and of the project's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.cli.set_at import lookup_of

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.explain import Lookup

PROJECT = """\
name: orders
runtime: python
config:
  size: 3
  holdfast:tags: { value: { Team: orders } }
  holdfast:network:
    default: { nat: single }
"""
STACK = """\
# a comment
config:
  holdfast:stores:
    orders: { kind: dynamodb, home: use1 }
    carts:
      kind: dynamodb
  holdfast:network: { nat: per-zone }
  colour: blue
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    (tmp_path / "Pulumi.yaml").write_text(PROJECT, encoding="utf-8")
    (tmp_path / "Pulumi.prod.yaml").write_text(STACK, encoding="utf-8")
    return tmp_path


def lookup(program: Path) -> Lookup:
    found = lookup_of(program, "prod", None, "orders")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("holdfast:stores", "Pulumi.prod.yaml:3"),
        ("holdfast:stores.orders", "Pulumi.prod.yaml:4"),
        ("holdfast:stores.orders.home", "Pulumi.prod.yaml:4"),
        ("holdfast:stores.carts.kind", "Pulumi.prod.yaml:6"),
        ("orders:colour", "Pulumi.prod.yaml:8"),
        ("orders:size", "Pulumi.yaml:4"),
        ("holdfast:tags.Team", "Pulumi.yaml:5"),
        ("holdfast:network.nat", "Pulumi.prod.yaml:7"),
        ("holdfast:stores.orders.backup_class", "None"),
        ("holdfast:caches", "None"),
    ],
)
def test_a_setting_s_line_is_that_of_the_stack_s_file_before_the_project_s(
    program: Path, path: str, where: str
) -> None:
    assert str(lookup(program)(path)) == where


def test_a_file_elsewhere_counts_where_it_is_named(program: Path) -> None:
    other = program / "other.yaml"
    other.write_text("config:\n  holdfast:caches: {}\n", encoding="utf-8")
    found = lookup_of(program, "any", other, None)

    assert found is not None
    assert str(found("holdfast:caches")) == "other.yaml:2"


def test_of_another_project_another_stack_or_no_program_nothing_is_known(program: Path) -> None:
    assert lookup_of(program, "prod", None, "carts") is None
    assert lookup_of(program, "dev", None, "orders") is None
    assert lookup_of(program / "none", "prod", None, None) is None
    assert lookup_of(program, None, None, None) is None
