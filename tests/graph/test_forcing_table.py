"""The table of what replaces, against the documentation of the installed SDK."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.engine.test_facts import REPLACES, ROWS

if TYPE_CHECKING:
    from collections.abc import Mapping

TABLE: Mapping[str, Mapping[str, Any]] = json.loads(
    files("holdfast.graph").joinpath("forcing.json").read_text(encoding="utf-8")
)["types"]
TOKEN = re.compile(r'@pulumi\.type_token\("(aws:[^"]+)"\)\nclass (\w+)\(pulumi\.CustomResource\)')
ARGUMENTS = re.compile(
    r"@pulumi\.input_type\nclass (\w+?)(?:Init)?Args:\n    def __init__\(.*?\):\n"
    r'        """\n(.*?)"""\n(.*?)(?=\n@pulumi\.(?:input_type|output_type|type_token)|\nclass )',
    re.DOTALL,
)
GETTER = re.compile(r'property\n    @pulumi\.getter(?:\(name="(\w+)"\))?\n    def (\w+)\(self\)')
PARAMETER = re.compile(r"^ *:param .*?(\w+): ", re.MULTILINE)
SPEAKS_OF_SOMETHING_ELSE = {("aws:cognito/userPool:UserPool", "smsConfiguration")}
"""How to force a replacement by hand."""


@cache
def documented() -> Mapping[str, Mapping[str, str]]:
    """What the SDK says of each input of each AWS type; empty text where it says nothing."""
    spec = find_spec("pulumi_aws")
    assert spec is not None
    assert spec.origin is not None
    found: dict[str, dict[str, str]] = {}
    for file in Path(spec.origin).parent.glob("*/*.py"):
        source = file.read_text(encoding="utf-8")
        resource = TOKEN.search(source)
        for arguments in ARGUMENTS.finditer(source) if resource else ():
            if resource is not None and arguments[1] == resource[2]:
                wire = {python: name or python for name, python in GETTER.findall(arguments[3])}
                told = PARAMETER.split(arguments[2])
                texts = {
                    name: " ".join(text.split()) for name, text in zip(told[1::2], told[2::2], strict=True)
                }
                found[resource[1]] = {name: texts.get(python, "") for python, name in wire.items()}
                break
    return found


def test_the_sdk_was_understood() -> None:
    assert len(documented()) > 1700
    assert "ami" in documented()["aws:ec2/instance:Instance"]
    assert REPLACES.search(documented()["aws:docdb/cluster:Cluster"]["availabilityZones"])


def test_the_table_holds_what_the_other_one_does_not() -> None:
    assert TABLE.keys() & ROWS.keys() == set()
    assert [token for token in TABLE if token.startswith("aws:alb/")] == []
    assert len(TABLE) > 900


def test_the_sdk_has_every_type_and_input_of_the_table() -> None:
    unknown = {
        (token, name)
        for token, row in TABLE.items()
        for name in (*row.get("flagged", ()), *row.get("documented", ()), *row.get("conditional", ()))
        if name not in documented().get(token, {})
    }

    assert unknown == set()


def test_the_table_says_what_the_documentation_says() -> None:
    wrong = {}
    for token, inputs in documented().items():
        if token in ROWS or token.startswith("aws:alb/"):
            continue
        row = TABLE.get(token, {})
        said = {name for name, text in inputs.items() if REPLACES.search(text)}
        said -= {name for owner, name in SPEAKS_OF_SOMETHING_ELSE if owner == token}
        named = {*row.get("documented", ()), *row.get("conditional", ())}
        if said - set(row.get("flagged", ())) - named or named - said:
            wrong[token] = sorted(said ^ named)

    assert wrong == {}


def test_an_input_is_in_one_list() -> None:
    for row in TABLE.values():
        names = [*row.get("flagged", ()), *row.get("documented", ()), *row.get("conditional", ())]
        assert len(names) == len(set(names))
        assert "region" not in names
