from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.cli.revisions import Repository, RevisionError
from tests.cli.programs import git

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def work(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    (folder / "Pulumi.yaml").write_text("name: one\n", encoding="utf-8")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "one")
    git(folder, "switch", "--quiet", "--create", "change")
    (folder / "Pulumi.yaml").write_text("name: two\n", encoding="utf-8")
    git(folder, "commit", "--quiet", "-am", "two")
    return folder


def test_a_revision_is_read_beside_the_users_files_and_leaves_nothing(work: Path) -> None:
    (work / "Pulumi.yaml").write_text("name: not committed\n", encoding="utf-8")
    repository = Repository.around(work)

    with repository.checked_out(repository.commit("main")) as folder:
        assert (folder / "Pulumi.yaml").read_text(encoding="utf-8") == "name: one\n"

    assert not folder.exists()
    assert git(work, "worktree", "list").count("\n") == 0
    assert (work / "Pulumi.yaml").read_text(encoding="utf-8") == "name: not committed\n"
    assert git(work, "branch", "--show-current") == "change"


def test_it_leaves_nothing_when_it_is_interrupted(work: Path) -> None:
    repository = Repository.around(work)

    with pytest.raises(KeyboardInterrupt), repository.checked_out(repository.commit("main")):
        raise KeyboardInterrupt

    assert git(work, "worktree", "list").count("\n") == 0


def test_a_hook_of_the_users_does_not_run(work: Path) -> None:
    hook = work / ".git" / "hooks" / "post-checkout"
    hook.write_text(f"#!/bin/sh\ntouch {work}/ran\n", encoding="utf-8")
    hook.chmod(0o755)
    repository = Repository.around(work)

    with repository.checked_out(repository.commit("main")):
        pass

    assert not (work / "ran").exists()


def test_what_a_change_is_compared_with_by_default(work: Path) -> None:
    git(work, "switch", "--quiet", "main")
    left = git(work, "rev-parse", "HEAD")
    git(work, "commit", "--quiet", "--allow-empty", "-m", "main goes on")
    git(work, "switch", "--quiet", "change")

    assert Repository.around(work).merge_base() == left


def test_the_remotes_default_branch_counts_before_names_that_are_usual(work: Path, tmp_path: Path) -> None:
    git(work, "branch", "--move", "main", "develop")
    git(work, "switch", "--quiet", "develop")
    git(tmp_path, "clone", "--quiet", str(work), str(tmp_path / "clone"))
    clone = tmp_path / "clone"
    git(clone, "switch", "--quiet", "change")

    assert Repository.around(clone).merge_base() == git(work, "rev-parse", "develop")


def test_a_revision_that_there_is_not(work: Path) -> None:
    with pytest.raises(RevisionError, match=r"no file and no revision 'mian'$"):
        Repository.around(work).commit("mian")


def test_a_shallow_clone_says_what_is_missing(work: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth=1", work.as_uri(), str(tmp_path / "shallow"))

    with pytest.raises(RevisionError, match=r"shallow: fetch with full depth"):
        Repository.around(tmp_path / "shallow").commit("HEAD~1")


def test_a_shallow_clone_may_not_hold_where_the_work_left_the_default_branch(
    work: Path, tmp_path: Path
) -> None:
    git(work, "switch", "--quiet", "main")
    git(work, "commit", "--quiet", "--allow-empty", "-m", "main goes on")
    git(
        tmp_path,
        "clone",
        "--quiet",
        "--depth=1",
        "--no-single-branch",
        work.as_uri(),
        str(tmp_path / "shallow"),
    )
    git(tmp_path / "shallow", "switch", "--quiet", "change")

    with pytest.raises(RevisionError, match=r"--base; the clone is shallow"):
        Repository.around(tmp_path / "shallow").merge_base()


def test_the_folder_keeps_the_repository_s_name(work: Path) -> None:
    repository = Repository.around(work)

    with repository.checked_out(repository.commit("main")) as folder:
        assert folder.name == "work"


def test_a_bare_repository_has_no_files(work: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--bare", str(work), str(tmp_path / "bare"))

    with pytest.raises(RevisionError, match="must be run in a work tree"):
        Repository.around(tmp_path / "bare")


def test_what_looks_like_an_option_is_a_revision(work: Path) -> None:
    with pytest.raises(RevisionError, match="no revision '--all'"):
        Repository.around(work).commit("--all")


def test_a_folder_without_a_repository(tmp_path: Path) -> None:
    with pytest.raises(RevisionError, match="is in no repository: compare files instead"):
        Repository.around(tmp_path)


def test_no_default_branch(work: Path) -> None:
    git(work, "branch", "--move", "main", "develop")

    with pytest.raises(RevisionError, match="by --base"):
        Repository.around(work).merge_base()


def test_a_machine_without_git(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(work))

    with pytest.raises(RevisionError, match="git is not on PATH"):
        Repository.around(work)
