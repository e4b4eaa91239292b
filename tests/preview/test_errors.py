"""A program that is wrong: every mistake told, with the author's lines and none of ours."""

from __future__ import annotations

import time
from typing import Any

import pytest

COMPONENT = """
class C(pulumi.ComponentResource):
    def __init__(self, name, opts=None):
        super().__init__("a:b:C", name, {}, opts)
"""


def test_fails_on_every_duplicate_at_once(program: Any) -> None:
    error = program(COMPONENT + 'C("x"); C("x"); C("y"); C("y")\n').fails()
    assert error.kind == "program"
    assert len(error.problems) == 2
    assert error.problems[0].startswith(
        "__main__.py:6: Duplicate resource URN 'urn:pulumi:dev::app::a:b:C::x'; try giving it a unique name"
    )


def test_fails_on_every_remote_component_with_type_name_and_line(program: Any) -> None:
    source = """
class R(pulumi.ComponentResource):
    def __init__(self, name, opts=None):
        super().__init__("awsx:ec2:Vpc", name, {"x": None}, opts, remote=True)
pulumi.export("x", R("net").x)
R("other")
"""
    error = program(source).fails()
    assert [problem.split(":")[:2] for problem in error.problems] == [
        ["__main__.py", "6"],
        ["__main__.py", "7"],
    ]
    assert "awsx:ec2:Vpc 'net' is a remote component" in error.problems[0]


def test_fails_when_the_program_logs_an_error(program: Any) -> None:
    error = program('pulumi.log.warn("careful")\npulumi.log.error("this is bad")').fails()
    assert str(error) == "this is bad"
    assert [entry["message"] for entry in error.diagnostics] == ["warning: careful\n", "error: this is bad\n"]


def test_tells_missing_configuration_in_the_sdk_s_words(program: Any) -> None:
    error = program('pulumi.Config().require("nope")').fails()
    message = str(error)
    assert error.kind == "usage"
    assert message.startswith("Missing required configuration variable 'app:nope'")
    assert "Traceback" not in message


def test_tells_a_run_error_as_it_is(program: Any) -> None:
    error = program('raise pulumi.RunError("only this")').fails()
    assert (str(error), error.kind) == ("only this", "usage")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "import lib\nlib.go()\n",
            (
                "Traceback (most recent call last):\n"
                '  File "__main__.py", line 3, in <module>\n    lib.go()\n'
                "  File \"lib.py\", line 2, in go\n    raise ValueError('inside')\nValueError: inside"
            ),
        ),
        (
            "pulumi.Output.from_input(0).apply(lambda v: 1 / v)\n",
            (
                'Traceback (most recent call last):\n  File "__main__.py", line 2, in <lambda>\n'
                "    pulumi.Output.from_input(0).apply(lambda v: 1 / v)\nZeroDivisionError: division by zero"
            ),
        ),
        (
            "x = = 1\n",
            '  File "__main__.py", line 2\n    x = = 1\n        ^\nSyntaxError: invalid syntax',
        ),
    ],
)
def test_tells_exceptions_with_the_author_s_frames_only(program: Any, source: str, expected: str) -> None:
    files = [("lib.py", "def go():\n    raise ValueError('inside')\n")]
    assert str(program(source, files=files).fails()) == expected


def test_tells_missing_arguments_in_the_sdk_s_words(program: Any) -> None:
    message = str(program("from pulumi_aws import ebs\nebs.Volume('v')\n").fails())
    assert message.endswith("TypeError: Missing required property 'availability_zone'")
    assert "site-packages" not in message


def test_fails_at_once_and_clearly_when_the_program_reaches_for_the_network(program: Any) -> None:
    message = str(program("import urllib.request\nurllib.request.urlopen('http://example.com')\n").fails())
    assert "The offline preview has no network and no credentials" in message


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import sys; sys.exit(3)", "the program ended itself with exit code 3"),
        ("import os; os._exit(7)", "the program ended with code 7 before it had told its result"),
        (
            "import os; os.kill(os.getpid(), 9)",
            "the program was ended by signal 9 before it had told its result",
        ),
    ],
)
def test_fails_when_the_program_ends_early(program: Any, source: str, expected: str) -> None:
    assert str(program(source).fails()) == expected


def test_allows_a_program_to_end_itself_well(program: Any) -> None:
    document = program(COMPONENT + 'C("x")\nimport sys; sys.exit(0)\n').preview()
    assert document["changeSummary"] == {"create": 2}


def test_stops_a_program_that_hangs_with_everything_it_started(program: Any, tmp_path: Any) -> None:
    mark = tmp_path / "mark"
    source = f"""
import subprocess, sys, time
code = "import time, pathlib; time.sleep(4); pathlib.Path({str(mark)!r}).touch()"
subprocess.Popen([sys.executable, "-c", code])
time.sleep(60)
"""
    error = program(source).fails(timeout_seconds=1)
    assert str(error) == "the program did not end within 1 seconds and was stopped"
    time.sleep(3.5)
    assert not mark.exists()


def test_fails_when_there_is_no_program(program: Any) -> None:
    written = program("")
    (written.folder / "__main__.py").unlink()
    assert "there is no program: __main__.py is missing" in str(written.fails())


def test_refuses_a_resource_named_after_an_unknown_value(program: Any) -> None:
    source = COMPONENT + 'C("x-" + pulumi.Config().require("secret"))\n'
    written = program(source, stack_file="config:\n  app:secret:\n    secure: v1:abc\n")
    assert "the resource's name holds a value that is unknown offline" in str(written.fails())
