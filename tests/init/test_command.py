"""``holdfast init`` as a stranger meets it: asked on a terminal, or told by options; nothing is lost."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from typer.testing import CliRunner

from holdfast.cli import init
from holdfast.cli.exits import Exit
from holdfast.cli.main import app
from tests.init.samples import arguments
from tests.init.terminal import typed

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

NEW = {
    "Pulumi.prod.yaml",
    "Pulumi.yaml",
    "__main__.py",
    "requirements.txt",
    "stack-file.schema.json",
    ".gitignore",
}


def run(*told: str) -> Result:
    result = CliRunner().invoke(app, list(told))
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def names(folder: Path) -> set[str]:
    """What lies in a folder, but for what Python keeps of modules."""
    return {one.name for one in folder.iterdir() if one.name != "__pycache__"} if folder.exists() else set()


def test_an_empty_folder_gets_a_stack_that_previews(tmp_path: Path) -> None:
    folder = tmp_path / "Orders API"
    result = run(*arguments(folder))
    written: Any = yaml.safe_load((folder / "Pulumi.prod.yaml").read_text(encoding="utf-8"))
    project: Any = yaml.safe_load((folder / "Pulumi.yaml").read_text(encoding="utf-8"))

    assert result.exit_code == 0, result.output
    assert names(folder) == NEW
    assert project["name"] == "orders-api"
    assert set(written["config"]["holdfast:regions"]) == {"euw1", "euc1"}
    assert "pilot-light on dynamodb: the cheapest that keeps what is promised" in result.stdout
    assert "  not backup-and-restore on dynamodb: " in result.stdout
    assert "USD a month" in result.stdout
    assert "lose region eu-west-1 -> left: 0 %" in result.stdout
    assert "  BKP007-a-backup-outlives-the-account: copy to a vault of another account" in result.stdout
    assert f"  cd {folder}\n  holdfast preview prod\n" in result.stdout


@pytest.mark.parametrize(
    ("said", "design"),
    [
        ({"kind": "lambda", "data": "relational", "rpo_seconds": "0"}, "pilot-light"),
        ({"kind": "instances", "data": "files", "rto_seconds": "5m", "rpo_seconds": "15m"}, "warm-standby"),
        (
            {
                "kind": "eks",
                "data": "none",
                "regions": "eu-west-1",
                "eks_admin": "arn:aws:iam::123456789012:role/platform",
            },
            "single-region",
        ),
    ],
)
def test_what_is_promised_holds_in_the_preview(tmp_path: Path, said: dict[str, str], design: str) -> None:
    result = run(*arguments(tmp_path / "api", **said), "--json")
    told = json.loads(result.stdout)

    assert told["design"] == design
    assert told["resources"] > 50
    assert told["monthly_usd"] > 0
    assert {one["scope"] for one in told["losses"]} >= {"zone", "region"}
    assert [one["what"] for one in told["losses"] if one["breaks"]] == []


def test_nothing_is_written_where_nothing_keeps_the_promises(tmp_path: Path) -> None:
    folder = tmp_path / "api"
    result = run(*arguments(folder, data="files", rpo_seconds="0"))

    assert result.exit_code == Exit.FINDINGS
    assert result.stdout.startswith("Nothing keeps what is promised, and nothing was written.\n")
    assert "What would do without the bound on lost writes (--rpo): pilot-light on s3." in result.stdout
    assert not folder.exists()


def test_json_says_so_too(tmp_path: Path) -> None:
    told = json.loads(run(*arguments(tmp_path / "api", data="files", rpo_seconds="0"), "--json").stdout)

    assert (told["design"], told["store"]) == (None, None)
    assert told["instead"]
    assert {one["design"] for one in told["refused"]} >= {"single-region on s3", "active-active on s3"}


def test_all_that_is_missing_is_told_and_how_to_be_asked(tmp_path: Path) -> None:
    result = run("init", "prod", "--yes", "--program", str(tmp_path / "api"))

    assert result.exit_code == Exit.USAGE
    assert all(one in result.stderr for one in ("--account: ", "--region: ", "--domain: ", "--peak-rps: "))
    assert "holdfast init asks for them on a terminal" in result.stderr


def test_where_nobody_sits_at_a_terminal_nobody_is_asked(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["init", "prod", "--program", str(tmp_path / "api")], input="\n" * 30)

    assert result.exit_code == Exit.USAGE
    assert "missing" in result.stderr


@pytest.mark.parametrize("there", ["Pulumi.prod.yaml", "__main__.py", "requirements.txt"])
def test_what_is_there_is_not_overwritten(tmp_path: Path, there: str) -> None:
    (tmp_path / there).write_text("mine\n", encoding="utf-8")
    result = run(*arguments(tmp_path))

    assert result.exit_code == Exit.USAGE
    assert f"there is {tmp_path / there} already" in result.stderr
    assert "--force" in result.stderr
    assert names(tmp_path) == {there}


@pytest.fixture
def unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written is not previewed: that is another test's business."""
    monkeypatch.setattr("holdfast.cli.init_report.told", lambda *_, **__: None)


