"""What the other version can be named by."""

from __future__ import annotations

from pathlib import Path

import pytest

from holdfast.upgrade import Folder, Install, UpgradeError, target_of

ROOT = Path(__file__).parents[2]
PINNED = "holdfast @ git+https://git.example.com/platform/holdfast@v0.1.0\npulumi==3.272.0\n"
WHEEL = "holdfast @ https://wheels.example.com/holdfast-0.1.0-py3-none-any.whl \\\n    --hash=sha256:00\n"


def test_a_checkout_is_used_where_it_lies() -> None:
    assert target_of(str(ROOT), "") == Folder(path=ROOT)


def test_a_wheel_is_installed_from_its_file(tmp_path: Path) -> None:
    file = tmp_path / "holdfast-0.2.0-py3-none-any.whl"
    file.touch()

    assert target_of(str(file), "") == Install(requirement=str(file), file=file)


@pytest.mark.parametrize("to", ["0.2.0", "v0.2.0"])
def test_a_version_is_had_from_where_the_program_has_its_own(to: str) -> None:
    from_git, from_wheel, from_index = (target_of(to, text) for text in (PINNED, WHEEL, "../..\n"))

    assert from_git == Install(requirement="holdfast @ git+https://git.example.com/platform/holdfast@v0.2.0")
    assert from_wheel == Install(
        requirement="holdfast @ https://wheels.example.com/holdfast-0.2.0-py3-none-any.whl"
    )
    assert from_index == Install(requirement="holdfast==0.2.0", from_index=True)


def test_what_an_address_leads_to_may_move() -> None:
    to = "git+https://git.example.com/platform/holdfast@main"

    assert target_of(to, "") == Install(requirement=to, fixed=False)


@pytest.mark.parametrize("to", ["main", "HEAD~1", "release-0.2", "1f3c9ab"])
def test_anything_else_can_only_be_a_revision(to: str) -> None:
    assert target_of(to, PINNED) is None


def test_a_folder_or_file_that_is_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    for other in (tmp_path, tmp_path / "notes.txt"):
        with pytest.raises(UpgradeError, match="name") as raised:
            target_of(str(other), "")
        assert raised.value.usage
