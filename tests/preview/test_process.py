"""How the child runs: its environment, its output, its Python, and that two runs are alike."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from holdfast.preview import PreviewRequest, Progress, preview

from .conftest import PROGRAMS


@pytest.mark.parametrize("name", ["wide", "cloud"])
def test_two_runs_are_equal_to_the_byte(name: str) -> None:
    request = PreviewRequest(program=PROGRAMS / name, stack="dev", timeout_seconds=60)
    first, second = preview(request), preview(request)
    assert first.pop("duration") > 0
    assert second.pop("duration") > 0
    assert json.dumps(first) == json.dumps(second)


def test_the_program_gets_no_credentials(program: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_PROFILE", "PULUMI_ACCESS_TOKEN", "NO_PROXY"):
        monkeypatch.setenv(name, "x")
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    monkeypatch.setenv("MINE", "kept")
    source = """
import os
names = ["AWS_ACCESS_KEY_ID", "AWS_PROFILE", "PULUMI_ACCESS_TOKEN", "NO_PROXY"]
names += ["AWS_REGION", "MINE", "https_proxy"]
pulumi.export("env", {name: os.environ.get(name) for name in names})
pulumi.export("config", os.environ["PULUMI_CONFIG"])
"""
    outputs = program(source, stack_file="config: {a: 1}\n").preview()["holdfast"]["outputs"]
    assert {name: value for name, value in outputs["env"].items() if value is not None} == {
        "AWS_REGION": "eu-west-1",
        "MINE": "kept",
        "https_proxy": "http://127.0.0.1:9",
    }
    assert json.loads(outputs["config"]) == {"app:a": "1"}


def test_what_the_program_prints_becomes_diagnostics(program: Any, capfd: Any) -> None:
    source = """
import os, subprocess, sys
print("one")
pulumi.info("two")
sys.stderr.write("three\\n")
sys.stdout.buffer.write(b"four")
subprocess.run(["echo", "five"], check=True)
"""
    document = program(source).preview()
    assert [(entry["severity"], entry["message"].strip()) for entry in document["diagnostics"]] == [
        ("info", "one"),
        ("info", "two"),
        ("info#err", "three"),
        ("info", "four"),
        ("info", "five"),
    ]
    assert capfd.readouterr() == ("", "")


def test_the_program_sees_its_own_modules_only(program: Any) -> None:
    source = """
import sys, os
import monitor, wire, session
assert monitor.MINE and wire.MINE and session.MINE
assert not any(name.startswith("holdfast") for name in sys.modules)
pulumi.export("path", [p for p in sys.path if p.endswith("child")])
pulumi.export("folder", os.path.basename(os.getcwd()))
pulumi.export("identity", [pulumi.get_project(), pulumi.get_stack(), pulumi.get_organization()])
"""
    files = [(f"{name}.py", "MINE = True\n") for name in ("monitor", "wire", "session")]
    outputs = program(source, files=files).preview("acme/app/dev")["holdfast"]["outputs"]
    assert outputs == {"path": [], "folder": "program", "identity": ["app", "dev", "acme"]}


def test_main_may_be_a_folder_or_a_file(program: Any) -> None:
    written = program("")
    source = written.folder / "src"
    source.mkdir()
    (source / "__main__.py").write_text("import pulumi, other\npulumi.export('x', other.X)\n")
    (source / "other.py").write_text("X = 1\n")
    (source / "entry.py").write_text("import pulumi\npulumi.export('y', 2)\n")
    for main, outputs in (("src", {"x": 1}), ("src/entry.py", {"y": 2})):
        (written.folder / "Pulumi.yaml").write_text(f"name: app\nruntime: python\nmain: {main}\n")
        assert written.preview()["holdfast"]["outputs"] == outputs


def test_the_python_that_pulumi_yaml_names_runs_the_program(program: Any, tmp_path: Any) -> None:
    written = program("import sys\npulumi.export('x', 1)\n")
    scripts = written.folder / "env" / "bin"
    scripts.mkdir(parents=True)
    mark = tmp_path / "used"
    launcher = scripts / "python"
    launcher.write_text(f'#!/bin/sh\ntouch "{mark}"\nexec "{sys.executable}" "$@"\n')
    launcher.chmod(0o755)
    (written.folder / "Pulumi.yaml").write_text(
        "name: app\nruntime:\n  name: python\n  options: {virtualenv: env}\n"
    )
    assert written.preview()["holdfast"]["outputs"] == {"x": 1}
    assert mark.exists()
    launcher.write_text("#!/bin/sh\nexec /usr/bin/env -i /bin/sh -c 'exit 5'\n")
    assert "ended with code 5" in str(written.fails())


def test_progress_is_told(program: Any) -> None:
    told: list[Progress] = []
    source = """
class C(pulumi.ComponentResource):
    def __init__(self, name):
        super().__init__("a:b:C", name, {})
for index in range(50):
    C(f"c{index}")
"""
    preview(program(source).request(), progress=told.append)
    assert [told[0].phase, told[-1].phase, told[-1].resources] == ["starting", "finishing", 51]
    assert all(entry.elapsed_seconds >= 0 for entry in told)


def test_who_is_told_can_end_the_program_while_it_says_nothing(program: Any) -> None:
    def stop(_: Progress) -> None:
        if time.monotonic() - began > 1:
            raise KeyboardInterrupt

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        preview(program("import time\ntime.sleep(60)\n").request(), progress=stop)
    assert time.monotonic() - began < 20


def test_leaves_nothing_behind(program: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    before = len(list(Path("/dev/fd").iterdir()))
    program("").preview()
    assert list(scratch.iterdir()) == []
    assert len(list(Path("/dev/fd").iterdir())) == before