@pytest.mark.usefixtures("unseen")
@pytest.mark.parametrize("example", [one for one in init.EXAMPLES if "--yes" in one])
def test_examples_of_the_help_write_a_stack(
    example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words = shlex.split(example)[1:]

    assert run(*words).exit_code == 0
    assert [one.name for one in tmp_path.rglob("Pulumi.*.yaml")] == [f"Pulumi.{words[1]}.yaml"]


@pytest.mark.usefixtures("unseen")
def test_a_project_that_is_there_gets_the_stack_alone(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n", encoding="utf-8")
    (tmp_path / "__main__.py").write_text("mine\n", encoding="utf-8")
    result = run(*arguments(tmp_path))

    assert result.exit_code == 0, result.output
    assert names(tmp_path) == {"Pulumi.yaml", "__main__.py", "Pulumi.prod.yaml"}
    assert (tmp_path / "__main__.py").read_text(encoding="utf-8") == "mine\n"
    assert "yaml-language-server" not in (tmp_path / "Pulumi.prod.yaml").read_text(encoding="utf-8")


@pytest.mark.usefixtures("unseen")
def test_the_stack_file_goes_where_the_project_keeps_them(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text(
        "name: shop\nruntime: python\nstackConfigDir: stacks\n", encoding="utf-8"
    )
    assert run(*arguments(tmp_path)).exit_code == 0
    assert (tmp_path / "stacks" / "Pulumi.prod.yaml").is_file()


@pytest.mark.usefixtures("unseen")
def test_with_force_it_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.prod.yaml").write_text("mine\n", encoding="utf-8")

    assert run(*arguments(tmp_path), "--force").exit_code == 0
    assert "mine" not in (tmp_path / "Pulumi.prod.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--design", "warm-stanby"), "there is no 'warm-stanby'. Did you mean warm-standby?"),
        (("--name", "other"), "is the project shop already: leave --name out"),
    ],
)
def test_wrong_options_say_what_is_right(tmp_path: Path, more: tuple[str, ...], told: str) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n", encoding="utf-8")
    result = run(*arguments(tmp_path), *more)

    assert result.exit_code == Exit.USAGE
    assert told in result.stderr


def test_another_language_s_project_is_told(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: nodejs\n", encoding="utf-8")
    result = run(*arguments(tmp_path))

    assert result.exit_code == Exit.USAGE
    assert "the runtime is nodejs" in result.stderr


def test_a_name_that_is_none_is_told(tmp_path: Path) -> None:
    result = run("init", "../prod", "--yes", "--program", str(tmp_path))

    assert result.exit_code == Exit.USAGE
    assert "'../prod' is no name of a stack" in result.stderr


def test_a_person_is_asked_and_asked_again_and_gets_the_stack(tmp_path: Path) -> None:
    said = ("12", "123456789012", "euw1 use1", "api.orders.dev", "", "orders", "", "", "", "50", "")
    code, text = typed(["init"], [*said, "items", "", "", "", "team@example.com", "300", "y"], tmp_path)

    assert code == 0, text
    assert "AWS account [111122223333]: 12\n  an account's id has twelve digits" in text
    assert "Regions [us-east-1, eu-west-1]: euw1 use1\n" in text
    assert "This writes Pulumi.prod.yaml, Pulumi.yaml" in text
    assert "WHAT IT SURVIVES" in text
    assert names(tmp_path) >= NEW
    written = (tmp_path / "Pulumi.prod.yaml").read_text(encoding="utf-8")
    assert all(one in written for one in ("orders:", "monthly_usd: 300", "domain: api.orders.dev"))


def test_a_person_who_says_no_gets_nothing(tmp_path: Path) -> None:
    code, text = typed(["init"], [*([""] * 13), "n"], tmp_path)

    assert (code, names(tmp_path)) == (Exit.USAGE, set())
    assert "nothing was written" in text
