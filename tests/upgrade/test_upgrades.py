"""What earlier versions made must be left in place by this one.

With the CLI the real engine previews each recorded state; without it the offline preview must still declare
every resource of it, with nothing that is known to replace one.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.preview.on_engine import preview_on_engine
from holdfast.preview.program import preview
from holdfast.preview.request import PreviewRequest
from tests.needs import needs_engine
from tests.upgrade.announced import announced_after
from tests.upgrade.judged import KEPT, refused, refused_offline, type_of
from tests.upgrade.recorded import ROOT, everything, subjects, version

if TYPE_CHECKING:
    from pathlib import Path

    from tests.upgrade.announced import Announced
    from tests.upgrade.recorded import Recorded

RECORDED = everything()
each = pytest.mark.parametrize(
    "recorded", RECORDED, ids=[f"{one.version}-{one.folder.name}" for one in RECORDED]
)

RENAMED = ('web = AutoScalingService(\n    "use1-web",', 'web = AutoScalingService(\n    "use1-site",')
MOVED = ('"10.20.0.0/16"', '"10.20.0.0/17"')


def example() -> Recorded:
    """The newest recording of a program that is not the project's own."""
    return [one for one in RECORDED if one.folder.name == "orders-dev"][-1]


def asked(recorded: Recorded, program: Path) -> PreviewRequest:
    return PreviewRequest(
        program=program, stack=recorded.stack, stack_file=recorded.stack_file, state=recorded.state
    )


def offline(recorded: Recorded, program: Path) -> dict[str, Any]:
    return preview(replace(asked(recorded, program), state=None))


def announced(recorded: Recorded) -> list[Announced]:
    return announced_after(recorded.version, (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))


def state(recorded: Recorded) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(recorded.state.read_text(encoding="utf-8"))
    return found


def changed(recorded: Recorded, folder: Path, change: tuple[str, str]) -> Path:
    """A copy of a recorded program with one text in place of another."""
    program = recorded.program(folder)
    assert program != ROOT
    file = program / "__main__.py"
    text = file.read_text(encoding="utf-8")
    assert text.count(change[0]) == 1
    file.write_text(text.replace(*change), encoding="utf-8")
    return program


def test_every_stack_of_the_project_and_of_the_examples_was_recorded() -> None:
    """Of some version at least; a stack that is new since is recorded with the next."""
    assert {name for name, *_ in subjects()} <= {one.folder.name for one in RECORDED}


def test_only_versions_up_to_this_one_were_recorded() -> None:
    def number(text: str) -> tuple[int, ...]:
        return tuple(map(int, text.split(".")))

    assert max(number(one.version) for one in RECORDED) <= number(version())


@each
def test_what_was_recorded_is_whole_and_holds_no_secret(recorded: Recorded) -> None:
    text = recorded.state.read_text(encoding="utf-8")
    resources = state(recorded)["deployment"]["resources"]
    types = {type_of(one["urn"]) for one in resources}

    assert types & KEPT
    assert "ciphertext" not in text
    assert text.count('"plaintext"') == text.count(r'"plaintext": "\"[secret]\""')
    assert "secrets_providers" not in text
    assert "secure:" not in recorded.stack_file.read_text(encoding="utf-8")
    assert len(text) < 2_000_000, "too large to read: what of it does no preview need?"


@needs_engine
@each
def test_the_engine_keeps_all_that_was_recorded(recorded: Recorded, tmp_path: Path) -> None:
    document = preview_on_engine(asked(recorded, recorded.program(tmp_path / "program")))

    assert refused(document["steps"], announced(recorded)) == []
    assert {step["urn"] for step in document["steps"] if step["op"] == "same"}


@each
def test_the_offline_preview_declares_all_that_was_recorded(recorded: Recorded, tmp_path: Path) -> None:
    document = offline(recorded, recorded.program(tmp_path / "program"))

    assert refused_offline(state(recorded), document, announced(recorded)) == []


@needs_engine
def test_the_engine_shows_a_renamed_component(tmp_path: Path) -> None:
    recorded = example()

    document = preview_on_engine(asked(recorded, changed(recorded, tmp_path / "program", RENAMED)))

    found = refused(document["steps"], announced(recorded))
    assert any(line.startswith("delete ") and "Group::use1-web-asg" in line for line in found)
    assert any(line.startswith("create ") and "Group::use1-site-asg" in line for line in found)


@needs_engine
def test_the_engine_shows_a_replacement(tmp_path: Path) -> None:
    recorded = example()

    document = preview_on_engine(asked(recorded, changed(recorded, tmp_path / "program", MOVED)))

    found = refused(document["steps"], announced(recorded))
    assert any(line.startswith("replace ") and line.endswith("Vpc::use1-vpc cidrBlock") for line in found)


def test_the_offline_preview_shows_a_renamed_component(tmp_path: Path) -> None:
    recorded = example()

    document = offline(recorded, changed(recorded, tmp_path / "program", RENAMED))

    found = refused_offline(state(recorded), document, announced(recorded))
    assert any(line.startswith("delete ") and line.endswith("Group::use1-web-asg") for line in found)


def test_the_offline_preview_shows_a_replacement(tmp_path: Path) -> None:
    recorded = example()

    document = offline(recorded, changed(recorded, tmp_path / "program", MOVED))

    found = refused_offline(state(recorded), document, announced(recorded))
    assert any(line.startswith("replace ") and line.endswith("Vpc::use1-vpc cidrBlock") for line in found)
