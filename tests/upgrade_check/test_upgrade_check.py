"""``holdfast upgrade-check``: two versions, the same program and settings."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.programs import git
from tests.package.distributions import PROJECT
from tests.upgrade_check.wheels import KEPT, ROOT, wheel

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer.testing import Result

pytestmark = pytest.mark.xdist_group("upgrade-check")  # environments are made once, not once per worker

NOW = PROJECT["project"]["version"]
NEXT = "99.0.0"
KEY = "holdfast/components/encryption_key.py"
ENTRY = f"""\
## {NEXT}

### Will replace

- Nothing.

### Will change

- The key's `description`.

### New findings

- `BKP099`.

"""
CHANGED = {
    KEY: ("Encrypts what rests in", "Encrypts all that rests in"),
    "holdfast/checks/rules/bkp007.py": (
        "BKP007-a-backup-outlives-the-account",
        "BKP099-a-backup-outlives-us",
    ),
    "holdfast/CHANGELOG.md": (f"## {NOW}", f"{ENTRY}## {NOW}"),
}


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("wheels")


@pytest.fixture(scope="session")
def changed(wheels: Path) -> Path:
    """The next version, with a change of a resource, a check and an entry of the change log."""
    return wheel(wheels, NEXT, changes=CHANGED)


def told(result: Result) -> Any:
    return json.loads(result.stdout)


def installed() -> list[str]:
    """Every package of the Python that runs the tests, with its files' times."""
    folder = Path(sysconfig.get_path("purelib"))
    return sorted(
        f"{one.name} {one.stat().st_mtime_ns}" for one in folder.iterdir() if one.name != "__pycache__"
    )


def test_the_next_version_tells_what_it_changes_says_and_finds(
    run: Callable[..., Result], program: Path, changed: Path
) -> None:
    before, files = installed(), {one.name for one in program.iterdir()}
    result = run("dev", "--program", program, "--to", changed, "--json")
    found = told(result)

    assert result.exit_code == 1
    assert (found["from"], found["to"], found["goes_back"]) == (NOW, NEXT, False)
    assert found["notes"] == []
    assert found["changelog"] == [
        {
            "version": NEXT,
            "sections": {
                "Will replace": ["Nothing."],
                "Will change": ["The key's `description`."],
                "New findings": ["`BKP099`."],
            },
        }
    ]
    (group,) = found["review"]["stacks"][0]["groups"]
    assert (group["kind"], group["type"]) == ("update", "aws:kms/key:Key")
    assert {one["path"] for change in group["changes"] for one in change["properties"]} == {"description"}
    assert [one["id"] for one in found["new_findings"]] == ["BKP099-a-backup-outlives-us"]
    assert (found["unchecked"], found["refused"]) == (None, None)
    assert installed() == before
    assert {one.name for one in program.iterdir()} - {"__pycache__"} == files


def test_it_is_told_as_a_person_reads_it_and_fails_from_what_is_asked_for(
    run: Callable[..., Result], program: Path, changed: Path, tmp_path: Path
) -> None:
    page = tmp_path / "review.html"
    arguments = ("dev", "--program", program, "--to", changed, "--fail-on", "danger", "--no-cost")
    text = run(*arguments, "--html", page)
    markdown = run(*arguments, "--format", "markdown")

    assert (text.exit_code, markdown.exit_code) == (0, 0)
    assert f"holdfast {NOW} → {NEXT}, stack dev" in text.stdout
    assert "    - The key's description." in text.stdout
    assert "Its checks would say, and none says it today (1)" in text.stdout
    assert f"**{NEXT}: Will change**" in markdown.stdout.replace("\\", "")
    assert "description" in page.read_text(encoding="utf-8")


def test_the_same_code_changes_nothing(run: Callable[..., Result], program: Path) -> None:
    """A checkout is used where it lies, and what is not committed counts."""
    result = run("dev", "--program", program, "--to", ROOT, "--no-cost")

    assert result.exit_code == 0
    assert f"The change log has no entry between {NOW} and {NOW}" in result.stdout
    assert "NO CHANGE" in result.stdout


def test_against_a_state_it_tells_what_the_update_would_do(
    run: Callable[..., Result], program: Path, changed: Path, tmp_path: Path
) -> None:
    state = tmp_path / "state.json"
    state.write_text(json.dumps({"version": 3, "deployment": {"resources": []}}), encoding="utf-8")
    found = told(run("dev", "--program", program, "--to", changed, "--state", state, "--json", "--no-cost"))

    counts = found["review"]["stacks"][0]["counts"]
    assert sum(kinds.get("create", 0) for kinds in counts.values()) > 0


