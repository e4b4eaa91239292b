"""What a new project is made of is what the repository's own programs are made of."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from holdfast.cli.main import app
from holdfast.init import project_files
from holdfast.init.decide import decide
from holdfast.init.next_steps import next_steps, stand_ins
from holdfast.init.stack_text import stack_text
from tests.init.samples import answers

ROOT = Path(__file__).parents[2]


def files() -> dict[str, str]:
    made = project_files.project_files("orders", description='The "orders" API: all of it')
    return {one.name: one.text for one in made}


def test_the_program_is_the_repository_s_own() -> None:
    assert files()["__main__.py"] == (ROOT / "__main__.py").read_text(encoding="utf-8")


def test_the_project_is_the_repository_s_own_with_another_name() -> None:
    made: Any = yaml.safe_load(files()["Pulumi.yaml"])
    own: Any = yaml.safe_load((ROOT / "Pulumi.yaml").read_text(encoding="utf-8"))

    assert (made.pop("name"), made.pop("description")) == ("orders", 'The "orders" API: all of it')
    assert made == {key: value for key, value in own.items() if key not in {"name", "description"}}


def test_the_schema_is_the_one_that_the_command_prints() -> None:
    printed = CliRunner().invoke(app, ["schema"]).stdout

    assert files()["stack-file.schema.json"] == printed


class Installed:
    """What pip noted of where a package came from."""

    version = "1.2.3"

    def __init__(self, origin: dict[str, Any] | None) -> None:
        self._origin = origin

    def read_text(self, name: str) -> str | None:
        assert name == "direct_url.json"
        return None if self._origin is None else json.dumps(self._origin)


@pytest.mark.parametrize(
    ("origin", "line"),
    [
        (None, "holdfast @ git+https://<where it is kept>/holdfast@v1.2.3"),
        (
            {"url": "https://git.example.com/holdfast", "vcs_info": {"vcs": "git", "commit_id": "abc"}},
            "holdfast @ git+https://git.example.com/holdfast@abc",
        ),
        (
            {"url": "https://example.com/holdfast.whl", "archive_info": {}},
            "holdfast @ https://example.com/holdfast.whl",
        ),
        (
            {"url": "file:///opt/some%20where/holdfast.whl", "archive_info": {}},
            "/opt/some where/holdfast.whl",
        ),
        ({"url": "file:///src/holdfast", "dir_info": {"editable": True}}, "-e /src/holdfast"),
        ({"url": "file:///src/holdfast", "dir_info": {}}, "/src/holdfast"),
    ],
)
def test_the_requirement_is_where_this_holdfast_came_from(
    origin: dict[str, Any] | None, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project_files, "distribution", lambda _: Installed(origin))
    *comments, found = files()["requirements.txt"].splitlines()

    assert found == line
    assert bool(comments) is (origin is None or "file:" in str(origin))


def test_a_stack_file_reads_like_one_that_a_person_wrote() -> None:
    asked = answers(zone_id="Z0123456789ABC", emails="team@example.com", budget_usd="900")
    found = decide(asked, project="orders", stack="prod")
    assert found.chosen is not None

    assert stack_text(found.config, asked, found.chosen, schema=None) == (
        ROOT / "tests" / "init" / "golden" / "prod.yaml"
    ).read_text(encoding="utf-8")


def test_what_stands_in_is_told_before_a_deployment() -> None:
    assert stand_ins(answers(account="111122223333")) == (
        "holdfast:account (111122223333)",
        "the domain api.orders.example.com",
    )
    assert stand_ins(answers(zone_id="Z0123456789EXAMPLE"))[-1] == "the zone's id (Z0123456789EXAMPLE)"
    assert stand_ins(answers(domain="api.orders.dev")) == ()


def test_the_next_steps_begin_where_one_is_and_end_with_the_deployment() -> None:
    steps = next_steps(answers(domain="api.orders.dev"), stack="prod", folder="orders-api")

    assert steps[0] == "cd orders-api"
    assert steps[-2] == "pulumi up -s prod"
    assert "delegates the zone" in steps[-1]
    existing = answers(domain="api.orders.dev", zone_id="Z0123456789ABCDEFGHI")
    assert next_steps(existing, stack="prod", folder=None)[-1] == "pulumi up -s prod"
    assert not any("stands in" in one for one in steps)
