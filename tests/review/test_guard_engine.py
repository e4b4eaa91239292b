"""A digest made offline, held to what the real engine is about to do with a stack that is there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from typer.testing import CliRunner, Result

from holdfast.cli.main import app
from holdfast.preview import PreviewRequest, preview
from tests.engine.changes.made import made
from tests.engine.changes.model import applied
from tests.needs import needs_engine

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.engine.changes.made import Made

pytestmark = [
    needs_engine,
    pytest.mark.xdist_group("review-dev"),  # the stack is made once, not once per worker
]
REVIEWED = {"holdfast:regions.euc1": {"zones": 2}}
"""A change that creates much and updates what is there."""
MORE = {**REVIEWED, "holdfast:tags": {"Team": "somebody else"}}


@pytest.fixture(scope="module")
def dev(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    with made("dev", tmp_path_factory.mktemp("guard")) as stack:
        yield stack


@pytest.fixture(scope="module")
def reviewed(dev: Made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The digest of a review of two offline previews."""
    folder = tmp_path_factory.mktemp("reviewed")
    sides = []
    for side, patch in (("base", {}), ("head", REVIEWED)):
        settings = folder / "Pulumi.dev.yaml"
        settings.write_text(yaml.safe_dump({"config": applied(dev.settings, patch)}), encoding="utf-8")
        program = dev.state.parent / "program"
        document = preview(PreviewRequest(program=program, stack="dev", stack_file=settings))
        file = folder / f"{side}.json"
        file.write_text(json.dumps(document), encoding="utf-8")
        sides += [f"--{side}", str(file)]
    guard = folder / "guard.json"
    options = ["--program", str(folder), "--no-cost", "--fail-on", "never", "--guard", str(guard)]
    done = CliRunner().invoke(app, ["review", *sides, *options])
    assert done.exit_code == 0, done.output
    return guard


def verified(dev: Made, reviewed: Path, folder: Path, patch: Mapping[str, Any]) -> Result:
    """What the command says of the engine's preview of the stack as it is now."""
    dev.stack.configure(applied(dev.settings, patch))
    file = folder / "preview.json"
    with pytest.MonkeyPatch.context() as patched:  # what --show-sames says: the Automation API has no way
        patched.setenv("PULUMI_OPTION_SHOW_SAMES", "true")
        file.write_text(json.dumps(dev.stack.document()), encoding="utf-8")
    return CliRunner().invoke(app, ["verify-reviewed", str(reviewed), "--preview", str(file), "--all"])


def test_what_was_reviewed_is_what_the_engine_is_about_to_do(
    dev: Made, reviewed: Path, tmp_path: Path
) -> None:
    dev.restore()
    result = verified(dev, reviewed, tmp_path, REVIEWED)

    assert result.stdout == "this is what was reviewed\n"
    assert result.exit_code == 0


def test_a_program_that_says_something_else(dev: Made, reviewed: Path, tmp_path: Path) -> None:
    dev.restore()
    result = verified(dev, reviewed, tmp_path, MORE)

    assert result.exit_code == 1
    assert "euw1-vpc: tags.Team is not what was reviewed\n" in result.stdout


def test_a_program_that_leaves_the_change_out(dev: Made, reviewed: Path, tmp_path: Path) -> None:
    dev.restore()
    result = verified(dev, reviewed, tmp_path, {})

    assert result.exit_code == 1
    assert "euc1-vpc: it was reviewed, and is not there\n" in result.stdout


def test_a_state_that_is_no_longer_what_the_review_began_with(
    dev: Made, reviewed: Path, tmp_path: Path
) -> None:
    """Somebody deployed from elsewhere: undoing that is a change that nobody has seen."""
    dev.restore()
    state = json.loads(dev.state.read_text(encoding="utf-8"))
    (vpc,) = (
        one for one in state["deployment"]["resources"] if one["urn"].endswith("aws:ec2/vpc:Vpc::euw1-vpc")
    )
    for part in (vpc["inputs"], vpc["outputs"]):
        part["enableDnsHostnames"] = not part["enableDnsHostnames"]
    drifted = tmp_path / "drifted.json"
    drifted.write_text(json.dumps(state), encoding="utf-8")
    dev.stack.import_state(drifted)
    result = verified(dev, reviewed, tmp_path, REVIEWED)

    assert result.exit_code == 1
    assert result.stdout == "euw1-vpc: it would be updated, and was reviewed as unchanged\n"


def test_the_change_is_there_already(dev: Made, reviewed: Path, tmp_path: Path) -> None:
    """An update that stopped half-way, or ran: less than was reviewed is no difference."""
    dev.restore()
    dev.stack.configure(applied(dev.settings, REVIEWED))
    dev.stack.up()
    result = verified(dev, reviewed, tmp_path, REVIEWED)

    assert (result.exit_code, result.stdout) == (0, "this is what was reviewed\n")