def test_a_version_that_refuses_the_settings_says_which_and_what(
    run: Callable[..., Result], wheels: Path, tmp_path: Path
) -> None:
    for name in ("__main__.py", "Pulumi.yaml", "Pulumi.dev.yaml"):
        shutil.copy(ROOT / name, tmp_path)
    renamed = {"holdfast/settings/stack.py": ("    budget:", "    allowance:")}
    result = run("dev", "--program", tmp_path, "--to", wheel(wheels, "99.1.0", changes=renamed), "--json")
    found = told(result)

    assert result.exit_code == 2
    assert found["headline"].endswith("stack dev: refused")
    assert found["refused"]["settings"] == ["holdfast:budget"]
    assert "Pulumi.dev.yaml:" in found["refused"]["message"]
    assert found["review"] is None


def test_a_program_that_fails_with_it_says_so(
    run: Callable[..., Result], program: Path, wheels: Path
) -> None:
    renamed = wheel(wheels, "99.2.0", changes={KEY: ("class EncryptionKey(", "class CustomerKey(")})
    result = run("dev", "--program", program, "--to", renamed)

    assert result.exit_code == 3
    assert "the program fails with holdfast 99.2.0" in result.stderr
    assert "EncryptionKey" in result.stderr


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ({"needs": ("pulumi-aws>=99",)}, "what it needs cannot be installed"),
        ({"without": KEPT}, "is another project: it is not run"),
    ],
)
def test_a_version_that_cannot_be_used_is_not_run(
    run: Callable[..., Result], program: Path, wheels: Path, made: dict[str, Any], said: str
) -> None:
    result = run("dev", "--program", program, "--to", wheel(wheels, "99.3.0", **made))

    assert result.exit_code == 3
    assert said in result.stderr


def test_a_version_that_no_index_has_says_what_else_to_name(
    run: Callable[..., Result], program: Path
) -> None:
    result = run("dev", "--program", program, "--to", "98.0.0")

    assert result.exit_code == 3
    assert "holdfast==98.0.0 cannot be installed" in result.stderr
    assert "Name a wheel" in result.stderr


def test_what_is_nothing_at_all_is_refused_before_anything_is_made(
    run: Callable[..., Result], program: Path
) -> None:
    result = run("dev", "--program", program, "--to", "no-such-thing")

    assert result.exit_code == 2
    assert "is no version, wheel, folder or address" in result.stderr


def test_a_program_without_holdfast_has_nothing_to_upgrade(
    run: Callable[..., Result], program: Path, changed: Path
) -> None:
    environment = program / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)  # noqa: S603  # ours
    runtime = {"name": "python", "options": {"virtualenv": ".venv"}}
    text = json.dumps({"name": "app", "runtime": runtime})
    (program / "Pulumi.yaml").write_text(text, encoding="utf-8")
    result = run("dev", "--program", program, "--to", changed)

    assert result.exit_code == 2
    assert "has no Holdfast" in result.stderr


def test_in_a_checkout_another_revision_is_compared_with_what_lies_there(
    run: Callable[..., Result], program: Path
) -> None:
    """The program of a checkout imports what lies beside it: the other revision goes before that."""
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("pyproject.toml", "CHANGELOG.md"):
        shutil.copy(ROOT / name, program)
    for name in ("components", "holdfast/contracts", "holdfast/topology"):
        shutil.copytree(ROOT / name, program / name, ignore=ignored)
    shutil.copy(ROOT / "holdfast" / "__init__.py", program / "holdfast")
    (program / "holdfast" / "components").symlink_to("../components")
    git(program, "init", "--quiet", "--initial-branch=main")
    file = program / "components" / "encryption_key.py"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(*CHANGED[KEY]), encoding="utf-8")
    git(program, "add", "--all")
    git(program, "commit", "--quiet", "--message", "other words")
    file.write_text(text, encoding="utf-8")

    result = run("dev", "--program", program, "--to", "HEAD", "--json", "--no-cost")
    found = told(result)

    assert result.exit_code == 1
    (group,) = found["review"]["stacks"][0]["groups"]
    assert {one["path"] for change in group["changes"] for one in change["properties"]} == {"description"}
    assert found["unchecked"]  # this one has components and no command line
    assert "holdfast-upgrade-" not in json.dumps(found["review"])
    assert git(program, "worktree", "list").count("\n") == 0
