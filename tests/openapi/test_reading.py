"""YAML is read as OpenAPI wants it: YAML 1.2 with JSON's types, texts as keys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.openapi import LARGEST_FILE_BYTES, UnreadableError, read

if TYPE_CHECKING:
    from pathlib import Path


def yaml(tmp_path: Path, text: str, name: str = "openapi.yaml") -> Any:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return read(str(file))


def test_yaml_has_jsons_types_alone(tmp_path: Path) -> None:
    assert yaml(
        tmp_path,
        """
        200: no
        quoted: '1.0'
        date: 2026-11-01
        octal: 017
        number: 1e3
        float: .5
        null_: ~
        empty:
        list: [true, False, yes, -3]
        text: |
          two
          lines
        """,
    ) == {
        "200": "no",
        "quoted": "1.0",
        "date": "2026-11-01",
        "octal": 17,
        "number": 1000.0,
        "float": 0.5,
        "null_": None,
        "empty": None,
        "list": [True, False, "yes", -3],
        "text": "two\nlines\n",
    }


def test_json_is_read_as_json(tmp_path: Path) -> None:
    assert yaml(tmp_path, '{"a": [1, null]}', "openapi.json") == {"a": [1, None]}
    assert yaml(tmp_path, '\ufeff{"a": "b"}', "OPENAPI.JSON") == {"a": "b"}


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.yaml", "a: [1", "is no YAML"),
        ("a.yaml", "a: 1\nb: 2\na: 3", "has the key 'a' twice, again at line 3"),
        ("a.yaml", "[a]: 1", "has a key at line 1 that is no text"),
        ("a.yaml", "a: &x {b: 1}\nc: *x", "uses the anchor of line 1 again: name the part by '$ref'"),
        ("a.json", '{"a": 1,}', "is no JSON"),
        ("a.json", '{"a": 1, "a": 2}', "the key 'a' is there twice"),
        ("a.json", '{"a": NaN}', "NaN is no JSON value"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str, text: str, message: str) -> None:
    with pytest.raises(UnreadableError, match=re.escape(message)):
        yaml(tmp_path, text, name)


def test_a_file_must_be_there_be_text_and_be_no_larger_than_what_is_served(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="cannot be read: No such file"):
        read(str(tmp_path / "none.yaml"))
    (tmp_path / "latin.yaml").write_bytes(b"a: \xe9")
    with pytest.raises(UnreadableError, match="is no UTF-8 text"):
        read(str(tmp_path / "latin.yaml"))
    (tmp_path / "large.yaml").write_text("#" * (LARGEST_FILE_BYTES + 1))
    with pytest.raises(UnreadableError, match="has 1,048,577 bytes"):
        read(str(tmp_path / "large.yaml"))


def test_an_empty_file_holds_nothing(tmp_path: Path) -> None:
    assert yaml(tmp_path, "# nothing") is None
