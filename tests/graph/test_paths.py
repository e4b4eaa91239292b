from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from holdfast.graph import Marker
from holdfast.graph.paths import is_under, parse_path, path_text, unknown_paths, value_at

if TYPE_CHECKING:
    from holdfast.graph import Value
    from holdfast.graph.paths import Path


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("a", ("a",)),
        ("a.b", ("a", "b")),
        ("a[0].b", ("a", 0, "b")),
        ("a[0][12]", ("a", 0, 12)),
        ('tags["a.b"]', ("tags", "a.b")),
        ('["a.b"].c', ("a.b", "c")),
        (r'tags["say \"x\\y\""]', ("tags", r'say "x\y"')),
        ("tags.aws:cost/centre", ("tags", "aws:cost/centre")),
    ],
)
def test_a_path_and_its_text(text: str, path: Path) -> None:
    assert parse_path(text) == path
    assert path_text(path) == text


@pytest.mark.parametrize(
    ("text", "path"),
    [("a[*].b", ("a", "*", "b")), ("a.*", ("a", "*")), ("*", ("*",)), ("a[", ("a[",)), ("", ())],
)
def test_patterns_and_what_is_no_path(text: str, path: Path) -> None:
    assert parse_path(text) == path


@pytest.mark.parametrize(
    ("path", "pattern", "expected"),
    [
        (("a", "b"), ("a",), True),
        (("a", "b"), ("a", "b"), True),
        (("a",), ("a", "b"), False),
        (("a", 3, "c"), ("a", "*", "c"), True),
        (("a", 3, "d"), ("a", "*", "c"), False),
        (("anything",), ("*",), True),
    ],
)
def test_under(path: Path, pattern: Path, expected: bool) -> None:
    assert is_under(path, [("other",), pattern]) is expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("a", 0, "b"), 1),
        (("a", 9), None),
        (("a", "b"), None),
        (("later", "b", 0), Marker.UNKNOWN),
        (("hidden", "b"), Marker.SECRET),
        (("nothing",), None),
    ],
)
def test_the_value_under_a_path(path: Path, expected: Any) -> None:
    inputs: Value = {"a": ({"b": 1},), "later": Marker.UNKNOWN, "hidden": Marker.SECRET}

    assert value_at(inputs, path) == expected


def test_where_deployment_decides() -> None:
    value: Value = {"z": Marker.UNKNOWN, "a": ("x", {"b": Marker.UNKNOWN}), "hidden": Marker.SECRET}

    assert list(unknown_paths(value, ("top",))) == [("top", "a", 1, "b"), ("top", "z")]
