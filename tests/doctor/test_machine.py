"""What a machine needs: Python and packages, settings, the Pulumi CLI with its plugins, a backend."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from holdfast.doctor.checks import backend, packages, plugins, program, pulumi_cli, python, settings
from holdfast.doctor.running import run
from tests.doctor.conftest import PACKAGES, Machine, MakeWorld, fix_of, told

if TYPE_CHECKING:
    from pathlib import Path


def interpreter(version: tuple[int, ...] = (3, 12, 1), **changed: str | None) -> str:
    found = {**PACKAGES, **{name.replace("_", "-"): one for name, one in changed.items()}}
    return json.dumps(
        {"python": version, "packages": {name: one for name, one in found.items() if one is not None}}
    )


def test_the_environment_that_the_project_names_is_made_by_one_command(make_world: MakeWorld) -> None:
    found = list(python.check(make_world()))

    assert told(found)["Python"][0] == "ok"
    assert told(found)["environment"][0] == "missing"
    assert fix_of(found, "environment") == "pulumi install"


def test_an_old_python_is_missing(make_world: MakeWorld, machine: Machine) -> None:
    machine.said["-c"] = machine.says(interpreter((3, 10, 4)))

    assert told(python.check(make_world()))["Python"][0] == "missing"


def test_a_program_that_names_no_environment_needs_none(make_world: MakeWorld, tmp_path: Path) -> None:
    world = make_world()
    (tmp_path / "Pulumi.yaml").write_text("name: orders\nruntime: python\n", encoding="utf-8")

    assert set(told(python.check(world))) == {"Python"}


def test_packages_are_held_against_what_holdfast_needs(
    make_world: MakeWorld, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    needed = ["pulumi>=3.272,<3.273", "pulumi-aws>=7.51,<8", "pytest>=9; extra == 'dev'"]
    monkeypatch.setattr(packages, "requires", lambda _: needed)
    assert told(packages.check(make_world()))["packages"][0] == "ok"

    machine.said["-c"] = machine.says(interpreter(pulumi="3.200.0", pulumi_aws=None, holdfast=None))
    found = list(packages.check(make_world()))

    state, detail = told(found)["packages"]
    assert state == "missing"
    assert detail.split("; ") == [
        "pulumi 3.200.0 (needed: <3.273,>=3.272)",
        "pulumi-aws is not installed (needed: <8,>=7.51)",
        "holdfast is not installed",
    ]
    assert fix_of(found, "packages").endswith("-m pip install -r requirements.txt")


def test_this_environment_has_what_holdfast_needs(make_world: MakeWorld) -> None:
    assert told(packages.check(make_world(world={"runs": run})))["packages"][0] == "ok"


def test_settings_without_a_mistake_and_without_stand_ins(make_world: MakeWorld) -> None:
    found = told(settings.check(make_world(account="210987654321")))

    assert {subject: state for subject, (state, _) in found.items()} == {"settings": "ok", "stand-ins": "ok"}


def test_what_stands_in_is_missing_to_deploy(make_world: MakeWorld) -> None:
    world = make_world(
        account="111122223333", domain="api.example.com", zone="example.com", zone_id="Z0123456789EXAMPLE"
    )
    found = list(settings.check(world))

    assert [one.purpose for one in found] == ["preview", "deploy"]
    state, detail = told(found)["stand-ins"]
    assert state == "missing"
    assert detail.split(", ") == [
        "holdfast:account 111122223333",
        "holdfast:entrances.public.domain api.example.com",
        "holdfast:entrances.public.zone.id Z0123456789EXAMPLE",
    ]


def test_every_mistake_is_told_up_to_a_few(make_world: MakeWorld, tmp_path: Path) -> None:
    world = make_world()
    file = tmp_path / "Pulumi.prod.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("peak_rps", "peak_rsp"), encoding="utf-8")
    (state, detail) = told(settings.check(world))["settings"]

    assert state == "missing"
    assert "did you mean 'peak_rps'?" in detail
    assert f"{file}:" in detail


def test_a_stack_of_another_program_has_no_settings(make_world: MakeWorld, tmp_path: Path) -> None:
    world = make_world()
    (tmp_path / "Pulumi.prod.yaml").write_text("config:\n  aws:region: eu-west-1\n", encoding="utf-8")

    assert told(settings.check(world)) == {
        "settings": ("ok", "prod has no settings of Holdfast: any program previews")
    }


def test_a_program_that_fails_says_its_first_line(make_world: MakeWorld, tmp_path: Path) -> None:
    world = make_world()
    (tmp_path / "__main__.py").write_text("raise ValueError('no luck')\n", encoding="utf-8")
    found = list(program.check(world))

    assert told(found)["program"][0] == "missing"
    assert "no luck" in told(found)["program"][1]
    assert fix_of(found, "program").startswith("holdfast preview prod")


@pytest.mark.usefixtures("pulumi")
def test_the_cli_and_its_host_are_there(make_world: MakeWorld) -> None:
    assert told(pulumi_cli.check(make_world())) == {
        "Pulumi CLI": ("ok", "v3.272.0 (/usr/bin/pulumi)"),
        "language host": ("ok", "/usr/bin/pulumi-language-python"),
    }


@pytest.mark.usefixtures("pulumi")
@pytest.mark.parametrize(("text", "state"), [("v3.250.1", "missing"), ("v4.0.0", "ok"), ("", "unknown")])
def test_an_old_cli_is_missing(make_world: MakeWorld, machine: Machine, text: str, state: str) -> None:
    machine.said["version"] = machine.says(text, said="killed")

    assert told(pulumi_cli.check(make_world()))["Pulumi CLI"][0] == state


@pytest.mark.usefixtures("no_pulumi")
def test_without_the_cli_what_only_it_knows_is_unknown(make_world: MakeWorld) -> None:
    world = make_world()

    assert told(pulumi_cli.check(world)) == {"Pulumi CLI": ("missing", "not on PATH")}
    assert told(plugins.check(world))["plugins"][0] == "unknown"
    assert told(backend.check(world))["backend"][0] == "unknown"


@pytest.mark.usefixtures("pulumi")
def test_plugins_are_those_of_the_sdks_and_only_those_that_run(
    make_world: MakeWorld, machine: Machine
) -> None:
    world = make_world()
    assert told(plugins.check(world)) == {"plugins": ("ok", "aws 7.51.1, random 4.21.4")}

    machine.said["plugin ls"] = machine.says('[{"name": "aws", "kind": "resource", "version": "7.50.0"}]')
    assert told(plugins.check(world))["plugins"] == ("missing", "not here yet: aws 7.51.1, random 4.21.4")

    machine.said["plugin ls"] = machine.says("", code=1, said="no home")
    assert told(plugins.check(world))["plugins"] == ("unknown", "pulumi plugin ls failed: no home")


@pytest.mark.usefixtures("pulumi")
def test_the_backend_answers_and_has_the_stack(make_world: MakeWorld) -> None:
    assert told(backend.check(make_world())) == {
        "backend": ("ok", "s3://state, as me"),
        "stack": ("ok", "prod is in the backend"),
    }


@pytest.mark.usefixtures("pulumi")
def test_a_backend_without_the_stack_says_how_to_make_it(make_world: MakeWorld, machine: Machine) -> None:
    machine.said["stack ls"] = machine.says('[{"name": "dev"}]')
    found = list(backend.check(make_world()))

    assert told(found)["stack"] == ("missing", "the backend has no prod")
    assert fix_of(found, "stack") == "pulumi stack init prod"


@pytest.mark.usefixtures("pulumi")
@pytest.mark.parametrize("code", [255, None])
def test_who_is_signed_in_nowhere_is_told_to_log_in(
    make_world: MakeWorld, machine: Machine, code: int | None
) -> None:
    machine.said["whoami"] = machine.says("", code=code, said="error: PULUMI_ACCESS_TOKEN must be set")
    found = list(backend.check(make_world()))

    assert told(found) == {"backend": ("missing", "error: PULUMI_ACCESS_TOKEN must be set")}
    assert fix_of(found, "backend").startswith("pulumi login")


@pytest.mark.usefixtures("pulumi")
def test_offline_no_backend_is_asked(make_world: MakeWorld, machine: Machine) -> None:
    found = told(backend.check(make_world(world={"offline": True})))

    assert found == {"backend": ("unknown", "not asked (--offline)")}
    assert machine.ran == []
