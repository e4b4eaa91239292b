"""The plugin on the real engine: its schema over the wire, and the YAML example from nothing to nothing."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from tests.engine.engine import EngineError, Stack
from tests.engine.standin import Cloud, serve
from tests.needs import needs
from tests.plugin.programs import edit, example, executable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.xdist_group("plugin-yaml")  # a module's stack is made once, not once per worker

Change = "Callable[[dict[str, Any]], object]"


class Program:
    """The YAML example, and a stack of it."""

    def __init__(self, folder: Path, providers: str, cloud: Cloud) -> None:
        self.cloud = cloud
        self._folder = example("yaml", folder)
        self.stack = Stack(self._folder, "dev", providers)

    def change(self, change: Callable[[dict[str, Any]], object]) -> None:
        """Change the resources that it declares."""
        edit(self._folder, lambda project: change(project["resources"]))

    def settings(self, change: Callable[[dict[str, Any]], object]) -> None:
        """Change the settings of the API."""
        self.change(lambda resources: change(resources["api"]["properties"]["settings"]))


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    cloud = Cloud()
    with serve(cloud) as providers:
        yield Program(tmp_path, providers, cloud)


def refusal(program: Program) -> str:
    with pytest.raises(EngineError) as raised:
        program.stack.up()
    text = str(raised.value)
    assert "hosted_api.py" not in text  # no traceback of ours
    return text


def outputs(stack: Stack) -> dict[str, Any]:
    resources = stack.export()["deployment"]["resources"]
    (found,) = (one["outputs"] for one in resources if one["type"] == "pulumi:pulumi:Stack")
    return dict(found)


def as_the_engine_has_it(node: Any, *, nested: bool = False) -> Any:
    """A schema less what the engine drops: descriptions inside of properties, nulls, absent outputs."""
    if isinstance(node, dict):
        return {
            key: as_the_engine_has_it(value, nested=key in {"items", "additionalProperties"})
            for key, value in node.items()
            if value is not None
            and not (nested and key == "description")
            and (value or key not in {"properties", "required"})
        }
    return [as_the_engine_has_it(one) for one in node] if isinstance(node, list) else node


@needs("pulumi")
def test_the_engine_is_given_the_schema(provider: Any, tmp_path: Path) -> None:
    plugin = executable(tmp_path / "plugin")
    done = subprocess.run(  # noqa: S603  # the CLI itself, on a plugin of ours
        ["pulumi", "package", "get-schema", str(plugin)],  # noqa: S607
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    told, made = json.loads(done.stdout), json.loads(provider.schema)

    for part in ("name", "version", "language", "resources", "types"):
        assert told[part] == as_the_engine_has_it(made[part]), part


@needs("pulumi", "pulumi-language-yaml")
class TestYamlProgram:
    def test_comes_up_stays_as_it_is_and_goes_once_protection_is_lifted(self, program: Program) -> None:
        program.stack.up()

        assert program.stack.preview() == []
        found = outputs(program.stack)
        assert found["endpoints"] == {"public": "https://api.payments.example.com"}
        assert found["nextSteps"] == []
        assert found["operations"]["regions"]["euw1"]["role"] == "standby"
        assert found["logs"].startswith("balancers-logs")
        with pytest.raises(EngineError, match="protected"):
            program.stack.destroy()
        program.settings(lambda settings: settings.update(protection="lifted"))
        program.change(lambda resources: resources["balancers"]["properties"].update(protection=False))
        program.stack.up()
        program.stack.destroy()
        assert program.cloud.is_empty()

    def test_is_told_all_its_mistakes_without_a_traceback(self, program: Program) -> None:
        program.settings(lambda settings: settings.update(account=111122223333, acount="1"))
        program.settings(lambda settings: settings["services"]["payments"].update(port=80.5))

        text = refusal(program)
        assert "MultiRegionApi 'api' cannot be declared:" in text
        assert "settings.acount: unknown key; did you mean 'account'?" in text
        assert "settings.account: expected text" in text
        assert "settings.services.payments.port: " in text

    def test_cannot_make_settings_of_what_is_known_late_or_secret(self, program: Program) -> None:
        program.settings(lambda settings: settings["tags"].update(Bucket="${balancers.bucket}"))
        program.settings(lambda settings: settings["tags"].update(Word={"fn::secret": "planted-word"}))

        text = refusal(program)
        assert "settings" in text
        assert "is a secret or only known once something is deployed" in text
        assert "planted-word" not in text

    def test_says_none_with_false(self, program: Program) -> None:
        types = {step.type for step in program.stack.preview()}
        assert "aws:ec2/flowLog:FlowLog" in types
        program.settings(lambda settings: settings.update(network={"flow_logs": False}))

        types = {step.type for step in program.stack.preview()}
        assert "aws:ec2/vpc:Vpc" in types
        assert "aws:ec2/flowLog:FlowLog" not in types

    def test_leaves_a_region_on_hold_as_it_is(self, program: Program) -> None:
        program.stack.up()
        program.settings(lambda settings: settings["services"]["payments"].update(health_path="/readyz"))
        changed = {step.name.partition("-")[0] for step in program.stack.preview()}
        assert {"use1", "euw1"} <= changed
        program.settings(lambda settings: settings.update(hold=["euw1"]))

        held = program.stack.preview()
        assert held != []
        assert [step for step in held if step.name.startswith("euw1") and step.type.startswith("aws:")] == []
