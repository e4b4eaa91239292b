"""An emulator stands in for AWS by the stack file alone: that reaches the provider and changes no resource.

The settings are those of ``docs/emulators.md``.
"""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from pulumi.automation import LocalWorkspaceOptions, create_stack

from holdfast.preview import PreviewRequest, preview
from holdfast.preview.child.invokes import Invokes
from holdfast.preview.child.provider.service import PreviewProvider
from holdfast.preview.child.provider.serving import serve
from holdfast.preview.child.wire import struct_to_plain
from tests.engine.differences import differences
from tests.engine.engine import copy_program
from tests.needs import needs_engine
from tests.previews import ROOT, previewed

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.preview.child.wire import Message

PAGE = ROOT / "docs" / "emulators.md"


def documented() -> dict[str, Any]:
    """The settings that the page shows."""
    (shown,) = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    found: dict[str, Any] = yaml.safe_load(shown)["config"]
    return found


def settings() -> dict[str, Any]:
    text = (ROOT / "Pulumi.dev.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)["config"]
    return found


@pytest.fixture(scope="module")
def emulated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The stack file of an emulator: the development stack's, with the page's settings."""
    file = tmp_path_factory.mktemp("emulator") / "Pulumi.dev.yaml"
    file.write_text(yaml.safe_dump({"config": {**settings(), **documented()}}))
    return file


def test_offline_it_changes_no_resource(emulated: Path) -> None:
    plain = previewed(ROOT, "dev")
    document = preview(PreviewRequest(program=ROOT, stack="dev", stack_file=emulated))

    assert document["steps"] == plain["steps"]
    assert document["changeSummary"] == plain["changeSummary"]
    assert {key for key in document["config"] if key not in plain["config"]} == set(documented())


def test_the_page_names_every_service_that_the_stacks_use() -> None:
    """As the provider calls them, which is not always as the SDK's modules are called."""
    named_otherwise = {"vpc": "ec2", "lb": "elbv2", "kinesis": "firehose"}
    used = set()
    for stack in ("dev", "staging", "prod"):
        for step in previewed(ROOT, stack)["steps"]:
            package, _, rest = step["newState"]["type"].partition(":")
            if package == "aws":
                module = rest.split("/")[0]
                used.add(named_otherwise.get(module, module))
    (endpoints,) = documented()["aws:endpoints"]

    assert used <= endpoints.keys()


class Recorder(PreviewProvider):
    """Notes how it is configured."""

    def __init__(self) -> None:
        super().__init__(Invokes([], "", ""))
        self.checked: list[dict[str, Any]] = []
        self.configured: list[dict[str, Any]] = []

    def CheckConfig(self, request: Message, context: Message) -> Message:  # noqa: N802  # name of the RPC
        self.checked.append(struct_to_plain(request.news))
        return super().CheckConfig(request, context)

    def Configure(self, request: Message, context: Message) -> Message:  # noqa: N802  # name of the RPC
        self.configured.append(struct_to_plain(request.args))
        return super().Configure(request, context)


@needs_engine
def test_on_the_engine_it_reaches_the_provider_and_changes_no_resource(
    emulated: Path, tmp_path: Path
) -> None:
    program = copy_program(ROOT, tmp_path / "program", "__main__.py")
    shutil.copy(emulated, program)
    backend = tmp_path / "backend"
    backend.mkdir()
    recorder = Recorder()
    with serve(recorder, ("aws", "cloudflare", "random")) as providers:
        environment = {
            "PULUMI_BACKEND_URL": backend.as_uri(),
            "PULUMI_CONFIG_PASSPHRASE": "planted",
            "PULUMI_HOME": str(backend / "home"),
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            "PULUMI_DEBUG_PROVIDERS": providers,
        }
        workspace = LocalWorkspaceOptions(work_dir=str(program), env_vars=environment)
        stack = create_stack("dev", work_dir=str(program), opts=workspace)
        document = json.loads(stack.preview(json=True).stdout)
    offline = preview(PreviewRequest(program=ROOT, stack="dev", stack_file=emulated))

    for reached in (*recorder.checked, *recorder.configured):
        for name, value in documented().items():
            found = reached[name.removeprefix("aws:")]
            assert (json.loads(found) if isinstance(value, list | bool) else found) == value
    assert (len(recorder.checked), len(recorder.configured)) == (1, 1)
    assert differences(document, offline) == []
