"""Configuration reaches the program as the CLI would hand it over; secrets stay unknown and secret."""

from __future__ import annotations

import json
from typing import Any

import pytest

from holdfast.preview import PreviewError, stacks
from holdfast.preview.yaml_values import load_yaml, object_text, scalar_text

from .conftest import UNKNOWN, inputs_of


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1.10", "1.1"),
        ("000123456789", "123456789"),
        ("017", "15"),
        ("0o17", "15"),
        ("0x1F", "31"),
        ("1_000", "1000"),
        ("yes", "yes"),
        ("on", "on"),
        ("True", "true"),
        ("FALSE", "false"),
        ("2024-01-01", "2024-01-01 00:00:00 +0000 UTC"),
        ("2024-01-01T10:20:30+02:00", "2024-01-01 10:20:30 +0200 +0200"),
        ("3.0", "3"),
        ("1e3", "1000"),
        ("0.0000001", "1e-7"),
        ("1e21", "1e+21"),
        ("-5", "-5"),
        ("123456789012345678901234567890", "1.2345678901234568e+29"),
        ("~", ""),
        ('"017"', "017"),
        ("'true'", "true"),
        ("10.0.0.0/16", "10.0.0.0/16"),
        ("12:30", "12:30"),
    ],
)
def test_scalars_are_written_as_the_cli_writes_them(written: str, read: str) -> None:
    assert scalar_text(load_yaml(f"value: {written}")["value"]) == read


def test_objects_are_compact_sorted_and_escaped_json() -> None:
    value = load_yaml("{b: [1, 2.0, 'x<y & z'], a: {yes: null}}")
    assert object_text(value) == '{"a":{"yes":null},"b":[1,2,"x\\u003cy \\u0026 z"]}'


GETTERS = """
from pulumi_aws import sns
config = pulumi.Config()
whole = config.require_secret("whole")
calls = []
whole.apply(lambda value: calls.append(value))
sns.Topic("plain", display_name=config.require("whole"))
sns.Topic("secret", display_name=whole)
sns.Topic("made", display_name=pulumi.Output.concat("x-", whole))
sns.Topic("inner", display_name=config.require_secret_object("object").apply(lambda o: o["known"]))
sns.Topic("text", display_name="x" + config.require_object("object")["password"])
pulumi.export("calls", calls)
pulumi.export("object", config.require_secret_object("object"))
"""
STACK = """
config:
  app:whole: {secure: v1:abc}
  app:object: {known: a, password: {secure: v1:def}, list: [{secure: v1:ghi}]}
  app:number: {secure: v1:jkl}
"""


def test_encrypted_values_stay_unknown_and_secret(program: Any) -> None:
    document = program(GETTERS, stack_file=STACK).preview()
    assert document["config"] == dict.fromkeys(["app:number", "app:object", "app:whole"], "[secret]")
    assert inputs_of(document, "plain")["displayName"] == UNKNOWN
    assert inputs_of(document, "secret")["displayName"] == "[secret]"
    assert inputs_of(document, "made")["displayName"] == "[secret]"
    assert inputs_of(document, "inner")["displayName"] == "[secret]"
    assert inputs_of(document, "text")["displayName"] == UNKNOWN
    assert document["holdfast"]["outputs"] == {"calls": [], "object": "[secret]"}
    assert [entry["subject"] for entry in document["holdfast"]["assumptions"]] == ["app:number", "app:whole"]
    assert "v1:" not in json.dumps(document)


def test_fails_when_an_encrypted_value_is_needed_at_once(program: Any) -> None:
    message = str(program('pulumi.Config().require_int("number")', stack_file=STACK).fails())
    assert message == (
        "the value of 'app:number' is encrypted and cannot be read offline; "
        "read it with require_secret_int, or give a stack file with a plain value"
    )


PROJECT = """
config:
  size: {type: integer}
  names: {type: array, items: {type: string}}
  flag: {type: boolean, default: true}
  aws:region: eu-west-1
"""


def test_project_values_fill_what_the_stack_leaves_out(program: Any) -> None:
    written = program("", project=PROJECT, stack_file="config: {size: 3, names: [a], app:extra: 1}\n")
    assert written.preview()["config"] == {
        "app:extra": "1",
        "app:flag": "true",
        "app:names": '["a"]',
        "app:size": "3",
        "aws:region": "eu-west-1",
    }


def test_fails_on_every_value_that_the_project_does_not_allow(program: Any) -> None:
    error = program("", project=PROJECT, stack_file="config: {size: many, flag: maybe}\n").fails()
    assert error.kind == "usage"
    assert str(error).splitlines() == [
        "Stack 'dev' is missing configuration value 'names'",
        "Stack 'dev' with configuration key 'flag' must be of type 'boolean'",
        "Stack 'dev' with configuration key 'size' must be of type 'integer'",
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("config: [1]\n", "'config' must be a mapping"),
        ("- a\n", "expected a mapping at the top, got list"),
        ("config: {a: 1, a: 2}\n", "the key 'a' is there twice"),
        ("config: {\n", "no valid YAML"),
    ],
)
def test_fails_on_a_stack_file_that_is_none(program: Any, content: str, expected: str) -> None:
    error = program("", stack_file=content).fails()
    assert error.kind == "usage"
    assert expected in str(error)


def test_fails_on_a_stack_that_does_not_exist(program: Any) -> None:
    error = program("", stack_file="config: {}\n").fails("deb")
    assert error.kind == "usage"
    assert "no stack 'deb'" in str(error)
    assert "did you mean dev? there are dev" in str(error)


def test_lists_the_stacks_of_a_program(program: Any) -> None:
    written = program("", stack_file="config: {}\n")
    (written.folder / "Pulumi.prod.yaml").write_text("")
    assert stacks(written.folder) == ["dev", "prod"]


def test_refuses_a_folder_without_a_python_program(program: Any, tmp_path: Any) -> None:
    with pytest.raises(PreviewError, match=r"no Pulumi\.yaml here"):
        stacks(tmp_path)
    written = program("")
    (written.folder / "Pulumi.yaml").write_text("name: app\nruntime: nodejs\n")
    assert "only Python programs can be previewed offline" in str(written.fails())


def test_uses_another_stack_file_and_tells_of_environments(program: Any, tmp_path: Any) -> None:
    file = tmp_path / "other.yaml"
    file.write_text("environment: [team/base]\nconfig: {app:x: 1}\n")
    document = program("").preview(stack_file=file)
    assert document["config"] == {"app:x": "1"}
    assert document["holdfast"]["assumptions"] == [
        {"kind": "environment", "subject": "team/base", "assumed": "not read: what it configures is missing"}
    ]
